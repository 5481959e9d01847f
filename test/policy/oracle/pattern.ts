/** Texts of a policy: wildcards, policy variables, ARN parts. Page: reference_policies_variables.html. */
import { isMultivalued } from "./keys.js";
import type { Context } from "./request.js";
import { agree, type Truth, type Undecided, undecided } from "./truth.js";

/** A pattern is a list of characters, each either itself or a wildcard. */
export type Pattern = readonly ({ readonly is: string } | "any" | "one")[];

/** A variable whose key has no value: "There is no equal or like value". */
export type NoValue = "no value";

export function plainPattern(text: string): Pattern {
  return [...text].map((is) => (is === "*" ? "any" : is === "?" ? "one" : { is }));
}

const variable = /^([^\s,'{}$*?]+:[^\s,'{}$*?]+)(?:, '([^']*)')?$/;

/** Puts values in the place of variables. Only policies of 2012-10-17 have variables, in others they are text. */
export function expand(text: string, hasVariables: boolean, context: Context): Pattern | NoValue | Undecided {
  if (!hasVariables || !text.includes("${")) return plainPattern(text);
  const pattern: Pattern[number][] = [];
  let rest = text;
  for (;;) {
    const start = rest.indexOf("${");
    if (start < 0) return [...pattern, ...plainPattern(rest)];
    const end = rest.indexOf("}", start);
    if (end < 0) return undecided("a variable without a closing brace");
    pattern.push(...plainPattern(rest.slice(0, start)));
    const inside = rest.slice(start + 2, end);
    rest = rest.slice(end + 1);
    if (inside === "*" || inside === "?" || inside === "$") {
      pattern.push({ is: inside });
      continue;
    }
    const [, key, fallback] = variable.exec(inside) ?? [];
    if (key === undefined) return undecided(`\${${inside}} is not a form of variable that the page has`);
    if (isMultivalued(key.toLowerCase())) return undecided("a multivalued key cannot be a variable");
    const value = context[key.toLowerCase()]?.[0] ?? fallback;
    if (value === undefined) return "no value";
    if (/[*?]/.test(value)) return undecided("a wildcard inside the value of a variable");
    pattern.push(...[...value].map((is) => ({ is })));
  }
}

/** The text with its wildcards taken as characters, for the operators that know none. */
export function literal(pattern: Pattern): string {
  return pattern.map((part) => (part === "any" ? "*" : part === "one" ? "?" : part.is)).join("");
}

/** Whether the whole of the value fits the pattern. */
export function fits(pattern: Pattern, value: string): boolean {
  const characters = [...value];
  let reached = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part === "any") for (let to = at; to <= characters.length; to++) next.add(to);
      else if (at < characters.length && (part === "one" || part.is === characters[at])) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(characters.length);
}

const ascii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const unicode = (text: string): string => text.toUpperCase().toLowerCase().normalize("NFC");

/** Equal but for case. AWS shows this for ASCII letters only; where other letters would matter, it is silent. */
export function equalButForCase(one: string, other: string): Truth {
  return agree(
    ascii(one) === ascii(other),
    unicode(one) === unicode(other),
    "letters outside ASCII that differ in case",
  );
}

export function fitsButForCase(pattern: string, value: string): Truth {
  const fold = (change: (text: string) => string) => fits(plainPattern(change(pattern)), change(value));
  return agree(fold(ascii), fold(unicode), "letters outside ASCII that differ in case");
}

/** The six parts of an ARN; the sixth keeps its colons. */
export function arnParts(pattern: Pattern): readonly Pattern[] | undefined {
  const parts: Pattern[number][][] = [[]];
  for (const part of pattern) {
    if (typeof part === "object" && part.is === ":" && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(part);
  }
  return parts.length === 6 ? parts : undefined;
}

export function arnTexts(value: string): readonly string[] | undefined {
  const parts = value.split(":");
  if (parts.length < 6 || parts[0] !== "arn") return undefined;
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
