/** Which statement became which: equal ones, those of one Sid, the likest; and where none is like enough. */
import { describe, expect, test } from "vitest";
import { normalForms } from "../../src/policy/diff/normal-form.js";
import { pair } from "../../src/policy/diff/pairing.js";
import { alice, allow, bob, deny, type Members, policy } from "./difference-policy.js";

const paired = (before: readonly Members[], after: readonly Members[]) =>
  pair(normalForms(policy(...before), "aws"), normalForms(policy(...after), "aws"));

const act = (...names: readonly string[]) => ({ Action: names.map((name) => `kms:${name}`) });
const nobody = undefined;
const key = "arn:aws:kms:us-east-1:111122223333:key/a";

/** By what each new statement is paired, and with which old one. A likeness is 2 × common parts / all parts. */
const rows: readonly (readonly [
  why: string,
  before: readonly Members[],
  after: readonly Members[],
  wanted: readonly (number | undefined)[],
])[] = [
  ["nothing of nothing", [], [], []],
  ["nothing was there", [], [allow()], [nobody]],
  ["nothing is left", [allow()], [], []],
  ["of equal statements the first is the first", [allow(), allow()], [allow(), allow()], [0, 1]],
  ["of equal statements the last went", [allow(), allow()], [allow()], [0]],
  [
    "an equal statement goes before its Sid's changed one",
    [allow(), allow()],
    [deny(), allow()],
    [nobody, 0],
  ],
  ["of one Sid the first is the first", sids("a", "a"), [deny({ Sid: "a" }), deny({ Sid: "a" })], [0, 1]],
  [
    "a Sid that stands twice: what its equal has taken is no longer to be had",
    [allow({ Sid: "a" }), deny({ Sid: "a", Principal: { AWS: bob } })],
    [allow({ Sid: "a" }), allow({ Sid: "a", ...act("X", "Y", "Z"), Principal: "*" })],
    [0, 1],
  ],
  [
    "a Sid that stands twice, the equal one last",
    [deny({ Sid: "a", Principal: { AWS: bob } }), allow({ Sid: "a" })],
    [allow({ Sid: "a" }), allow({ Sid: "a", ...act("X", "Y", "Z"), Principal: "*" })],
    [1, 0],
  ],
  [
    "to have no Sid is nothing in common",
    [allow({ Principal: { AWS: bob }, ...act("A") })],
    [allow(act("B"))],
    [nobody],
  ],
  ["one of five parts twice is 0.4, enough", [allow(act("A"))], [allow(act("B", "C"))], [0]],
  [
    "one of six parts twice is too little, and every key's Resource is none",
    [allow(act("A", "B"))],
    [allow(act("C", "D"))],
    [nobody],
  ],
  [
    "a Sid is no part: neither is 0.4 made less by two of them",
    [allow({ Sid: "a", ...act("A") })],
    [allow({ Sid: "b", ...act("B", "C") })],
    [0],
  ],
  [
    "a Resource that names a key is a part",
    [allow({ Resource: key, ...act("A", "C") })],
    [allow({ Resource: key, ...act("B", "D") })],
    [0],
  ],
  [
    "everybody as the principal is a part, though the text is that of every Resource",
    [allow({ Principal: "*", ...act("A") })],
    [allow({ Principal: "*", ...act("B") })],
    [0],
  ],
  [
    "one text in two members is nothing in common",
    [allow({ Principal: { AWS: alice }, ...act("A") })],
    [allow({ Principal: { Service: alice }, ...act("B") })],
    [nobody],
  ],
  [
    "an allowed action and an excepted one are nothing in common",
    [allow({ Principal: { AWS: bob }, ...act("A", "B") })],
    [allow({ Action: undefined, NotAction: ["kms:A", "kms:B"] })],
    [nobody],
  ],
  ["an Allow never became a Deny of the same", [allow(act("A"))], [deny(act("A", "B"))], [nobody]],
  [
    "the other Effect's is left to its own, though it is the likest",
    [deny(act("A", "B", "C")), allow(act("A"))],
    [allow(act("A", "B", "C"))],
    [1],
  ],
  [
    "what has no Effect became what has none",
    [{ Action: ["kms:A", "kms:B"] }],
    [{ Action: ["kms:A", "kms:C"] }],
    [0],
  ],
  [
    "what has no Effect became no Allow",
    [{ Action: "kms:A" }],
    [{ Effect: "Allow", Action: "kms:A" }],
    [nobody],
  ],
  [
    "of two old ones the likest, though it stands last, and the other is free no more for it",
    [allow(act("A")), allow(act("A", "B", "C"))],
    [allow(act("A", "B"))],
    [1],
  ],
  [
    "of two old ones the likest, standing first",
    [allow(act("A", "B", "C")), allow(act("A", "X"))],
    [allow(act("A", "B"))],
    [0],
  ],
  [
    "of two new ones the likest gets the only old one",
    [allow(act("A", "B"))],
    [allow(act("A", "X", "Y")), allow(act("A", "B", "C"))],
    [nobody, 0],
  ],
  [
    "of two new ones as likely, the first gets it",
    [allow(act("A", "B"))],
    [allow(act("A", "X")), allow(act("B", "Y"))],
    [0, nobody],
  ],
  [
    "of two old ones as likely, the first, though the last shares the part that is written first",
    [allow({ Principal: { AWS: bob }, ...act("A") }), allow(act("B"))],
    [allow(act("A"))],
    [0],
  ],
  [
    "the same for a statement that is not the first of the new ones",
    [allow({ Principal: { AWS: bob }, ...act("A") }), allow(act("B"))],
    [deny(act("X")), allow(act("A"))],
    [nobody, 0],
  ],
  [
    "who lost the likest takes the next likely",
    [allow(act("A", "B", "C")), allow(act("A", "B"))],
    [allow(act("A", "B", "C", "D")), allow(act("A", "B", "C", "E", "F"))],
    [0, 1],
  ],
];

function sids(...names: readonly string[]): readonly Members[] {
  return names.map((Sid) => allow({ Sid }));
}

describe("which became which", () => {
  test.each(rows)("%s", (_why, before, after, wanted) => {
    expect(paired(before, after)).toEqual(wanted);
  });
});

describe("many statements", () => {
  const each = (count: number, letter: string) =>
    Array.from({ length: count }, (_, index) => allow(act(`${letter}${index}`)));

  test("what 128 have in common still counts, what 129 have tells none apart", () => {
    expect(paired(each(128, "A"), [allow(act("X"))])).toEqual([0]);
    expect(paired(each(129, "A"), [allow(act("X"))])).toEqual([nobody]);
  });

  test("what 129 have in common takes nothing away from what two have", () => {
    const before = [...each(129, "A"), allow(act("P", "Q"))];
    expect(paired(before, [allow(act("P", "Q", "R"))])).toEqual([129]);
  });

  test("the likest is found behind eight that are less alike", () => {
    const before = [...each(9, "A"), allow(act("P", "Q"))];
    expect(paired(before, [allow(act("P", "R"))])).toEqual([9]);
  });

  test("only eight rivals are asked: a ninth that has lost to all of them is new", () => {
    expect(paired(each(9, "A"), each(9, "B"))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, nobody]);
  });
});
