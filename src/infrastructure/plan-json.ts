/** A plan's JSON, taken as it comes: nothing in it is trusted to be there, or to be of a kind. */

export type PlanJson = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): PlanJson {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as PlanJson) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textIn(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** @returns the own member of an object: a plan may name one `__proto__` */
export function memberIn(value: unknown, name: string): unknown {
  const object = objectOf(value);
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** @returns the texts of a list */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === "string");
}
