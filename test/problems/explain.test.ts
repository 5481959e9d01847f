/** `explain`: codes, checks, both lists, and what was probably meant. */
import { describe, expect, test } from "vitest";
import { checks } from "../../src/checks/index.js";
import { checkWords } from "../../src/commands/explain/checks.js";
import { explain } from "../../src/commands/explain/explain.js";
import { catalogue, isCode } from "../../src/problems/catalogue.js";

async function textOf(asked: string): Promise<string> {
  const { verdict, body } = await explain(asked);
  expect(verdict).toBe("done");
  return body?.kind === "text" ? body.text : "";
}

describe.each(checks.map((check) => [check.id, check] as const))("%s", (id, check) => {
  test("is explained with all that it declares", async () => {
    const text = await textOf(id);
    expect(text.split("\n")[0]).toBe(`${id}: ${check.title} (${check.weight})`);
    for (const part of [check.asks, check.page, ...(check.reports ?? [])]) expect(text).toContain(part);
    expect(text).not.toMatch(/undefined|\[object/);
  });

  test("says what it may report, each code once and of the catalogue", () => {
    const reports = check.reports ?? [];
    expect(reports.length).toBeGreaterThan(0);
    expect(reports.filter((code) => !isCode(code))).toEqual([]);
    expect(new Set(reports).size).toBe(reports.length);
  });

  test("reports nothing of weight without a page of AWS", () => {
    const codes = (check.reports ?? []).filter((code) => code !== "readiness/not-asked");
    expect(codes.filter((code) => catalogue[code].docs.length === 0)).toEqual([]);
  });

  test("asks in a sentence and cites a page of AWS", () => {
    expect(check.asks).toMatch(/^[A-Z].*\.$/);
    expect(check.page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
  });
});

test("a check's needs are told by the call, or by the option without which nothing is asked", async () => {
  expect(await textOf("bucket-region")).toMatch(/Needs: the bucket[^\n]* \(--bucket\)\n/);
  expect(await textOf("execution-role")).toMatch(
    /open\.\n {2}Looks at: the key policy \(kms:GetKeyPolicy\)\n/,
  );
  expect(await textOf("key-state")).toContain("Needs: the key's metadata (kms:DescribeKey)\n");
  expect(await textOf("identifier")).not.toMatch(/Needs|Looks at/);
  for (const { needs, about } of checkWords()) expect([...needs, ...about].join()).not.toContain("undefined");
});

test("what hangs on a check is said", async () => {
  expect(await textOf("rotation")).toContain("under --strict only");
  expect(await textOf("key-state")).toContain("leaves the verdict open.");
});

test("`checks` lists them, a line each, in their order", async () => {
  const lines = (await textOf("checks")).split("\n").slice(0, checks.length);
  expect(lines.map((line) => line.split(" ")[0])).toEqual(checks.map(({ id }) => id));
  expect(lines.filter((line) => line.endsWith("(advice)"))).toHaveLength(
    checks.filter(({ weight }) => weight === "advice").length,
  );
});

describe("what is neither", () => {
  test.each<[string, string]>([
    ["key-stat", "key-state"],
    ["creator-permission", "creator-permissions"],
    ["logs-denny", "logs-deny"],
    ["key/allias", "key/alias"],
    ["allias", "key/alias"],
    ["readiness/disable", "readiness/disabled"],
    ["nothing like it", ""],
  ])("%s: perhaps %s", async (asked, near) => {
    const { verdict, problems } = await explain(asked);
    expect(verdict).toBe("asked-wrongly");
    const what = problems?.[0]?.what ?? "";
    expect(what.includes("Did you mean")).toBe(near !== "");
    expect(what).toContain(near === "" ? asked : `Did you mean ${near}?`);
  });
});
