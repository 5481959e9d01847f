/** `explain`: what the code of a problem means, what a check asks, or the list of either. */
import leven from "leven";
import { type Code, catalogue, codes, isCode } from "../../problems/catalogue.js";
import type { Entry } from "../../problems/define.js";
import { problem } from "../../problems/problem.js";
import { usageError } from "../../report/compose.js";
import type { Explanation, ReportParts } from "../../report/report.js";
import { permissionsText } from "./permissions.js";

export async function explain(asked: string | undefined): Promise<ReportParts> {
  if (asked === undefined) return explained(codes);
  if (isCode(asked)) return explained([asked]);
  if (asked === "permissions") return textOf(permissionsText());
  const { checkIds, checksText, checkText } = await import("./checks.js");
  const text = asked === "checks" ? checksText() : checkText(asked);
  if (text !== undefined) return textOf(text);
  const near = nearest(asked, [...checkIds, ...codes]);
  return usageError("explain", [problem("usage/code", { given: asked, near })]);
}

function explained(asked: readonly Code[]): ReportParts {
  const entries = asked.map(explanationOf);
  return { command: "explain", verdict: "done", body: { kind: "explanation", entries } };
}

function textOf(text: string): ReportParts {
  return { command: "explain", verdict: "done", body: { kind: "text", text } };
}

/** One code with its words, rendered with the example's facts. */
export function explanationOf(code: Code): Explanation {
  const words = catalogue[code] as unknown as Entry<unknown>;
  return {
    code,
    severity: words.severity,
    title: words.title,
    example: words.what(words.example),
    why: words.why,
    fix: words.fix(words.example),
    docs: words.docs,
  };
}

/** What was probably meant: a code's slug alone, a code or a check's id, each with a few letters off. */
function nearest(given: string, names: readonly string[]): string {
  const word = given.split("/").at(-1) ?? given;
  const near = names
    .map((name) => ({
      name,
      distance: Math.min(leven(given, name), leven(word, name.split("/").at(-1) ?? name)),
    }))
    .toSorted((one, other) => one.distance - other.distance)[0];
  return near !== undefined && near.distance <= Math.max(1, Math.floor(word.length / 4)) ? near.name : "";
}
