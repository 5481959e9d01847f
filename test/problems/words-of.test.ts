/** The words of a code by its folder: the same as those of the catalogue, for every code. */
import { describe, expect, it } from "vitest";
import { catalogue, codes } from "../../src/problems/catalogue.js";
import { findWords, isCode, wordsOf } from "../../src/problems/words-of.js";

describe("the words of a code", () => {
  it("are those of the catalogue", () => {
    expect(codes.filter((code) => wordsOf(code) !== (catalogue[code] as unknown))).toEqual([]);
  });

  it.each(["", "key", "key/nothing", "nothing/alias", "toString/x", "key/toString", "__proto__/x"])(
    "are none for %j",
    (text) => {
      expect(findWords(text)).toBeUndefined();
      expect(isCode(text)).toBe(false);
    },
  );
});
