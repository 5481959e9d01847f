/**
 * What KMS's dry run of CreateGrant says of the caller as the creator. A dry run calls directly, and MWAA's own call differs from it
 * in kms:ViaService, kms:GrantIsForAWSResource and more: a refusal decides only where these make no difference.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html
 */
import type { Denial } from "../key/facts.js";
import { type CreatorRequest, creatorAccess, namedCandidate } from "../policy/creator-access.js";
import { callerContext } from "../policy/evaluate/context/callers.js";
import { evaluate, type PolicyStatements } from "../policy/evaluate/evaluate.js";
import { readCaller } from "../policy/evaluate/principal.js";
import { type Problem, problem } from "../problems/problem.js";
import type { CheckResult } from "./check.js";
import { keyArn, type Snapshot } from "./snapshot.js";

const words: Readonly<Record<Denial["policy"], readonly [because: string, ask: string]>> = {
  identity: ["an identity-based policy", "an administrator of the account"],
  boundary: ["the permissions boundary", "an administrator of the account"],
  session: ["the session policy", "an administrator of the account"],
  "vpc-endpoint": ["the VPC endpoint policy", "the owner of the network"],
  "service-control": ["a service control policy", "an administrator of the organization"],
  "resource-control": ["a resource control policy", "an administrator of the organization"],
  key: ["the key policy", "the owner of the key policy"],
  unsaid: ["a policy that AWS does not name", "an administrator of the account"],
};

/** @returns `allowed by` the caller's dry run as it is, or what a refusal makes of it */
export function settleByDryRun(
  { evidence, problems }: { readonly evidence: string; readonly problems: readonly Problem[] },
  policy: PolicyStatements,
  request: CreatorRequest,
  snapshot: Snapshot,
): CheckResult {
  const passed: CheckResult = { outcome: problems.length > 0 ? "warn" : "pass", evidence, problems };
  const { caller, dryRuns, target } = snapshot;
  const isCreator = target.creator !== undefined && caller.known && isSame(target.creator, caller.value.arn);
  if (!caller.known || !dryRuns.known || caller.value.account !== request.account) return passed;
  if (target.creator !== undefined && !isCreator) return passed;
  const run = dryRuns.value.find(({ action }) => action === "kms:CreateGrant");
  if (run?.answer !== "refused") return passed;
  const { policy: kind, explicit } = run.denial ?? { policy: "unsaid", explicit: false };
  const [by, ask] = words[kind];
  const because = explicit
    ? `${by} denies the action explicitly`
    : `${kind === "unsaid" ? by : by.replace(/^an? /, "no ")} allows the action`;
  const key = keyArn(snapshot) ?? target.key.given;
  const facts = { caller: caller.value.arn, because, ask, key, region: target.region };
  if (kind === "key") {
    const decided = byKeyPolicy(policy, request, caller.value);
    if (decided === "explained") return passed;
    if (decided === "contradiction")
      return {
        outcome: "unknown",
        evidence,
        problems: [problem("creator/contradiction", facts), ...problems],
      };
  }
  const isFinal = isCreator && kind !== "resource-control";
  const found = isFinal
    ? problem("creator/refused", { creator: facts.caller, calls: "call kms:CreateGrant", because, ask, key })
    : problem("creator/caller-refused", facts);
  return { outcome: isFinal ? "fail" : "warn", evidence, problems: [found, ...problems] };
}

/** Whether the key policy refuses the direct call and not MWAA's, refuses both, or neither. */
function byKeyPolicy(
  policy: PolicyStatements,
  request: CreatorRequest,
  { arn, account }: { readonly arn: string; readonly account: string },
): "explained" | "refused" | "contradiction" {
  const who = readCaller(arn, account);
  if (creatorAccess(policy, namedCandidate(who, arn), request).truth !== "yes") return "refused";
  const context = callerContext(request.key, { by: "direct", who });
  const direct = evaluate(policy, { caller: who, key: request.key, context }, "CreateGrant");
  return direct.answer === "allowed" ? "contradiction" : "explained";
}

/** Whether a creator's ARN, of a role or a session, is the caller's. */
function isSame(creator: string, arn: string): boolean {
  const account = creator.split(":")[4] ?? "";
  const [one, other] = [readCaller(creator, account), readCaller(arn, account)];
  return (
    creator === arn || (one.role !== undefined && one.role === other.role && one.account === other.account)
  );
}
