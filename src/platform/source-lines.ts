/** Stack traces of the program as it is built, with the files and lines of its sources. Loaded only when something broke. */
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";

const place = /((?:file:\/\/)?[^\s()]+\.cjs):(\d+):(\d+)/g;

/**
 * @param stack of an error
 * @returns the same stack; a place in a file that has a source map beside it is named by its source
 */
export function withSourceLines(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replaceAll(place, (all, file: string, line: string, column: string) => {
    if (!maps.has(file)) maps.set(file, readMap(file));
    const entry = maps.get(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !("originalSource" in entry)) return all;
    return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")) as SourceMapPayload);
  } catch {
    // A stack trace without sources is better than none.
    return undefined;
  }
}

/** @returns what an unexpected error says, with its stack where it has one */
export function stackOf(error: unknown): string {
  return error instanceof Error ? withSourceLines(error.stack ?? error.message) : String(error);
}
