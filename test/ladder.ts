/** The order of the folders and what the pure ones may use, held against imports. It reads text and runs nothing. */
import { posix } from "node:path";

/** The ladder, lowest first: a file imports from its own folder and from those before it. */
export const ladder = [
  "problem",
  "key",
  "policy",
  "grants",
  "readiness",
  "manifest",
  "plan",
  "iac",
  "infrastructure",
  "report",
  "views",
  "host",
  "aws",
  "flows",
  "commands",
] as const;

const pure = new Set<string>(ladder.slice(0, ladder.indexOf("views") + 1));

/** What the pure folders may import from outside, and why it is pure. */
const harmless = new Set(["zod", "chalk", "jsonc-parser", "yaml", "leven"]);

/** Words that reach for a clock, the process or the network, or that wait. */
const impure =
  /\b(?:process\.|Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|fetch\(|async |await |Promise\b|globalThis)/;

/** Files at the top that tie all folders together, and the sandbox, which stands apart. */
const top = new Set([
  ...["main.ts", "progress.ts", "run.ts", "deliver.ts", "deliver-pipeline.ts", "show.ts", "formats.ts"],
  ...["index.ts", "version.ts"],
]);

/** Who may start the sandbox. */
const maySandbox = new Set(
  ["", "-background", "-faults", "-run", "-shell"].map((part) => `commands/sandbox${part}.ts`),
);

/** `import … from "x"`, `export … from "x"` and `import "x"` at the beginning of a line; `import("x")` anywhere. */
const imported = /^(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

/**
 * Judges one file.
 *
 * @param path below src/, with slashes: `policy/evaluate.ts`
 * @param text its source
 * @returns a sentence for each import or word that breaks the ladder
 */
export function breaches(path: string, text: string): readonly string[] {
  const code = withoutComments(text);
  const imports = importsOf(code);
  const folder = path.includes("/") ? (path.split("/")[0] ?? "") : "";
  const wrong = imports.flatMap((specifier) => wrongImport(path, folder, specifier));
  const word = pure.has(folder) ? impure.exec(withoutTexts(code)) : null;
  return word === null ? wrong : [...wrong, `${path} is pure, and uses "${word[0].trim()}"`];
}

function importsOf(code: string): readonly string[] {
  return [...code.matchAll(imported)].map((match) => match[1] ?? match[2] ?? "");
}

/**
 * Finds files that import each other in a loop, types too: a loop is a knot that no reader can enter from below.
 *
 * @param files the sources by path below src/
 * @returns one loop, from a file round to itself; empty where there is none
 */
export function circle(files: ReadonlyMap<string, string>): readonly string[] {
  const targets = new Map(
    [...files].map(([path, text]) => {
      const own = importsOf(withoutComments(text)).filter((specifier) => specifier.startsWith("."));
      return [
        path,
        own.map((each) => posix.join(posix.dirname(path), each).replace(/\.js$/, ".ts")),
      ] as const;
    }),
  );
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): readonly string[] => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const target of targets.get(path) ?? []) {
      const found = walk(target, [...way, path]);
      if (found.length > 0) return found;
    }
    done.add(path);
    return [];
  };
  for (const path of targets.keys()) {
    const found = walk(path, []);
    if (found.length > 0) return found;
  }
  return [];
}

function wrongImport(path: string, folder: string, specifier: string): readonly string[] {
  if (!specifier.startsWith(".")) return wrongPackage(path, folder, specifier);
  const target = posix.join(posix.dirname(path), specifier);
  const to = target.includes("/") ? (target.split("/")[0] ?? "") : "";
  if (to === folder) return [];
  if (folder === "sandbox") return [`${path} imports ${target}: the sandbox imports nothing of ours`];
  if (to === "sandbox") {
    return maySandbox.has(path) ? [] : [`${path} imports ${target}: only --sandbox may`];
  }
  if (folder === "" && top.has(path)) return [];
  if (to === "")
    return target === "version.js" || isTypeOfShow(path, target)
      ? []
      : [`${path} imports ${target} from the top`];
  const [from, at] = [ladder.indexOf(folder as never), ladder.indexOf(to as never)];
  if (from < 0) return [`${path} stands in no folder of the ladder`];
  return at >= 0 && at < from ? [] : [`${path} imports ${target}, which is not before it`];
}

/** The table of verbs hands main's settings on; it takes their type and no code. */
function isTypeOfShow(path: string, target: string): boolean {
  return path === "commands/program.ts" && target === "show.js";
}

function wrongPackage(path: string, folder: string, specifier: string): readonly string[] {
  const isSdk = /^@(aws-sdk|smithy)\//.test(specifier);
  if (isSdk && folder !== "aws") return [`${path} imports ${specifier}: only aws/ knows the SDK`];
  if (folder === "sandbox" && !specifier.startsWith("node:"))
    return [`${path} imports ${specifier}: the sandbox has node: alone`];
  if (specifier === "commander" && folder !== "commands" && path !== "main.ts") {
    return [`${path} imports commander: only commands/ and main.ts read the command line`];
  }
  if (!pure.has(folder) || harmless.has(specifier)) return [];
  return [`${path} is pure, and imports ${specifier}`];
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/[^\n]*/g, "$1");
}

/** Sentences about processes and promises are no use of them. */
function withoutTexts(code: string): string {
  return code.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""').replaceAll(/`(?:[^`\\]|\\.)*`/g, "``");
}
