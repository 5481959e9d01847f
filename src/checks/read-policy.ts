/** The key policy read and judged once for all checks that look at it: a big one takes its time. It decides nothing. */
import { type PolicyDocument, parsePolicy } from "../policy/document/document.js";
import { readStatements, type Statement } from "../policy/document/statement.js";
import { type AccessVerdict, assessLogsAccess } from "../policy/logs-access.js";
import type { Code } from "../problems/catalogue.js";
import { overGrantWords } from "../problems/messages/access.js";
import { lintWords } from "../problems/messages/lint.js";
import { logsWords } from "../problems/messages/logs.js";
import { nearMissWords } from "../problems/messages/logs-hints.js";
import { policyWords } from "../problems/messages/policy.js";
import { ok, type Result } from "../problems/result.js";
import { logsRequest, type Snapshot } from "./snapshot.js";

/** The policy's document and its statements in normal form, or why it has none. */
export interface Reading {
  readonly document: PolicyDocument;
  readonly statements: readonly Statement[];
}

/** One answer for each snapshot: a snapshot never changes. `policy` is the snapshot's. */
function oncePerSnapshot<T extends object>(make: (policy: string, snapshot: Snapshot) => T) {
  const known = new WeakMap<Snapshot, T>();
  return (policy: string, snapshot: Snapshot): T => {
    const made = known.get(snapshot) ?? make(policy, snapshot);
    known.set(snapshot, made);
    return made;
  };
}

/** The policy as JSON with its statements' places. */
export const documentOf: (policy: string, snapshot: Snapshot) => Result<PolicyDocument> =
  oncePerSnapshot(parsePolicy);

/** The policy as IAM reads it. */
export const readingOf: (policy: string, snapshot: Snapshot) => Result<Reading> = oncePerSnapshot(
  (policy, snapshot) => {
    const document = documentOf(policy, snapshot);
    if (!document.ok) return document;
    const statements = readStatements(document.value);
    return statements.ok ? ok({ document: document.value, statements: statements.value }) : statements;
  },
);

/** What the policy lets CloudWatch Logs do. */
export const logsVerdictOf: (policy: string, snapshot: Snapshot) => Result<AccessVerdict> = oncePerSnapshot(
  (policy, snapshot) => {
    const document = documentOf(policy, snapshot);
    return document.ok ? ok(assessLogsAccess(document.value, logsRequest(snapshot))) : document;
  },
);

function keysOf<Words extends object>(words: Words): readonly (Code & keyof Words)[] {
  return Object.keys(words) as (Code & keyof Words)[];
}

/** A Deny that keeps CloudWatch Logs from the key. */
export const denyCodes = [
  "logs/denied",
  "logs/denied-not-principal",
  "logs/deny-assumed",
] as const satisfies readonly Code[];

/** More than MWAA needs. */
export const overGrantCodes = keysOf(overGrantWords);

/** A text that is no policy. */
export const policyCodes = keysOf(policyWords).filter(
  (code) => code !== "policy/unread" && code !== "policy/not-a-policy",
);

/** What is missing, and what nearly was there. */
export const logsCodes: readonly Code[] = [...keysOf(logsWords), ...keysOf(nearMissWords)];

/** What KMS would not take again. */
export const lintCodes = keysOf(lintWords);

/** The codes of a list but for some. */
export function codesOf(all: readonly Code[], but: readonly Code[]): readonly Code[] {
  return all.filter((code) => !but.includes(code));
}
