/** `explain`: what the code of a problem means, or the list of all codes. */
import leven from "leven";
import { type Code, catalogue, codes, isCode } from "../problem/catalogue.js";
import type { Entry } from "../problem/entry.js";
import { problem } from "../problem/problem.js";
import { askedWrongly } from "../report/compose.js";
import type { Explanation, ReportParts } from "../report/report.js";
import { permissionsText } from "./permissions.js";

export async function explain(code: string | undefined): Promise<ReportParts> {
  if (code === "permissions") {
    return { command: "explain", verdict: "done", body: { kind: "text", text: permissionsText() } };
  }
  if (code !== undefined && !isCode(code)) {
    return askedWrongly("explain", [problem("usage/code", { given: code, near: nearest(code) })]);
  }
  const entries = code === undefined ? codes.map(explanationOf) : [explanationOf(code)];
  return { command: "explain", verdict: "done", body: { kind: "explanation", entries } };
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

/** The code that was probably meant: its slug alone, or either with a few letters off. */
function nearest(given: string): string {
  const word = given.split("/").at(-1) ?? given;
  const near = codes
    .map((code) => ({
      code,
      distance: Math.min(leven(given, code), leven(word, code.split("/").at(-1) ?? code)),
    }))
    .toSorted((one, other) => one.distance - other.distance)[0];
  return near !== undefined && near.distance <= Math.max(1, Math.floor(word.length / 4)) ? near.code : "";
}
