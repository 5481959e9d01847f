/** The architecture as a test: it holds for the code as it is, and it bites where it should. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { breaches, circle, ladder } from "./ladder.js";

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"));

describe("the ladder", () => {
  it("sees all the code", () => {
    expect(files.length).toBeGreaterThan(100);
    for (const folder of ladder) expect(files.some((path) => path.startsWith(`${folder}/`))).toBe(true);
  });

  it("holds: every import goes to the same folder or to one before it, and what is pure stays pure", () => {
    expect(files.flatMap((path) => breaches(path, readFileSync(join("src", path), "utf8")))).toEqual([]);
  });

  it("has no circle, and would see one", () => {
    expect(circle(new Map(files.map((path) => [path, readFileSync(join("src", path), "utf8")])))).toEqual([]);
    const two = new Map([
      ["key/a.ts", 'import { b } from "./b.js";'],
      ["key/b.ts", 'import type { A } from "./a.js";'],
    ]);
    expect(circle(two)).toEqual(["key/a.ts", "key/b.ts", "key/a.ts"]);
  });

  it.each([
    ["policy/evaluate.ts", 'import { expectedGrants } from "../grants/expected.js";', "not before it"],
    ["policy/evaluate.ts", 'export { x } from "../grants/expected.js";', "not before it"],
    ["key/arn.ts", 'const x = await import("../policy/document.js");', "not before it"],
    ["problem/problem.ts", 'import { readFileSync } from "node:fs";', "is pure"],
    ["views/human.ts", 'import { KMSClient } from "@aws-sdk/client-kms";', "only aws/ knows the SDK"],
    ["commands/check.ts", 'import { KMSClient } from "@aws-sdk/client-kms";', "only aws/ knows the SDK"],
    ["plan/plan.ts", 'import { Command } from "commander";', "only commands/"],
    ["policy/merge.ts", "const now = Date.now();", 'uses "Date.now"'],
    ["policy/merge.ts", "export async function x() {}", 'uses "async"'],
    ["policy/merge.ts", "const home = process.env.HOME;", 'uses "process."'],
    ["policy/evaluate.ts", 'import { authorise } from "../sandbox/authorise.js";', "only --sandbox may"],
    ["sandbox/kms.ts", 'import { sameMeaning } from "../policy/difference.js";', "imports nothing of ours"],
    ["sandbox/kms.ts", 'import * as z from "zod";', "node: alone"],
    ["utils/misc.ts", 'import { problem } from "../problem/problem.js";', "no folder of the ladder"],
    ["views/human.ts", 'import { main } from "../main.js";', "from the top"],
  ])("bites: %s with %s", (path, text, reason) => {
    expect(breaches(path, text).join()).toContain(reason);
  });

  it.each([
    ["policy/evaluate.ts", 'import { partitionById } from "../key/partition.js";'],
    ["policy/evaluate.ts", "// process.env is not read here; await nothing\n/* Date.now() */"],
    ["problem/words/aws.ts", 'const why = "the process.exit of another program, await it";'],
    ["aws/kms.ts", 'import { KMSClient } from "@aws-sdk/client-kms";'],
    ["commands/sandbox-run.ts", 'import { startSandbox } from "../sandbox/start.js";'],
  ])("lets be: %s with %s", (path, text) => {
    expect(breaches(path, text)).toEqual([]);
  });
});
