/**
 * How condition keys can stand in a caller's request for an operation, beyond what a policy asks of them: which ones
 * are known, which are never there, which go together. AWS's pages say it; where they are silent, nothing is shown by it.
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html,
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
import { hasKey } from "../evaluate/condition-keys.js";
import type { CallerCell } from "./gain-callers.js";
import { type KeyCell, type KeyTest, keyCells, knownCells } from "./key-cells.js";

/** One name for the two keys that hold the caller's account. */
export function sameKey(key: string, caller: CallerCell): string {
  return key === "kms:calleraccount" && caller.kind === "aws" ? "aws:principalaccount" : key;
}

/**
 * @param key in lower case
 * @param operation the operation's name without its prefix
 * @param known the cells of keys that were asked for before, whoever called
 * @returns the cells of the key in such a request; undefined where the conditions cannot be compared
 */
export function cellsFor(
  key: string,
  asked: readonly KeyTest[],
  caller: CallerCell,
  operation: string,
  known: Map<string, readonly KeyCell[] | undefined>,
): readonly KeyCell[] | undefined {
  const fixed = knownOf(key, caller);
  if (fixed !== undefined) return knownCells(asked, fixed.value);
  if (!known.has(key)) known.set(key, keyCells(key, asked));
  const all = known.get(key);
  if (all === undefined) return undefined;
  return all.map((cell) =>
    cell.real && !canBe(key, cell, caller, operation) ? { ...cell, real: false } : cell,
  );
}

/** The keys that say who calls, where the caller says them already. */
function knownOf(key: string, caller: CallerCell): { readonly value: string } | undefined {
  if (key === "aws:principalisawsservice") {
    return caller.kind === "other" ? undefined : { value: String(caller.kind === "service") };
  }
  if (caller.kind !== "aws") return undefined;
  if (key === "aws:principalaccount")
    return caller.account === undefined ? undefined : { value: caller.account };
  if (caller.name === undefined) return undefined;
  if (key === "aws:principalarn" && /:iam::/.test(caller.name)) return { value: caller.name };
  if (key !== "aws:principaltype") return undefined;
  if (caller.name.endsWith(":root")) return { value: "Account" };
  if (/:(role|assumed-role)\//.test(caller.name)) return { value: "AssumedRole" };
  return { value: caller.name.includes(":user/") ? "User" : "FederatedUser" };
}

const onlyFromServices = /^aws:(source(arn|account|owner|orgid|orgpaths)|principalservicename.*)$/;
const neverFromServices = /^aws:(principalorg|principaltag\/|sourcevpc|vpc|calledvia)|^kms:viaservice$/;
const unsaidFromServices =
  /^aws:(principal|userid|username|viaaws|sourceip|securetransport|tokenissuetime|multifactor|sourceidentity|federatedprovider|useragent|referer)|^kms:calleraccount$/;
const always =
  /^aws:(currenttime|epochtime|requestedregion|securetransport|principalarn|principalaccount|principaltype|userid|viaawsservice)$|^kms:calleraccount$/;
/** Whether a request can be shown in which the key stands so. */
function canBe(key: string, { values }: KeyCell, caller: CallerCell, operation: string): boolean {
  const isAbsent = values.length === 0;
  if (!hasKey(operation, key)) return isAbsent;
  if (caller.kind === "service") {
    if (neverFromServices.test(key)) return isAbsent;
    return !unsaidFromServices.test(key);
  }
  if (caller.kind === "other") return !/^aws:(principal|userid|username)|^kms:calleraccount$/.test(key);
  if (onlyFromServices.test(key)) return isAbsent;
  if (isAbsent) return !always.test(key);
  // KMS answers over TLS alone.
  if (key === "aws:securetransport") return values[0]?.toLowerCase() === "true";
  const value = values[0] ?? "";
  const isOthers = caller.others?.has(value) === true;
  if (key === "aws:principalaccount") return /^\d{12}$/.test(value) && !isOthers;
  if (key !== "aws:principalarn") return true;
  const account = /^arn:aws[a-z-]*:iam::(\d{12}):(?:user|role)\/.+/.exec(value)?.[1];
  if (account === undefined || isOthers) return false;
  return caller.account === undefined ? caller.others?.has(account) !== true : caller.account === account;
}

/** Keys of which one says something of another: a request with two of them is shown only where they agree. */
const groups: readonly RegExp[] = [
  /^aws:source(arn|account|owner|orgid|orgpaths)$/,
  /^(aws:viaawsservice|aws:calledvia.*|kms:viaservice)$/,
  /^aws:(sourceip|sourcevpc.*|vpc.*)$/,
  /^kms:encryptioncontext/,
  /^aws:(tagkeys|requesttag\/.*)$/,
  /^aws:(currenttime|epochtime|tokenissuetime|multifactorauth.*)$/,
  /^aws:principal(orgid|orgpaths)$/,
  /^kms:(grantee|retiring)/,
  /^aws:(principalarn|principaltag\/.*|userid|username|principaltype|principalaccount)$/,
];

/** @returns whether the values of keys that go together agree, as far as that is known */
export function agree(values: ReadonlyMap<string, readonly string[]>, caller: CallerCell): boolean {
  const told = [...values].filter(([key, found]) => found.length > 0 && knownOf(key, caller) === undefined);
  return groups.every((group) => {
    const present = told.filter(([key]) => group.test(key));
    return present.length < 2 || pairs.some((pair) => pair(new Map(present)));
  });
}

type KeyPair = (present: ReadonlyMap<string, readonly string[]>) => boolean;

const pairs: readonly KeyPair[] = [
  (present) => {
    const [arn, account] = [present.get("aws:sourcearn")?.[0], present.get("aws:sourceaccount")?.[0]];
    return present.size === 2 && arn !== undefined && account !== undefined && arn.split(":")[4] === account;
  },
  (present) =>
    present.size === 2 && present.has("kms:viaservice") && present.get("aws:viaawsservice")?.[0] === "true",
  (present) => {
    const keys = [...present.keys()];
    const names = present.get("kms:encryptioncontextkeys");
    const single = keys.filter((key) => key.startsWith("kms:encryptioncontext:")).map((key) => key.slice(22));
    if (single.length === 0 || single.length + (names === undefined ? 0 : 1) !== keys.length) return false;
    return names === undefined || single.every((name) => names.some((each) => each.toLowerCase() === name));
  },
  (present) =>
    [...present.keys()].every((key) => /^aws:(principaltag\/|principalarn$|principalaccount$)/.test(key)),
  (present) => [...present.keys()].every((key) => /^aws:requesttag\//.test(key)),
  (present) => present.size === 2 && present.has("aws:sourcevpc") && present.has("aws:sourcevpce"),
];
