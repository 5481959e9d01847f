/** Finds the row of the context table for a condition key, and remembers the answer. It knows no row by itself. */
import { misspelt, rows, unlisted } from "./context.js";
import type { Alternative, Row } from "./context-row.js";
import type { Operation } from "./operations.js";
import type { LogGroup, LogsRequest } from "./request.js";

/** How one condition key stands in one request. */
export interface KeyFact {
  readonly alternatives: readonly Alternative[];
  readonly documented: boolean;
  readonly why: string;
  readonly source: string;
}

/** Asks how a condition key stands in the request, for one operation and one log group. */
export type Context = (key: string, operation: Operation, group: LogGroup) => KeyFact;

/** The condition key that carries the log group's ARN, in lower case: names of condition keys have none. */
export const logsArnKey = "kms:encryptioncontext:aws:logs:arn";

/**
 * The request context of CloudWatch Logs. Equal questions get the identical answer, so that a judgement can be kept with it.
 *
 * @returns the key's row; `absent` for a misspelt encryption context; `anything` for a key that the table does not list
 */
export function contextOf(request: LogsRequest): Context {
  const rowsByName = new Map<string, Row>();
  const facts = new Map<Row, Map<string, KeyFact>>();
  return (key, operation, group) => {
    const row = rowsByName.get(key) ?? rowOf(key.toLowerCase());
    rowsByName.set(key, row);
    const known = facts.get(row) ?? new Map<string, KeyFact>();
    facts.set(row, known);
    const asked = `${operation} ${group.name}`;
    const before = known.get(asked);
    if (before !== undefined) return before;
    const fact = shared(row, row.alternatives({ request, operation, group }), known);
    known.set(asked, fact);
    return fact;
  };
}

/** Most rows stand alike for every operation and group: one object for all that are equal. */
function shared(row: Row, alternatives: readonly Alternative[], known: Map<string, KeyFact>): KeyFact {
  const id = JSON.stringify(alternatives);
  const before = known.get(id);
  if (before !== undefined) return before;
  const fact = { alternatives, documented: row.documented === true, why: row.why, source: row.source };
  known.set(id, fact);
  return fact;
}

function rowOf(name: string): Row {
  const family = families.find(([start]) => name.startsWith(start) && name.length > start.length);
  return exact.get(name) ?? family?.[1] ?? (looksLikeLogsArn(name) ? misspelt : unlisted);
}

const named = rows.flatMap((row) => row.keys.map((key): [string, Row] => [key.toLowerCase(), row]));
const exact = new Map([...named].reverse());
const families = named.filter(([key]) => key.endsWith(":") || key.endsWith("/"));

/** @returns whether a condition key means the encryption context of CloudWatch Logs, in a spelling that AWS does not read */
export function looksLikeLogsArn(key: string): boolean {
  const name = key.toLowerCase();
  if (name === logsArnKey || name === "kms:encryptioncontextkeys") return false;
  const letters = name.replace(/[^a-z]/g, "");
  return /logs?(group)?arn$/.test(letters) || letters.includes("encryptioncontext");
}
