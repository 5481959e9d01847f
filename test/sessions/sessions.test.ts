/**
 * What people see, as sessions: the text files beside this one, run in this process against the sandbox. They have three kinds of line:
 *
 * - `$ mwaa-kms …` is a command. `> yes` below it is what the person types; with one of these the session is at a terminal.
 * - All lines up to the next command are what is printed: stdout, `(stderr)` and stderr, `(exit code 1)`.
 * - `…` stands for any number of lines, or in a line for any characters. `# …` before the first command is a comment.
 *
 * `npx vitest run test/sessions/sessions.test.ts -u` replaces the output that has changed, whole: cut it with `…` again.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openTerminal } from "../terminal.js";

const folder = new URL(".", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));

interface Step {
  readonly command: string;
  readonly answers: readonly string[];
  readonly expected: string;
}

function read(text: string): { readonly comment: string; readonly steps: readonly Step[] } {
  const [comment = "", ...blocks] = text.split(/^\$ mwaa-kms /m);
  const steps = blocks.map((block) => {
    const [command = "", ...lines] = block.split("\n");
    const answers = lines.filter((line) => line.startsWith("> ")).map((line) => line.slice(2));
    return { command, answers, expected: lines.slice(answers.length).join("\n") };
  });
  return { comment, steps };
}

/** Whether a text is as expected, `…` standing for anything. */
function matches(actual: string, expected: string): boolean {
  const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replaceAll("…", ".*");
  const lines = expected.split("\n").slice(0, -1);
  const pattern = lines.map((line) => (line === "…" ? "(?:.*\n)*" : `${escaped(line)}\n`));
  return new RegExp(`^${pattern.join("")}$`).test(actual);
}

it.each(files)("%s", async (name) => {
  const { comment, steps } = read(readFileSync(new URL(name, folder), "utf8"));
  const answers = steps.flatMap((step) => step.answers);
  const isTerminal = answers.length > 0;
  const terminal = openTerminal({ isTerminal, columns: 100, answers, env: { NO_COLOR: "1" } });
  let text = comment;
  for (const { command, answers: typed, expected } of steps) {
    const ran = await terminal.run(...command.split(" "));
    const told = ran.stderr === "" ? "" : `(stderr)\n${ran.stderr.replace(/\n?$/, "\n")}`;
    const actual = terminal.plain(`${ran.stdout}${told}(exit code ${ran.code})\n`);
    const lines = typed.map((answer) => `> ${answer}\n`).join("");
    text += `$ mwaa-kms ${command}\n${lines}${matches(actual, expected) ? expected : actual}`;
  }
  terminal.dispose();
  await expect(text).toMatchFileSnapshot(name);
});
