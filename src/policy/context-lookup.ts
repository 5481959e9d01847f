/** Finds the row of the context table for a condition key, and remembers the answer. It knows no row by itself. */
import { misspelt, rows, unlisted } from "./context.js";
import type { Alternative, Row } from "./context-row.js";
import type { Operation } from "./operations.js";
import type { LogGroup, LogsRequest } from "./request.js";

/** How one condition key stands in one request. For one key, equal ids are equal answers. */
export interface KeyFact {
  readonly id: number;
  readonly alternatives: readonly Alternative[];
  readonly documented: boolean;
  readonly why: string;
  readonly source: string;
}

/** The context of one request. */
export interface Context {
  /** How a condition key stands in the request, for one operation and one log group. */
  readonly look: (key: string, operation: Operation, group: LogGroup) => KeyFact;
  /** Whether a key's answer depends on the operation or the log group. */
  readonly varies: (key: string) => boolean;
}

/** The condition key that carries the log group's ARN, in lower case: names of condition keys have none. */
export const logsArnKey = "kms:encryptioncontext:aws:logs:arn";

/**
 * The request context of CloudWatch Logs. Equal questions get the identical answer, so that a judgement can be kept with it.
 *
 * @returns for a key: its row; `absent` for a misspelt encryption context; `anything` where the table does not list it
 */
export function contextOf(request: LogsRequest): Context {
  const rowsByKey = new Map<string, Row>();
  const facts = new Map<Row, Map<string, KeyFact>>();
  let last = 0;
  const rowFor = (key: string) => {
    const row = rowsByKey.get(key) ?? rowOf(key.toLowerCase());
    rowsByKey.set(key, row);
    return row;
  };
  const look = (key: string, operation: Operation, group: LogGroup) => {
    const row = rowFor(key);
    const known = facts.get(row) ?? new Map<string, KeyFact>();
    facts.set(row, known);
    const asked = row.varies === true ? `${operation} ${group.name}` : "";
    const before = known.get(asked);
    if (before !== undefined) return before;
    const alternatives = row.alternatives({ request, operation, group });
    const id = JSON.stringify(alternatives);
    const { why, source, documented = false } = row;
    const fact = known.get(id) ?? { id: ++last, alternatives, documented, why, source };
    known.set(id, fact);
    known.set(asked, fact);
    return fact;
  };
  return { look, varies: (key) => rowFor(key).varies === true };
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
