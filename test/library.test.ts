/** The library: what another program gets of validate, statement, grants and evaluate. */
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type AccessVerdict,
  type ExpectedGrant,
  evaluate,
  grants,
  type KeyIdentifier,
  type LogsStatement,
  type Parsed,
  statement,
  validate,
} from "../src/index.js";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;
const facts = { region: "us-east-1", account: "111122223333", environment: "demo" };

/** The codes of a refusal, each with its place. */
function codes(read: Parsed<unknown>): readonly string[] {
  return read.ok ? [] : read.problems.map((each) => `${each.code} ${each.at ?? "-"}`);
}

test("every function answers with a value or with problems", () => {
  expectTypeOf(validate).returns.toEqualTypeOf<Parsed<KeyIdentifier>>();
  expectTypeOf(statement).returns.toEqualTypeOf<Parsed<LogsStatement>>();
  expectTypeOf(grants).returns.toEqualTypeOf<Parsed<readonly ExpectedGrant[]>>();
  expectTypeOf(evaluate).returns.toEqualTypeOf<Parsed<AccessVerdict>>();
});

describe("validate", () => {
  test("a key", () => {
    expect(validate(id)).toEqual({ ok: true, value: { form: "id", given: id, keyId: id } });
    expect(validate(arn)).toMatchObject({
      ok: true,
      value: { form: "arn", region: "us-east-1", account: "111122223333" },
    });
  });

  test("none", () => expect(codes(validate("alias/x"))).toEqual(["key/alias -"]));
});

describe("statement", () => {
  const pattern = (read: Parsed<LogsStatement>) => read.ok && Object.values(read.value.Condition.ArnLike)[0];

  test("in three scopes, the account's first", () => {
    expect(pattern(statement(facts))).toBe("arn:aws:logs:us-east-1:111122223333:*");
    expect(pattern(statement(facts, "account"))).toBe("arn:aws:logs:us-east-1:111122223333:*");
    expect(pattern(statement({ region: "cn-north-1" }, "region"))).toBe("arn:aws-cn:logs:cn-north-1:*:*");
    expect(pattern(statement(facts, "environment"))).toBe(
      "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-*",
    );
  });

  test.each([
    ["no account", statement({ region: "us-east-1" }), ["target/no-account -"]],
    [
      "no environment",
      statement({ ...facts, environment: undefined as never }, "environment"),
      ["target/scope-environment -"],
    ],
    [
      "all wrong",
      statement({ region: "x", account: "1", environment: "*" }),
      ["target/region --region", "target/account --account", "environment/name --environment"],
    ],
  ])("refused: %s", (_name, read, expected) => expect(codes(read)).toEqual(expected));
});

describe("grants", () => {
  test("are four", () => {
    const read = grants("demo", "eu-west-1");
    expect(read.ok && read.value.map((each) => each.Name)).toEqual([
      "mwaa-grant-for-env-mgmt-role-demo",
      "mwaa-grant-for-lambda-exec-demo",
      "mwaa-grant-for-cfn-mgmt-demo",
      "mwaa-fargate-access-for-demo",
    ]);
    expect(read.ok && read.value[0]?.GranteePrincipal).toBe("airflow.eu-west-1.amazonaws.com");
  });

  test("none for what MWAA does not take", () =>
    expect(codes(grants("1", "x"))).toEqual(["target/region --region", "environment/name --environment"]));
});

describe("evaluate", () => {
  const composed = statement(facts);
  const ours = composed.ok ? composed.value : {};
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [ours] });
  const level = (text: string, key?: string) => {
    const read = evaluate(text, facts, key);
    return read.ok ? read.value.level : codes(read);
  };

  test("ready, with a cell for each operation and log group", () => {
    const read = evaluate(policy, facts);
    expect(read.ok && read.value).toMatchObject({ level: "ready", problems: [] });
    expect(read.ok && read.value.cells.filter((each) => each.required)).toHaveLength(30);
    expect(level(policy, arn)).toBe("ready");
  });

  test("not ready, with the reason", () => {
    const read = evaluate('{"Statement":[]}', facts);
    expect(read.ok && read.value.level).toBe("not-ready");
    expect(read.ok && read.value.problems[0]?.code).toBe("logs/missing");
  });

  test("what is absent is judged for every value that it could have", () => {
    const read = evaluate(policy, { region: "us-east-1" });
    expect(read.ok && read.value.level).not.toBe("ready");
  });

  test("a Deny on the key's ARN counts, however the key is named", () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: arn };
    const denied = JSON.stringify({ Statement: [ours, deny] });
    expect(level(denied, arn)).toBe("not-ready");
    expect(level(denied)).toBe("unknown");
    expect(level(denied, id)).toBe("unknown");
    expect(level(denied, `key/${id}`)).toBe("unknown");
  });

  test("tells the problems of policy, facts and key at once", () =>
    expect(codes(evaluate("{", { region: "x" }, "alias/y"))).toEqual([
      "target/region --region",
      "policy/not-json 1:2",
      "key/alias -",
    ]));
});
