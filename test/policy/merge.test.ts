/** What becomes of our statement: added, replaced, kept, narrowed; how it is printed, and when white space goes. */
import { describe, expect, test } from "vitest";
import { type Merged, mergeLogsStatement, policyQuota } from "../../src/policy/change/merge.js";
import { withoutTrivia } from "../../src/policy/document/document.js";
import {
  composeLogsStatement,
  type LogsStatementFor,
  logGroupPattern,
  logsContextKey,
} from "../../src/policy/document/logs-statement.js";
import { ofAccount, ofDemo, ofOtherAccount, ofProd, ofRegion, policyOf } from "./merge-policies.js";

const region = logGroupPattern(ofRegion);
const one = logGroupPattern(ofAccount);
const other = logGroupPattern(ofOtherAccount);
const demo = logGroupPattern(ofDemo);
const prod = logGroupPattern(ofProd);
const elsewhere = "arn:aws:logs:eu-west-1:111122223333:*";
const inChina = "arn:aws-cn:logs:us-east-1:111122223333:*";

/** A statement of ours with the patterns and changes of some earlier time. */
function own(patterns: readonly string[], changes: object = {}): object {
  const statement = composeLogsStatement(ofAccount);
  return { ...statement, Condition: { ArnLike: { [logsContextKey]: patterns } }, ...changes };
}

function mergeInto(statement: object, wanted: LogsStatementFor, narrow = false): Merged {
  return mergeLogsStatement(policyOf(JSON.stringify({ Statement: [statement] })), wanted, narrow);
}

/** The patterns of every statement, after. */
function patternsIn({ text }: Merged): readonly unknown[] {
  const { Statement } = JSON.parse(text) as {
    Statement: { Condition?: Record<string, Record<string, unknown>> }[];
  };
  return Statement.map((each) => Object.values(each.Condition ?? {}).map((keys) => keys[logsContextKey])[0]);
}

describe("our statement", () => {
  test.each<[string, readonly string[], LogsStatementFor, Merged["action"], unknown]>([
    ["is left where it says the same", [one], ofAccount, "none", [one]],
    ["keeps other environments", [prod], ofDemo, "replace", [prod, demo]],
    ["keeps other accounts", [other], ofAccount, "replace", [other, one]],
    [
      "keeps what is of another Region or partition",
      [elsewhere, inChina],
      ofDemo,
      "replace",
      [elsewhere, inChina, demo],
    ],
    ["is left where a wider pattern covers the wanted one", [region], ofDemo, "none", [region]],
    ["is left where it has the pattern among others", [other, one], ofAccount, "none", [other, one]],
    ["gets a wider pattern beside the narrow one", [demo], ofRegion, "replace", [demo, region]],
  ])("%s", (_name, patterns, wanted, action, after) => {
    const merged = mergeInto(own(patterns), wanted);
    expect(merged.action).toBe(action);
    expect(patternsIn(merged)).toEqual([after]);
  });

  test.each<[string, readonly string[], LogsStatementFor, Merged["action"], unknown]>([
    ["from the Region to an account", [region], ofAccount, "replace", one],
    ["from the Region to an environment", [region], ofDemo, "replace", demo],
    ["from an account to an environment", [one], ofDemo, "replace", demo],
    ["leaving another account's", [one, other], ofDemo, "replace", [other, demo]],
    ["leaving another environment's", [one, prod], ofDemo, "replace", [prod, demo]],
    ["leaving what is narrower", [demo], ofAccount, "replace", [demo, one]],
    ["leaving another Region's", [elsewhere, region], ofAccount, "replace", [elsewhere, one]],
    ["to what it is", [demo], ofDemo, "none", [demo]],
  ])("is tightened %s", (_name, patterns, wanted, action, after) => {
    const merged = mergeInto(own(patterns), wanted, true);
    expect(merged.action).toBe(action);
    expect(patternsIn(merged)).toEqual([after]);
  });

  test.each<[string, object]>([
    ["another principal", { Principal: { Service: "logs.eu-west-1.amazonaws.com" } }],
    ["fewer actions", { Action: ["kms:Decrypt"] }],
    ["a text operator", { Condition: { StringLike: { [logsContextKey]: prod } } }],
    ["no condition", { Condition: undefined }],
    ["an exclusion", { Condition: { ArnNotLike: { [logsContextKey]: prod } } }],
    ["a test for absence", { Condition: { Null: { [logsContextKey]: "false" } } }],
    [
      "two operators",
      { Condition: { ArnLike: { [logsContextKey]: prod }, StringLike: { [logsContextKey]: one } } },
    ],
    ["a pattern that is no ARN", { Condition: { ArnLike: { [logsContextKey]: "*" } } }],
  ])("with %s stays to the character, and another is added", (_name, changes) => {
    for (const tighten of [false, true]) {
      const statement = own([prod], changes);
      const merged = mergeInto(statement, ofDemo, tighten);
      expect(merged.action).toBe("add");
      const [before, after] = policyOf(merged.text).statements;
      expect(before?.text).toBe(JSON.stringify(statement));
      expect(after?.sid).toBe("AllowCloudWatchLogsForMwaa2");
    }
  });

  test("under another Sid is left beside ours, unless it is to be tightened", () => {
    const printed = own([other], { Sid: "Allow logs access" });
    expect(patternsIn(mergeInto(printed, ofAccount))).toEqual([[other], one]);
    const wide = own([region], { Sid: "Allow logs access" });
    expect(patternsIn(mergeInto(wide, ofAccount, true))).toEqual([one]);
    expect(mergeInto(wide, ofAccount, true).text).toContain('"Sid":"Allow logs access"');
  });

  test("every statement of the documented form is tightened", () => {
    const wide = own([region]);
    const text = JSON.stringify({ Statement: [wide, { ...wide, Sid: "b" }, { ...wide, Sid: "c" }] });
    expect(patternsIn(mergeLogsStatement(policyOf(text), ofAccount, true))).toEqual([one, one, one]);
  });

  test.each([
    ["a text", `"${prod}"`, `[ "${prod}", "${demo}" ]`],
    ["a list", `["${prod}"]`, `["${prod}", "${demo}"]`],
    ["a list on lines", `[\n "${prod}",\n "${one.replace("1111", "2222")}"\n]`, undefined],
  ])("only its value is written anew: %s", (_name, value, after) => {
    const text = JSON.stringify({ Statement: [own(["X"])] }, null, 3).replace(/\[\s*"X"\s*\]/, value);
    const { text: next } = mergeLogsStatement(policyOf(text), ofDemo, false);
    expect(next).toBe(text.replace(value, after ?? value.replace("\n]", `, "${demo}"\n]`)));
  });
});

