/** Where a thing is said to be, for formats that need a file: in the manifest, in the file that a problem names, or nowhere real. */

import type { Section } from "./cases.js";
import type { Message } from "./messages.js";

export interface Location {
  /** A path with forward slashes; relative to where the tool ran, unless it begins with a slash or a drive. */
  readonly path: string;
  readonly line: number;
  readonly column?: number;
  /** False where no such file exists. */
  readonly isReal: boolean;
}

const position = /^(?<file>.+):(?<line>[1-9]\d{0,8}):(?<column>[1-9]\d{0,8})$/;

/**
 * A key is no file, and GitHub and GitLab show nothing that has none. So what is about a key gets a path that names it,
 * `mwaa-kms/<environment>`: it is the same in every run, so that both can tell old from new, and it can hide no real file.
 */
export function placeOf({ at }: Message, { name, manifest, report }: Section): Location {
  const found = position.exec(at ?? report.at ?? "")?.groups;
  if (found?.["file"] !== undefined) {
    return {
      path: slashed(found["file"]),
      line: Number(found["line"]),
      column: Number(found["column"]),
      isReal: true,
    };
  }
  if (manifest !== undefined && manifest !== "-") return { path: slashed(manifest), line: 1, isReal: true };
  const subject = report.target?.environment ?? report.target?.key.keyId ?? name;
  return { path: `mwaa-kms/${segment(subject)}`, line: 1, isReal: false };
}

/** What stays the same of a thing from run to run, readable: the words around it may change. */
export function identityOf(
  message: Message,
  rule: string,
  { report: { target, key, address } }: Section,
): string {
  const of = [
    target?.region,
    target?.environment ?? address,
    key?.arn ?? target?.key.keyId,
    rule,
    message.code,
    message.resource ?? message.at,
  ];
  return of.map((part) => segment(part ?? "")).join("/");
}

/** Gives each thing an identity of its own: the second of the same one gets a number. */
export function distinct(): (identity: string) => string {
  const seen = new Map<string, number>();
  return (identity) => {
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    return count === 1 ? identity : `${identity}#${count}`;
  };
}

/** Only what every file system and every URI takes as it is. */
function segment(text: string): string {
  const safe = text.slice(0, 300).replaceAll(/[^A-Za-z0-9_.:-]/g, "_");
  return safe === "." || safe === ".." ? "_" : safe;
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}
