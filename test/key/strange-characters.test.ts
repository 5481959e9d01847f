/** Characters that came along with a key identifier, and words that a shell would not take as they are. */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parseKeyIdentifier } from "../../src/key/identifier.js";
import type { Problem } from "../../src/problems/problem.js";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;

function onlyProblem(text: string): Problem {
  const read = parseKeyIdentifier(text);
  if (read.ok || read.problems[0] === undefined || read.problems.length > 1)
    throw new Error("one was expected");
  return read.problems[0];
}

function firstCommand(problem: Problem): string {
  const [fix] = problem.fix;
  if (fix?.do !== "run") throw new Error("the first fix is no command");
  return fix.command;
}

/** Around a key that is there: the command that mends it names the key itself. */
describe("around or inside a key", () => {
  test.each([
    ["a space before", ` ${arn}`, "a space at character 1", arn],
    ["a space after", `${id} `, "a space at character 37", id],
    ["a space inside", `${arn.slice(0, 10)} ${arn.slice(10)}`, "a space at character 11", arn],
    ["a line end", `${arn}\n`, "U+000A at character 76", arn],
    ["a Windows line end", `${id}\r\n`, "U+000D at character 37, U+000A at character 38", id],
    ["a tab", `\t${id}`, "U+0009 at character 1", id],
    ["NUL", `${id}\0`, "U+0000 at character 37", id],
    ["a colour sequence's ESC", `\u001b${id}`, "U+001B at character 1", id],
    ["a no-break space", `\u00a0${id}`, "U+00A0 at character 1", id],
    ["a byte order mark", `\ufeff${id}`, "U+FEFF at character 1", id],
    ["a zero-width space", `1234\u200b${id.slice(4)}`, "U+200B at character 5", id],
    ["right-to-left override", `\u202e${id}\u202c`, "U+202E at character 1, U+202C at character 38", id],
    ["an isolate", `\u2066${id}`, "U+2066 at character 1", id],
    ["C1 control", `${id}\u009b`, "U+009B at character 37", id],
    ["a tag character, beyond the BMP", `${id}\u{e0041}`, "U+E0041 at character 37", id],
    ["quotes", `"${id}"`, "U+0022 at character 1, U+0022 at character 38", id],
    ["curly quotes", `“${id}”`, "U+201C at character 1, U+201D at character 38", id],
    ["braces", `{${id}}`, "U+007B at character 1, U+007D at character 38", id],
    [
      "four spaces",
      `  ${id}  `,
      "a space at character 1, a space at character 2, a space at character 39 and 1 more",
      id,
    ],
  ])("%s", (_name, text, found, meant) => {
    const problem = onlyProblem(text);
    expect(problem.code).toBe("key/characters");
    expect(problem.what).toBe(`The key identifier has ${found}.`);
    expect(firstCommand(problem)).toBe(`mwaa-kms validate ${meant}`);
  });
});

/** Where nothing sure is left without them, nobody guesses. */
describe("in place of a character", () => {
  test.each([
    ["full-width digits", id.replace("1", "\uff11"), "U+FF11 at character 1"],
    ["a Cyrillic a", id.replace("a", "\u0430"), "U+0430 at character 5"],
    ["a long dash", id.replace("-", "\u2013"), "U+2013 at character 9"],
    ["a fraction slash in an ARN", arn.replace("/", "\u2044"), "U+2044 at character 39"],
    ["a full-width colon", arn.replace(":", "\uff1a"), "U+FF1A at character 4"],
    ["a lone surrogate", id.replace("1", "\ud800"), "U+D800 at character 1"],
    ["white space alone", " ", "a space at character 1"],
    ["a line end alone", "\n", "U+000A at character 1"],
    ["two keys", `${id},${id} `, "a space at character 74"],
  ])("%s", (_name, text, found) => {
    const problem = onlyProblem(text);
    expect(problem.code).toBe("key/characters");
    expect(problem.what).toContain(found);
    expect(firstCommand(problem)).toBe("aws kms list-keys --query 'Keys[].KeyArn' --output text");
  });
});

/** Whatever was typed, what is offered for copying must run nothing but what it says. */
describe("hostile words", () => {
  const hostile = [
    "alias/x; rm -rf ~",
    "alias/$(id)",
    "alias/`id`",
    "alias/'$(id)'",
    'alias/"; id; "',
    "alias/x\nid",
    "alias/x\u001b]0;owned\u0007",
    "alias/x|id",
    "alias/x&id",
    "alias/x>f",
    "alias/$HOME",
    "alias/$IFS",
    `arn:aws:kms:us-east-1:111122223333:alias/$HOME`,
    `key/$(id)`,
    `$(id)${id}`,
    `-rf`,
  ];

  test.each(hostile)("%j", (text) => {
    const problem = onlyProblem(text);
    for (const fix of problem.fix) {
      const command = fix.do === "run" ? fix.command : "";
      const script = `aws() { printf '%s\\n' "$@"; }; ${command.replace(/^mwaa-kms /, "aws ")}`;
      const words = execFileSync("sh", ["-c", script], { encoding: "utf8", env: { HOME: "/expanded" } });
      expect(words).not.toMatch(/uid=|\/expanded/);
    }
    expect(firstCommand(problem)).not.toMatch(/[\n\u001b\u0007]/);
  });

  test("an alias with a dollar sign reaches the command whole, between quotes", () =>
    expect(firstCommand(onlyProblem("alias/$HOME"))).toBe(
      "aws kms describe-key --key-id 'alias/$HOME' --query KeyMetadata.Arn --output text",
    ));
});
