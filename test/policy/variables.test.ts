/** Policy variables: where a value is cut, which names and defaults are read, and what a request makes of them. */
import { describe, expect, test } from "vitest";
import type { KeyFact } from "../../src/policy/evaluate/context/lookup.js";
import {
  type Alternative,
  absent,
  anything,
  foreign,
  present,
} from "../../src/policy/evaluate/context/row.js";
import { literal, nameRun, textOf, wildcards } from "../../src/policy/evaluate/match.js";
import { fillTemplate, readTemplate, variablesOf } from "../../src/policy/evaluate/variables.js";

const modern = "2012-10-17";
const text = literal;
const nothing = literal("");

describe("a value is cut", () => {
  test.each([
    ["no variable", "ab", [text("ab")]],
    ["nothing at all", "", [nothing]],
    ["a variable alone", "${aws:username}", [nothing, { key: "aws:username" }, nothing]],
    ["text around it", "a${k}b", [text("a"), { key: "k" }, text("b")]],
    ["two side by side", "${k}${l}", [nothing, { key: "k" }, nothing, { key: "l" }, nothing]],
    ["one key twice", "${k}-${k}", [nothing, { key: "k" }, text("-"), { key: "k" }, nothing]],
    ["the first brace closes", "${k}}", [nothing, { key: "k" }, text("}")]],
    ["a brace before it closes nothing", "}${k}", [text("}"), { key: "k" }, nothing]],
    ["a dollar without a brace is text", "$k}", [text("$k}")]],
    ["white space around the key is none of it", "${ k }", [nothing, { key: "k" }, nothing]],
    [
      "white space around the key of a default",
      "${ k , 'd'}",
      [nothing, { key: "k", otherwise: "d" }, nothing],
    ],
    ["a default", "${k, 'd'}", [nothing, { key: "k", otherwise: "d" }, nothing]],
    ["a default without white space", "${k,'d'}", [nothing, { key: "k", otherwise: "d" }, nothing]],
    ["a default with much of it", "${k,  'd'  }", [nothing, { key: "k", otherwise: "d" }, nothing]],
    ["an empty default is one", "${k, ''}", [nothing, { key: "k", otherwise: "" }, nothing]],
    ["a default keeps its white space", "${k, ' d '}", [nothing, { key: "k", otherwise: " d " }, nothing]],
    ["a default keeps its commas", "${k, 'd, e'}", [nothing, { key: "k", otherwise: "d, e" }, nothing]],
    ["a default in double quotes is none", '${k, "d"}', [nothing, { key: "k" }, nothing]],
    ["a default that is not closed is none", "${k, 'd}", [nothing, { key: "k" }, nothing]],
    ["a default that is not opened is none", "${k, d'}", [nothing, { key: "k" }, nothing]],
    ["a default with something behind is none", "${k, 'd' e}", [nothing, { key: "k" }, nothing]],
    ["a default with something before is none", "${k, e 'd'}", [nothing, { key: "k" }, nothing]],
    ["a comma without a default", "${k,}", [nothing, { key: "k" }, nothing]],
    ["a comma without a key", "${,'d'}", [nothing, { key: "", otherwise: "d" }, nothing]],
    ["no key", "${}", [nothing, { key: "" }, nothing]],
    ["a star that is no wildcard", "a${*}", [text("a"), text("*"), nothing]],
    ["a question mark that is none", "${?}b", [nothing, text("?"), text("b")]],
    ["a dollar", "${$}{k}", [nothing, text("$"), text("{k}")]],
    ["two stars are a key that IAM does not have", "${**}", [nothing, { key: "**" }, nothing]],
  ] as const)("%s: %s", (_why, value, wanted) => {
    expect(readTemplate(value, false, modern)).toStrictEqual(wanted);
  });

  test.each([
    ["not closed", "${k"],
    ["the second not closed", "${k}${l"],
    ["closed only before", "}${k"],
    ["nothing behind", "a${"],
  ] as const)("%s: no such variable is documented: %s", (_why, value) => {
    expect(readTemplate(value, true, modern)).toBeUndefined();
    expect(readTemplate(value, false, modern)).toBeUndefined();
  });

  test("wildcards are some outside variables only, and where the operator has any", () => {
    expect(readTemplate("a*${*}?${?}", true, modern)).toEqual([
      wildcards("a*"),
      text("*"),
      wildcards("?"),
      text("?"),
      nothing,
    ]);
    expect(readTemplate("a*${k}?", false, modern)).toEqual([text("a*"), { key: "k" }, text("?")]);
    expect(readTemplate("a*", true, modern)).toEqual([wildcards("a*")]);
  });

  test.each([undefined, "2008-10-17", "2012-10-18"])("Version %s has no variables", (version) => {
    expect(readTemplate("a${k}*", false, version)).toEqual([text("a${k}*")]);
    expect(readTemplate("a${k}*", true, version)).toEqual([wildcards("a${k}*")]);
    expect(readTemplate("${k", true, version)).toEqual([text("${k")]);
  });
});

