/**
 * Gathers the modules into a few files by what a verb needs, so that a verb reads few files and none of them for nothing.
 * Each pack is a CommonJS module that exports a function: it hands every module, still unevaluated, to the loader in bin/.
 */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { evaluatedModules } from "./evaluated.mjs";
import { isBuiltin, readModules, wordOf } from "./modules.mjs";
import { shiftFirstLine } from "./source-map.mjs";

/** What these files import is of no use to the packs of other verbs, though it is evaluated in the same run. */
const apart = ["src/session/sandbox.ts"];

/** @returns every file that was read */
export async function buildPacks(entry, folder) {
  const { modules, inputs } = await readModules(entry);
  const evaluated = await evaluatedModules((draft, before) => write(draft, modules, {}, entry, before));
  await write(folder, modules, evaluated, entry);
  return inputs;
}

async function write(folder, modules, evaluated, entry, before = () => "") {
  const packs = gather(modules, evaluated, entry);
  const ids = nameModules(packs);
  await mkdir(folder, { recursive: true });
  const digest = createHash("sha256");
  for (const { file, names } of packs) {
    const { text, map } = packOf(names, modules, ids, before);
    digest.update(text);
    await writeFile(`${folder}/${file}`, text);
    if (map !== undefined) await writeFile(`${folder}/${file}.map`, map);
  }
  const files = Object.fromEntries(packs.map(({ letters, file }) => [letters, file]));
  const index = {
    entry: ids.idOf(entry),
    files,
    builtins: ids.builtins,
    build: digest.digest("hex").slice(0, 16),
  };
  await writeFile(`${folder}/index.json`, JSON.stringify(index));
}

/**
 * First what the verbs evaluate, then the words of the rarer problems, then what each `import()` brings, and at last what
 * may be evaluated beside the packs of verbs.
 */
function gather(modules, evaluated, entry) {
  const taken = new Set();
  const packs = [];
  const pack = (name, wanted) => {
    const names = wanted.filter((each) => modules.has(each) && !taken.has(each));
    for (const each of names) taken.add(each);
    if (names.length > 0) packs.push({ name, names });
  };
  const local = closure(apart, modules);
  for (const name of Object.values(evaluated).flatMap((names) => [...names])) {
    if (!name.startsWith("src/sandbox/") && !apart.includes(name)) local.delete(name);
  }
  for (const [name, names] of Object.entries(evaluated)) {
    pack(name, [...names].filter((each) => !local.has(each)).sort());
  }
  pack(
    "words",
    [...modules.keys()].filter((name) => name.startsWith("src/problems/messages/")),
  );
  pack("sandbox", [...local]);
  const later = new Set([...modules.values()].flatMap(laterImports));
  for (const name of [entry, ...later]) pack(shortName(name), [...closure([name], modules)]);
  return packs.map(({ name, names }, index) => {
    const letters = lettersOf(index);
    const isTaken = packs.findIndex((each) => each.name === name) < index;
    return { letters, file: `${name}${isTaken ? `-${letters}` : ""}.cjs`, names };
  });
}

function laterImports({ imports }) {
  return imports.flatMap(({ name, isLater }) => (isLater && !isBuiltin(name) ? [name] : []));
}

function shortName(name) {
  return name
    .replace(/^src\/|^packages\/|\.[jt]s$/g, "")
    .replace(/-[A-Z0-9]{8}$/, "")
    .replaceAll(/[^\w.-]+/g, "-")
    .replace(/^-/, "");
}

function closure(from, modules, seen = new Set()) {
  for (const name of from) {
    if (seen.has(name) || isBuiltin(name)) continue;
    const module = modules.get(name);
    if (module === undefined) throw new Error(`${name} is not there`);
    seen.add(name);
    closure(
      module.imports.filter(({ isLater }) => !isLater).map((each) => each.name),
      modules,
      seen,
    );
  }
  return seen;
}

/** `aa`, `ab`, …: the first two letters of ids. Those with `n` are for the modules of Node.js. */
function lettersOf(index) {
  const letters = "abcdefghijklmopqrstuvwxyz";
  return letters[Math.floor(index / letters.length)] + letters[index % letters.length];
}

/** An id is the pack's letters and a number; `nn3` is one of Node's modules, `nw3` the same for `import x` and `import * as x`. */
function nameModules(packs) {
  const ids = new Map(
    packs.flatMap(({ letters, names }) => names.map((name, at) => [name, letters + at.toString(36)])),
  );
  const builtins = [];
  const idOf = (name, isWhole) => {
    if (!isBuiltin(name)) return ids.get(name);
    const full = name.startsWith("node:") ? name : `node:${name}`;
    if (!builtins.includes(full)) builtins.push(full);
    return (isWhole ? "nw" : "nn") + builtins.indexOf(full).toString(36);
  };
  return { idOf, builtins };
}

function packOf(names, modules, { idOf }, before) {
  const lines = ['"use strict";module.exports=($d,$m,$x,require)=>{'];
  const sections = [];
  for (const name of names) {
    const module = modules.get(name);
    const head = `$d("${idOf(name)}",$e=>{${before(name)}${module.map ? "" : exportsOf(module, idOf)}${early(module, idOf)}`;
    const body = linked(module.body, module, idOf);
    const tail = module.map ? `return{${returned(module, idOf)}}` : "";
    if (module.map) {
      const map = { ...module.map, mappings: shiftFirstLine(module.map.mappings, module.bodyStart) };
      const line = lines.join("\n").split("\n").length;
      sections.push({ offset: { line, column: head.length }, map });
    }
    lines.push(`${head}${body}${tail}});`);
  }
  lines.push("};");
  return {
    text: lines.join("\n"),
    map: sections.length === 0 ? undefined : JSON.stringify({ version: 3, sections }),
  };
}

/** A variable that is too short for the id to stand in its place is made at once. */
const isShort = ({ variable }, id) => variable !== undefined && variable.length < id.length + 3;

function early({ imports }, idOf) {
  return imports
    .filter((each) => isShort(each, idOf(each.name, each.isWhole)))
    .map((each) => `var ${each.variable}=$m.${idOf(each.name, each.isWhole)};`)
    .join("");
}

/** Puts ids in place of the names of imports; where there is a source map, every column stays as it is. */
function linked(code, { imports, resolve, map }, idOf) {
  const padded = (id, length) => (map === undefined ? id : id.padEnd(length));
  let text = code;
  for (const { name, variable, isWhole } of imports) {
    if (variable === undefined || isShort({ variable }, idOf(name, isWhole))) continue;
    const place = padded(`$m.${idOf(name, isWhole)}`, variable.length);
    text = text.replaceAll(wordOf(variable), () => place);
  }
  return text.replaceAll(/__toESM\(require\("([^"]+)"\)\)/g, (all, name) =>
    padded(`$m.${idOf(resolve(name), true)}`, all.length),
  );
}

function returned(module, idOf) {
  return module.exports
    .map(({ name, value }) => {
      if (value === name) return name;
      // What is passed on from another module is not loaded for that.
      const expression = linked(value, module, idOf).replaceAll(" ", "");
      return expression.startsWith("$m.") ? `get ${name}(){return ${expression}}` : `${name}:${expression}`;
    })
    .join();
}

/** A package may change what it exports, and its chunks may import each other: its exports are looked up each time. */
function exportsOf(module, idOf) {
  const names = module.exports.map(
    ({ name, value }) => `${name}:()=>${linked(value, module, idOf).replaceAll(" ", "")}`,
  );
  return names.length === 0 ? "" : `$x($e,{${names.join()}});`;
}
