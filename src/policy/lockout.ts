/**
 * Whether a new policy still lets its caller, and the account's administrators, write the next one. It foresees what KMS checks
 * at PutKeyPolicy; it looks at this document alone, never at IAM policies.
 */

import { partitionById } from "../key/arn.js";
import { numberOf } from "../problems/phrases.js";
import { type Problem, problem } from "../problems/problem.js";
import type { Json, PolicyDocument } from "./document/document.js";
import { readStatements, type Statement } from "./document/statement.js";
import { listSome } from "./document/title.js";
import { type Candidate, principalsOf } from "./evaluate/candidates.js";
import { callerContext } from "./evaluate/context/callers.js";
import { type Decision, evaluate, type PolicyStatements } from "./evaluate/evaluate.js";
import { type PrincipalCaller, readCaller } from "./evaluate/principal.js";

/**
 * Who could still call kms:PutKeyPolicy. `delegated`: the caller only by IAM policies of the account, which are not seen.
 * `administrators` are those of the account that the policy does not name one by one; `certain` names everyone that it allows
 * for certain, `open` is what leaves the rest unknown.
 */
export interface Lockout {
  readonly caller: "keeps" | "delegated" | "loses" | "unknown";
  readonly administrators: "keep" | "lose" | "unknown";
  readonly certain: readonly string[];
  readonly open: readonly OpenStatement[];
  readonly problems: readonly Problem[];
}

/** A statement that can decide, and what its part depends on. */
export interface OpenStatement {
  readonly pointer: string;
  readonly unknown: readonly string[];
}

/** As far as it is known: who will write, as STS says it, and whose key it is. */
export interface Administrators {
  readonly caller?: { readonly account: string; readonly arn: string };
  readonly keyAccount?: string;
  readonly partition?: string;
  readonly keyArn?: string;
}

/**
 * Foresees KMS's lockout safety check.
 *
 * A statement for the account's root leaves the decision to the IAM policies of the account. What KMS counts then is not
 * documented; a caller who got so far has such a policy, so that it does not count as a lockout.
 *
 * @param next the policy as it would be written
 * @returns `unknown` where a condition, a role's path or a statement that cannot be read decides
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key)
 */
export function foreseeLockout(next: PolicyDocument, who: Administrators): Lockout {
  const caller = who.caller === undefined ? undefined : readCaller(who.caller.arn, who.caller.account);
  const partition = who.partition ?? caller?.partition ?? "aws";
  const account = who.keyAccount ?? caller?.account;
  const read = readStatements(next);
  const policy: PolicyStatements | undefined = read.ok
    ? { statements: read.value, version: next.version }
    : undefined;
  const decide = (principal: PrincipalCaller) => putKeyPolicy(policy, principal, who);
  const ofCaller = caller === undefined ? undefined : callerLockout(caller, account, partition, decide);
  const administrators =
    account === undefined ? [] : administratorsOf(policy?.statements ?? [], account, partition, decide);
  const certain = administrators
    .filter(({ decision }) => decision.answer === "allowed")
    .map(({ candidate }) => candidate.name);
  // Principals by name can be deleted: only what holds for those that the policy does not name keeps the key manageable.
  const lasting = administrators.filter(({ candidate }) => candidate.unnamed);
  const open = lasting.flatMap(({ decision }) => openOf(decision));
  const isKept = lasting.some(({ decision }) => decision.answer === "allowed");
  const isOpen = open.length > 0 || account === undefined || policy === undefined;
  const level = isKept ? "keep" : isOpen ? "unknown" : "lose";
  const statement = defaultStatement(partition, account ?? "");
  return {
    caller: ofCaller?.caller ?? "unknown",
    administrators: level,
    certain,
    open: uniqueOpen(open),
    problems: [
      ...(ofCaller?.problems ?? []),
      ...(level === "lose"
        ? [problem("lockout/administrators", { account: account ?? "", statement }, "/Statement")]
        : []),
    ],
  };
}

/** PutKeyPolicy, called directly and without the bypass of the lockout check. */
function putKeyPolicy(
  policy: PolicyStatements | undefined,
  caller: PrincipalCaller,
  who: Administrators,
): Decision {
  if (policy === undefined) return { answer: "unknown" };
  const partition = partitionById(who.partition ?? caller.partition) ?? partitionById("aws");
  const key = {
    partition,
    region: who.keyArn?.split(":")[3] ?? "",
    ...(who.keyArn === undefined ? {} : { keyArn: who.keyArn }),
    ...(who.keyAccount === undefined ? {} : { keyAccount: who.keyAccount }),
  };
  const context = callerContext(key, { by: "direct", who: caller });
  return evaluate(policy, { caller, key, context }, "PutKeyPolicy");
}

