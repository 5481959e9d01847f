/** Which characters of a policy KMS does not take, and in which statement. It reads the text alone, and no meaning. */
import { type Problem, problem } from "../problem/problem.js";
import type { PolicyDocument, StatementSource } from "./document.js";
import { type Find, gather } from "./lint-find.js";
import { statementTitle } from "./title.js";

/**
 * @returns a problem for each first character of a statement that is outside tab, line feed, carriage return and U+0020 to
 * U+00FF, and one for the rest of the document (source: PolicyType in the KMS API model)
 */
export function lintCharacters(document: PolicyDocument): readonly Problem[] {
  const { text, statements } = document;
  const inside = gather(statements.flatMap((source) => findIn(source)));
  const ends = [0, ...statements.map((source) => source.end)];
  const outside = ends.map((end, index) => text.slice(end, statements[index]?.start)).join("");
  const found = charactersOf(outside);
  if (found === undefined) return inside;
  const where = "The key policy, outside its statements,";
  return [...inside, problem("lint/characters", { where, ...found, more: "" })];
}

function findIn(source: StatementSource): readonly Find[] {
  const found = charactersOf(source.text);
  if (found === undefined) return [];
  const { pointer } = source;
  const where = statementTitle(source);
  return [
    {
      ...{ kind: "characters", detail: found.character, source, pointer },
      make: ({ more }) => problem("lint/characters", { where, ...found, more }, pointer),
    },
  ];
}

function charactersOf(text: string): { readonly character: string; readonly count: number } | undefined {
  const [first, ...others] = text.match(/[^\t\n\r -\u00ff]/gu) ?? [];
  if (first === undefined) return undefined;
  const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const shown = /[\p{L}\p{P}\p{S}]/u.test(first) ? ` (${first})` : "";
  return { character: `U+${code}${shown}`, count: 1 + others.length };
}
