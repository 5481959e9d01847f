/** A backup of a key policy as text: written before the policy is replaced, read to put it back. It touches no disk. */
import * as z from "zod";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";

const schema = "mwaa-kms/backup/1";

const shape = z.object({
  schema: z.literal(schema),
  key: z.string().max(2048),
  takenAt: z.string().max(64),
  caller: z.string().max(2048),
  reason: z.string().max(200),
  tool: z.string().max(64),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  policy: z.string().max(131_072),
});

/** A policy as it was, byte for byte, and where it belongs. */
export interface Backup {
  readonly schema: typeof schema;
  /** The key's ARN. */
  readonly key: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** The ARN of whoever ran the tool, or `unknown`. */
  readonly caller: string;
  readonly reason: string;
  /** `mwaa-kms <version>`. */
  readonly tool: string;
  /** Of the policy's UTF-8 bytes, in hex. */
  readonly sha256: string;
  readonly policy: string;
}

/** The longest backup that is read, in bytes: the longest policy, every character escaped, and the members around it. */
export const longestBackup = 1_048_576;

/** @returns the file's text, and the name that it is to have: the key ID and the time, so that names sort by time */
export function composeBackup(backup: Omit<Backup, "schema">): {
  readonly name: string;
  readonly text: string;
} {
  const keyId = backup.key.split("/").at(-1) ?? "key";
  const time = backup.takenAt.replaceAll(/[:.]/g, "-");
  return {
    name: `${keyId.replaceAll(/[^A-Za-z0-9-]/g, "_")}.${time}.json`,
    text: `${JSON.stringify({ schema, ...backup }, null, 2)}\n`,
  };
}

/**
 * Reads a backup file's text.
 *
 * @param text untrusted
 * @param sha256 the machine's SHA-256, in hex
 * @param at the file's name, for the problem
 * @returns the backup, or `backup/form` or `backup/digest`
 */
export function parseBackup(text: string, sha256: (text: string) => string, at: string): Parsed<Backup> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(problem("backup/form", { file: at, reason: "it is not JSON" }, at));
  }
  const read = shape.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    const reason = `${issue?.path.join("/") || "the whole"}: ${issue?.message ?? "not as expected"}`;
    return refused(problem("backup/form", { file: at, reason }, at));
  }
  if (sha256(read.data.policy) !== read.data.sha256)
    return refused(problem("backup/digest", { file: at }, at));
  return parsed(read.data);
}
