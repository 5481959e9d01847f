/** The values that a plan marks sensitive, so that they can be kept out of every report. */
import { listOf, memberIn, objectOf, type PlanJson, textIn } from "./plan-json.js";

/** Shorter texts are parts of everything. */
const shortest = 3;

/** @returns the texts that are marked, the longest first */
export function secretsOf(plan: PlanJson): readonly string[] {
  const found = new Set<string>();
  const variables = memberIn(memberIn(plan["configuration"], "root_module"), "variables");
  for (const [name, declared] of Object.entries(objectOf(variables))) {
    if (memberIn(declared, "sensitive") === true)
      textsUnder(memberIn(memberIn(plan["variables"], name), "value"), found);
  }
  for (const item of listOf(plan["resource_changes"])) {
    const resource = objectOf(item);
    if (!/kms|mwaa/.test(textIn(resource["type"]) ?? "")) continue;
    const change = objectOf(resource["change"]);
    marked(change["after"], change["after_sensitive"], found);
    marked(change["before"], change["before_sensitive"], found);
  }
  return [...found].toSorted((one, other) => other.length - one.length);
}

function marked(value: unknown, mark: unknown, found: Set<string>): void {
  if (mark === true) {
    textsUnder(value, found);
    return;
  }
  if (Array.isArray(mark)) {
    for (const [index, each] of mark.entries()) marked(listOf(value)[index], each, found);
    return;
  }
  for (const [name, each] of Object.entries(objectOf(mark))) marked(memberIn(value, name), each, found);
}

function textsUnder(value: unknown, found: Set<string>): void {
  if (typeof value === "string" && value.length >= shortest) found.add(value);
  else if (Array.isArray(value)) for (const item of value) textsUnder(item, found);
  else for (const item of Object.values(objectOf(value))) textsUnder(item, found);
}
