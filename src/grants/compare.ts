/** Compares the four grants with those on a key: which exist, differ, or are missing, and what the other grants are. */
import { constraintDifference } from "./constraints.js";
import { type ExpectedGrant, type Grant, type GrantPlace, partitionSuffixes } from "./expected.js";
import { type EnvironmentGrants, type OtherGrants, sortOthers } from "./others.js";

/** The result for one expected grant. */
export interface ComparedGrant {
  readonly expected: ExpectedGrant;
  readonly state: "present" | "missing" | "different";
  /** For `different`: what is not as expected, in words. */
  readonly differences: readonly string[];
  readonly live?: Grant;
  /**
   * Further grants of the same name. KMS writes a service's name for different grantees, so that grants that look alike are
   * not certain to be duplicates.
   */
  readonly more?: readonly Grant[];
}

/** All grants of a key, sorted by what they are to MWAA. */
export interface ComparedGrants {
  readonly expected: readonly ComparedGrant[];
  /** All grants but the four: never an error. */
  readonly others: readonly Grant[];
  /** Among the others: MWAA's grants for other environments, by name. */
  readonly environments?: readonly EnvironmentGrants[];
  /** Among the others: how many are of other services, which made them through MWAA's first grant or for the key's other users. */
  readonly services?: OtherGrants["services"];
}

/**
 * Compares live grants with the four.
 *
 * Names are trimmed (AWS's page has a leading space in one), operations are "at least", and the grantee can be in
 * either field: since May 2026 KMS has fields of its own for services.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html
 */
export function compareGrants(
  expected: readonly ExpectedGrant[],
  live: readonly Grant[],
  place: GrantPlace,
): ComparedGrants {
  const named = (name: string) => live.filter((grant) => (grant.Name ?? "").trim() === name);
  const compared = expected.map((wanted) => compareOne(wanted, named(wanted.Name), place));
  const matched = new Set(compared.map(({ live: grant }) => grant));
  const others = live.filter((grant) => !matched.has(grant));
  const own = new Set(compared.flatMap(({ more = [] }) => more));
  return { expected: compared, others, ...sortOthers(others, own, place) };
}

function compareOne(wanted: ExpectedGrant, found: readonly Grant[], place: GrantPlace): ComparedGrant {
  const compared = found.map((grant) => ({ grant, differences: differencesOf(wanted, grant, place) }));
  const [best, ...rest] = compared.toSorted((a, b) => a.differences.length - b.differences.length);
  if (best === undefined) return { expected: wanted, state: "missing", differences: [] };
  const { grant, differences } = best;
  return {
    expected: wanted,
    state: differences.length === 0 ? "present" : "different",
    differences,
    live: grant,
    ...(rest.length === 0 ? {} : { more: rest.map((each) => each.grant) }),
  };
}

function differencesOf(wanted: ExpectedGrant, grant: Grant, place: GrantPlace): readonly string[] {
  const differences: string[] = [];
  const lacking = wanted.Operations.filter((operation) => !grant.Operations.includes(operation));
  if (lacking.length > 0) differences.push(`lacks ${lacking.join(", ")}`);
  const check = (role: string, found: string | undefined, principal: string) => {
    if (found === undefined) differences.push(`names no ${role}`);
    else if (!partitionSuffixes(principal, place.partition).includes(found))
      differences.push(`its ${role} is ${short(found)}`);
  };
  check("grantee", grant.GranteeServicePrincipal ?? grant.GranteePrincipal, wanted.GranteePrincipal);
  check(
    "retiring principal",
    grant.RetiringServicePrincipal ?? grant.RetiringPrincipal,
    wanted.RetiringPrincipal,
  );
  if (!isForKey(grant.KeyId, place.keyArn)) differences.push(`it is for the key ${short(grant.KeyId ?? "")}`);
  const constraint = constraintDifference(grant.Constraints, place);
  return constraint === undefined ? differences : [...differences, constraint];
}

/** ListGrants names the key by its ARN; a bare key ID is compared with the end of the ARN. */
function isForKey(found: string | undefined, keyArn: string | undefined): boolean {
  if (found === undefined || keyArn === undefined) return true;
  return found.startsWith("arn:") ? found === keyArn : keyArn.endsWith(`key/${found.replace(/^key\//, "")}`);
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
