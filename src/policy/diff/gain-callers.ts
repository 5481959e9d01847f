/**
 * Who can call, as far as two policies tell callers apart: everybody whom they name, one more of each account, and
 * strangers. It knows principals, and no action or condition.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */

import type { Principals, Statement } from "../document/statement.js";
import { readAccountPrincipal } from "../evaluate/account-principal.js";
import type { Holds } from "./key-cells.js";

/** One caller. */
export interface CallerCell {
  readonly kind: "aws" | "service" | "other";
  /** An ARN, a service's name, another principal as written; absent for one that no policy names. */
  readonly name?: string;
  /** Of an AWS principal: absent for one of an account that no policy names. */
  readonly account?: string;
  /** Whether the account's own policies allow the caller everything: then a statement for the account's root is enough. */
  readonly trusted: boolean;
  /** False for a name that stands for nobody as far as AWS documents names. */
  readonly real: boolean;
  readonly shown: string;
  /** For one whom no policy names: the ARNs and accounts that are named, and so are not the caller's. */
  readonly others?: ReadonlySet<string>;
}

const arnForm =
  /^arn:(aws[a-z-]*):(iam|sts)::(\d{12}):(root|user\/.+|role\/.+|assumed-role\/.+|federated-user\/.+)$/;

/** @param statements of both policies. @param named ARNs and accounts that conditions name */
export function callersOf(statements: readonly Statement[], named: readonly string[]): readonly CallerCell[] {
  const callers = new Map<string, CallerCell>();
  const accounts = new Set<string>();
  const add = (caller: CallerCell) => callers.set(`${caller.kind} ${caller.shown}`, caller);
  const readAws = (value: string, isPrincipal: boolean) => {
    const account = readAccountPrincipal(value)?.account ?? arnForm.exec(value)?.[3] ?? value.split(":")[4];
    if (account !== undefined && /^\d{12}$/.test(account)) accounts.add(account);
    if (arnForm.test(value)) {
      if (value.endsWith(":root")) return;
      const caller = { kind: "aws", name: value, account: account ?? "", real: true } as const;
      add({ ...caller, trusted: false, shown: value });
      add({ ...caller, trusted: true, shown: `${value}, where its own policies allow it` });
    } else if (isPrincipal && readAccountPrincipal(value) === undefined && value !== "*") {
      add({ kind: "aws", name: value, trusted: false, real: false, shown: value });
    }
  };
  for (const { principals } of statements) {
    for (const { kind, value } of principals?.entries ?? []) {
      if (kind === "AWS") readAws(value, true);
      else if (kind === "Service") {
        const real = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(value);
        add({ kind: "service", name: value, trusted: false, real, shown: value });
      } else {
        add({
          kind: "other",
          name: `${kind} ${value}`,
          trusted: false,
          real: true,
          shown: `${kind} ${value}`,
        });
      }
    }
  }
  for (const value of named) {
    if (/^\d{12}$/.test(value)) accounts.add(value);
    else if (value.startsWith("arn:")) readAws(value, false);
  }
  const others = new Set(
    [...callers.values()].flatMap(({ kind, name }) => (kind === "aws" && name ? [name] : [])),
  );
  for (const account of accounts) {
    const of = { kind: "aws", account, real: true } as const;
    add({
      ...of,
      name: `arn:aws:iam::${account}:root`,
      trusted: false,
      shown: `the root user of ${account}`,
    });
    add({ ...of, others, trusted: true, shown: `users and roles of ${account} whose own policies allow it` });
    add({ ...of, others, trusted: false, shown: `any user or role of ${account}` });
  }
  const outside = new Set([...others, ...accounts]);
  add({ kind: "aws", others: outside, trusted: false, real: true, shown: "users and roles of any account" });
  add({ kind: "service", trusted: false, real: true, shown: "any AWS service" });
  add({ kind: "other", trusted: false, real: false, shown: "any other principal" });
  return [...callers.values()];
}

