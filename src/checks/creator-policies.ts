/** What the IAM policies of a named creator say of the calls that MWAA makes in its name. */

import type { CreatorAccess, CreatorCall, CreatorRequest } from "../policy/creator-access.js";
import type { Statement } from "../policy/document/statement.js";
import { describeStatement, listSome } from "../policy/document/title.js";
import { callerContext } from "../policy/evaluate/context/callers.js";
import { type Decision, evaluator } from "../policy/evaluate/evaluate.js";
import { readRolePolicy } from "../policy/execution-role.js";
import { lower } from "../problems/phrases.js";
import { type Problem, problem } from "../problems/problem.js";
import type { CheckResult } from "./check.js";
import { callsOf } from "./creator-problems.js";
import { keyAccount, keyArn, type Snapshot } from "./snapshot.js";

/**
 * Evaluates the policies of `--creator` beside the key policy, which allows the calls or leaves them to IAM.
 *
 * @returns undefined where no creator is named, or where this run does not read IAM policies
 */
export function creatorPolicies(
  access: CreatorAccess,
  request: CreatorRequest,
  snapshot: Snapshot,
): CheckResult | undefined {
  const { creator } = snapshot.target;
  if (creator === undefined || access.truth !== "yes") return undefined;
  const owner = keyAccount(snapshot);
  // Within one account a statement for the principal itself suffices; from another account it takes both.
  const isOwn = owner.known && owner.value === request.account;
  const left = access.calls.filter(({ delegated }) => delegated === true || !isOwn);
  const policies = snapshot.creator;
  const key = keyArn(snapshot) ?? snapshot.target.key.given;
  if (!policies.known) {
    if (policies.problem.code === "readiness/not-asked" || left.length === 0) return undefined;
    const unread = problem("creator/policies-unread", { creator, calls: callsOf(left), key });
    return { outcome: "unknown", problems: [unread, policies.problem] };
  }
  const read = policies.value.policies.map(({ name, document }) => readRolePolicy(name, document));
  const isWhole = read.every(({ policy }) => policy !== undefined);
  const decide = (call: CreatorCall): Decision => {
    const grant = request.grants.find(({ name }) => name === call.grant) ?? request.grants[0];
    if (grant === undefined) return { answer: "unknown" };
    const { who } = access.candidate;
    const { suffix } = request;
    const path = { by: "creator", who, grant, ...(suffix === undefined ? {} : { suffix }) } as const;
    const context = callerContext(request.key, path);
    const attached = read.flatMap(({ policy }) => policy ?? []);
    return evaluator(attached, { caller: who, key: request.key, context })(call.operation);
  };
  const decided = access.calls.map((call) => ({ call, decision: decide(call), isLeft: left.includes(call) }));
  const refused = (because: string, calls: readonly CreatorCall[]): Problem =>
    problem("creator/refused", {
      creator,
      calls: callsOf(calls),
      because,
      ask: "an administrator of the account",
      key,
    });
  const denied = decided.filter(({ decision }) => decision.answer === "denied");
  const missing = decided.filter(({ decision, isLeft }) => isLeft && decision.answer === "none");
  const open = decided.filter(
    ({ decision, isLeft }) => decision.answer === "unknown" && (isLeft || isDeny(decision)),
  );
  if (denied.length > 0) {
    const by = listSome(
      denied.flatMap(({ decision }) => (decision.by === undefined ? [] : [describeStatement(decision.by)])),
    );
    return {
      outcome: "fail",
      problems: [
        refused(
          `${lower(by)} of its IAM policies denies it`,
          denied.map(({ call }) => call),
        ),
      ],
    };
  }
  if (!isWhole || open.length > 0) {
    const unread = problem("creator/policies-unread", {
      creator,
      calls: callsOf(open.map(({ call }) => call)),
      key,
    });
    return { outcome: "unknown", problems: [unread] };
  }
  if (missing.length > 0)
    return {
      outcome: "fail",
      problems: [
        refused(
          "its IAM policies do not allow it",
          missing.map(({ call }) => call),
        ),
      ],
    };
  const by = decided.flatMap(({ decision, isLeft }) =>
    isLeft && decision.by !== undefined ? [decision.by] : [],
  );
  const evidence =
    by.length === 0
      ? undefined
      : `allowed to ${creator} by its IAM policies (${listSome(by.map((each) => lower(describeStatement(each))))})`;
  return { outcome: "pass", ...(evidence === undefined ? {} : { evidence }), problems: [] };
}

/** The statements of the creator's IAM policies, as far as they were read. */
export function creatorStatements({ creator }: Snapshot): readonly Statement[] {
  if (!creator.known) return [];
  return creator.value.policies.flatMap(
    ({ name, document }) => readRolePolicy(name, document).policy?.statements ?? [],
  );
}

function isDeny({ doubt }: Decision): boolean {
  return doubt?.statement.effect === "Deny";
}
