/** The verdict and the counts of a page never hide what was let pass, on one key or on many. */
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/report/report.js";
import { countWords, verdictOf } from "../../src/reporters/html/words.js";
import { findingWith } from "../checks/findings.js";
import { report } from "./reports.js";

const excused = { by: "waiver", reason: "SEC-123" } as const;
const waived = report({
  verdict: "ready",
  findings: [findingWith("pass"), findingWith("fail", { excused, bearing: "none" })],
});
const many: Report = report({
  verdict: "ready",
  body: { kind: "many", manifest: "mwaa-kms.yaml", reports: [waived] },
});

describe("what was let pass", () => {
  test.each([
    ["one key", waived],
    ["many keys", many],
  ])("is told of %s, in the tone of the verdict and in the counts", (_name, told) => {
    expect(verdictOf(told).tone).toBe("warning");
    expect(countWords(told)).toBe("1 passes, 1 let pass");
  });

  test("is not told where nothing was", () => {
    const plain = report({
      verdict: "ready",
      findings: [findingWith("pass"), findingWith("warn")],
    });
    expect([verdictOf(plain).tone, countWords(plain)]).toEqual(["good", "1 warning, 1 passes"]);
  });
});
