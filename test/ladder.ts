/** The rule of imports: the order of the folders, and what each may use from outside. It reads text and runs nothing. */
import { posix } from "node:path";

/** The folders, lowest first: a file imports from its own folder and from those before it. */
export const ladder = [
  "problems",
  "key",
  "policy",
  "grants",
  "checks",
  "manifest",
  "iac",
  "infrastructure",
  "plan",
  "report",
  "reporters",
  "platform",
  "aws",
  "session",
  "apply",
  "fleet",
  "commands",
  "cli",
] as const;

/** The same rule inside two folders. "" is the folder itself; names in one list do not see each other. */
const inside: { readonly [folder: string]: readonly (readonly string[])[] } = {
  policy: [["document"], ["evaluate"], ["diff"], ["change"], ["hints"], [""]],
  reporters: [["text"], ["view"], ["terminal", "markdown", "html", "ci"], [""]],
};

/** A page lays out a view and adds no words of its own: it sees the view's types, and how text is escaped. */
const page = /^reporters\/(terminal|markdown|html)\//;
const pageMayImport = new Set(["reporters/text.js", "reporters/view/view.js"]);

const pure = new Set<string>(ladder.slice(0, ladder.indexOf("reporters") + 1));

/** Loads the reporter that is asked for, and so waits. */
const loader = "reporters/index.ts";

/** What the pure folders may import from outside, and why it is pure. */
const harmless = new Set(["zod", "chalk", "jsonc-parser", "yaml", "leven"]);

/** Names that use a clock, the process or the network, or that wait. */
const impure =
  /\b(?:process\.|Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|fetch\(|async |await |Promise\b|globalThis)/;

/** Files beside the folders: two that start the program, and two that all may import and that import nothing of ours. */
const entries = new Set(["main.ts", "index.ts"]);
/** The published form of a report, and the one file that reads reports back. */
const reportSchema = ["../schema/report.schema.json", "commands/report/read-report.ts"];
const shared = new Set(["choices.js", "version.js"]);

/** The files that may start the sandbox. */
const sandboxUsers = /^(?:session\/sandbox|commands\/sandbox\/\w+)\.ts$/;

/** `import … from "x"`, `export … from "x"` and `import "x"` at the beginning of a line; `import("x")` anywhere. */
const imported = /^(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

/**
 * Checks one file.
 *
 * @param path below src/, with slashes: `policy/evaluate/evaluate.ts`
 * @param text its source
 * @returns a sentence for each import or name that breaks the rule
 */
export function breaches(path: string, text: string): readonly string[] {
  const code = withoutComments(text);
  const folder = folderOf(path);
  const wrong = importsOf(code).flatMap((specifier) => wrongImport(path, folder, specifier));
  const isPure = pure.has(folder) && path !== loader;
  const word = isPure ? impure.exec(withoutTexts(code)) : null;
  return word === null ? wrong : [...wrong, `${path} is pure, and uses "${word[0].trim()}"`];
}

function importsOf(code: string): readonly string[] {
  return [...code.matchAll(imported)].map((match) => match[1] ?? match[2] ?? "");
}

function folderOf(path: string): string {
  return path.includes("/") ? (path.split("/")[0] ?? "") : "";
}

/**
 * Finds files that import each other in a circle, types included.
 *
 * @param files the sources by path below src/
 * @returns one circle, from a file round to itself; empty where there is none
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
  const to = folderOf(target);
  if (target === reportSchema[0] && path === reportSchema[1]) return [];
  if (shared.has(path.replace(/\.ts$/, ".js")))
    return [`${path} imports ${target}: all import it, so it imports nothing`];
  if (shared.has(target) && folder !== "sandbox") return [];
  if (folder === "sandbox")
    return to === folder ? [] : [`${path} imports ${target}: the sandbox imports nothing of ours`];
  if (to === "sandbox")
    return sandboxUsers.test(path) ? [] : [`${path} imports ${target}: only --sandbox may`];
  const reporter = page.exec(path)?.[0];
  if (reporter !== undefined && !target.startsWith(reporter) && !pageMayImport.has(target))
    return [`${path} imports ${target}: a page knows the view alone`];
  if (folder === "") return entries.has(path) ? [] : [`${path} is in no folder`];
  if (to === "") return [`${path} imports ${target} from the top`];
  if (to === folder) return wrongInside(path, folder, target);
  const [from, at] = [ladder.indexOf(folder as never), ladder.indexOf(to as never)];
  if (from < 0) return [`${path} is in no folder of the ladder`];
  return at >= 0 && at < from ? [] : [`${path} imports ${target}, which is not before it`];
}

function wrongInside(path: string, folder: string, target: string): readonly string[] {
  const order = inside[folder];
  if (order === undefined) return [];
  const part = (each: string) => {
    const rest = each.slice(folder.length + 1);
    const name = rest.includes("/") ? (rest.split("/")[0] ?? "") : rest.replace(/\.[jt]s$/, "");
    return order.flat().includes(name) ? name : "";
  };
  const [from, to] = [part(path), part(target)];
  const at = (name: string) => order.findIndex((names) => names.includes(name));
  return from === to || at(to) < at(from)
    ? []
    : [`${path} imports ${target}, which is not before it in ${folder}/`];
}

function wrongPackage(path: string, folder: string, specifier: string): readonly string[] {
  const isSdk = /^@(aws-sdk|smithy)\//.test(specifier);
  if (isSdk && folder !== "aws") return [`${path} imports ${specifier}: only aws/ knows the SDK`];
  if (folder === "sandbox" && !specifier.startsWith("node:"))
    return [`${path} imports ${specifier}: the sandbox has node: alone`];
  if (specifier === "commander" && folder !== "cli" && path !== "main.ts") {
    return [`${path} imports commander: only cli/ and main.ts read the command line`];
  }
  if (specifier === "chalk" && path !== "reporters/terminal/layout.ts") {
    return [`${path} imports chalk: only reporters/terminal/layout.ts does`];
  }
  if (!pure.has(folder) || harmless.has(specifier)) return [];
  return [`${path} is pure, and imports ${specifier}`];
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/[^\n]*/g, "$1");
}

/** A sentence may name a process or a promise. */
function withoutTexts(code: string): string {
  return code.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""').replaceAll(/`(?:[^`\\]|\\.)*`/g, "``");
}
