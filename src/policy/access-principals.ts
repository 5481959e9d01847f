/**
 * The principals that a policy names, each once, and which statements mean them. Unlike identity.ts it judges names, not a
 * caller: an account that hands a decision on to IAM allows none of its roles by that alone.
 */
import { readAccountPrincipal } from "./account-principal.js";
import { callerNames, type LogsRequest } from "./request.js";
import type { PrincipalKind, Statement } from "./statement.js";
import { fewOf } from "./title.js";
import { type Truth, truthOf } from "./truth.js";

/** A principal as a row has it; `id` tells it from every other, however it is written. */
export interface Named {
  readonly id: string;
  readonly principal: string;
  readonly kind: "account" | "role" | "user" | "service" | "everyone" | "other";
  /** The `id` of the account that a principal of IAM or STS is in. */
  readonly account?: string;
  /** Of a role, and of a session of it: the role by account and name, without its path, which a session's ARN lacks. */
  readonly role?: string;
}

/** What a statement's Principal or NotPrincipal lists, ready to be asked about many names. */
export interface Listed {
  readonly not: boolean;
  readonly everyone: boolean;
  readonly names: ReadonlyMap<string, Named>;
  /** The roles, as `Named.role` has them. */
  readonly roles: ReadonlySet<string>;
  /** A service's name with a wildcard, of which no page says what it means. */
  readonly wild: boolean;
  /** NotPrincipal's list as one name. */
  readonly except?: Named;
}

const everyone: Named = { id: "*", principal: "*", kind: "everyone" };

/** CloudWatch Logs of the request's Region, by whichever of its names. */
export function logsName(principal: string): Named {
  return { id: "logs", principal, kind: "service" };
}

/** Reads whom a statement lists; undefined where it names nobody, and so has no effect. */
export function listedIn({ principals }: Statement, request: LogsRequest): Listed | undefined {
  if (principals === undefined) return undefined;
  const all = principals.entries.map(({ kind, value }) => nameOf(kind, value, request));
  const names = new Map<string, Named>();
  for (const name of all) if (!names.has(name.id)) names.set(name.id, name);
  const roles = all.flatMap((name) => (name.kind === "role" ? (name.role ?? []) : []));
  return {
    not: principals.not,
    everyone: principals.everyone || (!principals.not && names.has(everyone.id)),
    names,
    roles: new Set(roles),
    wild: all.some((name) => name.kind === "service" && /[*?]/.test(name.principal)),
    ...(principals.not && !principals.everyone ? { except: exceptionOf([...names.values()]) } : {}),
  };
}

/** The rows that a statement gives rise to. */
export function namesOf(listed: Listed): readonly Named[] {
  const all = listed.everyone ? [everyone] : [];
  return [...all, ...listed.names.values(), ...(listed.except === undefined ? [] : [listed.except])];
}

/**
 * Whether a statement means a principal.
 *
 * A Deny on an account binds all who are in it, an Allow leaves it to their IAM policies. NotPrincipal spares a role for certain
 * only with its sessions, which nobody can list: it is unknown here.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function means(listed: Listed, effect: Statement["effect"], name: Named): Truth {
  if (listed.everyone) return truthOf(!listed.not);
  if (name.kind === "everyone") {
    return listed.except === undefined ? "no" : listed.except.id === name.id ? "yes" : "unknown";
  }
  const account = name.account !== undefined && listed.names.has(name.account);
  const isSession = name.kind === "other" && name.role !== undefined;
  const self = listed.names.has(name.id) || (isSession && listed.roles.has(name.role));
  if (listed.not) return spares(name, self, account);
  if (self || (effect === "Deny" && account)) return "yes";
  return effect === "Deny" && listed.wild && name.kind === "service" ? "unknown" : "no";
}

function spares(name: Named, self: boolean, account: boolean): Truth {
  if (!self && !account) return "yes";
  const whole = name.kind === "account" || name.kind === "service" || (name.kind === "user" && account);
  return whole && self ? "no" : "unknown";
}

function nameOf(kind: PrincipalKind, value: string, request: LogsRequest): Named {
  if (kind === "Service") {
    if (callerNames(request).includes(value)) return logsName(value);
    return { id: `service ${value}`, principal: value, kind: "service" };
  }
  if (kind !== "AWS") return { id: `${kind} ${value}`, principal: value, kind: "other" };
  if (value === "*") return everyone;
  const own = readAccountPrincipal(value)?.account;
  if (own !== undefined) {
    return { id: accountId(own), principal: value, kind: "account", account: accountId(own) };
  }
  const [, service, account, is = "", rest = ""] =
    /^arn:[^:]+:(iam|sts)::(\d{12}):([^/]+)\/?(.*)$/.exec(value) ?? [];
  const name = { id: `AWS ${value}`, principal: value };
  if (account === undefined) return { ...name, kind: "other" };
  const inAccount = { ...name, account: accountId(account) };
  if (service === "iam" && is === "user") return { ...inAccount, kind: "user" };
  if (service === "iam" && is === "role") {
    return { ...inAccount, kind: "role", role: roleId(account, rest.slice(rest.lastIndexOf("/") + 1)) };
  }
  if (is !== "assumed-role") return { ...inAccount, kind: "other" };
  return { ...inAccount, kind: "other", role: roleId(account, rest.split("/")[0] ?? "") };
}

function exceptionOf(names: readonly Named[]): Named {
  const spared = names.map((name) => name.id).toSorted();
  const principal = `everyone except ${fewOf(names.map((name) => name.principal))}`;
  return { id: `except ${spared.join(" ")}`, principal, kind: "everyone" };
}

function accountId(account: string): string {
  return `account ${account}`;
}

/** Names of roles are unique in an account whatever their case is. */
function roleId(account: string, name: string): string {
  return `${account} ${name.toLowerCase()}`;
}
