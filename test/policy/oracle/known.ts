/** What is known of a condition key in a request that is known in part. */

export type Values = readonly string[];

export interface OneOf {
  /** One of these; undefined stands for absent. */
  readonly oneOf: readonly (Values | undefined)[];
}

export interface Open {
  readonly canBeAbsent: boolean;
  /** Whether the value could be one that the policy lists; "unless two worlds": only where two worlds are not enough. */
  readonly canBeListed: boolean | "unless two worlds";
}

export type Known = OneOf | Open;

export const absent: Known = { oneOf: [undefined] };
export const is = (...values: string[]): Known => ({ oneOf: [values] });
export const isAbsentOr = (value: string): Known => ({ oneOf: [undefined, [value]] });

/** No page says whether the key is there, or what it is. */
export const unknown: Known = { canBeAbsent: true, canBeListed: "unless two worlds" };
/** The page says that the key is there; what it is depends on AWS. */
export const present: Known = { canBeAbsent: false, canBeListed: "unless two worlds" };
/** It depends on a person, role or request that we do not know. */
export const theirs: Known = { canBeAbsent: true, canBeListed: true };
/** The same, of a key that is always there. */
export const any: Known = { canBeAbsent: false, canBeListed: true };
/** It belongs to AWS: certainly nothing that the policy lists. */
export const foreign: Known = { canBeAbsent: true, canBeListed: false };
