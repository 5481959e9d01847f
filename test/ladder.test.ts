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
    ["policy/logs-access.ts", 'import { expectedGrants } from "../grants/expected.js";', "not before it"],
    ["policy/logs-access.ts", 'export { x } from "../grants/expected.js";', "not before it"],
    ["key/arn.ts", 'const x = await import("../policy/document/document.js");', "not before it"],
    [
      "policy/document/statement.ts",
      'import { covers } from "../evaluate/covers.js";',
      "not before it in policy/",
    ],
    ["policy/diff/widens.ts", 'import { merge } from "../change/merge.js";', "not before it in policy/"],
    ["problems/problem.ts", 'import { readFileSync } from "node:fs";', "is pure"],
    ["reporters/json.ts", 'import { KMSClient } from "@aws-sdk/client-kms";', "only aws/ knows the SDK"],
    ["commands/diff/diff.ts", 'import { KMSClient } from "@aws-sdk/client-kms";', "only aws/ knows the SDK"],
    ["commands/diff/diff.ts", 'import { Command } from "commander";', "only cli/"],
    ["reporters/markdown/blocks.ts", 'import { Chalk } from "chalk";', "only reporters/terminal/layout.ts"],
    ["reporters/html/blocks.ts", 'import { buildView } from "../view/build.js";', "knows the view alone"],
    [
      "reporters/markdown/blocks.ts",
      'import type { Plan } from "../../plan/plan.js";',
      "knows the view alone",
    ],
    ["reporters/view/build.ts", 'import { html } from "../html/markup.js";', "not before it in reporters/"],
    ["policy/change/merge.ts", "const now = Date.now();", 'uses "Date.now"'],
    ["policy/change/merge.ts", "export async function x() {}", 'uses "async"'],
    ["policy/change/merge.ts", "const home = process.env.HOME;", 'uses "process."'],
    ["policy/lockout.ts", 'import { authorise } from "../sandbox/authorise.js";', "only --sandbox may"],
    ["sandbox/kms.ts", 'import { x } from "../policy/lockout.js";', "imports nothing of ours"],
    ["sandbox/kms.ts", 'import { scopes } from "../choices.js";', "imports nothing of ours"],
    ["sandbox/kms.ts", 'import * as z from "zod";', "node: alone"],
    ["choices.ts", 'import { x } from "./key/arn.js";', "it imports nothing"],
    ["utils/misc.ts", 'import { problem } from "../problems/problem.js";', "no folder of the ladder"],
    ["misc.ts", 'import { problem } from "./problems/problem.js";', "is in no folder"],
    ["aws/kms.ts", 'import { main } from "../main.js";', "from the top"],
  ])("refuses %s with %s", (path, text, reason) => {
    expect(breaches(path, text).join()).toContain(reason);
  });

  it.each([
    ["policy/lockout.ts", 'import { partitionById } from "../key/arn.js";'],
    ["policy/lockout.ts", 'import { scopes } from "../choices.js";'],
    ["policy/lockout.ts", "// process.env is not read here; await nothing\n/* Date.now() */"],
    ["policy/hints/lint.ts", 'import { policyQuota } from "../change/merge.js";'],
    ["problems/messages/aws.ts", 'const why = "the process.exit of another program, await it";'],
    ["aws/kms.ts", 'import { KMSClient } from "@aws-sdk/client-kms";'],
    ["session/sandbox.ts", 'import { startSandbox } from "../sandbox/start.js";'],
  ])("accepts %s with %s", (path, text) => {
    expect(breaches(path, text)).toEqual([]);
  });
});
