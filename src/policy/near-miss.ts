/**
 * Finds the statements that were meant for CloudWatch Logs and miss it, and on which part. It is asked only about a policy that
 * is not ready; what the policy allows is evaluate.ts's.
 */
import type { Problem } from "../problem/problem.js";
import { matchPrincipal } from "./caller.js";
import type { Context } from "./context-lookup.js";
import { logsArnKey, looksLikeLogsArn } from "./context-lookup.js";
import type { PolicyDocument } from "./document.js";
import { missedCondition } from "./near-miss-condition.js";
import { missedAction, missedResource } from "./near-miss-element.js";
import { missedPrincipal } from "./near-miss-principal.js";
import { valueAt } from "./place.js";
import { type LogsRequest, logsCaller } from "./request.js";
import type { Statement } from "./statement.js";

/**
 * Explains the near misses of a policy.
 *
 * @param document the policy, for the places of its values
 * @param statements its statements in normal form
 * @param request as evaluated
 * @param context as evaluated: what was judged in it is not judged again
 * @returns a problem for each part on which a statement misses, with the corrected value; none where no statement tried
 */
export function findNearMisses(
  document: PolicyDocument,
  statements: readonly Statement[],
  request: LogsRequest,
  context: Context,
): readonly Problem[] {
  return statements
    .filter((statement) => statement.effect === "Allow" && isMeantForLogs(statement, request))
    .flatMap((statement) => {
      const suspect = { document, statement, request, context };
      return [
        ...missedPrincipal(suspect),
        ...missedAction(suspect),
        ...missedResource(suspect),
        ...missedCondition(suspect),
      ];
    })
    .map((problem) => asDifference(problem, document));
}

/** The edits that mend it, with what stands there now. */
function asDifference(problem: Problem, document: PolicyDocument): Problem {
  const fix = problem.fix.map((each) => {
    const was = each.do === "edit" ? valueAt(document, each.pointer) : undefined;
    return was === undefined ? each : { ...each, was };
  });
  return { ...problem, fix };
}

/** By its principal, or by a condition on the log group's ARN however spelt. */
function isMeantForLogs(statement: Statement, request: LogsRequest): boolean {
  const { principals } = statement;
  const names = principals?.not === false ? principals.entries : [];
  const isConditionLogs = statement.conditions.some((condition) => {
    const key = condition.key.toLowerCase();
    return key === logsArnKey || (looksLikeLogsArn(key) && /logs?:/.test(key));
  });
  if (isConditionLogs) return true;
  return (
    names.some((entry) => /^logs\.([a-z0-9*?-]+\.)?amazonaws/i.test(entry.value)) ||
    (principals?.everyone !== true &&
      !isForEveryone(statement) &&
      matchPrincipal(statement, logsCaller(request)).truth === "yes")
  );
}

function isForEveryone(statement: Statement): boolean {
  return statement.principals?.entries.some((entry) => entry.value === "*") === true;
}
