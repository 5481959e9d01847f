import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type AccessCase, judgeCase } from "./access-case.js";

const folder = new URL("./cases/", import.meta.url);
const files = readdirSync(folder).filter((name) => /^access-.*\.json$/.test(name));

describe.each(files)("%s", (file) => {
  const cases = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as readonly AccessCase[];

  test.each(cases.map((each) => [`${each.why}: ${each.expect}`, each] as const))("%s", (_, each) => {
    const verdict = judgeCase(each);
    expect(verdict.level).toBe(each.expect);
    if (each.codes !== undefined) {
      expect(verdict.problems.map((problem) => problem.code).sort()).toEqual([...each.codes].sort());
    }
    const errors = verdict.problems.filter((problem) => problem.severity === "error");
    expect(errors.length > 0).toBe(verdict.level !== "ready");
  });
});
