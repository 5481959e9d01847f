/** Reads the members of a request whose shape was checked before. Knows no operation. */
import type { JsonObject } from "./model.js";
import { refuse, refuseMember } from "./refusal.js";

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
