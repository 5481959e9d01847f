/** Plain data as AWS's XML. Knows no service. */
import type { JsonObject } from "./model.js";

/** The members as elements, lists as `<member>`s of theirs; a member `#text` is the element's own text. */
export function xml(value: JsonObject): string {
  return Object.entries(value)
    .map(([name, item]) => (name === "#text" ? escapeXml(String(item)) : `<${name}>${inner(item)}</${name}>`))
    .join("");
}

function inner(item: unknown): string {
  if (Array.isArray(item)) return item.map((one) => `<member>${inner(one)}</member>`).join("");
  return typeof item === "object" && item !== null ? xml(item as JsonObject) : escapeXml(String(item));
}

function escapeXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}
