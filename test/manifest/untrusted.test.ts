/** Whatever a file holds, reading it ends soon, and with a manifest or with problems. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseManifest } from "../../src/manifest/manifest.js";
import { propertyRuns } from "../property-runs.js";
import { arn, badShapes, badWords, badYaml, good, id } from "./cases.js";

const texts = [
  ...Object.values(good),
  ...[badShapes, badWords, badYaml].flatMap((cases) => Object.values(cases).map(({ text }) => text)),
];

/** @returns the codes of the problems, after a look at each of them */
function codesOf(text: string): readonly string[] {
  const read = parseManifest(text, "m.yaml");
  if (read.ok) return [];
  expect(read.problems.length).toBeGreaterThan(0);
  expect(read.problems.length).toBeLessThanOrEqual(101);
  for (const { what, at, code } of read.problems) {
    expect(what.length, code).toBeLessThan(2000);
    if (code !== "manifest/more") expect(at).toMatch(/^m\.yaml(:\d+:\d+)?$/);
  }
  return read.problems.map(({ code }) => code);
}

describe("any text", () => {
  it("is taken or refused", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => void codesOf(text)),
      { numRuns: propertyRuns },
    );
  });

  it("made of bytes is taken or refused", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        (bytes) => void codesOf(new TextDecoder().decode(bytes)),
      ),
      { numRuns: propertyRuns },
    );
  });

  it("made of YAML's own signs is taken or refused", () => {
    const sign = fc.constantFrom(
      ...[
        "- ",
        ": ",
        "? ",
        "\n",
        "  ",
        "\t",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!t ",
        "|\n",
        ">\n",
        "'",
        '"',
        "#",
        "%",
        "---\n",
        "...\n",
        "<<",
        "~",
      ],
      ...["schema", "environments", "waivers", "defaults", "name", "key", arn, id, "mwaa-kms/manifest/1"],
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), (signs) => void codesOf(signs.join(""))),
      { numRuns: propertyRuns },
    );
  });

  it("that was a manifest and is mangled is taken or refused", () => {
    const splice = fc.record({ at: fc.nat(600), cut: fc.nat(40), put: fc.string({ maxLength: 12 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(splice, { minLength: 1, maxLength: 4 }),
        (text, splices) => {
          const mangled = splices.reduce(
            (all, { at, cut, put }) => all.slice(0, at) + put + all.slice(at + cut),
            text,
          );
          codesOf(mangled);
        },
      ),
      { numRuns: propertyRuns },
    );
  });
});

describe("a file made to exhaust its reader", () => {
  const mebibyte = 1_048_576;
  const laughs = Array.from(
    { length: 30 },
    (_, index) => `a${index}: &a${index} [${index === 0 ? "1" : `*a${index - 1},`.repeat(9)}]\n`,
  );
  const files: Readonly<Record<string, readonly [string, string]>> = {
    "aliases of aliases": [laughs.join(""), "manifest/aliases"],
    "aliases of long lists": [`a: &a [${"1,".repeat(300)}]\nb: [${"*a,".repeat(300)}]\n`, "manifest/aliases"],
    "lists in lists": ["[".repeat(mebibyte), "manifest/too-deep"],
    "maps in maps": ["{".repeat(mebibyte), "manifest/too-deep"],
    "ten thousand levels on one line": ["- ".repeat(10_000), "manifest/too-deep"],
    "levels by indentation": [
      Array.from({ length: 1400 }, (_, level) => `${" ".repeat(level)}a:\n`).join(""),
      "manifest/too-deep",
    ],
    "too many characters": ["#".repeat(mebibyte + 1), "manifest/too-long"],
    "a member many thousand times": ["a: 1\n".repeat(5_000), "manifest/twice"],
    "many thousand members": [
      Array.from({ length: 5_000 }, (_, index) => `k${index}: 1\n`).join(""),
      "manifest/unknown-member",
    ],
    "many thousand mistakes": [`[${",".repeat(30_000)}`, "manifest/yaml"],
    "words without end": ["a,".repeat(mebibyte / 2).replace(/^/, "["), "manifest/too-long"],
    quotes: ["'".repeat(mebibyte), "manifest/type"],
    "line ends": ["\n".repeat(100_000), "manifest/empty"],
  };
  it.each(Object.entries(files))("%s", (_name, [text, code]) => {
    expect(codesOf(text)).toContain(code);
    // Where nothing is bounded, these take minutes, or the process.
  });
});

describe("a manifest of five thousand environments", () => {
  const many = (count: number) =>
    `schema: mwaa-kms/manifest/1\ndefaults: {region: eu-west-1, account: "111122223333"}\nenvironments:\n${Array.from(
      { length: count },
      (_, index) => `  - name: environment-${index}\n    key: ${arn}\n    bucket: bucket-${index}\n`,
    ).join("")}`;
  it("is read", () => {
    const read = parseManifest(many(5000), "m.yaml");
    expect(read.ok && read.value.environments.length).toBe(5000);
  });
  it("is the longest", () => expect(codesOf(many(5001))).toEqual(["manifest/length"]));
});
