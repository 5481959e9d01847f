/** Files of infrastructure code, read: their bytes bounded, their kind looked at first. */

import { bytesKind, type Kind } from "../infrastructure/file-kind.js";
import type { Host } from "../platform/host.js";
import { reasonOf } from "../platform/read-file.js";
import { problem } from "../problems/problem.js";
import { type Fact, fail, known, ok, type Result } from "../problems/result.js";
import { readPolicyFile } from "./read-policy.js";

/** What makes or takes a file of this kind, for messages. */
export function wrongFile(file: string, kind: Kind, wanted: string) {
  return problem("iac/wrong-file", { file, wanted, ...kind }, file);
}

/** @param file a path; `-` is standard input */
export async function readSource(
  file: string,
  limit: number,
  wanted: string,
  { files }: Pick<Host, "files">,
): Promise<Result<string>> {
  try {
    const text = await files.read(file, limit);
    // The mark is the file's, and no part of what it says.
    return ok(text.startsWith("\u{feff}") ? text.slice(1) : text);
  } catch (error) {
    const kind = bytesKind(error instanceof Error ? error.message : "");
    if (kind !== undefined) return fail(wrongFile(file, kind, wanted));
    return fail(problem("iac/unread", { file, reason: reasonOf(error) }, file));
  }
}

/** The policies of --key-policy ADDRESS=FILE, by address. */
export async function readKeyPolicies(
  words: readonly string[],
  host: Host,
): Promise<Result<ReadonlyMap<string, Fact<string>>>> {
  const policies = new Map<string, Fact<string>>();
  for (const word of words) {
    // An address may have an instance key with any sign in it; a file's name has none, as a rule.
    const at = word.lastIndexOf("=");
    const [address, file] = [word.slice(0, at), word.slice(at + 1)];
    if (at <= 0 || file === "") {
      const facts = { option: "--key-policy", given: word, reason: "ADDRESS=FILE is expected" };
      return fail(problem("iac/option", facts, "--key-policy"));
    }
    const policy = await readPolicyFile(file, host);
    if (policy.state !== "read") return fail(...policy.problems);
    policies.set(address, known(policy.document.text));
  }
  return ok(policies);
}
