/** Which texts are key policies, where their statements stand, and what is said of all other texts. */
import { describe, expect, test } from "vitest";
import { longestPolicy, type PolicyDocument, parsePolicy } from "../../src/policy/document/document.js";

function read(text: string): PolicyDocument {
  const document = parsePolicy(text);
  if (!document.ok) throw new Error(document.problems.map((each) => each.what).join(" "));
  return document.value;
}

function refusals(text: string): readonly string[] {
  const document = parsePolicy(text);
  return document.ok ? [] : document.problems.map((each) => `${each.code} ${each.at ?? "-"}`);
}

describe("refused", () => {
  test.each([
    ["nothing", "", ["policy/not-json 1:1"]],
    ["white space", " \n\t", ["policy/not-json 2:2"]],
    ["a word", "policy", ["policy/not-json 1:1"]],
    ["single quotes", "{'Statement':[]}", ["policy/not-json 1:2"]],
    ["a trailing comma in a list", '{"Statement":[{},]}', ["policy/not-json 1:18"]],
    ["a trailing comma in an object", '{"Statement":[],}', ["policy/not-json 1:17"]],
    ["a line comment", '{\n// why\n"Statement":[]}', ["policy/not-json 2:1"]],
    ["a block comment", '{"Statement":[/**/]}', ["policy/not-json 1:15"]],
    ["an object that is not closed", '{"Statement":[]', ["policy/not-json 1:16"]],
    ["a second document", '{"Statement":[]}\n{}', ["policy/not-json 2:1"]],
    ["a missing comma", '{"Version":"2012-10-17"\n  "Statement":[]}', ["policy/not-json 2:3"]],
    ["a raw line end in a text", '{"Statement":[],"Id":"a\nb"}', ["policy/not-json 1:22"]],
    ["an escape that JSON does not know", '{"Statement":[],"Id":"\\x41"}', ["policy/not-json 1:22"]],
    ["a number with a leading zero", '{"Statement":[],"Id":01}', ["policy/not-json 1:23"]],
    ["NaN", '{"Statement":[],"Id":NaN}', ["policy/not-json 1:22"]],
    ["a no-break space between tokens", '{\u00a0"Statement":[]}', ["policy/not-json 1:2"]],
    ["a byte order mark", '\ufeff{"Statement":[]}', ["policy/byte-order-mark 1:1"]],
    ["a list", "[]", ["policy/not-an-object -"]],
    ["a text", '"Statement"', ["policy/not-an-object -"]],
    ["null", "null", ["policy/not-an-object -"]],
    ["an empty object", "{}", ["policy/no-statement -"]],
    ["a statement in lower case", '{"statement":[]}', ["policy/no-statement -"]],
    ["a text for Statement", '{"Statement":"Allow"}', ["policy/statement-form 1:14"]],
    ["null for Statement", '{"Statement":null}', ["policy/statement-form 1:14"]],
    ["items that are no objects", '{"Statement":[{},1,\n"x",[]]}', ["policy/statement-form 1:18"]],
    ["a member twice", '{"Statement":[],"Statement":[]}', ["policy/member-twice 1:17"]],
    [
      "a member twice, the second one escaped",
      '{"Statement":[{"Effect":"Deny","\\u0045ffect":"Allow"}]}',
      ["policy/member-twice 1:32"],
    ],
    [
      "a member twice, deep inside",
      '{"Statement":[{"Condition":{"Bool":{"k":1,\n "k":2}}}]}',
      ["policy/member-twice 2:2"],
    ],
    [
      "members twice, and no JSON",
      '{"Id":1,"Id":2,"Statement":[}',
      ["policy/member-twice 1:9", "policy/not-json 1:29"],
    ],
  ])("%s", (_name, text, codes) => expect(refusals(text)).toEqual(codes));

  test("the same member in two objects is no member twice", () =>
    expect(refusals('{"Id":"x","Statement":[{"Id":1},{"Id":1}]}')).toEqual([]));

  test("names differ in case", () => expect(refusals('{"id":1,"Id":2,"Statement":[]}')).toEqual([]));
});

