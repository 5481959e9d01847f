/** `diff --from A --to B`: two policies compared by meaning, and no call made. */
import { differ } from "../../policy/diff/difference.js";
import type { PolicyDocument } from "../../policy/document/document.js";
import { lintPolicy } from "../../policy/hints/lint.js";
import { type Problem, problem } from "../../problems/problem.js";
import { usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context } from "../../session/context.js";
import { readPolicyFile } from "../../session/read-policy.js";
import { beside } from "../unused-options.js";

/** @param from the file before, @param to the file after; one of them may be `-`. @param given whatever else was typed */
export async function diffFiles(
  from: string | undefined,
  to: string | undefined,
  given: Readonly<Record<string, unknown>>,
  { host }: Context,
): Promise<ReportParts> {
  const useless = beside("diff", "--from and --to", given, []);
  if (useless.length > 0) return usageError("diff", useless);
  if (from === undefined || to === undefined || (from === "-" && to === "-")) {
    return usageError("diff", [problem("usage/two-files", {})]);
  }
  const before = await readPolicyFile(from, host);
  const after = await readPolicyFile(to, host);
  if (before.state !== "read" || after.state !== "read") {
    const problems = [before, after].flatMap((each) => (each.state === "read" ? [] : each.problems));
    const isUnread = before.state === "unread" || after.state === "unread";
    return isUnread ? usageError("diff", problems) : { command: "diff", verdict: "could-not-tell", problems };
  }
  const difference = differ(before.document, after.document);
  const problems = [...refusals(before.document, from), ...refusals(after.document, to)];
  // A policy that IAM's grammar does not have means nothing that could be compared.
  const isPolicy = problems.every(({ code }) => !code.startsWith("policy/"));
  return {
    command: "diff",
    verdict: isPolicy ? (difference.empty ? "unchanged" : "different") : "could-not-tell",
    problems,
    body: { kind: "difference", from, to, difference },
  };
}

/** What KMS would refuse of a policy, with its file. */
function refusals(document: PolicyDocument, file: string): readonly Problem[] {
  return lintPolicy(document)
    .filter(({ severity }) => severity === "error")
    .map((each) => ({ ...each, at: each.at === undefined ? file : `${file}:${each.at}` }));
}
