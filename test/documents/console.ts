/** The examples of a document: its console blocks as commands with the output that the document promises. */

/** One command and what stands below it. A line of `...` stands for any lines, `...` in a line for any text. */
export interface Example {
  readonly line: number;
  readonly command: string;
  readonly expected: readonly string[];
}

/** All commands of the ```console blocks of a Markdown text, in order. */
export function examplesOf(markdown: string): readonly Example[] {
  const examples: { line: number; command: string; expected: string[] }[] = [];
  let isInside = false;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (line.startsWith("```")) isInside = line === "```console";
    else if (isInside && line.startsWith("$ ")) {
      examples.push({ line: index + 1, command: line.slice(2), expected: [] });
    } else if (isInside) examples.at(-1)?.expected.push(line);
  }
  return examples;
}

/** Whether an output is as promised. */
export function matches(expected: readonly string[], output: string): boolean {
  const lines = expected.map((line) =>
    line.trim() === "..."
      ? "(?:[^\\n]*\\n)*?"
      : `${line.split("...").map(escaped).join("[^\\n]*")}[^\\S\\n]*\\n`,
  );
  return new RegExp(`^${lines.join("")}\\n*$`).test(`${output.trimEnd()}\n`);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