test("the keys of templates, each once, in their order", () => {
  const templates = ["${b}${a}", "x", "${", "${b, 'd'}${*}", "${c}"].map((value) =>
    readTemplate(value, true, modern),
  );
  expect(variablesOf(templates)).toEqual(["b", "a", "c"]);
  expect(variablesOf([])).toEqual([]);
  expect(variablesOf([undefined])).toEqual([]);
});

const fact = (...alternatives: readonly Alternative[]): KeyFact => ({
  id: 1,
  alternatives,
  documented: true,
  why: "",
  source: "",
});
const bob = present(textOf("bob"));
const partly = present({ examples: ["bob"], shape: [98, nameRun] });

describe("a request's values put in", () => {
  /** A variable with several values has none that IAM documents, so nobody knows what it becomes. */
  test.each([
    ["one value", "a${k}c", [bob], text("abobc")],
    ["one value, though a default is there", "a${k, 'd'}c", [bob], text("abobc")],
    ["a value's wildcards stand for themselves", "${k}", [present(textOf("*?"))], text("*?")],
    ["an empty value", "a${k}c", [present(textOf(""))], text("ac")],
    ["an absent one: nothing equals it", "a${k}c", [absent], "none"],
    ["an absent one, and a default", "a${k, 'd'}c", [absent], text("adc")],
    ["an absent one, and an empty default", "a${k, ''}c", [absent], text("ac")],
    ["a default's wildcards stand for themselves", "${k, '*'}", [absent], text("*")],
    ["a value of AWS's own alone", "${k}", [foreign], "foreign"],
    ["absent, or of AWS's own", "${k}", [absent, foreign], "foreign"],
    ["absent, or of AWS's own, and a default, which it may be", "${k, 'd'}", [absent, foreign], "unknown"],
    ["absent, or a value", "${k}", [absent, bob], "unknown"],
    ["a value, or absent", "${k}", [bob, absent], "unknown"],
    ["of AWS's own, or a value", "${k}", [foreign, bob], "unknown"],
    ["one value or another", "${k}", [bob, present(textOf("eve"))], "unknown"],
    ["anything", "${k}", [anything], "unknown"],
    ["anything, and a default", "${k, 'd'}", [anything], "unknown"],
    ["a time", "${k}", [{ is: "time", from: 0, exact: true }], "unknown"],
    ["two values at once", "${k}", [present(textOf("bob"), textOf("eve"))], "unknown"],
    ["no value at once", "${k}", [present()], "unknown"],
    ["a value beside others", "${k}", [{ is: "texts", texts: [textOf("bob")], more: true }], "unknown"],
    ["a value known in part", "${k}", [partly], "unknown"],
    ["no way to stand that is known", "${k}", [], "unknown"],
    ["a key that is nowhere asked for", "a${*}c", [absent], text("a*c")],
  ] as const)("%s: %s", (_why, value, alternatives, wanted) => {
    const template = readTemplate(value, true, modern) ?? [];
    expect(fillTemplate(template, () => fact(...alternatives))).toEqual(wanted);
  });

  const look = (key: string) => fact(...({ k: [bob], none: [absent] }[key] ?? [anything]));

  test.each([
    ["each by its own", "${k}-${none, 'd'}-*", wildcards("bob-d-*")],
    ["the first that has none decides", "${k}${none}${x}", "none"],
    ["the first that nobody knows decides", "${k}${x}${none}", "unknown"],
    ["text alone is itself, wildcards and all", "a*?", wildcards("a*?")],
    ["nothing is nothing", "", nothing],
  ] as const)("of several variables: %s", (_why, value, wanted) => {
    expect(fillTemplate(readTemplate(value, true, modern) ?? [], look)).toEqual(wanted);
  });

  test("a text without variables is the pattern itself: what is remembered of it stays known", () => {
    const template = readTemplate("a*", true, modern) ?? [];
    expect(fillTemplate(template, look)).toBe(template[0]);
  });

  test("a lone variable is looked up as any other, and an empty template is the empty text", () => {
    expect(fillTemplate([{ key: "k" }], look)).toEqual(text("bob"));
    expect(fillTemplate([], look)).toEqual(nothing);
  });
});
