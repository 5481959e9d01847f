/** What a row of the context table is made of: how a condition key can stand in a request. It knows no key. */
import { type Text, textOf } from "./match.js";
import type { Operation } from "./operations.js";
import type { LogGroup, LogsRequest } from "./request.js";

/** One way in which a key can stand in the request. */
export type Alternative =
  | { readonly is: "absent" }
  /** Present with these values; `more`: others may stand beside them. */
  | { readonly is: "texts"; readonly texts: readonly Text[]; readonly more: boolean }
  /** A time, in milliseconds: exactly this, or this and later. */
  | { readonly is: "time"; readonly from: number; readonly exact: boolean }
  /** Present with a value of AWS's own, which no customer's policy names. */
  | { readonly is: "foreign" }
  /** Present or absent, with any value. */
  | { readonly is: "anything" };

/** What a row needs to know to say how its keys stand. */
export interface Asked {
  readonly request: LogsRequest;
  readonly operation: Operation;
  readonly group: LogGroup;
}

/**
 * One row: condition keys (a name that ends in `:` or `/` stands for all that begin so) and how they stand.
 * More than one alternative: AWS does not say which. Where `documented`, the first is what AWS's text points to: it may take
 * an Allow away or make a Deny apply, but it alone never gives access.
 */
export interface Row {
  readonly keys: readonly string[];
  readonly alternatives: (asked: Asked) => readonly Alternative[];
  readonly documented?: boolean;
  /** Whether the answer depends on the operation or the log group; else one answer is for all. */
  readonly varies?: boolean;
  readonly why: string;
  readonly source: string;
}

export const absent: Alternative = { is: "absent" };
export const anything: Alternative = { is: "anything" };
export const foreign: Alternative = { is: "foreign" };

/** The key has these values. */
export function present(...texts: readonly Text[]): Alternative {
  return { is: "texts", texts, more: false };
}

/** The key has one of the alternatives' texts: one alternative with all of these. */
export function words(...texts: readonly string[]): readonly Alternative[] {
  return [present(...texts.map(textOf))];
}
