/** How deep a text of JSON is nested. Knows no policy. */

/** No policy that means anything is deeper, and what prints a policy calls itself for each level. */
const deepest = 100;

export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    if (depth > deepest) return true;
  }
  return false;
}
