/**
 * Who calls KMS, and whether Principal or NotPrincipal of a statement matches. This is the one place for it, whatever is asked
 * of the policy. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */

import type { Principals, Statement } from "../document/statement.js";
import { readAccountPrincipal } from "./account-principal.js";
import { opposite, some, type Truth, truthOf } from "./truth.js";
import { lower } from "./wildcard.js";

/** An AWS service that calls KMS in its own name. */
export interface ServiceCaller {
  readonly is: "service";
  /** The names that AWS documents for it: a statement with one of them is for this service. */
  readonly names: readonly string[];
  /** Names whose meaning AWS's own sources disagree on: an Allow counts, a Deny or NotPrincipal is unknown. */
  readonly contested: readonly string[];
  /** Names that it could have in this partition: unknown. */
  readonly possible: readonly string[];
}

/** A user, a role's session or the root user of an account. */
export interface PrincipalCaller {
  readonly is: "principal";
  readonly kind: "root" | "user" | "session" | "federated" | "other";
  /** Absent: an account that the policy does not name. */
  readonly account?: string;
  readonly partition: string;
  /** As `sts get-caller-identity` prints it. Absent: a principal that the policy does not name. */
  readonly arn?: string;
  /** Of a session: the role's name. */
  readonly role?: string;
  /** Of a session: the role's ARN, which has a path that the session's ARN lacks; absent where it is not known. */
  readonly roleArn?: string;
  /** `aws:userid`, where it is known. */
  readonly userId?: string;
}

/** A role in an account of AWS itself: KMS can show a service's name where such a role uses a grant. */
export interface AwsRoleCaller {
  readonly is: "aws-role";
}

export type Caller = ServiceCaller | PrincipalCaller | AwsRoleCaller;

/** Whether a statement is for a caller. `delegated`: it names the caller's account, so IAM policies decide. */
export interface PrincipalMatch {
  readonly truth: Truth;
  readonly delegated: boolean;
}

const no: PrincipalMatch = { truth: "no", delegated: false };

/**
 * Matches a statement's Principal or NotPrincipal.
 *
 * `"*"` and `{"AWS":"*"}` are the same and include service principals. An Allow with NotPrincipal is unknown at best: IAM
 * documents NotPrincipal for a Deny only. A Deny with NotPrincipal exempts no user or role for certain: it also denies those that
 * it lists if they have a permissions boundary
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
 *
 * @returns no for a statement without Principal: it has no effect
 */
export function matchPrincipal(statement: Statement, caller: Caller): PrincipalMatch {
  const { principals, effect } = statement;
  if (principals === undefined) return no;
  if (principals.everyone) return { truth: truthOf(!principals.not), delegated: false };
  if (principals.not) {
    const listed = listedIn(principals, caller);
    const outside = opposite(listed);
    return { truth: effect === "Allow" && outside !== "no" ? "unknown" : outside, delegated: false };
  }
  let named: Truth = "no";
  for (const entry of principals.entries) {
    const found = matchEntry(entry, caller, effect === "Allow", false);
    if (found === "yes") return { truth: "yes", delegated: false };
    if (found === "unknown") named = "unknown";
  }
  if (caller.is === "principal" && principals.entries.some((entry) => namesAccount(entry, caller)))
    return { truth: "yes", delegated: effect === "Allow" && caller.kind !== "root" };
  return { truth: named, delegated: false };
}

type PrincipalElement = Principals["entries"][number];

/** Whether NotPrincipal lists the caller, and so exempts it. */
function listedIn({ entries }: Principals, caller: Caller): Truth {
  if (caller.is !== "principal") return some(entries.map((entry) => matchEntry(entry, caller, false, true)));
  const account = truthOf(entries.some((entry) => namesAccount(entry, caller)));
  const itself = some(entries.map((entry) => matchEntry(entry, caller, false, true)));
  if (account === "no" && itself === "no") return "no";
  // A user or role with a permissions boundary is denied all the same, and whether it has one is not known here.
  return caller.kind === "root" && account === "yes" ? "yes" : "unknown";
}

