/** Reads JSON that a stranger sent: names that stand twice in one object, which JSON.parse passes over, and how deep it is nested. */

/** Nothing that people write is deeper, and a printer that calls itself would not return from much more. */
const deepest = 100;

const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs;

/** @returns the value; undefined for what is no JSON, too deep, or has a name twice in one object */
export function readStrictJson(text: string): unknown {
  const open: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(tokens)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (colon !== undefined) {
      const names = open.at(-1);
      const name = token.slice(0, -colon.length);
      if (names?.has(decoded(name))) return undefined;
      names?.add(decoded(name));
    }
    if (open.length > deepest) return undefined;
  }
  return parsed(text);
}

/** One name can be spelled in several ways. */
function decoded(name: string): string {
  const text = parsed(name);
  return typeof text === "string" ? text : name;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
