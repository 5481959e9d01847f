/** Whether MWAA can create its four grants in the name of the principal that creates the environment. */

import type { Grant } from "../grants/expected.js";
import { expectedGrants } from "../grants/expected.js";
import { parseArn, partitionById } from "../key/arn.js";
import {
  type CreatorAccess,
  type CreatorRequest,
  type CreatorVerdict,
  creatorAccess,
  findCreator,
  namedCandidate,
} from "../policy/creator-access.js";
import type { Statement } from "../policy/document/statement.js";
import { describeStatement, listSome } from "../policy/document/title.js";
import type { PolicyStatements } from "../policy/evaluate/evaluate.js";
import { publishedShape } from "../policy/evaluate/exemptions.js";
import { readCaller } from "../policy/evaluate/principal.js";
import { firstLoss } from "../policy/evaluate/time-limits.js";
import { pages } from "../problems/links.js";
import { lower } from "../problems/phrases.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Check, type CheckResult, defineCheck, unknownResult } from "./check.js";
import { settleByDryRun } from "./creator-dry-run.js";
import { creatorPolicies, creatorStatements } from "./creator-policies.js";
import { callsOf, creatorProblems } from "./creator-problems.js";
import { policyCodes, readingOf } from "./read-policy.js";
import { environmentAccount, logsRequest, type Snapshot } from "./snapshot.js";

export const grantsCreate: Check = defineCheck({
  id: "grants-create",
  title: "MWAA can create its grants",
  asks: "MWAA describes the key and creates 4 grants on it as the principal that creates the environment. The key policy must allow it to the account or to a principal of it, without a Deny that blocks it.",
  page: pages.mwaaKeys,
  needs: ["policy"],
  reports: [
    ...policyCodes,
    ...(["creator/denied", "creator/missing", "creator/other-account", "creator/unknown"] as const),
    ...(["creator/assumed", "creator/caller-refused", "creator/refused", "creator/contradiction"] as const),
    ...(["creator/via-suffix", "creator/data-key-pairs", "creator/policies-unread"] as const),
    ...(["access/ends-soon"] as const),
  ],
  judge: ({ policy }, snapshot) => {
    const reading = readingOf(policy, snapshot);
    if (!reading.ok) return { outcome: "unknown", problems: reading.problems };
    const account = environmentAccount(snapshot);
    if (!account.known) return unknownResult(account.problem);
    const { document, statements } = reading.value;
    const request = requestFor(snapshot, account.value);
    const asked = { statements, version: document.version };
    return judgementOf(asked, request, snapshot, (verdict) =>
      creatorProblems(verdict, document, request, snapshot),
    );
  },
});

function requestFor(snapshot: Snapshot, account: string): CreatorRequest {
  const { target } = snapshot;
  const grants = expectedGrants(
    target.environment ?? "<environment>",
    partitionById(target.partition),
    target.region,
  );
  return {
    key: logsRequest(snapshot),
    account,
    grants: grants.map(({ Name, GranteePrincipal, Operations }) => ({
      name: Name,
      grantee: GranteePrincipal,
      operations: Operations,
    })),
  };
}

/** Evaluates the named creator, or whether there is one. */
function verdictOn(policy: PolicyStatements, request: CreatorRequest, snapshot: Snapshot): CreatorVerdict {
  const { creator } = snapshot.target;
  if (creator === undefined) return findCreator(policy, request);
  const candidate = namedCandidate(readCaller(creator, request.account), creator);
  const closest = creatorAccess(policy, candidate, request);
  return { truth: closest.truth, closest, others: [] };
}

type GrantsWords = (verdict: CreatorVerdict) => readonly Problem[];

