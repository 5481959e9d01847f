#!/usr/bin/env node
"use strict";
/** Starts the program: each pack of modules is read when a module of it is first used. See docs/decisions/0012-packs-and-a-code-cache.md. */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(__dirname, "../dist/cli/");
const { entry, files, builtins } = JSON.parse(readFileSync(`${folder}index.json`, "latin1"));
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
  require(folder + files[pack])(define, modules, exportTo, require);
}

function exportTo(exports, all) {
  for (const name in all) Object.defineProperty(exports, name, { get: all[name], enumerable: true });
}

const { main, nodeHost } = modules[entry];
// The exit code is set, not exited with: what is still on its way to a pipe arrives.
main(process.argv.slice(2), nodeHost()).then((code) => {
  process.exitCode = code;
});
