import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { composeLogsStatement } from "../../src/policy/document/logs-statement.js";
import { propertyRuns } from "../property-runs.js";
import { judgePolicy, keyArn, logsStatement, request } from "./access-case.js";

const contextKey = "kms:EncryptionContext:aws:logs:arn";
const group = "arn:aws:logs:eu-central-1:123456789012:";
const service = "logs.eu-central-1.amazonaws.com";

const principal = fc.constantFrom<unknown>(
  { Service: service },
  { Service: [service, "s3.amazonaws.com"] },
  { Service: "logs.amazonaws.com" },
  { Service: "logs.eu-west-1.amazonaws.com" },
  { AWS: "arn:aws:iam::123456789012:root" },
  { AWS: "*" },
  "*",
);
const action = fc.subarray(
  ["kms:*", "kms:Encrypt*", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt", "s3:*"],
  { minLength: 1 },
);
const resource = fc.constantFrom("*", keyArn, "arn:aws:kms:*:*:key/*", `${keyArn}0`);
const value = fc.constantFrom(
  `${group}*`,
  `${group}log-group:airflow-*`,
  `${group}log-group:airflow-orders-Task`,
  `${group}*:*`,
  "arn:aws:logs:eu-central-1:*:*",
  "123456789012",
  "true",
  "false",
  "o-a1",
);
const operator = fc.constantFrom(
  ...["ArnLike", "ArnNotLike", "StringEquals", "StringLike", "StringNotEquals", "Bool", "Null"],
  ...["StringEqualsIfExists", "StringNotEqualsIfExists", "ForAllValues:StringLike", "ForAnyValue:StringLike"],
);
const key = fc.constantFrom(
  ...[contextKey, "kms:EncryptionContextKeys", "aws:PrincipalOrgID", "aws:SourceAccount", "aws:SourceArn"],
  ...["aws:PrincipalIsAWSService", "kms:ViaService", "aws:NewestKey", "aws:logs:arn", "aws:PrincipalArn"],
);
const condition = fc.dictionary(
  operator,
  fc.dictionary(key, fc.array(value, { minLength: 1, maxLength: 2 }), { maxKeys: 2 }),
  {
    maxKeys: 2,
  },
);

function statementOf(effect: "Allow" | "Deny") {
  return fc.record({
    Effect: fc.constant(effect),
    Principal: principal,
    Action: action,
    Resource: resource,
    Condition: condition,
  });
}

const allow = statementOf("Allow");
const deny = statementOf("Deny");
const statements = fc.array(fc.oneof({ weight: 3, arbitrary: allow }, { weight: 1, arbitrary: deny }), {
  maxLength: 4,
});
/** Half of all policies hold the right statement: else next to none would be ready. */
const policies = fc
  .tuple(statements, fc.boolean())
  .map(([others, isRight]) => (isRight ? [logsStatement, ...others] : others));

function levelOf(list: readonly unknown[], version = "2012-10-17") {
  return judgePolicy({ Version: version, Statement: list }).level;
}

const runs = { numRuns: propertyRuns };
const rank = { "not-ready": 0, unknown: 1, narrower: 1, ready: 2 };

describe("the judgement of a policy", () => {
  test("does not depend on the statements' order", () => {
    const shuffled = policies.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(levelOf(other)).toBe(levelOf(list));
      }),
      runs,
    );
  });

  test("does not depend on whether one value stands in a list", () => {
    fc.assert(
      fc.property(policies, (list) => {
        const single = JSON.parse(JSON.stringify(list), (_, each: unknown) =>
          Array.isArray(each) && each.length === 1 && typeof each[0] === "string" ? each[0] : each,
        ) as unknown[];
        expect(levelOf(single)).toBe(levelOf(list));
      }),
      runs,
    );
  });

  test("never falls by an Allow more", () => {
    fc.assert(
      fc.property(policies, allow, (list, more) => {
        expect(rank[levelOf([...list, more])]).toBeGreaterThanOrEqual(rank[levelOf(list)]);
      }),
      runs,
    );
  });

  test("never becomes ready by a Deny more", () => {
    fc.assert(
      fc.property(policies, deny, (list, more) => {
        if (levelOf([...list, more]) === "ready") expect(levelOf(list)).toBe("ready");
      }),
      runs,
    );
  });

  test("is ready with the composed statement, where nothing denies", () => {
    const scope = fc.constantFrom("account", "region", "environment");
    fc.assert(
      fc.property(fc.array(allow, { maxLength: 4 }), scope, (list, wanted) => {
        const { partition, region } = request;
        const place = { partition, region, account: "123456789012", environment: "orders" };
        const statement =
          wanted === "region"
            ? composeLogsStatement({ scope: "region", partition, region })
            : wanted === "account"
              ? composeLogsStatement({ ...place, scope: "account" })
              : composeLogsStatement({ ...place, scope: "environment" });
        expect(levelOf([...list, statement])).toBe("ready");
      }),
      runs,
    );
  });

  test("is never ready without an Allow that means the service", () => {
    fc.assert(
      fc.property(fc.array(allow, { maxLength: 4 }), (list) => {
        const others = list.filter(
          (each) => !/logs\.(eu-central-1\.)?amazonaws|"\*"/.test(JSON.stringify(each.Principal)),
        );
        expect(levelOf(others)).toBe("not-ready");
      }),
      runs,
    );
  });
});
