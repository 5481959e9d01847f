/**
 * The modules of the program as functions: each file of src/ by itself, and the packages that they import, bundled with what
 * is used of them. What a module imports, be it a file, a package or a part of Node.js, is loaded at its first use.
 *
 * In the code `$m` holds all modules by id, and `$e` the exports of a bundled package.
 */
import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { posix } from "node:path";
import { build, transform } from "esbuild";
import { patches } from "./patches.mjs";

const shape = {
  platform: "node",
  target: "node20.19",
  // Identifiers stay: the SDK compares names of its own classes at run time.
  minifySyntax: true,
  minifyWhitespace: true,
  // One byte a character, which V8 reads without decoding.
  charset: "ascii",
  legalComments: "none",
};
/** vm.Script takes no `import()`. */
const asCommonJs = { ...shape, format: "cjs", supported: { "dynamic-import": false } };
const builtins = new Set(builtinModules);

export const isBuiltin = (name) => builtins.has(name.replace(/^node:/, ""));
const isOurs = (name) => /^(src|schema)\//.test(name);
const isPackage = (name) => !isOurs(name) && !name.startsWith("packages/") && !isBuiltin(name);

/**
 * @param entry the file from which all others are reached
 * @returns the modules by name (`src/main.ts`, `commander`, `packages/chunk-X.js`), and every file that was read
 */
export async function readModules(entry) {
  const modules = new Map();
  const used = new Map();
  const paths = [entry];
  for (const path of paths) {
    if (modules.has(path)) continue;
    const module = await readSource(path);
    modules.set(path, module);
    for (const { name, members } of module.imports) {
      if (isOurs(name)) paths.push(name);
      if (isPackage(name)) used.set(name, new Set([...(used.get(name) ?? []), ...members]));
    }
  }
  const { chunks, inputs } = await bundlePackages(used);
  for (const [name, module] of chunks) modules.set(name, module);
  return { modules, inputs: [...paths, ...inputs] };
}

async function readSource(path) {
  const text = await readFile(path, "utf8");
  if (path.endsWith(".json")) return asData(text);
  // Exports are copied when a module has run.
  if (/^export (let|var)\b/m.test(text)) throw new Error(`${path} exports a variable`);
  const { code, map } = await transform(text, {
    ...asCommonJs,
    loader: "ts",
    sourcemap: "external",
    sourcesContent: false,
  });
  const folder = posix.dirname(path);
  const resolve = (name) => (name.startsWith(".") ? posix.join(folder, name).replace(/\.js$/, ".ts") : name);
  return { ...asModule(code, resolve), map: { ...JSON.parse(map), sources: [path] } };
}

/** A JSON file, as `import x from` sees it. */
function asData(text) {
  const value = `JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(text)))})`;
  const map = { version: 3, sources: [], mappings: "" };
  return { body: "", bodyStart: 0, exports: [{ name: "default", value }], imports: [], resolve: String, map };
}

async function bundlePackages(used) {
  const names = [...used.keys()].sort();
  const fileOf = (name) => name.replaceAll(/[@/]/g, "_");
  const { outputFiles, metafile } = await build({
    ...shape,
    entryPoints: Object.fromEntries(names.map((name) => [fileOf(name), `entry:${name}`])),
    outdir: "packages",
    bundle: true,
    splitting: true,
    format: "esm",
    metafile: true,
    write: false,
    // The SDK's packages carry their ES modules under "module"; without it the CommonJS ones are bundled, which start slower.
    mainFields: ["module", "main"],
    logLevel: "warning",
    plugins: [entries(used), patches],
  });
  const chunks = new Map();
  for (const { path, text } of outputFiles) {
    const file = posix.relative(process.cwd(), path);
    const { code } = await transform(text, asCommonJs);
    const name = (path) => names.find((name) => path === `packages/${fileOf(name)}.js`) ?? path;
    const resolve = (to) => (to.startsWith(".") ? name(posix.join(posix.dirname(file), to)) : to);
    chunks.set(name(file), asModule(code, resolve));
  }
  return { chunks, inputs: Object.keys(metafile.inputs) };
}

/** A module for each package, which exports what is used of it. */
function entries(used) {
  return {
    name: "entries",
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^entry:/ }, ({ path }) => ({ path: path.slice(6), namespace: "entry" }));
      onLoad({ filter: /.*/, namespace: "entry" }, ({ path }) => ({
        contents: `export{${[...used.get(path)].sort().join()}}from${JSON.stringify(path)};`,
        resolveDir: process.cwd(),
      }));
    },
  };
}

const exporting =
  /^var stdin_exports=\{\};(?:__export\(stdin_exports,\{([\s\S]*?)\}\);)?module\.exports=__toCommonJS\(stdin_exports\);/;
const required = /^(?:(?:var |,)([\w$]+)=)?(?:(__toESM\()?require\("([^"]+)"\)(?:,1)?\)?)(?=[,;])/;
const later =
  /(?:(?:let|const|var) ?\{([^}]*)\}=await )?Promise\.resolve\(\)\.then\(\(\)=>(__toESM\(require\("([^"]+)"\)\))/g;

/** Reads what esbuild makes of a module: its helpers, its exports, its imports, and then its body. */
function asModule(code, resolve) {
  const start = code.search(/var stdin_exports=\{\};|var import_\w+=|var \w+=__toESM\(require/);
  if (start < 0) throw new Error(`neither exports nor imports: ${code.slice(-200)}`);
  let rest = code.slice(start);
  const exports = [];
  const exported = exporting.exec(rest);
  if (exported !== null) {
    rest = rest.slice(exported[0].length);
    for (const part of exported[1]?.split(",") ?? []) {
      const [name, value] = part.split(":()=>");
      exports.push({ name, value });
    }
  }
  const imports = [];
  for (let found = required.exec(rest); found !== null; found = required.exec(rest)) {
    const [all, variable, isWhole, name] = found;
    imports.push({ name: resolve(name), variable, isWhole: isWhole !== undefined, members: [] });
    rest = rest.slice(all.length);
    if (rest.startsWith(";")) rest = rest.slice(1);
  }
  const bodyStart = code.length - rest.length;
  // esbuild puts a package's own variables into the same list.
  if (rest.startsWith(",")) rest = `var ${rest.slice(1)}`;
  rest = rest.replace(/0&&\(module\.exports=\{[^}]*\}\);?\s*$/, "");
  const whole = `${exports.map(({ value }) => value).join()};${rest}`;
  for (const each of imports) {
    if (each.variable === undefined) continue;
    const uses = whole.matchAll(new RegExp(`${wordOf(each.variable).source}\\.([\\w$]+)`, "g"));
    each.members = [...new Set([...uses].map(([, member]) => member))];
  }
  for (const [, members = "", , name] of rest.matchAll(later)) {
    const names = members.split(",").map((each) => each.split(":")[0].trim());
    imports.push({ name: resolve(name), isLater: true, isWhole: true, members: names.filter(Boolean) });
  }
  return { body: rest, bodyStart, exports, imports, resolve };
}

/** A variable by itself: no part of a longer name and no member of something; it may be spread. */
export function wordOf(variable) {
  return new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${variable.replaceAll("$", "\\$")}(?![\\w$])`, "g");
}
