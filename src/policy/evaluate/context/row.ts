/** What a row of a context table is made of: how a condition key can appear in a request. It knows no key. */
import { type Text, textOf } from "../match.js";

/** One way in which a key can appear in the request. */
export type Alternative =
  | { readonly is: "absent" }
  /** Present with these values; `more`: there can be others beside them. */
  | { readonly is: "texts"; readonly texts: readonly Text[]; readonly more: boolean }
  /** A time, in milliseconds: exactly this, or this and later. */
  | { readonly is: "time"; readonly from: number; readonly exact: boolean }
  /** Present with a value of AWS's own, which no customer's policy names. */
  | { readonly is: "foreign" }
  /** Present, with any value. */
  | { readonly is: "any-value" }
  /** Present or absent, with any value. */
  | { readonly is: "anything" };

/**
 * One row: condition keys (a name that ends in `:` or `/` stands for all that begin so) and how they appear.
 * More than one alternative: AWS does not say which. Where `documented`, the first is what AWS's text points to: it can take
 * an Allow away or make a Deny apply, but it alone never gives access.
 */
export interface Row<Asked> {
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
export const anyValue: Alternative = { is: "any-value" };

/** The key has these values. */
export function present(...texts: readonly Text[]): Alternative {
  return { is: "texts", texts, more: false };
}

/** The key has one of the alternatives' texts: one alternative with all of these. */
export function words(...texts: readonly string[]): readonly Alternative[] {
  return [present(...texts.map(textOf))];
}

/** A moment, ISO 8601; without one, any time from the day before which this program did not exist. */
export function timeOf(at: string | undefined): Alternative {
  const moment = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(moment)
    ? { is: "time", from: Date.UTC(2026, 0, 1), exact: false }
    : { is: "time", from: moment, exact: true };
}

/**
 * The keys that can have several values.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export const multivalued = new Set([
  ...["aws:calledvia", "aws:principalorgpaths", "aws:principalservicenameslist", "aws:resourceorgpaths"],
  ...["aws:sourceorgpaths", "aws:tagkeys", "aws:vpceorgpaths", "kms:encryptioncontextkeys"],
  ...["kms:grantoperations", "kms:resourcealiases", "aws:calledviaawsmcp"],
]);
