/** Statements that answer alike for every log group: each effect and each answer among them still counts. */
import { describe, expect, it } from "vitest";
import { partitionById } from "../../src/key/arn.js";
import { parsePolicy } from "../../src/policy/document/document.js";
import { assessLogsAccess } from "../../src/policy/logs-access.js";

const request = {
  partition: partitionById("aws"),
  region: "us-east-1",
  account: "111122223333",
  keyArn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  environment: "demo",
};
const logs = { Service: "logs.us-east-1.amazonaws.com" };
const statement = (Effect: "Allow" | "Deny", Condition?: object) => ({
  ...{ Effect, Principal: logs, Action: "kms:*", Resource: "*" },
  ...(Condition === undefined ? {} : { Condition }),
});
const nobodyKnows = { StringEquals: { "aws:SourceAccount": "111122223333" } };
const never = { StringEquals: { "aws:PrincipalOrgID": "o-none" } };

function judged(...statements: readonly object[]) {
  const document = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  if (!document.ok) throw new Error("the policy must be one");
  return assessLogsAccess(document.value, request);
}

describe("several statements without a word on the log group", () => {
  it.each([
    ["a Deny after an Allow", [statement("Allow"), statement("Deny")], "not-ready"],
    ["a Deny before an Allow", [statement("Deny"), statement("Allow")], "not-ready"],
    [
      "a Deny that may apply, after one that never does",
      [statement("Allow"), statement("Deny", never), statement("Deny", nobodyKnows)],
      "unknown",
    ],
    [
      "a certain Deny after one that may apply",
      [statement("Allow"), statement("Deny", nobodyKnows), statement("Deny")],
      "not-ready",
    ],
    ["an Allow after one that may hold", [statement("Allow", nobodyKnows), statement("Allow")], "ready"],
    ["an Allow after one that never holds", [statement("Allow", never), statement("Allow")], "ready"],
    ["only an Allow that may hold", [statement("Allow", nobodyKnows), statement("Allow", never)], "unknown"],
    ["only an Allow that never holds", [statement("Allow", never)], "not-ready"],
  ] as const)("%s", (_name, statements, level) => {
    expect(judged(...statements).level).toBe(level);
  });

  it("names the statement that decides, and only what its answer hangs on", () => {
    const { cells } = judged(statement("Allow"), statement("Deny", nobodyKnows));
    const cell = cells.find((each) => each.operation === "Decrypt");
    expect(cell).toMatchObject({ answer: "unknown", by: { pointer: "/Statement/1", effect: "Deny" } });
    expect(cell?.unknown).toEqual(["StringEquals aws:SourceAccount"]);
  });
});
