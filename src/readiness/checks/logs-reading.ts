/** The key policy read and judged once for all checks that look at it: a big one takes its time. It decides nothing. */
import { type PolicyDocument, parsePolicy } from "../../policy/document.js";
import { type AccessVerdict, judgeLogsAccess } from "../../policy/judge-access.js";
import { readStatements, type Statement } from "../../policy/statement.js";
import { type Parsed, parsed } from "../../problem/parsed.js";
import { logsRequest, type Snapshot } from "../snapshot.js";

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
export const documentOf: (policy: string, snapshot: Snapshot) => Parsed<PolicyDocument> =
  oncePerSnapshot(parsePolicy);

/** The policy as IAM reads it. */
export const readingOf: (policy: string, snapshot: Snapshot) => Parsed<Reading> = oncePerSnapshot(
  (policy, snapshot) => {
    const document = documentOf(policy, snapshot);
    if (!document.ok) return document;
    const statements = readStatements(document.value);
    return statements.ok ? parsed({ document: document.value, statements: statements.value }) : statements;
  },
);

/** What the policy lets CloudWatch Logs do. */
export const logsVerdictOf: (policy: string, snapshot: Snapshot) => Parsed<AccessVerdict> = oncePerSnapshot(
  (policy, snapshot) => {
    const document = documentOf(policy, snapshot);
    return document.ok ? parsed(judgeLogsAccess(document.value, logsRequest(snapshot))) : document;
  },
);
