/** Untrusted text made fit for a terminal: whatever could move the cursor, change colours or reorder letters is spelled out. */

/** Controls, format characters (bidirectional marks, zero width), surrogates, unassigned, invisible; line separators. */
const unsafe = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** @returns the text with each unsafe character written as `\u{…}`; one line stays one line */
export function escapeControls(text: string): string {
  return text.replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same but the line ends that indented JSON is full of: megabytes of it have nothing to replace, as a rule. */
const unsafeInJson = /(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** JSON text in which the same characters are escaped: still the same JSON value, and safe to show. */
export function printableJson(json: string): string {
  return json.replace(unsafeInJson, (character) => {
    const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}

/** @returns one printable line of at most `most` UTF-16 units and the sign that it was cut */
export function bounded(text: string, most: number): string {
  // Cut first as well: a text of megabytes need not be made printable to its end.
  const shown = escapeControls(text.slice(0, most + 1));
  if (shown.length <= most) return shown;
  const cut = shown.slice(0, most);
  // A surrogate pair is never halved: half of one is not well-formed text.
  return `${cut.replace(/[\uD800-\uDBFF]$/, "")} … (cut)`;
}

const page = /^https:\/\/(?:docs\.aws\.amazon\.com|repost\.aws)\/[\w./#?=-]*$/;

/** @returns whether an address is one of AWS's pages, and nothing more */
export function isAwsPage(address: string): boolean {
  return page.test(address) && address.split("#").length <= 2;
}

/**
 * JSON in lines, safe to show: a value on one line if it fits, else its parts, and the parts of a list filled into lines.
 *
 * @param width the columns of a line
 */
export function filledJson(value: unknown, width: number): readonly string[] {
  return filled(value, "", "", width).map(printableJson);
}

function filled(value: unknown, indent: string, before: string, width: number): readonly string[] {
  const whole = `${indent}${before}${oneLine(value)}`;
  const isStatement = indent === "" && typeof value === "object" && value !== null;
  if (typeof value !== "object" || value === null || (whole.length <= width && !isStatement)) return [whole];
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== "object" || item === null);
    const items = isPlain
      ? filledItems(
          value.map((item) => JSON.stringify(item)),
          inner,
          width,
        )
      : withCommas(value.map((item) => filled(item, inner, "", width)));
    return [`${indent}${before}[`, ...items, `${indent}]`];
  }
  const members = Object.entries(value).map(([name, member]) =>
    filled(member, inner, `${JSON.stringify(name)}: `, width),
  );
  return [`${indent}${before}{`, ...withCommas(members), `${indent}}`];
}

function oneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.map(oneLine).join(", ")}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${oneLine(member)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function filledItems(items: readonly string[], indent: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  items.forEach((item, index) => {
    const part = index === items.length - 1 ? item : `${item},`;
    if (line !== "" && indent.length + line.length + 1 + part.length > width) {
      lines.push(indent + line);
      line = part;
    } else {
      line = line === "" ? part : `${line} ${part}`;
    }
  });
  return [...lines, indent + line];
}

function withCommas(parts: readonly (readonly string[])[]): readonly string[] {
  return parts.flatMap((lines, index) =>
    index === parts.length - 1 ? lines : [...lines.slice(0, -1), `${lines.at(-1) ?? ""},`],
  );
}
