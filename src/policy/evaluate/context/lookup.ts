/** Finds the row of a context table for a condition key, and remembers the answer. It knows no row by itself. */

import type { LogGroup, LogsAsked, LogsRequest } from "../request.js";
import { lower } from "../wildcard.js";
import { misspelt, rows, unlisted } from "./logs.js";
import { type Alternative, absent, foreign, type Row } from "./row.js";

/** How one condition key appears in one request. For one key, equal ids are equal answers. */
export interface KeyFact {
  readonly id: number;
  readonly alternatives: readonly Alternative[];
  readonly documented: boolean;
  readonly why: string;
  readonly source: string;
}

/** The context of one caller's requests. */
export interface ContextLookup {
  /** How a condition key appears in a request for one operation, and one log group where CloudWatch Logs asks. */
  readonly look: (key: string, operation: string, group: LogGroup) => KeyFact;
  /** Whether a key's answer depends on the operation or the log group. */
  readonly varies: (key: string) => boolean;
}

/** The condition key that carries the log group's ARN, in lower case: names of condition keys have none. */
export const logsArnKey = "kms:encryptioncontext:aws:logs:arn";

/**
 * Makes a context of a table's rows. Equal questions get the identical answer, so that a result can be kept with it.
 *
 * @param rowFor the row for a condition key in lower case
 * @param ask what the row is asked for an operation and log group
 */
export function contextOf<Asked>(
  rowFor: (name: string) => Row<Asked>,
  ask: (operation: string, group: LogGroup) => Asked,
): ContextLookup {
  const rowsByKey = new Map<string, Row<Asked>>();
  const facts = new Map<Row<Asked>, Map<string, KeyFact>>();
  let last = 0;
  const rowOf = (key: string) => {
    const row = rowsByKey.get(key) ?? rowFor(lower(key));
    rowsByKey.set(key, row);
    return row;
  };
  const look = (key: string, operation: string, group: LogGroup) => {
    const row = rowOf(key);
    const known = facts.get(row) ?? new Map<string, KeyFact>();
    facts.set(row, known);
    const asked = row.varies === true ? `${operation} ${group.name}` : "";
    const before = known.get(asked);
    if (before !== undefined) return before;
    const alternatives = row.alternatives(ask(operation, group));
    const id = JSON.stringify(alternatives);
    const { why, source, documented = false } = row;
    const fact = known.get(id) ?? { id: ++last, alternatives, documented, why, source };
    known.set(id, fact);
    known.set(asked, fact);
    return fact;
  };
  return { look, varies: (key) => rowOf(key).varies === true };
}

/**
 * The request context of CloudWatch Logs.
 *
 * @returns for a key: its row; `absent` for a misspelt encryption context; `anything` where the table does not list it
 */
export function logsContext(request: LogsRequest): ContextLookup {
  const ask = (operation: string, group: LogGroup): LogsAsked => ({ request, operation, group });
  return contextOf<LogsAsked>((name) => logsRow(name) ?? (looksLikeLogsArn(name) ? misspelt : unlisted), ask);
}

/** The same for log groups of a stranger, who is in another organization or none: of these, `anything` would say too little. */
export function strangersLogsContext(request: LogsRequest): ContextLookup {
  const ask = (operation: string, group: LogGroup): LogsAsked => ({ request, operation, group });
  return contextOf<LogsAsked>(
    (name) => (/^aws:source(org|owner)/.test(name) ? ofStranger : (logsRow(name) ?? unlisted)),
    ask,
  );
}

const ofStranger: Row<LogsAsked> = { ...unlisted, alternatives: () => [absent, foreign] };

const logsRow = rowFinder(rows);

/** Reads a table once: the row of a key by its name, else by the family that it belongs to (`aws:PrincipalTag/`). */
export function rowFinder<Asked>(table: readonly Row<Asked>[]): (name: string) => Row<Asked> | undefined {
  const named = table.flatMap((row) => row.keys.map((key): [string, Row<Asked>] => [lower(key), row]));
  const exact = new Map([...named].reverse());
  const families = named.filter(([key]) => key.endsWith(":") || key.endsWith("/"));
  return (name) =>
    exact.get(name) ?? families.find(([start]) => name.startsWith(start) && name.length > start.length)?.[1];
}

/** @returns whether a condition key means the encryption context of CloudWatch Logs, in a spelling that AWS does not read */
export function looksLikeLogsArn(key: string): boolean {
  const name = lower(key);
  if (name === logsArnKey || name === "kms:encryptioncontextkeys") return false;
  const letters = name.replace(/[^a-z]/g, "");
  return /logs?(group)?arn$/.test(letters) || letters.includes("encryptioncontext");
}
