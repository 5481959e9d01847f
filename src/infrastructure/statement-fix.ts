/** The missing statement as a fix, in the language of the file. */
import { markedStatement, marks } from "../iac/parts.js";
import { renderSnippet } from "../iac/render.js";
import { partitionById } from "../key/arn.js";
import { parseRegion } from "../key/target.js";
import type { Fix } from "../problems/define.js";
import type { Problem } from "../problems/problem.js";
import type { FixLanguage, Keyed } from "./model.js";

/** Where the statement is missing, the whole of it is the fix; where one is nearly right, its own fix is better. */
const missing = new Set(["logs/missing", "logs/narrower"]);

export function statementFix(
  problem: Problem,
  { region, account }: Keyed,
  language: FixLanguage,
  where: string,
): Fix | undefined {
  const place = parseRegion(region);
  if (!missing.has(problem.code) || !place.ok) return undefined;
  const partition = partitionById(place.value.partition);
  const statement = markedStatement({ scope: "account", partition, region, account });
  const text = renderSnippet(language, { statement, form: "statement", partition: marks.partition });
  return { do: "write", where, language, text };
}