/** @returns whether a statement is about the caller */
export function concerns({ principals, effect }: Statement, caller: CallerCell): Holds {
  if (principals === undefined) return "unsaid";
  if (principals.everyone) return principals.not ? "no" : "yes";
  const each = principals.entries.map((entry) => means(entry, caller, effect));
  if (!principals.not) return each.includes("yes") ? "yes" : each.includes("unsaid") ? "unsaid" : "no";
  return each.every((holds) => holds === "no") ? spares(principals, caller) : isListed(principals, caller);
}

/** @returns what {@link concerns} rests on: where two statements have the same, they mean the caller both or not at all */
export function groundsFor({ principals, effect }: Statement, caller: CallerCell): string | undefined {
  if (principals === undefined) return undefined;
  const entries = principals.entries.filter((entry) => means(entry, caller, "Deny") !== "no");
  return JSON.stringify([
    effect,
    principals.not,
    principals.everyone,
    ...entries.map(({ value }) => value).sort(),
  ]);
}

type PrincipalEntry = Principals["entries"][number];

function means({ kind, value }: PrincipalEntry, caller: CallerCell, effect: "Allow" | "Deny"): Holds {
  if (kind === "Service") return same(caller.kind === "service" && caller.name === value);
  if (kind !== "AWS") return same(caller.kind === "other" && caller.name === `${kind} ${value}`);
  // IAM calls "*" and {"AWS": "*"} equal; nothing shows that the second means services too.
  if (value === "*") return caller.kind === "aws" ? "yes" : "unsaid";
  if (caller.kind !== "aws") return "no";
  const account = readAccountPrincipal(value)?.account;
  if (account === undefined) return sameName(value, caller);
  if (caller.account !== account) return "no";
  if (isRoot(caller)) return "yes";
  // An Allow for the root hands over to the account's policies; of a Deny, no page says whom beside the root it means.
  return effect === "Deny" ? "unsaid" : same(caller.trusted);
}

/** A role's statement is for its sessions; a session's is for one of the role's. */
function sameName(value: string, { name }: CallerCell): Holds {
  if (name === undefined) return "no";
  if (name === value) return "yes";
  if (![value, name].some((each) => each.includes(":assumed-role/"))) return "no";
  const [one, other] = [roleOf(value), roleOf(name)];
  if (one === undefined || other === undefined || one.id !== other.id) return "no";
  return one.isSession ? (other.isSession ? "no" : "unsaid") : other.isSession ? "yes" : "no";
}

function roleOf(arn: string): { readonly id: string; readonly isSession: boolean } | undefined {
  const [, account, kind, path] =
    /^arn:[^:]*:(?:iam|sts)::(\d{12}):(role|assumed-role)\/(.+)$/.exec(arn) ?? [];
  if (path === undefined) return undefined;
  const parts = path.split("/");
  return {
    id: `${account} ${kind === "role" ? parts.at(-1) : parts[0]}`,
    isSession: kind === "assumed-role",
  };
}

function isRoot({ name }: CallerCell): boolean {
  return name?.endsWith(":root") === true;
}

/** NotPrincipal that does not list the caller: it is meant, unless its account is listed, or a session of it. */
function spares({ entries }: Principals, caller: CallerCell): Holds {
  if (caller.kind !== "aws" || caller.account === undefined) return "yes";
  const account = caller.account;
  const touched = entries.some(
    ({ kind, value }) => kind === "AWS" && (value === account || value.split(":")[4] === account),
  );
  if (!touched) return "yes";
  return entries.some(({ kind, value }) => kind === "AWS" && readAccountPrincipal(value)?.account === account)
    ? "unsaid"
    : "yes";
}

/** NotPrincipal that lists the caller: AWS wants its account, and the sessions of a role, listed beside it. */
function isListed({ entries }: Principals, caller: CallerCell): Holds {
  const lists = (name: string | undefined) => entries.some(({ value }) => value === name);
  if (caller.kind === "service" && lists(caller.name)) return "no";
  if (caller.kind === "aws" && isRoot(caller)) return "no";
  const isUser = caller.name?.includes(":user/") === true && lists(caller.name);
  const hasAccount = entries.some(({ value }) => readAccountPrincipal(value)?.account === caller.account);
  return isUser && hasAccount ? "no" : "unsaid";
}

function same(is: boolean): Holds {
  return is ? "yes" : "no";
}