describe("printed as its surroundings are", () => {
  const statement = JSON.stringify(composeLogsStatement(ofAccount));
  test.each([
    ["into an empty list", '{"Statement":[]}', `{"Statement":[ ${statement}]}`],
    ["into a list of white space", '{"Statement":[ ]}', `{"Statement":[ ${statement} ]}`],
    [
      "after the last one",
      '{"Statement":[{"a":1} ],"Id":"x"}',
      `{"Statement":[{"a":1}, ${statement} ],"Id":"x"}`,
    ],
    ["beside a single one", '{"Statement": {"a":1}}', `{"Statement": [ {"a":1}, ${statement} ]}`],
  ])("%s", (_name, text, expected) =>
    expect(mergeLogsStatement(policyOf(text), ofAccount, false)).toEqual({ action: "add", text: expected }),
  );

  test("in KMS's own style, a member a line", () => {
    const text = '{\n  "Version" : "2012-10-17",\n  "Statement" : [ {\n    "Sid" : "x"\n  } ]\n}';
    const { text: next } = mergeLogsStatement(policyOf(text), ofAccount, false);
    expect(next.split("\n").slice(3, 8)).toEqual([
      '    "Sid" : "x"',
      "  }, {",
      '    "Sid": "AllowCloudWatchLogsForMwaa",',
      '    "Effect": "Allow",',
      '    "Principal": {',
    ]);
    expect(next.endsWith("\n  } ]\n}")).toBe(true);
  });
});

describe("the quota", () => {
  const tokens = (text: string) => text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g);
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  const added = bytes(mergeLogsStatement(policyOf('{"Statement":[]}'), ofAccount, false).text);
  const policyOfSize = (size: number, filler: string) => {
    const start = '{"Statement":[],\t"Id":"a \\" b"  }';
    return start.replace("\t", filler.repeat(size - added - bytes(start) + bytes('{"Statement":[]}') + 1));
  };

  test("is KMS's", () => expect(policyQuota).toBe(32_768));

  test("kept to the byte: white space stays", () => {
    const { text } = mergeLogsStatement(policyOf(policyOfSize(policyQuota, " ")), ofAccount, false);
    expect(bytes(text)).toBe(policyQuota);
  });

  test("broken by a byte: white space between tokens goes, and nothing else", () => {
    const policy = policyOfSize(policyQuota + 1, " ");
    const { text } = mergeLogsStatement(policyOf(policy), ofAccount, false);
    expect(text).toBe(`{"Statement":[${JSON.stringify(composeLogsStatement(ofAccount))}],"Id":"a \\" b"}`);
  });

  test("counts bytes, not characters", () => {
    const policy = `{"Statement":[],"Id":"${"\u00ff".repeat(16_300)}" }`;
    const { text } = mergeLogsStatement(policyOf(policy), ofAccount, false);
    expect(text.length).toBeLessThan(policyQuota);
    expect(text).not.toContain(" }");
  });

  test("broken by what no white space explains: the text is compact, and KMS will answer", () => {
    const policy = `{"Statement":[{"n": 12345678901234567890, "\\u0041": "${"x ".repeat(17_000)}"}]}`;
    const { text } = mergeLogsStatement(policyOf(policy), ofAccount, false);
    expect(tokens(text)?.slice(0, 11)).toEqual(tokens(policy)?.slice(0, 11));
    expect(bytes(text)).toBeGreaterThan(policyQuota);
    expect(text).toContain('{"n":12345678901234567890,"\\u0041":"x x ');
  });

  test.each(['{ "a" :\t[ 1 ,\r\n-0.0 , "b  c\\n" ] }', " [ ] ", '"\\u0020 "', "12345678901234567890 "])(
    "without its white space, %j has the same tokens",
    (text) => {
      expect(tokens(withoutTrivia(text))).toEqual(tokens(text));
      expect(withoutTrivia(text).replace(/"(?:[^"\\]|\\.)*"/g, "")).not.toMatch(/\s/);
    },
  );
});
