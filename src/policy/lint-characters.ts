/** Which characters of a policy KMS does not take, and in which statement. It reads the text alone, and no meaning. */
import { type Problem, problem } from "../problem/problem.js";
import type { PolicyDocument } from "./document.js";
import { statementTitle } from "./title.js";

/**
 * @returns one problem for each statement with characters outside tab, line feed, carriage return and U+0020 to
 * U+00FF, and one for the rest of the document (source: PolicyType in the KMS API model)
 */
export function lintCharacters(document: PolicyDocument): readonly Problem[] {
  const { text, statements } = document;
  const inside = statements.flatMap((source) => report(source.text, statementTitle(source), source.pointer));
  const ends = [0, ...statements.map((source) => source.end)];
  const outside = ends.map((end, index) => text.slice(end, statements[index]?.start)).join("");
  return [...inside, ...report(outside, "The key policy, outside its statements,", undefined)];
}

function report(text: string, where: string, at: string | undefined): readonly Problem[] {
  const [first, ...more] = text.match(/[^\t\n\r -\u00ff]/gu) ?? [];
  if (first === undefined) return [];
  const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const shown = /[\p{L}\p{P}\p{S}]/u.test(first) ? ` (${first})` : "";
  return [problem("lint/characters", { where, character: `U+${code}${shown}`, count: 1 + more.length }, at)];
}
