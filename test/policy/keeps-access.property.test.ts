/**
 * A write only adds: for random policies and wanted scopes, whatever `prepare` writes allows all that was allowed before,
 * by the judgement of the sandbox, which shares no code with the product; and a restore brings the old text back.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildPlan } from "../../src/plan/build.js";
import { mergeLogsStatement } from "../../src/policy/change/merge.js";
import { problem } from "../../src/problems/problem.js";
import { unknown } from "../../src/problems/result.js";
import { askResourcePolicy } from "../../src/sandbox/authorise.js";
import { contextOf } from "../../src/sandbox/conditions.js";
import { propertyRuns as numRuns } from "../property-runs.js";
import { policyOf, wanteds } from "./merge-policies.js";
import { accounts, groups, regions, somePolicy } from "./some-policies.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const operations = ["Encrypt", "Decrypt", "ReEncryptTo", "GenerateDataKey", "DescribeKey", "PutKeyPolicy"];

function change(from: string, next: string, losses: "proven" | "asked" | "any") {
  return buildPlan({
    reason: "test",
    key,
    keyAccount: "111122223333",
    partition: "aws",
    caller: unknown(problem("plan/nobody", {})),
    base: policyOf(from),
    next,
    owner: undefined,
    losses,
    warnings: [],
  });
}

/** What CloudWatch Logs of any Region may do for any log group, one letter for each question. */
function ofLogs(text: string): readonly boolean[] {
  const policy = JSON.parse(text);
  return regions.flatMap((region) =>
    accounts.flatMap((account) =>
      groups.flatMap((group) => {
        const context = contextOf({
          "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:${group}`,
          "aws:SourceAccount": account,
        });
        const who = { service: `logs.${region}.amazonaws.com` };
        return operations.map((name) =>
          isAllowed(policy, { who, action: `kms:${name}`, resource: key, context }),
        );
      }),
    ),
  );
}

/** What others may do: roles of both accounts. */
function ofOthers(text: string): readonly boolean[] {
  const policy = JSON.parse(text);
  return accounts.flatMap((account) =>
    operations.map((name) => {
      const who = { arn: `arn:aws:iam::${account}:role/Reader` };
      return isAllowed(policy, { who, action: `kms:${name}`, resource: key, context: contextOf({}) });
    }),
  );
}

type Asked = Parameters<typeof askResourcePolicy>[1];

function isAllowed(policy: Parameters<typeof askResourcePolicy>[0], asked: Asked): boolean {
  const { allows, denies } = askResourcePolicy(policy, asked);
  return allows !== "no" && !denies;
}

test("all that was allowed stays allowed, nobody but CloudWatch Logs gets anything, and restore brings the text back", () => {
  fc.assert(
    fc.property(somePolicy, wanteds, (text, wanted) => {
      const { text: next } = mergeLogsStatement(policyOf(text), wanted, false);
      const plan = change(text, next, "proven");
      // Extending a statement of the documented form can be proved in any policy, also in one with variables.
      expect(plan.ok ? [] : plan.problems).toEqual([]);
      const [before, after] = [ofLogs(text), ofLogs(next)];
      expect(before.map((allowed, index) => !allowed || after[index])).not.toContain(false);
      expect(ofOthers(next)).toEqual(ofOthers(text));
      const back = change(next, text, "any");
      expect(back.ok ? [back.value.next, back.value.empty] : back.problems).toEqual([text, next === text]);
    }),
    { numRuns },
  );
}, 600_000);

test("where a tightening takes something away, the plan says so", () => {
  fc.assert(
    fc.property(somePolicy, wanteds, (text, wanted) => {
      const { text: next } = mergeLogsStatement(policyOf(text), wanted, true);
      const plan = change(text, next, "asked");
      if (!plan.ok) throw new Error(plan.problems.map(({ what }) => what).join());
      const after = ofLogs(next);
      const isLess = ofLogs(text).some((allowed, index) => allowed && !after[index]);
      if (isLess) expect(plan.value.losses?.length).toBeGreaterThan(0);
      expect(ofOthers(next)).toEqual(ofOthers(text));
    }),
    { numRuns },
  );
}, 600_000);
