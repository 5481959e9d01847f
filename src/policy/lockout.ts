/**
 * Whether a new policy still lets its caller, and the account's administrators, write the next one. It foresees what
 * KMS checks at PutKeyPolicy; it looks at this document alone, never at IAM policies.
 */
import { type Problem, problem } from "../problem/problem.js";
import type { Json, PolicyDocument } from "./document.js";
import { type Identity, readIdentity } from "./identity.js";
import type { MayCall } from "./may-call.js";
import { mayPutKeyPolicy } from "./put-key-policy.js";

/** Who could still call kms:PutKeyPolicy, and a problem for each who could not, or for a caller who might not. */
export interface Lockout {
  readonly caller: "keeps" | "loses" | "unknown";
  readonly administrators: "keep" | "lose" | "unknown";
  readonly problems: readonly Problem[];
}

/** As far as it is known: who will write, as STS says it, and whose key it is. */
export interface Keepers {
  readonly caller?: { readonly account: string; readonly arn: string };
  readonly keyAccount?: string;
  readonly partition?: string;
}

/**
 * Foresees KMS's lockout safety check.
 *
 * A statement for the account's root leaves the decision to the IAM policies of the account. What KMS counts then is
 * not documented; a caller who got so far has such a policy, so that it is taken for `keeps`.
 *
 * @param next the policy as it would be written
 * @returns `unknown` where a condition, a role's path or a statement that cannot be read decides
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key)
 */
export function judgeLockout(next: PolicyDocument, who: Keepers): Lockout {
  const caller = who.caller === undefined ? undefined : readIdentity(who.caller.arn, who.caller.account);
  const partition = who.partition ?? caller?.partition ?? "aws";
  const account = who.keyAccount ?? caller?.account;
  const judged = caller === undefined ? undefined : judgeCaller(next, caller, account, partition);
  const root = account === undefined ? undefined : readIdentity(rootArn(partition, account), account);
  const administrators = root === undefined ? "unknown" : mayPutKeyPolicy(next, root).may;
  const lost = administrators === "no" && account !== undefined;
  const statement = defaultStatement(partition, account ?? "");
  return {
    caller: judged?.caller ?? "unknown",
    administrators: ({ yes: "keep", no: "lose", unknown: "unknown" } as const)[administrators],
    problems: [
      ...(judged?.problems ?? []),
      ...(lost ? [problem("lockout/administrators", { account, statement }, "/Statement")] : []),
    ],
  };
}

/**
 * The problems that a change brings: those of `after` for whoever stood better before. Whom the policy of before shut
 * out already is not shut out by the change.
 */
export function newLockouts(before: Lockout, after: Lockout): readonly Problem[] {
  const rank = ["loses", "lose", "unknown", "keeps", "keep"];
  const isWorse = (was: string, is: string) => rank.indexOf(is) < rank.indexOf(was);
  const caller = isWorse(before.caller, after.caller);
  const administrators = isWorse(before.administrators, after.administrators);
  return after.problems.filter((each) => (each.code === "lockout/administrators" ? administrators : caller));
}

type OfCaller = Pick<Lockout, "caller" | "problems">;

function judgeCaller(
  next: PolicyDocument,
  caller: Identity,
  account: string | undefined,
  partition: string,
): OfCaller {
  const named = caller.arn;
  if (account !== undefined && account !== caller.account) {
    return { caller: "loses", problems: [problem("lockout/other-account", { caller: named, account })] };
  }
  const { may, denies, open }: MayCall = mayPutKeyPolicy(next, caller);
  const [deny] = denies;
  if (may === "yes") return { caller: "keeps", problems: [] };
  if (may === "no" && deny !== undefined) {
    return { caller: "loses", problems: [problem("lockout/denied", { caller: named, denies: deny }, deny)] };
  }
  const statement = defaultStatement(partition, caller.account);
  if (may === "no") {
    return {
      caller: "loses",
      problems: [problem("lockout/caller", { caller: named, statement }, "/Statement")],
    };
  }
  const facts = { caller: named, statements: open.join(", "), statement };
  return { caller: "unknown", problems: [problem("lockout/caller-unknown", facts, open[0])] };
}

/** KMS's default statement, Sid and all: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultStatement(partition: string, account: string): { readonly [member: string]: Json } {
  return {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: rootArn(partition, account) },
    Action: "kms:*",
    Resource: "*",
  };
}

function rootArn(partition: string, account: string): string {
  return `arn:${partition}:iam::${account}:root`;
}
