/** Reads the members of a request whose shape was checked before. Knows no operation. */
import type { JsonObject } from "./model.js";

/** The text of a member, or undefined where it is absent. */
export function optionalText(body: JsonObject, member: string): string | undefined {
  const value = body[member];
  return typeof value === "string" ? value : undefined;
}

/** The text of a member that the shape demands. */
export function requiredText(body: JsonObject, member: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return optionalText(body, member) ?? refuseMember(name, undefined, "not be null");
}

/** A whole number, or `otherwise` where it is absent. The documentation's bounds, where they are narrower than the model's. */
export function wholeNumber(
  body: JsonObject,
  member: string,
  { min, max, otherwise }: { min: number; max: number; otherwise: number },
): number {
  const value = body[member] ?? otherwise;
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  if (typeof value !== "number") return otherwise;
  if (value > max) return refuseMember(name, value, `have value less than or equal to ${max}`);
  if (value < min) return refuseMember(name, value, `have value greater than or equal to ${min}`);
  return value;
}

/** A list of texts; a missing member is an empty list. */
export function textList(body: JsonObject, member: string): string[] {
  const value = body[member];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A JSON object, or an empty one. */
export function structure(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** A map of texts, or an empty one. */
export function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(structure(value)).map(([name, text]) => [name, String(text)]));
}

/**
 * One page of a list, in AWS's Marker/NextMarker/Truncated way.
 * The marker is opaque to callers; one that we did not make is refused.
 */
export function page<T>(items: readonly T[], limit: number, marker: string | undefined) {
  const start = marker === undefined ? 0 : readMarker(marker);
  const end = start + limit;
  const truncated = end < items.length;
  return {
    items: items.slice(start, end),
    rest: truncated ? { NextMarker: writeMarker(end), Truncated: true } : { Truncated: false },
  };
}

export function writeMarker(position: number): string {
  return Buffer.from(`from:${position}`).toString("base64url");
}

export function readMarker(marker: string): number {
  const found = /^from:(\d{1,9})$/.exec(Buffer.from(marker, "base64url").toString());
  // Assumption: code from the API model, text not recorded.
  return found === null ? refuse("InvalidMarkerException", "The marker is not valid.") : Number(found[1]);
}

const mark = Symbol("refusal");

export interface Refusal extends Error {
  readonly code: string;
  /** Absent where AWS sends no message at all. */
  readonly text: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Ends the operation with an AWS error.
 * Client errors of the JSON services are HTTP 400 whatever the API model says (so it was recorded).
 */
export function refuse(
  code: string,
  text?: string,
  status = 400,
  headers: Readonly<Record<string, string>> = {},
): never {
  throw Object.assign(new Error(text ?? code), { [mark]: true, code, text, status, headers });
}

/** Whether a caught value is an AWS error, and not a fault of the sandbox itself. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && mark in error;
}

/**
 * AWS's generic answer to a member that breaks the API model.
 * `member` is in AWS's spelling (`keyId`); `value` is what came, undefined for nothing.
 */
export function refuseMember(
  member: string,
  value: unknown,
  constraint: string,
  code = "ValidationException",
): never {
  const shown = value === undefined || value === null ? "null" : `'${String(value)}'`;
  return refuse(
    code,
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
