/** The documents keep their word: every command in a console block is run, and must print what stands below it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { examples as helpExamples, sampleKey } from "../../src/cli/verbs.js";
import { openTerminal } from "../terminal.js";
import { examplesOf, matches } from "./console.js";

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs").map((name) => `docs/${name}`),
].filter((name) => name.endsWith(".md") && examplesOf(readFileSync(name, "utf8")).length > 0);

describe.each(documents)("%s", (document) => {
  const terminal = openTerminal();
  afterAll(() => terminal.dispose());
  let last = 0;
  /** The files of an example lie in the folder of its test. */
  const inFolder = (word: string) => (word === "plan.json" ? join(terminal.folder, word) : word);
  it.each(examplesOf(readFileSync(document, "utf8")))(
    "line $line: $command",
    async ({ command, expected }) => {
      if (command === "echo $?") return expect(String(last)).toBe(expected.join());
      const [program, ...argv] = command.replace(/^npx /, "").split(" ");
      expect(program).toBe("mwaa-kms");
      const { code, stdout, stderr } = await terminal.run(...argv.map(inFolder));
      last = code;
      const output = terminal.plain(stdout === "" ? stderr : stdout).replaceAll("/FOLDER/", "");
      expect(matches(expected, output), `printed:\n${output}`).toBe(true);
    },
  );
});

describe("the examples of --help", () => {
  const all = Object.values(helpExamples).flat();
  it.each(all.filter(({ line }) => /--sandbox|validate|statement|explain|grants [^v]*prod$/.test(line)))(
    "$line",
    async ({ line }) => {
      const terminal = openTerminal();
      const { code, stderr } = await terminal.run(...line.split(" ").slice(1));
      terminal.dispose();
      expect(code === 2 ? stderr : "").not.toContain("[usage/words]");
      expect(code).not.toBe(70);
    },
  );
  it("name a key that the identifier's own rules take", async () => {
    const terminal = openTerminal();
    expect((await terminal.run("validate", sampleKey)).code).toBe(0);
    terminal.dispose();
  });
});

describe("the reader of examples", () => {
  it("can say no", () => {
    expect(matches(["a", "..."], "a\nb\nc\n")).toBe(true);
    expect(matches(["a ... c"], "a b c\n")).toBe(true);
    expect(matches(["a"], "b\n")).toBe(false);
    expect(matches(["a"], "a\nb\n")).toBe(false);
    expect(matches(["...", "b"], "a\nc\n")).toBe(false);
  });
});
