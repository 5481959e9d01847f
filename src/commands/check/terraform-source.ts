/** `--source`: where a plan's resources stand in the code, found by a search for their blocks. No HCL is parsed. */
import { posix } from "node:path";
import { Configuration } from "../../infrastructure/plan-configuration.js";
import { parentOf } from "../../infrastructure/plan-index.js";
import type { PlanJson } from "../../infrastructure/plan-json.js";
import { textIn } from "../../infrastructure/plan-json.js";
import type { Host } from "../../platform/host.js";
import { problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";

const longest = 4 * 1024 * 1024;
const mostFolders = 200;

type SourceOf = (instance: {
  readonly module: string;
  readonly type: string;
  readonly name: string;
}) => string | undefined;

/** @returns nothing where no folder is given */
export async function readSourceFolder(
  folder: string | undefined,
  plan: PlanJson,
  { files }: Pick<Host, "files">,
): Promise<Result<SourceOf | undefined>> {
  if (folder === undefined) return ok(undefined);
  const configuration = new Configuration(plan);
  const blocks = new Map<string, string>();
  const waiting = [""];
  const folders = new Map<string, string>([["", folder]]);
  for (let path = waiting.pop(); path !== undefined && folders.size <= mostFolders; path = waiting.pop()) {
    const at = folders.get(path) ?? folder;
    for (const name of await files.list(at)) {
      if (!name.endsWith(".tf")) continue;
      const file = posix.join(at, name);
      const text = await files.read(file, longest).catch(() => "");
      for (const [block, line] of blocksIn(text)) blocks.set(`${path}|${block}`, `${file}:${line}:1`);
    }
    const calls = configuration.moduleOf(path)["module_calls"];
    for (const [name, call] of Object.entries(Object(calls) as Record<string, PlanJson>)) {
      const source = textIn(call?.["source"]) ?? "";
      // Only what lies beside it can be looked into.
      if (!/^\.{1,2}\//.test(source)) continue;
      const child = path === "" ? `module.${name}` : `${path}.module.${name}`;
      folders.set(child, posix.join(at, source));
      waiting.push(child);
    }
  }
  if (blocks.size === 0) {
    const facts = { option: "--source", given: folder, reason: "no Terraform code is in this folder" };
    return fail(problem("iac/option", facts, "--source"));
  }
  return ok(({ module, type, name }) =>
    blocks.get(`${withoutKeys(module)}|${type.replace(/^data\./, "")}.${name}`),
  );
}

/** The module's address without instance keys: all instances are of one block. */
function withoutKeys(module: string): string {
  if (module === "") return "";
  const parent = parentOf(module);
  const name = /module\.[^.[\]"]+/.exec(module.slice(parent.length))?.[0] ?? "";
  const before = withoutKeys(parent);
  return before === "" ? name : `${before}.${name}`;
}

function blocksIn(text: string): readonly (readonly [block: string, line: number])[] {
  return text.split("\n").flatMap((line, index) => {
    const found = /^\s*(?:resource|data)\s+"([^"]+)"\s+"([^"]+)"/.exec(line);
    return found === null ? [] : [[`${found[1]}.${found[2]}`, index + 1] as const];
  });
}
