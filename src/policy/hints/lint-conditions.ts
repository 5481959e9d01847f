/**
 * Conditions that KMS does not accept in a key policy, and those that can never match. It reads one statement, and judges
 * no request.
 */
import { problem } from "../../problems/problem.js";
import type { Json, StatementSource } from "../document/document.js";
import { clip, type Find, listOf, membersOf } from "../document/findings.js";
import { step } from "../document/pointer.js";
import { dateOf, numberOf } from "../evaluate/compare.js";
import { hasKey, typeOfKey } from "../evaluate/condition-keys.js";
import { operatorLike, readOperator } from "../evaluate/operators.js";

/** @param operations the names of those that the statement is about; without any, it is not asked which have a key */
export function lintConditions(source: StatementSource, operations: readonly string[]): readonly Find[] {
  const { Condition, Effect } = membersOf(source.value);
  return Object.entries(membersOf(Condition)).flatMap(([operator, keys]) => {
    const at = `${source.pointer}/Condition/${step(operator)}`;
    return [
      ...lintOperator(source, operator, at),
      ...Object.entries(membersOf(keys)).flatMap(([key, value]) => {
        const pointer = `${at}/${step(key)}`;
        return [
          ...lintKey({ source, pointer, operator, key, isDeny: Effect === "Deny" }),
          ...lintSense(source, pointer, operator, key, value, operations),
        ];
      }),
    ];
  });
}

function lintOperator(source: StatementSource, operator: string, pointer: string): readonly Find[] {
  const at = { detail: operator, source, pointer };
  const read = readOperator(operator);
  if (read?.exactCase === true) return [];
  const facts = { operator: clip(operator), near: operatorLike(operator) };
  if (read === undefined) {
    return [
      { ...at, kind: "operator", make: (where) => problem("lint/operator", { ...where, ...facts }, pointer) },
    ];
  }
  return [
    {
      ...at,
      kind: "operator-case",
      make: (where) => problem("lint/operator-case", { ...where, ...facts }, pointer),
    },
  ];
}

interface ConditionFinding {
  readonly source: StatementSource;
  readonly pointer: string;
  readonly operator: string;
  readonly key: string;
  readonly isDeny: boolean;
}

/** Recorded: "These condition keys are not permitted in a key policy: aws:ResourceTag, kms:ResourceTag, kms:ResourceAliases". */
const notPermitted = /^(?:aws:resourcetag|kms:resourcetag)(?:\/.*)?$|^kms:resourcealiases$/i;

/** KMS Developer Guide, conditions-kms: overly permissive with ForAllValues. */
const singleValued = /^(?:kms:encryptioncontext:|aws:requesttag\/)./i;

function lintKey({ source, pointer, operator, key, isDeny }: ConditionFinding): readonly Find[] {
  const at = { detail: key.toLowerCase(), source, pointer };
  const facts = { key: clip(key) };
  if (notPermitted.test(key)) {
    return [
      { ...at, kind: "key", make: (where) => problem("lint/condition-key", { ...where, ...facts }, pointer) },
    ];
  }
  if (!/^forallvalues:/i.test(operator) || !singleValued.test(key)) return [];
  const all = { ...facts, operator: clip(operator) };
  return isDeny
    ? [
        {
          ...at,
          kind: "all-deny",
          make: (where) => problem("lint/for-all-values-deny", { ...where, ...all }, pointer),
        },
      ]
    : [
        {
          ...at,
          kind: "all",
          make: (where) => problem("lint/for-all-values", { ...where, ...all }, pointer),
        },
      ];
}

function lintSense(
  source: StatementSource,
  pointer: string,
  operator: string,
  key: string,
  value: Json,
  operations: readonly string[],
): readonly Find[] {
  const at = { source, pointer };
  if (notPermitted.test(key)) return [];
  if (Array.isArray(value) && value.length === 0) return [emptyList(source, pointer, operator, key)];
  const name = key.toLowerCase();
  const shown = clip(key);
  if (!isKnownKey(name)) {
    return [
      {
        ...{ ...at, kind: "unknown-key", detail: name },
        make: (where) => problem("lint/condition-key-unknown", { ...where, key: shown }, pointer),
      },
    ];
  }
  if (operations.length > 0 && !operations.some((operation) => hasKey(operation, name))) {
    return [
      {
        ...{ ...at, kind: "key-operation", detail: name },
        make: (where) => problem("lint/condition-key-operation", { ...where, key: shown }, pointer),
      },
    ];
  }
  const wanted = wantedBy(operator);
  // What is no value at all is the grammar's business, and has no text.
  const wrong = listOf(value).find(
    (each) => typeof each !== "object" && wanted !== undefined && !wanted.fits(String(each)),
  );
  if (wrong === undefined || wanted === undefined) return [];
  const facts = { value: clip(JSON.stringify(wrong)), operator: clip(operator), wanted: wanted.name };
  return [
    {
      ...{ ...at, kind: "value", detail: `${operator} ${facts.value}` },
      make: (where) => problem("lint/condition-value", { ...where, ...facts }, pointer),
    },
  ];
}

/** IAM's grammar has no empty list of values. */
function emptyList(source: StatementSource, pointer: string, operator: string, key: string): Find {
  const facts = {
    member: clip(`Condition/${operator}/${key}`),
    found: "[]",
    wanted: "a value or a list of values",
  };
  return {
    ...{ kind: "empty", detail: key, source, pointer },
    make: ({ more }) => problem("policy/member", { ...facts, more }, pointer),
  };
}

/** Keys of identity providers are left alone: AWS has no list of them. */
function isKnownKey(key: string): boolean {
  if (typeOfKey(key) !== undefined || key.includes("${")) return true;
  // Old names, which KMS documents as deprecated.
  if (/^kms:customermasterkey(?:spec|usage)$/.test(key)) return true;
  const prefix = key.split(":", 1)[0] ?? "";
  return key.includes(":") && (/[./]/.test(prefix) || prefix === "saml");
}

interface WantedOperator {
  readonly name: string;
  readonly fits: (value: string) => boolean;
}

function wantedBy(operator: string): WantedOperator | undefined {
  switch (readOperator(operator)?.comparison) {
    case "bool":
    case "null":
      return {
        name: "true or false",
        fits: (value) => /^(?:true|false)$/i.test(value) || value.includes("${"),
      };
    case "number":
      return { name: "a number", fits: (value) => !Number.isNaN(numberOf(value)) };
    case "date":
      return { name: "a date", fits: (value) => !Number.isNaN(dateOf(value)) };
    case "ip":
      return { name: "an IP address or a range", fits: isAddress };
    case "arn":
      return { name: "an ARN", fits: (value) => /^(?:arn|\*|\$\{)/.test(value) };
    default:
      return undefined;
  }
}

function isAddress(value: string): boolean {
  const [address = "", bits] = value.split("/");
  const isV4 =
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) && address.split(".").every((part) => Number(part) < 256);
  const isV6 = address.includes(":") && /^[0-9a-f:.]+$/i.test(address);
  return (
    (isV4 || isV6) && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isV4 ? 32 : 128)))
  );
}
