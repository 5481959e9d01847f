/** Whether MWAA can use a grant for one environment under the grant's constraints. */
import type { GrantPlace } from "./expected.js";

const longest = 200;

/**
 * AWS's page on MWAA's keys prints no constraints. KMS requires a SourceArn where a grant names a service in
 * GranteeServicePrincipal; which ARN MWAA gives is not documented, so only the environment's own ARN counts as usable.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
 *
 * @returns what limits the grant to something else, in words; undefined where nothing does
 */
export function constraintDifference(
  constraints: Readonly<Record<string, unknown>> | undefined,
  place: GrantPlace,
): string | undefined {
  const limits = Object.entries(constraints ?? {}).flatMap(([name, value]) => {
    if (name === "SourceArn" && typeof value === "string") {
      return isEnvironment(value, place) ? [] : [`SourceArn is ${value}`];
    }
    const pairs = typeof value === "object" && value !== null ? Object.entries(value) : [[name, value]];
    const other = pairs.filter(([, found]) => typeof found !== "string" || !isEnvironment(found, place));
    return other.map(([key, found]) => `${name} has ${key} = ${String(found)}`);
  });
  const [first, ...rest] = limits;
  if (first === undefined) return undefined;
  const text = `it can be used only where its ${first}`;
  const more = rest.length === 0 ? "" : ` (and ${rest.length} more)`;
  return (text.length > longest ? `${text.slice(0, longest - 1)}…` : text) + more;
}

function isEnvironment(arn: string, { partition, region, account, environment }: GrantPlace): boolean {
  const [prefix, id, service, place, owner, ...resource] = arn.split(":");
  return (
    prefix === "arn" &&
    id === partition.id &&
    service === "airflow" &&
    place === region &&
    (account === undefined ? /^\d{12}$/.test(owner ?? "") : owner === account) &&
    resource.join(":") === `environment/${environment}`
  );
}
