/** docs/manifest.md keeps its word: its example is a manifest, and its table and its list are those of the code. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checks } from "../../src/checks/index.js";
import { parseManifest } from "../../src/manifest/manifest.js";
import { isUnwaivable, membersOf } from "../../src/manifest/schema.js";

const page = readFileSync("docs/manifest.md", "utf8");

it("has an example that is read", () => {
  const [, text = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const read = parseManifest(text, "mwaa-kms.yaml");
  expect(read.ok ? [] : read.problems.map(({ what }) => what)).toEqual([]);
  expect(read.ok && [read.value.environments.length, read.value.waivers.length]).toEqual([2, 1]);
});

it("names every member of an environment", () => {
  const named = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, member]) => member);
  expect([...named].sort()).toEqual([...membersOf(["environments", 0])].sort());
});

it("names the checks that cannot be waived", () => {
  const [sentence = ""] = /cannot be waived: [^.]*\./.exec(page) ?? [];
  const named = [...sentence.matchAll(/`([\w-]+)`/g)].map(([, check]) => check ?? "");
  expect(named.sort()).toEqual(
    checks
      .map(({ id }) => id)
      .filter(isUnwaivable)
      .sort(),
  );
});
