/** Policy variables, `${aws:SourceAccount}`: where a value has them, and what they become. It knows no operator. */
import type { KeyFact } from "./context/lookup.js";
import { multivalued } from "./context/row.js";
import { literal, type Shape, wildcards } from "./match.js";
import { lower } from "./wildcard.js";

/** A value of a policy, cut at its variables. */
export type Template = readonly (Shape | { readonly key: string; readonly otherwise?: string })[];

/** The variables that stand for a wildcard character itself. */
const characters = new Set(["*", "?", "$"]);

/**
 * Cuts a value at its variables. `${*}`, `${?}` and `${$}` become the character, which then is no wildcard.
 *
 * @param value as the policy has it
 * @param wild whether `*` and `?` outside variables are wildcards
 * @param version the policy's Version: only 2012-10-17 has variables; in 2008-10-17, `${` is text
 * @returns undefined where a `${` is not closed: no such variable is documented
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readTemplate(
  value: string,
  wild: boolean,
  version: string | undefined,
): Template | undefined {
  const shape = wild ? wildcards : literal;
  if (version !== "2012-10-17") return [shape(value)];
  const template: (Shape | { key: string; otherwise?: string })[] = [];
  let at = 0;
  for (let start = value.indexOf("${"); start >= 0; start = value.indexOf("${", at)) {
    const end = value.indexOf("}", start);
    if (end < 0) return undefined;
    template.push(shape(value.slice(at, start)), readVariable(value.slice(start + 2, end)));
    at = end + 1;
  }
  return [...template, shape(value.slice(at))];
}

/** `key` or `key, 'default'`. */
function readVariable(inside: string): Shape | { key: string; otherwise?: string } {
  if (characters.has(inside)) return literal(inside);
  const comma = inside.indexOf(",");
  if (comma < 0) return { key: inside.trim() };
  const otherwise = /^\s*'(.*)'\s*$/.exec(inside.slice(comma + 1))?.[1];
  return { key: inside.slice(0, comma).trim(), ...(otherwise === undefined ? {} : { otherwise }) };
}

/** @returns the condition keys that templates name, each once */
export function variablesOf(templates: readonly (Template | undefined)[]): readonly string[] {
  const keys = templates.flatMap((template) =>
    (template ?? []).flatMap((part) => ("key" in part ? [part.key] : [])),
  );
  return [...new Set(keys)];
}

/** A pattern; or why there is none: no value, a value of AWS's own, or a value that cannot be known. */
export type Filled = Shape | "none" | "foreign" | "unknown";

/**
 * Puts the request's values into a template.
 *
 * @param look how a condition key stands in the request
 * @returns the pattern; `none` where a variable has no value (nothing equals it); `foreign` where only another value of AWS's own
 * can equal it; `unknown` where its value cannot be known
 */
export function fillTemplate(template: Template, look: (key: string) => KeyFact): Filled {
  const [first, ...others] = template;
  if (first !== undefined && others.length === 0 && !("key" in first)) return first;
  const filled: number[] = [];
  for (const part of template) {
    const shape = "key" in part ? replacementOf(part, look(part.key)) : part;
    if (typeof shape === "string") return shape;
    for (const code of shape) filled.push(code);
  }
  return filled;
}

function replacementOf(variable: { key: string; otherwise?: string }, fact: KeyFact): Filled {
  // A key that can have several values cannot be a variable.
  if (multivalued.has(lower(variable.key))) return "unknown";
  const [only, ...others] = fact.alternatives;
  const isForeign = fact.alternatives.every((each) => each.is === "absent" || each.is === "foreign");
  if (isForeign && fact.alternatives.some((each) => each.is === "foreign"))
    return variable.otherwise === undefined ? "foreign" : "unknown";
  if (only === undefined || others.length > 0) return "unknown";
  if (only.is === "absent") return variable.otherwise === undefined ? "none" : literal(variable.otherwise);
  const [text, ...more] = only.is === "texts" && !only.more ? only.texts : [];
  if (text === undefined || more.length > 0 || text.shape !== undefined) return "unknown";
  return literal(text.examples[0] ?? "");
}
