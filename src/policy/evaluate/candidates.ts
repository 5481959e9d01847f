/**
 * The principals of an account as a policy tells them apart: those that it names, and one that it does not name of each kind.
 * What holds for all of these holds for every principal of the account.
 */

import type { Statement } from "../document/statement.js";
import { matches, wildcards } from "./match.js";
import { readOperator } from "./operators.js";
import { type PrincipalCaller, readCaller, rootOf } from "./principal.js";
import { lower } from "./wildcard.js";

/** A principal, and how a sentence names it. */
export interface Candidate {
  readonly who: PrincipalCaller;
  readonly name: string;
  /** Whether it stands for all of its kind that the policy does not name. */
  readonly unnamed: boolean;
}

/** The candidates; `complete` is false where the policy names more than are looked at. */
export interface Candidates {
  readonly all: readonly Candidate[];
  readonly complete: boolean;
}

/** More named principals than these are not looked at one by one. */
const most = 150;

/**
 * Lists the principals of an account that a policy can tell apart.
 *
 * A pattern in a condition on `aws:PrincipalArn` or `aws:userid` gives one principal that matches it.
 *
 * @returns first the principals that the policy does not name: a role, a user, the root user; a federated user has no more
 * than the user that began its session
 */
export function principalsOf(
  statements: readonly Statement[],
  account: string,
  partition: string,
): Candidates {
  const unnamed: readonly Candidate[] = [
    { name: `roles of account ${account}`, who: ofKind("session"), unnamed: true },
    { name: `users of account ${account}`, who: ofKind("user"), unnamed: true },
    { name: `the root user of account ${account}`, who: rootOf(partition, account), unnamed: true },
  ];
  const arns = new Map<string, Candidate>();
  for (const text of statements.flatMap((statement) => namedIn(statement, account, partition))) {
    const candidate = candidateOf(text, account, partition);
    if (candidate !== undefined && !arns.has(candidate.name)) arns.set(candidate.name, candidate);
    if (arns.size > most) return { all: [...unnamed, ...arns.values()], complete: false };
  }
  return { all: [...unnamed, ...arns.values()], complete: true };

  function ofKind(kind: PrincipalCaller["kind"]): PrincipalCaller {
    return { is: "principal", kind, account, partition };
  }
}

/** What a statement names as a principal: in its Principal, and in conditions on who calls. */
function namedIn(statement: Statement, account: string, partition: string): readonly string[] {
  const entries = statement.principals?.entries ?? [];
  const conditions = statement.conditions.filter(({ key }) => identity.has(lower(key)));
  return [
    ...entries.filter(({ kind }) => kind === "AWS").map(({ value }) => value),
    ...conditions.flatMap((condition) => {
      const wild = ["string-like", "arn"].includes(readOperator(condition.operator)?.comparison ?? "");
      return condition.values.flatMap((value) => (wild ? matching(value, account, partition) : [value]));
    }),
  ];
}

/** Texts of the account that a pattern matches: its wildcards are filled in, the account and the partition with the given ones. */
function matching(pattern: string, account: string, partition: string): readonly string[] {
  if (!/[*?]/.test(pattern)) return [pattern];
  const filled = pattern.replace(/[*?]/g, "x");
  const resource = /(?:^|[:*?])((?:role|user|assumed-role)\/.*)$/.exec(pattern)?.[1]?.replace(/[*?]/g, "x");
  const service = resource?.startsWith("assumed-role/") ? "sts" : "iam";
  const inAccount = resource === undefined ? [] : [`arn:${partition}:${service}::${account}:${resource}`];
  return [filled, ...inAccount].filter((text) => matches(wildcards(pattern), text));
}

const identity = new Set(["aws:principalarn", "aws:userid"]);

function candidateOf(text: string, account: string, partition: string): Candidate | undefined {
  if (
    text.startsWith(`arn:${partition}:iam::${account}:`) ||
    text.startsWith(`arn:${partition}:sts::${account}:`)
  ) {
    const who = readCaller(text, account);
    return who.kind === "root" || who.kind === "other" ? undefined : { who, name: text, unnamed: false };
  }
  // Of a unique ID only the kind is known: AROA is a role, AIDA a user.
  if (/^A(ROA|IDA)[A-Z0-9]{12,}(:|$)/.test(text)) {
    const kind = text.startsWith("AROA") ? "session" : "user";
    const userId = kind === "session" && !text.includes(":") ? `${text}:x` : text;
    return {
      who: { is: "principal", kind, account, partition, userId },
      name: `the principal with aws:userid ${text}`,
      unnamed: false,
    };
  }
  return undefined;
}
