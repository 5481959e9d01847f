/** Judges Principal and NotPrincipal for one caller, CloudWatch Logs as a service principal. It knows no action. */
import { callerNames, type LogsRequest } from "./request.js";
import type { Principals, Statement } from "./statement.js";
import { opposite, some, type Truth } from "./truth.js";

/**
 * Judges whether a statement means CloudWatch Logs of the request's Region.
 *
 * `"*"` and `{"AWS":"*"}` are the same, and include service principals; an account, a user, a role never do. The name without
 * a Region, `logs.amazonaws.com`, is contested (AWS's own MWAA samples use it, its documentation says the name is
 * regional): an Allow is taken, with a warning of judge-access.ts; for a Deny, or a NotPrincipal, it is unknown.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 *
 * @returns no for a statement without Principal: it has no effect
 */
export function meansCaller(statement: Statement, request: LogsRequest): Truth {
  const { principals } = statement;
  if (principals === undefined) return "no";
  if (principals.everyone) return principals.not ? "no" : "yes";
  const trusting = statement.effect === "Allow" && !principals.not;
  const named = some(principals.entries.map((entry) => matchEntry(entry, request, trusting, principals.not)));
  return principals.not ? opposite(named) : named;
}

type Entry = Principals["entries"][number];

function matchEntry(entry: Entry, request: LogsRequest, trusting: boolean, not: boolean): Truth {
  // Of NotPrincipal, AWS documents no wildcard.
  if (entry.kind === "AWS") return entry.value !== "*" ? "no" : not ? "unknown" : "yes";
  if (entry.kind !== "Service") return "no";
  if (callerNames(request).includes(entry.value)) return "yes";
  if (isGlobalName(entry.value, request)) return trusting ? "yes" : "unknown";
  if (isOtherSuffix(entry.value, request)) return "unknown";
  // A wildcard in a name is not documented: nothing is built on it, and nothing is thought safe from it.
  if (/[*?]/.test(entry.value)) return entry.value === "*" || !trusting ? "unknown" : "no";
  return "no";
}

/** @returns whether a name is that of CloudWatch Logs without a Region */
export function isGlobalName(name: string, request: LogsRequest): boolean {
  return (
    name === "logs.amazonaws.com" || (request.partition.id === "aws-cn" && name === "logs.amazonaws.com.cn")
  );
}

/** In the isolated and European partitions AWS's sources name the partition's suffix; the common one is possible. */
function isOtherSuffix(name: string, request: LogsRequest): boolean {
  return name === `logs.${request.region}.amazonaws.com` && request.partition.dnsSuffix !== "amazonaws.com";
}
