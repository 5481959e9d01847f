/** The principals that a policy names, each once, and the caller that each stands for. It evaluates nothing. */

import type { PrincipalKind, Statement } from "./document/statement.js";
import { readAccountPrincipal } from "./evaluate/account-principal.js";
import { type Caller, type PrincipalCaller, readCaller, rootOf } from "./evaluate/principal.js";
import { callerNames, type LogsRequest, logsCaller } from "./evaluate/request.js";
import { lower } from "./evaluate/wildcard.js";

/** A principal as a row has it; `id` tells it from every other, however it is written. */
export interface NamedPrincipal {
  readonly id: string;
  readonly principal: string;
  readonly kind: "account" | "role" | "user" | "service" | "everyone" | "other";
  readonly caller: Caller;
}

/** CloudWatch Logs of the request's Region, by whichever of its names. */
export function logsName(principal: string, request: LogsRequest): NamedPrincipal {
  return { id: "logs", principal, kind: "service", caller: logsCaller(request) };
}

/** The rows that a statement gives rise to: everyone, if it is for everyone or for everyone but a few. */
export function namesIn({ principals }: Statement, request: LogsRequest): readonly NamedPrincipal[] {
  if (principals === undefined) return [];
  const names = principals.entries.map(({ kind, value }) => nameOf(kind, value, request));
  return principals.everyone || principals.not ? [everyone(request), ...names] : names;
}

/** Somebody whom no statement names, of an account that none names. */
function everyone({ partition }: LogsRequest): NamedPrincipal {
  const caller: PrincipalCaller = { is: "principal", kind: "session", partition: partition.id };
  return { id: "*", principal: "*", kind: "everyone", caller };
}

function nameOf(kind: PrincipalKind, value: string, request: LogsRequest): NamedPrincipal {
  if (kind === "Service") {
    if (callerNames(request).includes(value)) return logsName(value, request);
    const caller = { is: "service", names: [value], contested: [], possible: [] } as const;
    return { id: `service ${value}`, principal: value, kind: "service", caller };
  }
  if (kind !== "AWS") {
    const caller: PrincipalCaller = { is: "principal", kind: "other", partition: request.partition.id };
    return { id: `${kind} ${value}`, principal: value, kind: "other", caller };
  }
  if (value === "*") return everyone(request);
  const account = readAccountPrincipal(value);
  if (account !== undefined) {
    const caller = rootOf(account.partition ?? request.partition.id, account.account);
    return { id: `account ${account.account}`, principal: value, kind: "account", caller };
  }
  const caller = readCaller(value, "");
  const name = { principal: value, caller };
  if (caller.kind === "session" && caller.roleArn !== undefined)
    return { ...name, id: `role ${lower(value)}`, kind: "role" };
  return { ...name, id: `AWS ${value}`, kind: caller.kind === "user" ? "user" : "other" };
}
