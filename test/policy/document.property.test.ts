/** What JSON.parse says of any text, parsePolicy says too; and it never throws. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePolicy } from "../../src/policy/document/document.js";
import { propertyRuns as numRuns } from "../property-runs.js";

/** JSON texts with a character changed, lost or added: most are just not JSON any more. */
const nearlyJson = fc
  .tuple(
    fc.json(),
    fc.nat(),
    fc.constantFrom("", "{", "}", "[", "]", '"', ",", ":", "\\", "\t", "\u00a0", "0", "-", "/**/"),
  )
  .chain(([json, at, put]) => {
    const index = at % (json.length + 1);
    return fc.constantFrom(
      `{"Statement":[{"Condition":${json.slice(0, index)}${put}${json.slice(index)}}]}`,
      `{"Statement":[{"Condition":${json.slice(0, index)}${put}${json.slice(index + 1)}}]}`,
    );
  });

function asJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

test("what is no JSON is refused, and what is taken means the same to JSON.parse", () => {
  fc.assert(
    fc.property(fc.oneof(nearlyJson, fc.string({ unit: "binary" })), (text) => {
      const read = parsePolicy(text);
      const json = asJson(text);
      if (!read.ok) {
        const codes = read.problems.map((each) => each.code);
        const isKnown = codes.every((code) => code !== "policy/not-json") || json === undefined;
        expect(isKnown ? [] : [text, ...codes]).toEqual([]);
        return;
      }
      expect(json).toBeDefined();
      expect(JSON.stringify({ Statement: read.value.statements.map((each) => each.value) })).toBe(
        JSON.stringify(json?.value),
      );
    }),
    { numRuns: numRuns * 2 },
  );
});

test("every statement's text is that of its place, and means what its value says", () => {
  const statements = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(statements, fc.constantFrom(0, 1, 2, "\t", "\r\n"), (list, space) => {
      const text = JSON.stringify({ Version: "2012-10-17", Statement: list }, null, space);
      const read = parsePolicy(text);
      if (!read.ok) throw new Error(text);
      const { statements: found } = read.value;
      expect(found.map((each) => each.pointer)).toEqual(list.map((_, index) => `/Statement/${index}`));
      for (const each of found) {
        expect(text.slice(each.start, each.end)).toBe(each.text);
        expect(JSON.parse(each.text)).toEqual(JSON.parse(JSON.stringify(each.value)));
      }
    }),
    { numRuns },
  );
});
