/** What a statement is taken apart into, and which ways to write it are one: also those that IAM would refuse. */
import { describe, expect, test } from "vitest";
import { type NormalForm, normalForms } from "../../src/policy/diff/normal-form.js";
import type { Json } from "../../src/policy/document/document.js";
import { type Members, policyOf } from "./difference-policy.js";

const account = "111122223333";

/** Of a document's text, its first statement. */
function firstOf(text: string, partition = "aws"): NormalForm {
  const [form] = normalForms(policyOf(text), partition);
  if (form === undefined) throw new Error("no statement");
  return form;
}

const formOf = (statement: Members, partition = "aws") =>
  firstOf(JSON.stringify({ Version: "2012-10-17", Statement: statement }), partition);

/** Of a statement's text: for numbers that JavaScript would write anew. */
const written = (statement: string) => firstOf(`{"Statement":${statement}}`);

const partsOf = (form: NormalForm) =>
  [...form.members].map(([id, { name, values }]) => [id, name, Object.fromEntries(values)]);

describe("a member's path, name and values", () => {
  test.each<
    readonly [string, Members, readonly (readonly [string, string, { readonly [value: string]: string }])[]]
  >([
    [
      "an action has no case, and is shown as it is written",
      { Action: "KMS:A" },
      [[`["Action"]`, "Action", { "kms:a": "KMS:A" }]],
    ],
    ["nor an excepted one", { NotAction: ["kms:A"] }, [[`["NotAction"]`, "NotAction", { "kms:a": "kms:A" }]]],
    ["a resource has one", { Resource: ["B", "A"] }, [[`["Resource"]`, "Resource", { B: "B", A: "A" }]]],
    ["an excepted one too", { NotResource: "B" }, [[`["NotResource"]`, "NotResource", { B: "B" }]]],
    ["everybody", { Principal: "*" }, [[`["Principal"]`, "Principal", { "*": "*" }]]],
    ["nobody", { Principal: {} }, [[`["Principal"]`, "Principal", {}]]],
    ["all but nobody", { NotPrincipal: {} }, [[`["NotPrincipal"]`, "NotPrincipal", {}]]],
    [
      "principals by their kind; an account is one in AWS only",
      { Principal: { AWS: [account, "*"], Service: account } },
      [
        [`["Principal","AWS"]`, "Principal/AWS", { [`arn:aws:iam::${account}:root`]: account, "*": "*" }],
        [`["Principal","Service"]`, "Principal/Service", { [account]: account }],
      ],
    ],
    [
      "an excepted account",
      { NotPrincipal: { AWS: account } },
      [[`["NotPrincipal","AWS"]`, "NotPrincipal/AWS", { [`arn:aws:iam::${account}:root`]: account }]],
    ],
    ["a kind without anybody", { Principal: { AWS: [] } }, [[`["Principal","AWS"]`, "Principal/AWS", {}]]],
    [
      "a list of principals is none that IAM knows",
      { Principal: [account] },
      [[`["Principal"]`, "Principal", { [`\0["${account}"]`]: `["${account}"]` }]],
    ],
    ["nor is null", { Principal: null }, [[`["Principal"]`, "Principal", { "\0null": "null" }]]],
    [
      "a condition, its operator and key without case, its value with one",
      { Condition: { ArnLike: { "aws:SourceArn": "A" } } },
      [[`["Condition","arnlike","aws:sourcearn"]`, "Condition/ArnLike/aws:SourceArn", { A: "A" }]],
    ],
    [
      "an operator that IAM does not have keeps its case",
      { Condition: { ArnIs: { "aws:X": "a" } } },
      [[`["Condition","ArnIs","aws:x"]`, "Condition/ArnIs/aws:X", { a: "a" }]],
    ],
    [
      "numbers and truth values are texts",
      { Condition: { Bool: { "aws:x": [true, 1] } } },
      [[`["Condition","bool","aws:x"]`, "Condition/Bool/aws:x", { true: "true", 1: "1" }]],
    ],
    [
      "a condition without keys is its values",
      { Condition: { Bool: ["a"] } },
      [[`["Condition","bool"]`, "Condition/Bool", { a: "a" }]],
    ],
    [
      "one key in two spellings is its sets",
      { Condition: { Bool: { "aws:x": ["b", "a"], "AWS:X": "c" } } },
      [
        [
          `["Condition","bool","aws:x"]`,
          "Condition/Bool/AWS:X",
          { '["a","b"]': '["a","b"]', '["c"]': '["c"]' },
        ],
      ],
    ],
    [
      "an unknown object is no condition, though it looks like one",
      { Note: { Bool: { "aws:x": "a" } } },
      [[`["Note"]`, "Note", { '\0{"Bool":{"aws:x":"a"}}': '{"Bool":{"aws:x":"a"}}' }]],
    ],
    ["no condition is none", { Condition: {} }, []],
    ["a condition that is a text", { Condition: "a" }, [[`["Condition"]`, "Condition", { a: "a" }]]],
    ["a condition that is a list", { Condition: [] }, [[`["Condition"]`, "Condition", { "\0[]": "[]" }]]],
    [
      "null among values is not its text",
      { Action: [null] },
      [[`["Action"]`, "Action", { "\0null": "null" }]],
    ],
    [
      "an object among values, in order, and shown as it is written",
      { Action: { b: 1, a: [{ d: 1, c: "x" }] } },
      [[`["Action"]`, "Action", { '\0{"a":[{"c":"x","d":1}],"b":1}': '{"b":1,"a":[{"d":1,"c":"x"}]}' }]],
    ],
    ["an unknown member as it is", { Note: "KMS:A" }, [[`["Note"]`, "Note", { "KMS:A": "KMS:A" }]]],
    [
      "an unknown member's list is no set",
      { Note: ["b", "a"] },
      [[`["Note"]`, "Note", { '\0["b","a"]': '["b","a"]' }]],
    ],
    ["an unknown number", { Note: 1 }, [[`["Note"]`, "Note", { "\x001": "1" }]]],
    [
      "a name in another case is unknown",
      { action: "kms:A" },
      [[`["action"]`, "action", { "kms:A": "kms:A" }]],
    ],
  ])("%s", (_why, statement, wanted) => {
    expect(partsOf(formOf(statement))).toEqual(wanted);
  });

  test("a bare account is read in the partition it is asked in, a root's ARN in its own", () => {
    const principals = { Principal: { AWS: [account, `arn:aws-cn:iam::${account}:root`] } };
    const rootIn = (partition: string) => `arn:${partition}:iam::${account}:root`;
    const valuesIn = (partition: string) =>
      [...formOf(principals, partition).members.values()].map((member) => [...member.values.keys()]);
    expect(valuesIn("aws-us-gov")).toEqual([[rootIn("aws-us-gov"), rootIn("aws-cn")]]);
    expect(valuesIn("aws-cn")).toEqual([[rootIn("aws-cn")]]);
    expect(formOf(principals, "aws-cn").partition).toBe("aws-cn");
  });
});

