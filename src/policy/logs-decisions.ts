/**
 * What a key policy allows CloudWatch Logs of a Region: an answer for each operation and log group, and which statement decides.
 * What that means for MWAA is judge-access.ts's.
 */

import { lower } from "../problems/phrases.js";
import type { Statement } from "./document/statement.js";
import { describeStatement, listSome } from "./document/title.js";
import { type Operation, operations, requiredOperations } from "./evaluate/actions.js";
import { type ContextLookup, logsContext } from "./evaluate/context/lookup.js";
import { type Decision, evaluator } from "./evaluate/evaluate.js";
import { type LogsRequest, logGroupsOf, logsCaller } from "./evaluate/request.js";

/** One answer: can CloudWatch Logs do this for that log group? */
export interface AccessDecision {
  readonly operation: Operation;
  readonly required: boolean;
  readonly logGroup: string;
  readonly answer: "allowed" | "denied" | "unknown";
  /** The statement that decides; absent where none allows it. */
  readonly by?: DecidingStatement;
  readonly why: string;
  /** What cannot be known: conditions by operator and key, or `Resource`, `Principal`, `Action`. */
  readonly unknown?: readonly string[];
}

/** A statement, named. */
export interface DecidingStatement {
  readonly pointer: string;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
}

/**
 * Evaluates all statements for CloudWatch Logs.
 *
 * @param statements the policy's statements in normal form (statement.ts)
 * @param version the policy's Version as written; absent is 2008-10-17
 * @param request whose CloudWatch Logs, which key, which environment
 * @param context the request's, where the caller has it already: what was evaluated in it is kept
 * @returns a cell for each operation and log group
 */
export function evaluateLogsAccess(
  statements: readonly Statement[],
  version: string | undefined,
  request: LogsRequest,
  context: ContextLookup = logsContext(request),
): readonly AccessDecision[] {
  const decide = evaluator({ statements, version }, { caller: logsCaller(request), key: request, context });
  const groups = logGroupsOf(request);
  return operations.flatMap((operation) =>
    groups.map((group): AccessDecision => {
      const required = requiredOperations.some((each) => each === operation);
      return { operation, required, logGroup: group.name, ...cellOf(decide(operation, group)) };
    }),
  );
}

function cellOf({ answer, by, doubt }: Decision): Pick<AccessDecision, "answer" | "by" | "why" | "unknown"> {
  if (doubt !== undefined) {
    const does = doubt.statement.effect === "Deny" ? "denies" : "allows";
    return {
      answer: "unknown",
      by: name(doubt.statement),
      why: `Whether ${lower(describeStatement(doubt.statement))} ${does} it depends on ${listSome(doubt.unknown)}.`,
      unknown: doubt.unknown,
    };
  }
  if (by === undefined) return { answer: "denied", why: "No statement allows it." };
  if (answer === "denied") return { answer, by: name(by), why: `${describeStatement(by)} denies it.` };
  return { answer: "allowed", by: name(by), why: `${describeStatement(by)} allows it.` };
}

function name(statement: Statement): DecidingStatement {
  return {
    pointer: statement.pointer,
    ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    effect: statement.effect,
  };
}
