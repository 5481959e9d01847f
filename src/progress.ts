/** Progress on stderr: lines, and a bar on a terminal. Nothing of it is part of a report. */
import type { Output } from "./host/host.js";

export interface Progress {
  /** A line of its own. */
  say(line: string): void;
  /** A line of its own, also where nothing else is to be heard. */
  urge(line: string): void;
  /** Draws the bar, or takes it away when all is done. */
  show(done: number, of: number): void;
  /** Takes the bar away. */
  clear(): void;
  /** Waits for what was said; @returns why it could not be, if so: a full disk, or a reader that has gone. */
  heard(): Promise<unknown>;
}

const cells = 24;

/** @param isQuiet whether the user wants to hear nothing */
export function progressOn(output: Output, isQuiet: boolean): Progress {
  let drawn = "";
  // A full disk behind stderr ends no run: what a person must know is in the report.
  let failed: unknown;
  let written: Promise<void> = Promise.resolve();
  const write = (text: string) => {
    written = Promise.all([written, output.write(text)]).then(
      () => undefined,
      (error: unknown) => {
        failed ??= error;
      },
    );
  };
  const draw = (bar: string) => {
    if (bar === drawn) return;
    drawn = bar;
    write(`\r\u001b[K${bar}`);
  };
  const hasBar = output.isTerminal && !isQuiet;
  const tell = (line: string) => {
    const bar = drawn;
    if (bar !== "") draw("");
    write(`${line}\n`);
    if (bar !== "") draw(bar);
  };
  return {
    say: (line) => {
      if (!isQuiet) tell(line);
    },
    urge: tell,
    show: (done, of) => {
      if (hasBar) draw(done < of ? barOf(done, of) : "");
    },
    clear: () => draw(""),
    heard: async () => {
      await written;
      return failed ?? (output.isGone ? new Error("its reader has gone") : undefined);
    },
  };
}

function barOf(done: number, of: number): string {
  const full = Math.floor((done / of) * cells);
  return `[${"#".repeat(full)}${".".repeat(cells - full)}] ${done} of ${of}`;
}