const when = (operator: string, keys: Json): Members => ({ Condition: { [operator]: keys } });

const same: readonly (readonly [string, Members, Members])[] = [
  ["members in any order", { Effect: "Allow", Action: "a" }, { Action: "a", Effect: "Allow" }],
  ["values in any order", { Resource: ["c", "a", "b"] }, { Resource: ["b", "c", "a"] }],
  ["values that are repeated", { Resource: ["a", "b", "a"] }, { Resource: ["b", "a"] }],
  [
    "a value that is no list, with a condition's operator in another case",
    when("Bool", ["a"]),
    when("bool", "a"),
  ],
  [
    "one key in two spellings that asks for the same, in any order",
    when("StringLike", { "aws:x": ["a", "b"], "AWS:X": ["b", "a"] }),
    when("StringLike", { "aws:x": ["a", "b"] }),
  ],
  [
    "one key in two spellings that asks for two, whichever is first",
    when("StringLike", { "aws:x": "a", "AWS:X": ["c", "b"] }),
    when("StringLike", { "aws:x": ["b", "c"], "AWS:X": "a" }),
  ],
  [
    "one operator in two spellings",
    { Condition: { StringLike: { "aws:x": "a" }, stringlike: { "aws:y": "b" } } },
    when("StringLike", { "aws:x": "a", "aws:y": "b" }),
  ],
  ["excepted resources in any order", { NotResource: ["b", "a"] }, { NotResource: ["a", "b", "a"] }],
  [
    "an unknown member's own members in any order",
    { Note: [{ a: 1, b: [2] }] },
    { Note: [{ b: [2], a: 1 }] },
  ],
];