function matchEntry(entry: PrincipalElement, caller: Caller, trusting: boolean, not: boolean): Truth {
  // Of NotPrincipal, AWS documents no wildcard.
  if (entry.kind === "AWS" && entry.value === "*") return not ? "unknown" : "yes";
  if (caller.is === "aws-role") return "no";
  if (caller.is === "service")
    return entry.kind === "Service" ? matchService(entry.value, caller, trusting) : "no";
  // A session that began with an identity provider may also go by the provider's name.
  if (entry.kind === "Federated")
    return caller.kind === "session" || caller.kind === "other" ? "unknown" : "no";
  if (entry.kind !== "AWS") return "no";
  if (caller.arn !== undefined && entry.value === caller.arn) return "yes";
  // A federated user's session also has what a policy gives the IAM user that began it, whom its ARN does not show.
  const isUnclear =
    (caller.kind === "other" && sameAccount(entry.value, caller)) ||
    (caller.kind === "federated" && sameAccount(entry.value, caller) && entry.value.includes(":user/"));
  return some([matchRole(entry.value, caller), isUnclear ? "unknown" : "no"]);
}

function matchService(value: string, caller: ServiceCaller, trusting: boolean): Truth {
  if (caller.names.includes(value)) return "yes";
  if (caller.contested.includes(value)) return trusting ? "yes" : "unknown";
  if (caller.possible.includes(value)) return "unknown";
  // A wildcard in a name is not documented: nothing is built on it, and nothing is thought safe from it.
  if (/[*?]/.test(value)) return value === "*" || !trusting ? "unknown" : "no";
  return "no";
}

function namesAccount({ kind, value }: PrincipalElement, caller: PrincipalCaller): boolean {
  if (kind !== "AWS" || caller.account === undefined) return false;
  const found = readAccountPrincipal(value);
  return (
    found?.account === caller.account &&
    (found.partition === undefined || found.partition === caller.partition)
  );
}

function sameAccount(value: string, { account }: PrincipalCaller): boolean {
  const found = /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(value)?.[1];
  return found !== undefined && found === account;
}

/** Role names are unique in an account whatever their path and case are; a session's ARN does not show the path. */
function matchRole(value: string, caller: PrincipalCaller): Truth {
  const start = `arn:${caller.partition}:iam::${caller.account}:role/`;
  if (caller.role === undefined || !value.startsWith(start)) return "no";
  if (caller.roleArn !== undefined) return truthOf(lower(value) === lower(caller.roleArn));
  const path = value.slice(start.length).split("/");
  if (lower(path.at(-1) ?? "") !== lower(caller.role)) return "no";
  return path.length === 1 ? "yes" : "unknown";
}

/**
 * Reads the ARN that `sts get-caller-identity` prints, or the ARN of a role, which stands for its sessions.
 *
 * @param arn `arn:<partition>:iam::<account>:user/…`, `…:role/…`, `…:root` or `arn:<partition>:sts::<account>:assumed-role/<role>/<session>`
 * @param account used where the text is not an ARN
 */
export function readCaller(arn: string, account: string): PrincipalCaller {
  const [, partition = "aws", service = "", own = account, name = ""] =
    /^arn:([^:]+):(iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? [];
  const who = { is: "principal", arn, partition, account: own } as const;
  if (service === "iam" && name === "root") return { ...who, kind: "root" };
  if (service === "iam" && name.startsWith("user/")) return { ...who, kind: "user" };
  if (service === "sts" && name.startsWith("federated-user/")) return { ...who, kind: "federated" };
  if (service === "iam" && name.startsWith("role/")) {
    const role = name.slice(name.lastIndexOf("/") + 1);
    return {
      ...who,
      arn: `arn:${partition}:sts::${own}:assumed-role/${role}/session`,
      kind: "session",
      role,
      roleArn: arn,
    };
  }
  const [kind, role, session] = name.split("/");
  if (service === "sts" && kind === "assumed-role" && role !== undefined && session !== undefined) {
    return { ...who, kind: "session", role };
  }
  return { ...who, kind: "other" };
}

/** The root user of an account. */
export function rootOf(partition: string, account: string): PrincipalCaller {
  return readCaller(`arn:${partition}:iam::${account}:root`, account);
}
