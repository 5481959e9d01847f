/** Progress on stderr: lines, and a bar on a terminal. Nothing of it is part of a report. */
import type { Output } from "./host/host.js";

export interface Progress {
  /** A line of its own. */
  say(line: string): void;
  /** Draws the bar, or takes it away when all is done. */
  show(done: number, of: number): void;
  /** Takes the bar away. */
  clear(): void;
}

const cells = 24;

/** @param isQuiet whether the user wants to hear nothing */
export function progressOn(output: Output, isQuiet: boolean): Progress {
  let drawn = "";
  const draw = (bar: string) => {
    if (bar === drawn) return;
    drawn = bar;
    void output.write(`\r\u001b[K${bar}`);
  };
  const hasBar = output.isTerminal && !isQuiet;
  return {
    say: (line) => {
      const bar = drawn;
      if (bar !== "") draw("");
      if (!isQuiet) void output.write(`${line}\n`);
      if (bar !== "") draw(bar);
    },
    show: (done, of) => {
      if (hasBar) draw(done < of ? barOf(done, of) : "");
    },
    clear: () => draw(""),
  };
}

function barOf(done: number, of: number): string {
  const full = Math.floor((done / of) * cells);
  return `[${"#".repeat(full)}${".".repeat(cells - full)}] ${done} of ${of}`;
}
