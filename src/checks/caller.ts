/** What KMS lets the caller do for a new environment. Somebody else may create it, so that a refusal is never a no. */
import type { Grant } from "../grants/expected.js";
import { parseArn } from "../key/arn.js";
import { type DryRunAction, dryRunActions } from "../key/facts.js";
import { listSome } from "../policy/document/title.js";
import { callerContext } from "../policy/evaluate/context/callers.js";
import { evaluate } from "../policy/evaluate/evaluate.js";
import { readCaller } from "../policy/evaluate/principal.js";
import { pages } from "../problems/links.js";
import { type Problem, problem } from "../problems/problem.js";
import type { Fact } from "../problems/result.js";
import { type Check, type CheckResult, defineCheck, failedResult, pass } from "./check.js";
import { readingOf } from "./read-policy.js";
import { type Facts, keyArn, logsRequest, type Snapshot } from "./snapshot.js";

export const creatorPermissions: Check = defineCheck({
  id: "creator-permissions",
  title: "These credentials can create grants",
  asks: "MWAA creates its grants as the principal that creates the environment, which needs more KMS permissions. The check uses dry runs, which do not come from MWAA, so a denied one is inconclusive if the key policy leaves it open. Another principal can create the environment.",
  page: pages.mwaaAccess,
  weight: "advice",
  needs: ["dryRuns"],
  about: ["caller", "key", "grants", "policy"],
  reports: ["readiness/creator-refused", "readiness/creator-inconclusive", "readiness/no-dry-run"],
  judge: ({ dryRuns }, snapshot) => judgementOf(answersOf(dryRuns, snapshot), snapshot),
});

/** What AWS said to one operation. */
interface DryRunAnswer {
  readonly action: DryRunAction | "kms:DescribeKey" | "kms:ListGrants";
  readonly answer: "allowed" | "refused" | "unknown";
  readonly problem?: Problem;
}

function answersOf(dryRuns: Facts["dryRuns"], { key, grants }: Snapshot): readonly DryRunAnswer[] {
  return [
    ...dryRunActions.map((action): DryRunAnswer => {
      const none = {
        answer: "unknown",
        problem: problem("readiness/no-dry-run", { operations: action }),
      } as const;
      return dryRuns.find((each) => each.action === action) ?? { action, ...none };
    }),
    fromFact("kms:DescribeKey", key),
    fromFact("kms:ListGrants", grants),
  ];
}

/** A call that was made anyway, and so needs no dry run. */
function fromFact(action: DryRunAnswer["action"], fact: Fact<unknown>): DryRunAnswer {
  if (fact.known) return { action, answer: "allowed" };
  const isRefused = fact.problem.code === "aws/access-denied";
  return { action, answer: isRefused ? "refused" : "unknown", problem: fact.problem };
}

function judgementOf(answers: readonly DryRunAnswer[], snapshot: Snapshot): CheckResult {
  const ofAnswer = (answer: DryRunAnswer["answer"]) => answers.filter((each) => each.answer === answer);
  const evidence = (["allowed", "refused", "unknown"] as const)
    .map((answer) => [answer === "refused" ? "denied" : answer, namesOf(ofAnswer(answer))] as const)
    .flatMap(([answer, names]) => (names === "" ? [] : [`${answer}: ${names}`]))
    .join("; ");
  const caller = snapshot.caller.known ? snapshot.caller.value.arn : "the caller";
  // What a refused CreateGrant means is said by grants-create, where the key policy could be read.
  const refused = ofAnswer("refused").filter(
    ({ action }) => action !== "kms:CreateGrant" || !snapshot.policy.known,
  );
  const shut = refused.filter(({ action }) => isShutOut(action.slice("kms:".length), snapshot));
  const open = refused.filter((each) => !shut.includes(each));
  const problems = [
    ...(shut.length === 0
      ? []
      : [problem("readiness/creator-refused", { caller, operations: namesOf(shut) })]),
    ...(open.length === 0
      ? []
      : [problem("readiness/creator-inconclusive", { caller, operations: namesOf(open) })]),
    ...reasonsOf(ofAnswer("unknown")),
  ];
  // That another server than AWS has no dry runs says nothing of the key: the verdict rests on the policy.
  const isOpen = problems.some(({ code }) => !/^aws\/dry-run-(answered|left-out)$/.test(code));
  const outcome = shut.length > 0 ? "warn" : isOpen ? "unknown" : "pass";
  return { outcome, evidence, problems };
}

function namesOf(answers: readonly DryRunAnswer[]): string {
  return listSome(answers.map(({ action }) => action));
}

/** One reason often stands behind several answers. */
function reasonsOf(answers: readonly DryRunAnswer[]): readonly Problem[] {
  const reasons = answers.flatMap(({ problem: reason }) => (reason === undefined ? [] : [reason]));
  return reasons.filter((reason, at) => reasons.findIndex(({ what }) => what === reason.what) === at);
}

/**
 * @param operation a KMS operation without its prefix
 * @returns true only where that is certain: a policy, a caller or grants that are not known leave it open
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html)
 */
export function isShutOut(operation: string, snapshot: Snapshot): boolean {
  const { caller, policy, grants } = snapshot;
  if (!caller.known || !policy.known || !grants.known) return false;
  const reading = readingOf(policy.value, snapshot);
  if (!reading.ok) return false;
  const { account, arn } = caller.value;
  const who = readCaller(arn, account);
  const key = logsRequest(snapshot);
  const grant = { grantee: `airflow.${key.region}.${key.partition.dnsSuffix}`, operations: [] };
  const context = callerContext(key, { by: "creator", who, grant });
  const { document, statements } = reading.value;
  const { answer } = evaluate(
    { statements, version: document.version },
    { caller: who, key, context },
    operation,
  );
  if (answer !== "denied" && answer !== "none") return false;
  return !grants.value.some((grant) => grant.Operations.includes(operation) && mayMean(grant, account));
}

/** A grantee of the caller's account may be him, his role or the account; a service is not. */
function mayMean({ GranteePrincipal, GranteeServicePrincipal }: Grant, account: string): boolean {
  if (GranteePrincipal === undefined) return GranteeServicePrincipal === undefined;
  return parseArn(GranteePrincipal)?.account === account;
}

/** Grants for each key, adjustable: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const quota = 50_000;
/** MWAA's four. Amazon RDS adds at least two: https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html */
const ofMwaa = 4;
/** From here on it is worth a word: a tenth is left. */
const nearlyFull = 45_000;

export const grantsQuota: Check = defineCheck({
  id: "grants-quota",
  title: "The grant quota is not reached",
  asks: "MWAA creates 4 grants on the key and Amazon RDS at least 2 more, and KMS has a quota for the grants on a key.",
  page: pages.kmsLimits,
  weight: "advice",
  needs: ["grants"],
  reports: ["readiness/grants-full", "readiness/grants-nearly-full", "readiness/grants-quota-raised"],
  judge: ({ grants }, snapshot) => {
    const count = grants.length;
    const evidence = `${count.toLocaleString("en-US")} of ${quota.toLocaleString("en-US")} grants`;
    const key = keyArn(snapshot) ?? snapshot.target.key.keyId;
    if (count > quota) {
      const raised = problem("readiness/grants-quota-raised", { count, quota, key });
      return { outcome: "unknown", evidence, problems: [raised] };
    }
    if (count + ofMwaa > quota) {
      return failedResult(problem("readiness/grants-full", { count, needed: ofMwaa, quota, key }), evidence);
    }
    if (count < nearlyFull) return pass(evidence);
    return failedResult(problem("readiness/grants-nearly-full", { count, quota, key }), evidence);
  },
});
