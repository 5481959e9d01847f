/** Every code of the catalogue: its sentences, its mends and its pages; and that the program can say it at all. */
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { type Code, catalogue, codes } from "../../src/problems/catalogue.js";
import type { Entry, Fix } from "../../src/problems/define.js";
import { pages } from "../../src/problems/links.js";
import { type Problem, problem } from "../../src/problems/problem.js";
import { isCode } from "../../src/problems/words-of.js";

const source = join(import.meta.dirname, "../../src");

function wordsOf(code: Code): Entry<unknown> {
  return catalogue[code] as unknown as Entry<unknown>;
}

/** The problem with the facts of its example. */
function exampleOf(code: Code): Problem {
  return problem(code, wordsOf(code).example as never);
}

function textsOf(fix: Fix): readonly string[] {
  if (fix.do === "run") return [fix.command];
  if (fix.do === "write") return [fix.where, fix.text];
  return fix.do === "ask" ? [fix.who, fix.sentence] : [fix.pointer, JSON.stringify(fix.json)];
}

describe.each(codes)("%s", (code) => {
  const { what, why, fix, docs, severity } = exampleOf(code);
  const { title } = wordsOf(code);

  test("is a folder and a slug, with a title that is no sentence", () => {
    expect(code).toMatch(/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(title).toMatch(/^\S.*[^.\s]$/);
    expect(["error", "warning", "note"]).toContain(severity);
  });

  test("says what and why in whole sentences", () => {
    expect(why).toMatch(/[.?!][")]?$/);
    // A sentence may end in the very words of AWS, or of Node.
    expect(what).toMatch(/[.?!][")]?$|: .+$/);
    for (const sentence of [what, why]) {
      expect(sentence).toMatch(/^\S/);
      expect(sentence).not.toMatch(/\n|\. \.|\.\.$| {2}/);
    }
  });

  test("says how to mend it", () => {
    expect(fix.length).toBeGreaterThan(0);
    for (const text of fix.flatMap(textsOf)) expect(text.trim()).not.toBe("");
    for (const each of fix) if (each.do === "ask") expect(each.sentence).toMatch(/[.?!]$|: mwaa-kms .+$/);
  });

  test("shows no value that JavaScript made up", () => {
    const all = [title, what, why, ...fix.flatMap(textsOf)].join("\n");
    const facts = Object.values(wordsOf(code).example as object)
      .map(String)
      .filter((fact) => fact !== "");
    expect(facts.reduce((text, fact) => text.replaceAll(fact, ""), all)).not.toMatch(
      /undefined|\[object|NaN|function \(|=>/,
    );
  });

  test("cites pages of AWS, or of Terraform for Terraform's files, each once", () => {
    const terraform = code.startsWith("iac/")
      ? "|developer\\.hashicorp\\.com/terraform|registry\\.terraform\\.io"
      : "";
    const page = new RegExp(
      `^https://(docs\\.aws\\.amazon\\.com|repost\\.aws|github\\.com/aws-samples${terraform})/\\S+$`,
    );
    for (const url of docs) expect(url).toMatch(page);
    expect(new Set(docs).size).toBe(docs.length);
  });
});

test("a problem keeps the place that it is given, and has none otherwise", () => {
  expect(problem("key/empty", {}, "--key")).toMatchObject({
    code: "key/empty",
    at: "--key",
    severity: "error",
  });
  expect(problem("key/empty", {})).not.toHaveProperty("at");
});

test("what JavaScript's objects have by birth is no code", () => {
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty", "", "key"])
    expect(isCode(name)).toBe(false);
  expect(isCode("key/alias")).toBe(true);
});

test("every code can be said: somewhere outside the words it is written", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.includes(join("problem", "words") + sep),
  );
  const program = files.map((file) => readFileSync(join(source, file), "utf8")).join("\n");
  expect(codes.filter((code) => !program.includes(`"${code}"`))).toEqual([]);
});

test("every page stands in the table once", () =>
  expect(new Set(Object.values(pages)).size).toBe(Object.values(pages).length));
