/** A YAML text read as one document. Its length and depth are bounded before anything is built of it, and it knows no manifest. */
import { Composer, type Document, Lexer, LineCounter, Parser } from "yaml";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { deepest, longestManifest, mostLexemes } from "./bounds.js";
import { type PlaceOf, plainValues, type Read } from "./plain-values.js";

/**
 * Reads a text.
 *
 * @param text untrusted, of any length
 * @param file its name, for the places
 */
export function readYaml(text: string, file: string): Parsed<Read> {
  if (text.length > longestManifest) {
    return refused(problem("manifest/too-long", { limit: longestManifest, of: "characters" }, file));
  }
  const lines = new LineCounter();
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const strange = strangeCharacter(text, file);
  if (strange !== undefined) return refused(strange);
  const documents = compose(text, lines, placeOf);
  if (!documents.ok) return documents;
  const [document, second] = documents.value;
  if (document === undefined) return refused(problem("manifest/empty", {}, file));
  const problems = [
    ...problemsOf(document, placeOf),
    ...(second === undefined ? [] : [another(second, placeOf)]),
  ];
  if (problems.length > 0) return { ok: false, problems };
  if (document.contents === null) return refused(problem("manifest/empty", {}, file));
  return plainValues(document.contents, placeOf);
}

/** What YAML calls printable (section 5.1), without U+FFFD: that stands for bytes that are no UTF-8. */
function strangeCharacter(text: string, file: string): Problem | undefined {
  const found = /[^\t\n\r\x20-\x7e\x85\u00a0-\ud7ff\ue000-\ufffc\u{10000}-\u{10ffff}]/u.exec(text);
  if (found === null) return undefined;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const before = text.slice(0, found.index).split("\n");
  const place = `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  return problem("manifest/characters", { found: `U+${code}` }, place);
}

/** The parser's own stack is watched, since what comes after it calls itself for each level. */
function compose(text: string, lines: LineCounter, placeOf: PlaceOf): Parsed<readonly Document.Parsed[]> {
  const parser = new Parser(lines.addNewLine);
  const tokens = [];
  let lexemes = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexemes > mostLexemes) {
      const facts = { limit: mostLexemes, of: "words and signs" };
      return refused(problem("manifest/too-long", facts, placeOf(parser.offset)));
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * deepest) {
      return refused(problem("manifest/too-deep", { limit: deepest }, placeOf(parser.offset)));
    }
  }
  for (const token of parser.end()) tokens.push(token);
  // Members that stand twice are looked for in plain-values.ts: the library's search takes quadratic time.
  const settings = { version: "1.2", schema: "core", uniqueKeys: false, merge: false } as const;
  const composer = new Composer({ ...settings, resolveKnownTags: false, prettyErrors: false });
  return parsed([...composer.compose(tokens, false, text.length)] as readonly Document.Parsed[]);
}

/** Tags are told of where the values are read; here only what is no YAML. */
function problemsOf({ errors, directives }: Document.Parsed, placeOf: PlaceOf): readonly Problem[] {
  const { explicit, version } = directives.yaml;
  const older = explicit === true && version !== "1.2";
  const reason = `%YAML ${version} is asked for; a manifest is YAML 1.2.`;
  return [
    ...(older ? [problem("manifest/yaml", { reason }, placeOf(0))] : []),
    ...errors.map((error) => inOurWords(error, placeOf)),
  ];
}

function inOurWords({ code, message, pos }: Document.Parsed["errors"][number], placeOf: PlaceOf): Problem {
  const place = placeOf(pos[0]);
  if (code === "TAB_AS_INDENT") return problem("manifest/tab", {}, place);
  return problem("manifest/yaml", { reason: `${message.slice(0, 200).replace(/\.$/, "")}.` }, place);
}

function another(document: Document.Parsed, placeOf: PlaceOf): Problem {
  const reason = "a second document begins here, and a manifest is one.";
  return problem("manifest/yaml", { reason }, placeOf(document.range[0]));
}
