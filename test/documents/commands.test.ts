/** docs/commands.md is what --help prints. `npm run docs` writes it again. */
import { expect, test } from "vitest";
import { verbs } from "../../src/cli/verbs.js";
import { openTerminal } from "../terminal.js";

test("the page of commands is the help of each", async () => {
  const terminal = openTerminal({ columns: 100 });
  const help = async (...words: readonly string[]) =>
    (await terminal.run(...words, "--help")).stdout.trimEnd();
  const parts = [`\`\`\`text\n${await help()}\n\`\`\``];
  for (const { name } of verbs) parts.push(`## ${name}\n\n\`\`\`text\n${await help(name)}\n\`\`\``);
  terminal.dispose();
  const page = `# Commands\n\nMade from \`--help\` by \`npm run docs\`; not to be edited by hand.\n\n${parts.join("\n\n")}\n`;
  await expect(page).toMatchFileSnapshot("../../docs/commands.md");
});
