/** The waivers of a manifest: their checks, keys, reasons and last days. Whether they hold, waivers.ts says. */
import { parseKeyIdentifier } from "../key/identifier.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import type { ManifestPart, Parts } from "./environments.js";
import type { WaiverFile } from "./schema.js";
import { isUnwaivable, reasonLength, short, waivable } from "./schema.js";
import { nearest, placeAt, pointerTo } from "./schema-problems.js";
import type { Waiver } from "./waivers.js";
import { isDay } from "./waivers.js";
import type { Read } from "./yaml.js";

/** @returns the waivers in the file's order, or every problem */
export function readWaivers({ waivers }: Parts, read: Read): Result<readonly Waiver[]> {
  const found: Waiver[] = [];
  const problems: Problem[] = [];
  const firstOf = new Map<string, string>();
  for (const part of waivers) {
    const waiver = readWaiver(part, read);
    if (!waiver.ok) problems.push(...waiver.problems);
    else {
      const { check, key, at } = waiver.value;
      const name = JSON.stringify([check, key.form === "arn" ? key.given : key.keyId]);
      const first = firstOf.get(name);
      if (first === undefined) firstOf.set(name, at);
      else problems.push(problem("manifest/waiver-twice", { check, first }, at));
      found.push(waiver.value);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : ok(found);
}

function readWaiver({ index, value }: ManifestPart<WaiverFile>, read: Read): Result<Waiver> {
  const { check, reason, expires } = value;
  const path = ["waivers", index];
  const key = parseKeyIdentifier(value.key);
  const at = (member: keyof WaiverFile) => placeAt([...path, member], read);
  const problems = [
    ...checkProblems(check, pointerTo([...path, "check"]), at("check")),
    ...(key.ok ? [] : key.problems.map((each) => ({ ...each, at: at("key") }))),
    ...reasonProblems(reason, pointerTo([...path, "reason"]), at("reason")),
    ...(isDay(expires)
      ? []
      : [
          problem(
            "manifest/waiver-date",
            { given: short(expires), pointer: pointerTo([...path, "expires"]) },
            at("expires"),
          ),
        ]),
  ];
  if (problems.length > 0 || !key.ok) return fail(...problems);
  return ok({ at: placeAt(path, read), check, key: key.value, reason, expires });
}

function checkProblems(check: string, to: string, at: string): readonly Problem[] {
  if (waivable.includes(check)) return [];
  if (isUnwaivable(check)) return [problem("manifest/waiver-certain", { check }, at)];
  const facts = {
    given: short(check),
    near: nearest(check, waivable),
    all: waivable.join(", "),
    pointer: to,
  };
  return [problem("manifest/waiver-check", facts, at)];
}

function reasonProblems(reason: string, to: string, at: string): readonly Problem[] {
  const length = /\S/.test(reason) ? [...reason].length : 0;
  const { least, most } = reasonLength;
  if (length >= least && length <= most) return [];
  return [problem("manifest/waiver-reason", { least, most, length, pointer: to }, at)];
}
