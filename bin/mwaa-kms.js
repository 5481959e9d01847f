#!/usr/bin/env node
"use strict";
/** Starts the program: each pack of modules is read when a module of it is first used. See docs/decisions/0012-packs-and-a-code-cache.md. */
const { readFileSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { join } = require("node:path");
const { cacheFolder, readCache, writeCache } = require("./code-cache.js");

const folder = join(__dirname, "../dist/cli/");
const { entry, files, builtins, build } = JSON.parse(readFileSync(`${folder}index.json`, "latin1"));
const made = {};
const opened = new Set();

/** All modules by id. One that is not there yet is looked up in the prototype, which loads it. */
const modules = Object.create(new Proxy({}, { get: (_target, id) => load(id) }));

function load(id) {
  const pack = id.slice(0, 2);
  if (pack === "nn") return keep(id, require(builtins[Number.parseInt(id.slice(2), 36)]));
  if (pack === "nw") {
    const builtin = modules[`nn${id.slice(2)}`];
    return keep(id, { __proto__: builtin, default: builtin });
  }
  if (!opened.has(pack)) open(pack);
  const exports = keep(id, {});
  const own = made[id](exports);
  return own === undefined ? exports : keep(id, own);
}

function keep(id, value) {
  Object.defineProperty(modules, id, { value, writable: true, configurable: true, enumerable: true });
  return value;
}

function open(pack) {
  opened.add(pack);
  const define = (id, module) => {
    made[id] = module;
  };
  read(files[pack])(define, modules, exportTo, require);
}

const cache = cacheFolder();
// Node's own cache, since 22.8, checks what it reads; a folder that the user chose for it is left as it is.
if (cache !== undefined && enableCompileCache !== undefined && !process.env.NODE_COMPILE_CACHE)
  enableCompileCache(cache);
const read =
  cache === undefined || enableCompileCache !== undefined ? (file) => require(folder + file) : compile;

/** The same as `require`, with V8's code from the cache. What was compiled without is kept at the end of the run. */
function compile(file) {
  const { Script } = require("node:vm");
  const source = readFileSync(folder + file);
  const { platform, arch, versions } = process;
  const kept = join(cache, `${build}-${file}-${versions.v8}-${platform}-${arch}`);
  const cachedData = readCache(kept, source);
  const text = `(function(module,require){${source.toString("latin1")}\n})`;
  const script = new Script(text, { filename: folder + file, cachedData });
  if (cachedData === undefined) process.on("exit", () => writeCache(kept, source, script.createCachedData()));
  const module = { exports: {} };
  script.runInThisContext()(module, require);
  return module.exports;
}

function exportTo(exports, all) {
  for (const name in all) Object.defineProperty(exports, name, { get: all[name], enumerable: true });
}

const { main, nodeHost } = modules[entry];
// The exit code is set, not exited with: what is still on its way to a pipe arrives.
main(process.argv.slice(2), nodeHost()).then((code) => {
  process.exitCode = code;
});
