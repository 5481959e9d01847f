/** A key policy read from a file or from standard input, for the verbs that judge without AWS. */
import type { Host } from "../platform/host.js";
import { longestPolicy, type PolicyDocument, parsePolicy } from "../policy/document/document.js";
import { recognizePolicy } from "../policy/document/input.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, type Result } from "../problems/result.js";

/** What could be read, and what became of it. `unread`: it is no key policy at all; `no-policy`: a key policy with faults. */
export type PolicyFile =
  | { readonly state: "read"; readonly document: PolicyDocument }
  | { readonly state: "unread" | "no-policy" | "ambiguous"; readonly problems: readonly Problem[] };

/** Each character of a policy may take three bytes where a file is not as KMS wants it, and two where JSON escapes it. */
const longestFile = 6 * longestPolicy;

/**
 * Reads a policy, or what the AWS CLI prints around one.
 *
 * @param file a path; `-` is standard input
 * @returns the document; its problems are placed at `file:line:column`
 */
export async function readPolicyFile(file: string, { files }: Pick<Host, "files">): Promise<PolicyFile> {
  const text = await readText(file, files);
  if (!text.ok) return { state: "unread", problems: text.problems };
  const input = recognizePolicy(text.value);
  if (input.is === "other") {
    const facts = { file: file === "-" ? "Standard input" : file, found: input.found, kind: input.kind };
    return { state: "unread", problems: [problem("policy/not-a-policy", facts, file)] };
  }
  const document = parsePolicy(input.text);
  if (document.ok) return { state: "read", document: document.value };
  const problems = document.problems.map((each) => ({
    ...each,
    at: each.at === undefined ? file : `${file}:${each.at}`,
  }));
  // Which of two members of one name KMS would keep is not documented: that is no verdict either way.
  const isAmbiguous = problems.every((each) => each.code === "policy/member-twice");
  return { state: isAmbiguous ? "ambiguous" : "no-policy", problems };
}

async function readText(file: string, files: Host["files"]): Promise<Result<string>> {
  try {
    return { ok: true, value: await files.read(file, longestFile) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(problem("policy/unread", { file: file === "-" ? "Standard input" : file, reason }, file));
  }
}
