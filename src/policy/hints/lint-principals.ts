/**
 * Principals that KMS does not accept, by their form. Whether a well-formed one exists is not its question: KMS alone knows.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { partitions } from "../../key/arn.js";
import { problem } from "../../problems/problem.js";
import type { Json, StatementSource } from "../document/document.js";
import { clip, type Find, listOf, membersOf, textsAt } from "../document/findings.js";
import { servicePrefixes } from "../document/kms-names.js";

/** @param region of the key, where it is known */
export function lintPrincipals(source: StatementSource, region: string | undefined): readonly Find[] {
  const members = membersOf(source.value);
  const negative = members["NotPrincipal"] !== undefined;
  const member = negative ? "NotPrincipal" : "Principal";
  const pointer = `${source.pointer}/${member}`;
  if (isNobody(members[member])) return [missing(source)];
  const found = membersOf(members[member]);
  const names = [
    ...textsAt(found["AWS"], `${pointer}/AWS`).flatMap(([name, at]) => lintAws(source, name, at)),
    ...textsAt(found["Service"], `${pointer}/Service`).flatMap(([name, at]) =>
      lintService(source, name, at, region),
    ),
  ];
  return negative && members["Effect"] === "Allow" ? [...names, negated(source, pointer)] : names;
}

/** No principal at all, or lists without one. What has not the form of a principal is grammar. */
function isNobody(found: Json | undefined): boolean {
  if (found === undefined) return true;
  if (typeof found !== "object" || found === null || Array.isArray(found)) return false;
  return Object.values(found).every((value) => listOf(value).length === 0);
}

function missing(source: StatementSource): Find {
  const { pointer } = source;
  return {
    ...{ kind: "no-principal", detail: "", source, pointer },
    make: (where) => problem("lint/no-principal", where, pointer),
  };
}

function negated(source: StatementSource, pointer: string): Find {
  return {
    ...{ kind: "not-principal", detail: "", source, pointer },
    make: (where) => problem("lint/not-principal-allow", where, pointer),
  };
}

/** IAM puts such an id in place of a principal's ARN when it is deleted (IAM User Guide, reference_identifiers). */
const uniqueId = /^A(?:IDA|ROA|GPA|IPA|NPA|NVA)[A-Z0-9]{12,}(?::.*)?$/;
const account = /^\d{12}$/;
const arn =
  /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:root$|(?:user|role)\/.)|sts::\d{12}:(?:assumed-role|federated-user)\/.)/;

function lintAws(source: StatementSource, name: string, pointer: string): readonly Find[] {
  if (name === "*" || account.test(name)) return [];
  const at = { detail: name, source, pointer };
  const principal = clip(name);
  if (uniqueId.test(name)) {
    return [
      {
        ...{ ...at, kind: "orphan" },
        make: (where) => problem("lint/orphaned-principal", { ...where, principal }, pointer),
      },
    ];
  }
  if (/[*?]/.test(name)) {
    return [
      {
        ...{ ...at, kind: "pattern" },
        make: (where) => problem("lint/principal-pattern", { ...where, principal }, pointer),
      },
    ];
  }
  if (arn.test(name)) return [];
  return [
    {
      ...{ ...at, kind: "form" },
      make: (where) => problem("lint/principal-form", { ...where, principal }, pointer),
    },
  ];
}

const suffixes = [...new Set(partitions.map(({ dnsSuffix }) => dnsSuffix))];

function lintService(
  source: StatementSource,
  name: string,
  pointer: string,
  region: string | undefined,
): readonly Find[] {
  const at = { detail: name, source, pointer };
  const principal = clip(name);
  const suffix = suffixes.find((each) => name.endsWith(`.${each}`));
  const labels = suffix === undefined ? [] : name.slice(0, -suffix.length - 1).split(".");
  if (labels.length === 0 || !labels.every((label) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label))) {
    return [
      {
        ...{ ...at, kind: "service" },
        make: (where) => problem("lint/service-form", { ...where, principal }, pointer),
      },
    ];
  }
  const other = /^logs\.([a-z0-9-]+)$/.exec(labels.join("."))?.[1];
  if (region !== undefined && other !== undefined && other !== region) {
    const facts = { principal, region };
    return [
      {
        ...{ ...at, kind: "logs" },
        make: (where) => problem("lint/logs-region", { ...where, ...facts }, pointer),
      },
    ];
  }
  if (labels.some(isKnown)) return [];
  return [
    {
      ...{ ...at, kind: "unknown-service" },
      make: (where) => problem("lint/service-unknown", { ...where, principal }, pointer),
    },
  ];
}

/** AWS publishes no list of service principals: a name is known where a service's prefix is in it. */
function isKnown(label: string): boolean {
  if (label.split("-").some((part) => part.length > 2 && servicePrefixes.has(part))) return true;
  return servicePrefixes.has(label) || [...servicePrefixes].some((prefix) => prefix.startsWith(label));
}
