/** Words that are copied into a shell arrive there as they are. */
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quote } from "../../src/problems/define.js";
import { propertyRuns as numRuns } from "../property-runs.js";

/** What a shell makes of the words, each ended by NUL. */
function throughShell(words: readonly string[]): readonly string[] {
  const script = `printf '%s\\0' ${words.map(quote).join(" ")}`;
  const out = execFileSync("sh", ["-c", script], { encoding: "utf8", env: { HOME: "/expanded" }, cwd: "/" });
  return out.split("\0").slice(0, -1);
}

const hostile = [
  ...["", " ", "'", "''", '"', "\\", "\\'", "$HOME", "$(id)", "`id`", "~", "~root", "*", "?", "[a]", "{a,b}"],
  ...[
    "a;id",
    "a&id",
    "a|id",
    "a>f",
    "<f",
    "(a)",
    "!x",
    "#x",
    "a\nb",
    "a\rb",
    "\t",
    "\u001b[31m",
    "\u00e9",
    "\u202e",
    "😀",
  ],
  ...["it's $(a) 'b'", "--", "%s", "a=b", "-n", "\\0", "$'\\n'", "'; rm -rf ~; '"],
];

test("through a shell, every hostile word is itself", () => expect(throughShell(hostile)).toEqual(hostile));

test("so is every other that a shell can hold", () => {
  // One shell for all: a process a word would take most of the suite's time.
  const words = fc.string({
    unit: fc.oneof(
      fc.constantFrom(..."'\"\\$`*~ \n"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
  });
  const sample = fc.sample(words, Math.min(numRuns, 1000)).map((word) => word.replaceAll("\0", ""));
  expect(throughShell(sample)).toEqual(sample);
});

describe("plain words stay as they are, so that a command reads well", () => {
  test.each([
    "arn:aws:kms:us-east-1:111122223333:key/1234abcd",
    "us-east-1",
    "a@b",
    "a_b",
    "1.5",
    "a=b",
    "50%",
    "a,b",
  ])("%s", (word) => expect(quote(word)).toBe(word));
});

test.each([
  ["", "''"],
  ["a b", "'a b'"],
  ["it's", `'it'\\''s'`],
  ["$HOME", "'$HOME'"],
])("%j is written %s", (word, written) => expect(quote(word)).toBe(written));