const other: readonly (readonly [string, Members, Members])[] = [
  ["a member more", { Action: "a" }, { Action: "a", Resource: "b" }],
  ["a value of another member", { Action: "a" }, { Resource: "a" }],
  ["a kind of another member", { Principal: { AWS: "a" } }, { NotPrincipal: { AWS: "a" } }],
  ["nobody, and nothing said of it", { Principal: {} }, {}],
  ["nobody, and nobody of a kind", { Principal: {} }, { Principal: { AWS: [] } }],
  [
    "one key in two spellings, both asked for, and either",
    when("StringLike", { "aws:x": "a", "AWS:X": "b" }),
    when("StringLike", { "aws:x": ["a", "b"] }),
  ],
  [
    "one key in two spellings, one of which is the other's part",
    when("StringLike", { "aws:x": "a", "AWS:X": ["a", "b"] }),
    when("StringLike", { "aws:x": ["a", "b"] }),
  ],
  [
    "one key in two spellings that asks for two, one of which is another",
    when("StringLike", { "aws:x": "a", "AWS:X": "b" }),
    when("StringLike", { "aws:x": "a", "AWS:X": "c" }),
  ],
  ["an unknown object and a condition", { Note: { Bool: { a: "b" } } }, when("Bool", { a: "b" })],
  ["an operator without keys, and a key", when("Bool", "a"), when("Bool", { a: [] })],
  ["two unknown values and one of both", { Note: [1, 2] }, { Note: [12] }],
  ["two unknown members and one in the other", { Note: { a: 1, b: 2 } }, { Note: { a: { b: 2 } } }],
  ["an unknown list and an unknown object", { Note: [] }, { Note: {} }],
  ["an unknown number and its text", { Note: 1 }, { Note: "1" }],
  ["an unknown null and nothing", { Note: null }, {}],
  ["a text with a quote, and two", { Action: ['a","b'] }, { Action: ["a", "b"] }],
];

describe("the text for the whole", () => {
  test.each(same)("is one: %s", (_why, one, two) => {
    expect(formOf(one).key).toBe(formOf(two).key);
    expect(formOf(one).keyWithoutSid).toBe(formOf(two).keyWithoutSid);
  });

  test.each(other)("is another: %s", (_why, one, two) => {
    expect(formOf(one).key).not.toBe(formOf(two).key);
    expect(formOf(one).keyWithoutSid).not.toBe(formOf(two).keyWithoutSid);
  });

  test("of another Sid is another with it, and one without", () => {
    const [a, b, none] = [{ Sid: "a", Action: "x" }, { Sid: "b", Action: "x" }, { Action: "x" }].map((each) =>
      formOf(each),
    );
    expect(new Set([a?.key, b?.key, none?.key]).size).toBe(3);
    expect(new Set([a?.keyWithoutSid, b?.keyWithoutSid, none?.keyWithoutSid]).size).toBe(1);
  });
});

describe("a number beyond what JavaScript tells apart", () => {
  /** White space shows whether the text is compared: it counts only where it is. */
  const spaced = (number: string) => [written(`{"N":${number}}`).key, written(`{ "N":${number}}`).key];
  const isText = (number: string) => new Set(spaced(number)).size === 2;

  test.each([
    ["9007199254740991", false],
    ["9007199254740992", true],
    ["-9007199254740991", false],
    ["-9007199254740992", true],
    ["1e400", true],
    ["0.1", false],
    ["[1,[9007199254740993]]", true],
    ['{"a":null,"b":{"c":9007199254740993}}', true],
    ["[null,1]", false],
    ['"9007199254740993"', false],
  ] as const)("%s is compared as a text: %s", (number, wanted) => {
    expect(isText(number)).toBe(wanted);
  });

  test("shows as the text", () => {
    expect(partsOf(written('{"N":9007199254740993}')).at(-1)).toEqual([
      '["","text"]',
      "(text)",
      { '{"N":9007199254740993}': '{"N":9007199254740993}' },
    ]);
  });
});

describe("the Version counts where a value has a variable", () => {
  const versioned = (version: string | undefined, statement: string) =>
    firstOf(`{${version === undefined ? "" : `"Version":"${version}",`}"Statement":${statement}}`);

  test.each([
    ["a variable", '{"Resource":"${a}"}', true],
    ["a variable that is escaped", '{"Resource":"\\u0024{a}"}', true],
    ["a variable in a condition's second value", '{"Condition":{"Bool":{"a":["b","x${a}"]}}}', true],
    ["a dollar alone", '{"Resource":"$a"}', false],
    ["a brace alone", '{"Resource":"{a}"}', false],
    ["another escape", '{"Resource":"\\u0041"}', false],
    ["none", '{"Resource":"a"}', false],
  ] as const)("%s: %s %s", (_why, statement, wanted) => {
    const [old, now] = [versioned("2008-10-17", statement), versioned("2012-10-17", statement)];
    expect(old.key !== now.key).toBe(wanted);
    expect(now.members.get('["","Version"]')).toEqual(
      wanted ? { name: "Version", values: new Map([["2012-10-17", "2012-10-17"]]) } : undefined,
    );
  });

  test("and none is the oldest (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html)", () => {
    const statement = '{"Resource":"${a}"}';
    expect(versioned(undefined, statement).key).toBe(versioned("2008-10-17", statement).key);
  });
});

test("each of two equal statements keeps its own place", () => {
  const forms = normalForms(policyOf('{"Statement":[{"Action":"a"},{"Action":"a"},{"Action":"b"}]}'), "aws");
  expect(forms.map((form) => form.source.pointer)).toEqual(["/Statement/0", "/Statement/1", "/Statement/2"]);
  expect(forms.map((form) => form.key === forms[0]?.key)).toEqual([true, true, false]);
});
