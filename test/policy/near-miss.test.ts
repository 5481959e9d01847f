import { describe, expect, test } from "vitest";
import { judgePolicy, logsStatement } from "./access-case.js";

const key = "kms:EncryptionContext:aws:logs:arn";
const pattern = "arn:aws:logs:eu-central-1:123456789012:log-group:airflow-orders-*";
const like = (value: unknown, name = key, operator = "ArnLike") => ({
  Condition: { [operator]: { [name]: value } },
});

/** Puts a value where a JSON pointer says. */
function edited(policy: unknown, pointer: string, json: unknown): unknown {
  const copy = structuredClone(policy) as Record<string, unknown>;
  const steps = pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = steps.pop() ?? "";
  let at: Record<string, unknown> = copy;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  at[last] = json;
  return copy;
}

describe("the fix of a near miss, carried out, makes the policy ready", () => {
  test.each<[string, Record<string, unknown>]>([
    ["logs/principal-region", { Principal: { Service: "logs.eu-west-1.amazonaws.com" } }],
    [
      "logs/principal-region",
      { Principal: { Service: ["s3.amazonaws.com", "logs.eu-west-1.amazonaws.com"] } },
    ],
    ["logs/principal-suffix", { Principal: { Service: "logs.eu-central-1.amazonaws.com.cn" } }],
    ["logs/principal-wildcard", { Principal: { Service: "logs.*.amazonaws.com" } }],
    ["logs/service-under-aws", { Principal: { AWS: "logs.eu-central-1.amazonaws.com" } }],
    ["logs/account-principal", { Principal: { AWS: "123456789012" } }],
    ["logs/context-partition", like("arn:aws-cn:logs:cn-north-1:123456789012:*")],
    ["logs/context-region", like("arn:aws:logs:eu-west-1:123456789012:*")],
    ["logs/context-account", like(["x", "arn:aws:logs:eu-central-1:210987654321:*"])],
    ["logs/context-star", like(`${pattern}:*`)],
    ["logs/context-group", like(pattern.replace("orders", "sales"))],
    ["logs/literal-wildcard", like(pattern, key, "StringEquals")],
    ["logs/context-key", like(pattern, "aws:logs:arn")],
    [
      "logs/condition",
      { Condition: { StringEquals: { "kms:ViaService": "logs.eu-central-1.amazonaws.com" } } },
    ],
    [
      "logs/reencrypt-star",
      { Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt", "kms:GenerateDataKey*"] },
    ],
    ["logs/no-resource", { Resource: undefined }],
    ["logs/no-action", { Action: undefined }],
    ["logs/other-resource", { Resource: "arn:aws:kms:eu-central-1:123456789012:alias/airflow" }],
    ["logs/no-principal", { Principal: undefined }],
  ])("%s %j", (code, changes) => {
    const policy = { Version: "2012-10-17", Statement: [{ ...logsStatement, ...changes }] };
    const before = judgePolicy(policy);
    const found = before.problems.find((problem) => problem.code === code);
    const fix = found?.fix.find((each) => each.do === "edit");
    expect(["not-ready", "narrower"]).toContain(before.level);
    expect(found?.what).toContain('Statement "logs"');
    expect(found?.docs.length).toBeGreaterThan(0);
    expect(fix).toBeDefined();
    if (fix?.do === "edit") expect(judgePolicy(edited(policy, fix.pointer, fix.json)).level).toBe("ready");
  });

  test.each<[string, Record<string, unknown>]>([
    ["logs/denied", { Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1" } } }],
    ["logs/denied", { Principal: { AWS: "*" } }],
    ["logs/denied", { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }],
    ["logs/denied-not-principal", { NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }],
    ["logs/denied-not-principal", { NotPrincipal: { Service: ["s3.amazonaws.com"] } }],
  ])("%s %j", (code, changes) => {
    const deny = { Sid: "no", Effect: "Deny", Action: "kms:*", Resource: "*", ...changes };
    const policy = { Version: "2012-10-17", Statement: [logsStatement, deny] };
    const before = judgePolicy(policy);
    const found = before.problems.find((problem) => problem.code === code);
    const fix = found?.fix[0];
    expect(before.level).toBe("not-ready");
    expect(found?.what).toContain('Statement "no"');
    if (fix?.do === "edit") expect(judgePolicy(edited(policy, fix.pointer, fix.json)).level).toBe("ready");
    expect(fix?.do).toBe("edit");
  });

  test.each<[string, Record<string, unknown>]>([
    ["logs/any-account", like("arn:aws:logs:eu-central-1:*:*")],
    ["logs/no-condition", { Condition: undefined }],
    ["logs/administrative", { Action: "kms:*" }],
    ["logs/global-principal", { Principal: { Service: "logs.amazonaws.com" } }],
  ])("the warning %s is gone after its fix, and the policy is still ready", (code, changes) => {
    const policy = { Version: "2012-10-17", Statement: [{ ...logsStatement, ...changes }] };
    const before = judgePolicy(policy);
    const found = before.problems.find((problem) => problem.code === code);
    const fix = found?.fix[0];
    expect(before.level).toBe("ready");
    expect(found?.severity).toBe("warning");
    const after = fix?.do === "edit" ? judgePolicy(edited(policy, fix.pointer, fix.json)) : undefined;
    expect(after?.level).toBe("ready");
    expect(after?.problems).toEqual([]);
  });

  test("names all conditions that nobody can judge", () => {
    const conditions = { "aws:SourceAccount": "123456789012", "aws:NewestKey": "x" };
    const verdict = judgePolicy({
      Statement: [{ ...logsStatement, Condition: { StringEquals: conditions } }],
    });
    expect(verdict.level).toBe("unknown");
    expect(verdict.problems.map((problem) => problem.what)).toEqual([
      `Whether statement "logs" allows CloudWatch Logs depends on StringEquals aws:SourceAccount, StringEquals aws:NewestKey.`,
    ]);
  });

  test("a policy without any statement for Logs has one error, and it says what to run", () => {
    const verdict = judgePolicy({ Statement: [] });
    expect(verdict.problems.map((problem) => problem.code)).toEqual(["logs/missing"]);
    expect(verdict.problems[0]?.fix).toEqual([{ do: "run", command: "mwaa-kms prepare KEY -e NAME" }]);
  });
});
