/** Reads the members of a request as the API model demands them. Knows no operation. */
import type { JsonObject } from "./model.js";
import { refuse, refuseMember } from "./refusal.js";

export interface TextRule {
  max?: number;
  pattern?: RegExp;
}

/** AWS spells the members of a request in lower camel case when it complains about them. */
function spelled(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}

/** The text of a member, or undefined where it is absent. Refuses what the rule does not allow. */
export function optionalText(body: JsonObject, member: string, rule: TextRule = {}): string | undefined {
  const value = body[member];
  if (value === undefined || value === null) return undefined;
  // Assumption: the text for a member of another JSON type was not recorded.
  if (typeof value !== "string") return refuse("SerializationException", `${member} is not a string`);
  const name = spelled(member);
  if (value.length < 1) return refuseMember(name, value, "have length greater than or equal to 1");
  if (rule.max !== undefined && value.length > rule.max) {
    return refuseMember(name, value, `have length less than or equal to ${rule.max}`);
  }
  if (rule.pattern !== undefined && !rule.pattern.test(value)) {
    const source = rule.pattern.source.replace(/^\^|\$$/g, "");
    return refuseMember(name, value, `satisfy regular expression pattern: ${source}`);
  }
  return value;
}

/** The text of a member that must be there. */
export function requiredText(body: JsonObject, member: string, rule: TextRule = {}): string {
  return optionalText(body, member, rule) ?? refuseMember(spelled(member), undefined, "not be null");
}

/** A whole number between `min` and `max`, or `otherwise` where it is absent. */
export function wholeNumber(
  body: JsonObject,
  member: string,
  { min, max, otherwise }: { min: number; max: number; otherwise: number },
): number {
  const value = body[member];
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    return refuse("SerializationException", `${member} is not an integer`);
  }
  if (value > max) return refuseMember(spelled(member), value, `have value less than or equal to ${max}`);
  if (value < min) return refuseMember(spelled(member), value, `have value greater than or equal to ${min}`);
  return value;
}

/** A text out of a list of allowed ones, or undefined where it is absent. */
export function oneOf(body: JsonObject, member: string, allowed: readonly string[]): string | undefined {
  const value = optionalText(body, member);
  if (value === undefined || allowed.includes(value)) return value;
  return refuseMember(spelled(member), value, `satisfy enum value set: [${allowed.join(", ")}]`);
}

/** A list of texts; a missing member is an empty list. */
export function textList(body: JsonObject, member: string): string[] {
  const value = body[member] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== "string")) {
    return refuse("SerializationException", `${member} is not a list of strings`);
  }
  return [...value];
}

/** A JSON object, or an empty one. */
export function structure(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
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