function judgementOf(
  policy: PolicyStatements,
  request: CreatorRequest,
  snapshot: Snapshot,
  words: GrantsWords,
): CheckResult {
  const verdict = verdictOn(policy, request, snapshot);
  const evidence = evidenceOf(verdict, request);
  if (verdict.truth === "no") {
    const suffix = chinaSuffix(policy, request, snapshot);
    if (suffix !== undefined)
      return warned(judgementOf(policy, { ...request, suffix }, snapshot, words), [
        viaProblem(suffix, request),
      ]);
    const grant = grantToAccount(snapshot, request.account);
    const isDenied = verdict.closest.calls.some(({ answer }) => answer === "denied");
    const problems = words(verdict);
    // A grant can give what the policy does not; it takes nothing of a Deny away.
    return { outcome: grant && !isDenied ? "unknown" : "fail", evidence, problems };
  }
  const ofIam = creatorPolicies(verdict.closest, request, snapshot);
  if (verdict.truth === "unknown") {
    const shaped = policy.statements.filter((statement) => publishedShape(statement) !== undefined);
    const others = {
      ...policy,
      statements: policy.statements.filter((statement) => !shaped.includes(statement)),
    };
    if (shaped.length > 0 && verdictOn(others, request, snapshot).truth === "yes")
      return warned(judgementOf(others, request, snapshot, words), shaped.map(assumed));
    return { outcome: "unknown", evidence, problems: words(verdict) };
  }
  const notes = notesOf(policy, request, verdict.closest);
  const holds = (at: string) => {
    const later = { ...request, key: { ...request.key, at } };
    const then = verdictOn(policy, later, snapshot);
    const own = creatorPolicies(then.closest, later, snapshot);
    return then.truth === "yes" && own?.outcome === ofIam?.outcome;
  };
  const dated = [...policy.statements, ...creatorStatements(snapshot)];
  const loss = firstLoss(dated, request.key.at, holds);
  if (loss?.isSoon === true) {
    const facts = { use: "MWAA creates its grants", date: loss.date };
    return { outcome: "fail", evidence, problems: [problem("access/ends-soon", facts)] };
  }
  if (ofIam !== undefined)
    return { ...ofIam, evidence: ofIam.evidence ?? evidence, problems: [...ofIam.problems, ...notes] };
  return settleByDryRun({ evidence, problems: notes }, policy, request, snapshot);
}

/** A judgement that rests on assumptions: it says so, and is otherwise what it is. */
function warned(judgement: CheckResult, problems: readonly Problem[]): CheckResult {
  const outcome = judgement.outcome === "pass" ? "warn" : judgement.outcome;
  return { ...judgement, outcome, problems: [...judgement.problems, ...problems] };
}

/** China's suffix, where the policy names MWAA only with it: KMS documents the common one, and AWS does not document MWAA there. */
function chinaSuffix(
  policy: PolicyStatements,
  request: CreatorRequest,
  snapshot: Snapshot,
): string | undefined {
  const { id, dnsSuffix: suffix } = request.key.partition;
  if (id !== "aws-cn" || request.suffix !== undefined) return undefined;
  return verdictOn(policy, { ...request, suffix }, snapshot).truth === "yes" ? suffix : undefined;
}

function viaProblem(suffix: string, { key: { region } }: CreatorRequest): Problem {
  const name = `airflow.${region}.`;
  return problem("creator/via-suffix", { found: `${name}${suffix}`, wanted: `${name}amazonaws.com` });
}

function assumed(statement: Statement): Problem {
  const facts = {
    statement: describeStatement(statement),
    assumes: publishedShape(statement)?.assumes ?? "",
  };
  return problem("creator/assumed", facts, statement.pointer);
}

/** What is worth a note although it passes. */
function notesOf(
  policy: PolicyStatements,
  request: CreatorRequest,
  { candidate }: CreatorAccess,
): readonly Problem[] {
  const grants = request.grants.map((grant) => ({
    ...grant,
    operations: [...grant.operations, ...dataKeyPairs],
  }));
  const withPairs = creatorAccess(policy, candidate, { ...request, grants });
  return withPairs.truth === "yes" ? [] : [problem("creator/data-key-pairs", {})];
}

const dataKeyPairs = ["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"];

/** Who can, and which statements say so. */
function evidenceOf({ truth, closest, others }: CreatorVerdict, { account }: CreatorRequest): string {
  if (truth !== "yes") {
    const calls = callsOf(closest.calls.filter(({ answer }) => answer !== "allowed"));
    return `${truth === "no" ? "not allowed" : "unknown"}: ${calls}`;
  }
  const { candidate, calls } = closest;
  const by = listSome(
    calls.flatMap((call) => (call.by === undefined ? [] : [lower(describeStatement(call.by))])),
  );
  if (calls.some(({ delegated }) => delegated === true))
    return `delegated to IAM policies of account ${account} by ${by}`;
  const others_ = others.length === 0 ? "" : ` and ${others.length} more`;
  return `allowed to ${candidate.name}${others_} by ${by}`;
}

/** Whether a grant lets a principal of the account create grants. */
function grantToAccount({ grants }: Snapshot, account: string): boolean {
  const mayMean = ({ GranteePrincipal, GranteeServicePrincipal }: Grant) =>
    GranteePrincipal === undefined
      ? GranteeServicePrincipal === undefined
      : parseArn(GranteePrincipal)?.account === account;
  return (
    grants.known && grants.value.some((grant) => grant.Operations.includes("CreateGrant") && mayMean(grant))
  );
}
