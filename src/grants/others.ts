/** The grants of a key beside the four of one environment: other environments' by name, and other services'. None is an error. */
import { environmentName } from "../key/target.js";
import { type Grant, type GrantPlace, grantStems } from "./expected.js";

/** MWAA's grants for another environment. */
export interface EnvironmentGrants {
  readonly name: string;
  readonly grants: readonly Grant[];
  /**
   * `exists`: the account has an environment of this name in the Region. `absent`: it has none, so that the grants are left
   * over. `unknown`: the environments are not known, or the grants were issued in another account.
   */
  readonly state: "exists" | "absent" | "unknown";
}

export interface OtherGrants {
  readonly environments: readonly EnvironmentGrants[];
  readonly services: readonly { readonly service: string; readonly grants: number }[];
}

/** @param own further grants of the environment's own names, which belong to no other environment */
export function sortOthers(
  others: readonly Grant[],
  own: ReadonlySet<Grant>,
  place: GrantPlace,
): OtherGrants {
  const environments = new Map<string, Grant[]>();
  const services = new Map<string, number>();
  for (const grant of others) {
    if (own.has(grant)) continue;
    const name = environmentOf(grant);
    if (name === undefined) {
      const service = serviceOf(grant);
      services.set(service, (services.get(service) ?? 0) + 1);
    } else {
      environments.set(name, [...(environments.get(name) ?? []), grant]);
    }
  }
  return {
    environments: [...environments]
      .map(([name, grants]) => ({ name, grants, state: stateOf(name, grants, place) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    services: [...services]
      .map(([service, grants]) => ({ service, grants }))
      .toSorted((a, b) => (a.service < b.service ? -1 : 1)),
  };
}

/** @returns the environment that a grant's name is for, where it is one of MWAA's four names */
export function environmentOf(grant: Grant): string | undefined {
  const name = (grant.Name ?? "").trim();
  const stem = grantStems.find((each) => name.startsWith(`${each}-`));
  const environment = stem === undefined ? undefined : name.slice(stem.length + 1);
  return environment !== undefined && environmentName.test(environment) ? environment : undefined;
}

/** `rds` for rds.us-east-1.amazonaws.com and rds.amazonaws.com; `other` for a role, a user or an account. */
export function serviceOf({ GranteeServicePrincipal, GranteePrincipal = "" }: Grant): string {
  const [, service] =
    /^([a-z][a-z0-9-]{1,62})\.[a-z0-9.-]+$/.exec(GranteeServicePrincipal ?? GranteePrincipal) ?? [];
  return service ?? "other";
}

function stateOf(name: string, grants: readonly Grant[], place: GrantPlace): EnvironmentGrants["state"] {
  if (place.existing === undefined) return "unknown";
  if (place.existing.includes(name)) return "exists";
  const isElsewhere = grants.some((grant) => isOfOtherAccount(grant, place) || isOfOtherRegion(grant, place));
  return isElsewhere ? "unknown" : "absent";
}

function isOfOtherAccount({ IssuingAccount = "" }: Grant, { account }: GrantPlace): boolean {
  const issuer =
    /^arn:[^:]+:iam::(\d{12}):/.exec(IssuingAccount)?.[1] ?? /^\d{12}$/.exec(IssuingAccount)?.[0];
  return issuer !== undefined && issuer !== account;
}

/** A key is used in its own Region only, but a grant can name another one: then the Region's environments say nothing of it. */
function isOfOtherRegion(
  { GranteeServicePrincipal, GranteePrincipal = "" }: Grant,
  { region }: GrantPlace,
): boolean {
  const [, found] = /^airflow\.([a-z0-9-]+)\./.exec(GranteeServicePrincipal ?? GranteePrincipal) ?? [];
  return found !== undefined && found !== region;
}