describe("a text made to exhaust its reader", () => {
  test.each([
    ["lists", "[".repeat(100_000), "100000"],
    ["closed lists", "[".repeat(50_000) + "]".repeat(50_000), "50000"],
    ["objects", '{"a":'.repeat(26_000), "26000"],
    ["lists in a statement", `{"Statement":[${"[".repeat(33)}`, "35"],
    ["33 levels", `${"[".repeat(33)}${"]".repeat(33)}`, "33"],
  ])("%s", (_name, text, depth) => {
    const document = parsePolicy(text);
    expect(document.ok ? [] : document.problems.map((each) => each.what)).toEqual([
      `The key policy has ${Number(depth).toLocaleString("en-US")} levels; the limit is 32.`,
    ]);
  });

  test("32 levels are read", () =>
    expect(refusals(`${"[".repeat(32)}${"]".repeat(32)}`)).toEqual(["policy/not-an-object -"]));

  test("brackets within a text are no levels", () =>
    expect(refusals(`{"Id":"${"[".repeat(50_000)}","Statement":[]}`)).toEqual([]));

  test("a text that is too long is not read at all", () => {
    const fits = `{"Statement":[],"Id":"${"x".repeat(longestPolicy - 24)}"}`;
    expect(fits).toHaveLength(131_072);
    expect(refusals(fits)).toEqual([]);
    expect(refusals(`${fits} `)).toEqual(["policy/too-long -"]);
  });

  test.each([
    ["members twice on lines of their own", `{"Statement":[{"a":0${',\n"a":0'.repeat(18_000)}}]}`],
    ["numbers for statements", `{"Statement":[1${",\n1".repeat(40_000)}]}`],
    ["members twice, then errors", `{"Statement":[{"a":0${',"a":0'.repeat(9000)}${",".repeat(70_000)}`],
    ["nothing but commas", `{"Statement":[${",".repeat(131_000)}]}`],
    ["nothing but quotes", '"'.repeat(131_000)],
    ["a text that is not closed", `{"Statement":"${"\\u0041".repeat(20_000)}`],
  ])("%s: answered, and not slowly enough to hang", (_name, text) => {
    expect(parsePolicy(text).ok).toBe(false);
  });
});

describe("where statements stand", () => {
  test("in a list", () => {
    const text = '{ "Version": "2012-10-17",\r\n "Statement" : [ {"Sid":"a"} ,\t{ "Sid" : "\\u0062" } ] }';
    const document = read(text);
    expect(document.version).toBe("2012-10-17");
    expect(document.statements.map(({ value, ...rest }) => rest)).toEqual([
      { index: 0, pointer: "/Statement/0", sid: "a", text: '{"Sid":"a"}', start: 45, end: 56 },
      { index: 1, pointer: "/Statement/1", sid: "b", text: '{ "Sid" : "\\u0062" }', start: 59, end: 79 },
    ]);
    expect(text.slice(document.list.start, document.list.end)).toBe(
      '[ {"Sid":"a"} ,\t{ "Sid" : "\\u0062" } ]',
    );
    for (const each of document.statements) expect(text.slice(each.start, each.end)).toBe(each.text);
  });

  test("as one object", () => {
    const document = read('{"Statement":{"Effect":"Deny"}}');
    expect(document.list).toEqual({ start: 13, end: 30, form: "object" });
    expect(document.statements).toEqual([
      {
        index: 0,
        pointer: "/Statement",
        text: '{"Effect":"Deny"}',
        start: 13,
        end: 30,
        value: { Effect: "Deny" },
      },
    ]);
  });

  test("nowhere", () => {
    const document = read('{"Statement":[ ]}');
    expect(document.statements).toEqual([]);
    expect(document).not.toHaveProperty("version");
  });

  test("a Sid that is no text is none", () =>
    expect(read('{"Statement":[{"Sid":1}]}').statements[0]).not.toHaveProperty("sid"));
});

describe("Version", () => {
  test.each([
    ['"2008-10-17"', "2008-10-17"],
    ['""', ""],
    ["2012", "2012"],
    ["null", "null"],
    ['["2012-10-17"]', '["2012-10-17"]'],
    ['{"a": 1}', '{"a": 1}'],
  ])("%s is shown as it is written, and is only a version where it is a text", (written, version) =>
    expect(read(`{"Version":${written},"Statement":[]}`).version).toBe(version),
  );
});

describe("names that JavaScript knows", () => {
  test("a member __proto__ is a member like any other", () => {
    const [statement] = read('{"Statement":[{"__proto__":{"Effect":"Allow"}}]}').statements;
    expect(Object.keys(statement?.value ?? {})).toEqual(["__proto__"]);
    expect(statement?.value).not.toHaveProperty("Effect");
  });

  test("two members __proto__ are one too many", () =>
    expect(refusals('{"Statement":[{"__proto__":1,"__proto__":2}]}')).toEqual(["policy/member-twice 1:30"]));
});