function administratorsOf(
  statements: readonly Statement[],
  account: string,
  partition: string,
  decide: (principal: PrincipalCaller) => Decision,
): readonly { readonly candidate: Candidate; readonly decision: Decision }[] {
  return principalsOf(statements, account, partition).all.map((candidate) => ({
    candidate,
    decision: decide(candidate.who),
  }));
}

/**
 * The problems that a change brings. Whom the policy of before shut out already is not shut out by the change, and what was
 * unknown before stays so without a word only where the change takes nothing away.
 *
 * @param onlyAdds whether every statement of before is kept and every new one is an Allow
 */
export function lockoutsAddedBy(before: Lockout, after: Lockout, onlyAdds: boolean): readonly Problem[] {
  if (onlyAdds) return [];
  const caller = isWorse(before.caller, after.caller);
  const administrators = isWorse(before.administrators, after.administrators);
  const lost = before.certain.filter((name) => !after.certain.includes(name));
  const [last, ...more] = after.certain;
  const fewer =
    lost.length > 0 && last !== undefined
      ? [
          problem(
            "lockout/fewer-administrators",
            { lost: listSome(lost), left: listSome(after.certain) },
            "/Statement",
          ),
        ]
      : [];
  const one =
    last !== undefined && more.length === 0 && before.certain.length > 1
      ? [problem("lockout/one-administrator", { left: last }, "/Statement")]
      : [];
  return [
    ...after.problems.filter(({ code }) => (code === "lockout/administrators" ? administrators : caller)),
    ...(one.length > 0 ? one : fewer),
  ];
}

function isWorse(
  before: Lockout["caller" | "administrators"],
  after: Lockout["caller" | "administrators"],
): boolean {
  const rank = { loses: 0, lose: 0, unknown: 1, delegated: 2, keeps: 2, keep: 2 };
  return after === "unknown" || rank[after] < rank[before];
}

type OfCaller = Pick<Lockout, "caller" | "problems">;

function callerLockout(
  caller: PrincipalCaller,
  account: string | undefined,
  partition: string,
  decide: (principal: PrincipalCaller) => Decision,
): OfCaller {
  const named = caller.arn ?? "";
  if (account !== undefined && account !== caller.account) {
    return { caller: "loses", problems: [problem("lockout/other-account", { caller: named, account })] };
  }
  const decision = decide(caller);
  const { answer, by, delegated } = decision;
  if (answer === "allowed") return { caller: delegated === true ? "delegated" : "keeps", problems: [] };
  if (answer === "denied" && by !== undefined) {
    const facts = { caller: named, denies: by.pointer };
    return { caller: "loses", problems: [problem("lockout/denied", facts, by.pointer)] };
  }
  const statement = defaultStatement(partition, caller.account ?? "");
  if (answer === "none") {
    return {
      caller: "loses",
      problems: [problem("lockout/caller", { caller: named, statement }, "/Statement")],
    };
  }
  const open = openOf(decision);
  const statements = open.map(openText).join("; ") || "the policy, which IAM's grammar does not allow";
  return {
    caller: "unknown",
    problems: [problem("lockout/caller-unknown", { caller: named, statements, statement }, open[0]?.pointer)],
  };
}

function openOf({ doubt }: Decision): readonly OpenStatement[] {
  return doubt === undefined ? [] : [{ pointer: doubt.statement.pointer, unknown: doubt.unknown }];
}

function uniqueOpen(open: readonly OpenStatement[]): readonly OpenStatement[] {
  return open.filter((each, at) => open.findIndex(({ pointer }) => pointer === each.pointer) === at);
}

/** @returns a statement and what decides in it: `statement 2 (StringEquals aws:PrincipalTag/team)` */
export function openText({ pointer, unknown }: OpenStatement): string {
  const name = `statement ${numberOf(pointer)}`;
  return unknown.length === 0 ? name : `${name} (${listSome(unknown)})`;
}

/** KMS's default statement, Sid and all: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export function defaultStatement(partition: string, account: string): { readonly [member: string]: Json } {
  return {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}
