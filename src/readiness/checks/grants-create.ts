/** Whether MWAA can create its four grants in the name of the principal that creates the environment. */
import { expectedGrants } from "../../grants/expected.js";
import type { Grant } from "../../grants/grant.js";
import { parseArn } from "../../key/arn.js";
import { partitionById } from "../../key/partition.js";
import { readCaller } from "../../policy/caller.js";
import {
  type CreatorAccess,
  type CreatorRequest,
  type CreatorVerdict,
  creatorAccess,
  findCreator,
  namedCandidate,
} from "../../policy/creator-access.js";
import type { PolicyStatements } from "../../policy/evaluate.js";
import { publishedShape } from "../../policy/exemptions.js";
import { firstLoss } from "../../policy/time-limits.js";
import { fewOf, statementTitle } from "../../policy/title.js";
import { pages } from "../../problem/pages.js";
import { type Problem, problem } from "../../problem/problem.js";
import { type Check, defineCheck, type Judgement, untold } from "../check.js";
import { environmentAccount, logsRequest, type Snapshot } from "../snapshot.js";
import { settleByDryRun } from "./creator-dry-run.js";
import { creatorPolicies, creatorStatements } from "./creator-policies.js";
import { callsOf, creatorProblems } from "./creator-problems.js";
import { readingOf } from "./logs-reading.js";
import { policyCodes } from "./reports.js";

export const grantsCreate: Check = defineCheck({
  id: "grants-create",
  title: "MWAA can create its grants",
  asks: "While it creates an environment, MWAA describes the key and creates four grants on it, in the name of the principal that creates the environment. The key policy must allow it to the account or to a principal of it, and no Deny may block it.",
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
    if (!account.known) return untold(account.problem);
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

type Words = (verdict: CreatorVerdict) => readonly Problem[];

function judgementOf(
  policy: PolicyStatements,
  request: CreatorRequest,
  snapshot: Snapshot,
  words: Words,
): Judgement {
  const verdict = verdictOn(policy, request, snapshot);
  const evidence = evidenceOf(verdict, request);
  if (verdict.truth === "no") {
    const via = chinaProblem(policy, request, snapshot);
    if (via !== undefined) return { outcome: "warn", evidence, problems: [via] };
    const grant = grantToAccount(snapshot, request.account);
    const isDenied = verdict.closest.calls.some(({ answer }) => answer === "denied");
    const problems = words(verdict);
    // A grant can give what the policy does not; it takes nothing of a Deny away.
    return { outcome: grant && !isDenied ? "unknown" : "fail", evidence, problems };
  }
  const ofIam = creatorPolicies(verdict.closest, request, snapshot);
  if (verdict.truth === "unknown") {
    const open = withoutShapes(policy, request, snapshot);
    if (open !== undefined) return { outcome: "warn", evidence, problems: open };
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

/** A policy that names MWAA with China's suffix, where KMS documents the common one and AWS does not document MWAA. */
function chinaProblem(
  policy: PolicyStatements,
  request: CreatorRequest,
  snapshot: Snapshot,
): Problem | undefined {
  const { partition, region } = request.key;
  if (partition.id !== "aws-cn") return undefined;
  if (verdictOn(policy, { ...request, suffix: partition.dnsSuffix }, snapshot).truth !== "yes")
    return undefined;
  const name = `airflow.${region}.`;
  return problem("creator/via-suffix", {
    found: `${name}${partition.dnsSuffix}`,
    wanted: `${name}amazonaws.com`,
  });
}

/** Where only statements of a published shape leave it open: warnings with their assumptions. */
function withoutShapes(
  policy: PolicyStatements,
  request: CreatorRequest,
  snapshot: Snapshot,
): readonly Problem[] | undefined {
  const shaped = policy.statements.filter((statement) => publishedShape(statement) !== undefined);
  const statements = policy.statements.filter((statement) => !shaped.includes(statement));
  if (shaped.length === 0 || verdictOn({ ...policy, statements }, request, snapshot).truth !== "yes")
    return undefined;
  return shaped.map((statement) => {
    const facts = { statement: statementTitle(statement), assumes: publishedShape(statement)?.assumes ?? "" };
    return problem("creator/assumed", facts, statement.pointer);
  });
}

/** What is worth a word though it passes. */
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
  const by = fewOf(calls.flatMap((call) => (call.by === undefined ? [] : [statementTitle(call.by)])));
  if (calls.some(({ delegated }) => delegated === true))
    return `delegated to IAM policies of account ${account} by ${decapitalized(by)}`;
  const others_ = others.length === 0 ? "" : ` and ${others.length} more`;
  return `allowed to ${candidate.name}${others_} by ${decapitalized(by)}`;
}

function decapitalized(text: string): string {
  return text.replaceAll("The statement", "the statement");
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
