/** The four grants held against those that a key has. It judges no policy, and calls nothing wrong that is not MWAA's. */
import type { Partition } from "../key/arn.js";
import type { ExpectedGrant, Grant } from "./expected.js";

/** What became of one expected grant. */
export interface ComparedGrant {
  readonly expected: ExpectedGrant;
  readonly state: "present" | "missing" | "different";
  /** For `different`: what is not as expected, in words. */
  readonly differences: readonly string[];
  readonly live?: Grant;
}

/** All grants of a key, sorted by what they are to MWAA. */
export interface ComparedGrants {
  readonly expected: readonly ComparedGrant[];
  /** Grants of RDS and others, and further ones of the same names, as failed creations leave: never an error. */
  readonly others: readonly Grant[];
}

/**
 * Compares live grants with the four.
 *
 * Names are trimmed (AWS's page has a leading space in one), operations are "at least", and the grantee may stand in
 * either field: since May 2026 KMS has fields of its own for services.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html
 */
export function compareGrants(
  expected: readonly ExpectedGrant[],
  live: readonly Grant[],
  partition: Partition,
): ComparedGrants {
  const named = (name: string) => live.filter((grant) => (grant.Name ?? "").trim() === name);
  const compared = expected.map((wanted) => compareOne(wanted, named(wanted.Name), partition));
  const taken = new Set(compared.map((each) => each.live));
  return { expected: compared, others: live.filter((grant) => !taken.has(grant)) };
}

function compareOne(wanted: ExpectedGrant, found: readonly Grant[], partition: Partition): ComparedGrant {
  const judged = found.map((grant) => ({ grant, differences: differencesOf(wanted, grant, partition) }));
  const best = judged.toSorted((one, other) => one.differences.length - other.differences.length)[0];
  if (best === undefined) return { expected: wanted, state: "missing", differences: [] };
  const { grant, differences } = best;
  return {
    expected: wanted,
    state: differences.length === 0 ? "present" : "different",
    differences,
    live: grant,
  };
}

function differencesOf(wanted: ExpectedGrant, grant: Grant, partition: Partition): readonly string[] {
  const differences: string[] = [];
  const lacking = wanted.Operations.filter((operation) => !grant.Operations.includes(operation));
  if (lacking.length > 0) differences.push(`lacks ${lacking.join(", ")}`);
  const check = (role: string, found: string | undefined, principal: string) => {
    const accepted = [principal, principal.replace(`.${partition.dnsSuffix}`, ".amazonaws.com")];
    if (found === undefined) differences.push(`names no ${role}`);
    else if (!accepted.includes(found)) differences.push(`its ${role} is ${found}`);
  };
  check("grantee", grant.GranteeServicePrincipal ?? grant.GranteePrincipal, wanted.GranteePrincipal);
  check(
    "retiring principal",
    grant.RetiringServicePrincipal ?? grant.RetiringPrincipal,
    wanted.RetiringPrincipal,
  );
  return differences;
}
