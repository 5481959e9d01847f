/** Names the Deny statements that block CloudWatch Logs, and how each can exempt it and MWAA. */
import { type Problem, problem } from "../problem/problem.js";
import type { PolicyDocument } from "./document.js";
import { exemptingCondition } from "./exemptions.js";
import type { AccessCell } from "./logs-access.js";
import { rawStatement } from "./place.js";
import { keyAccountOf, type LogsRequest } from "./request.js";
import type { Statement } from "./statement.js";
import { countedOf, statementTitle } from "./title.js";

/**
 * @returns a problem for each Deny that decides a required operation, with the condition that exempts MWAA too: one for
 * CloudWatch Logs alone would leave the creator and the execution role denied
 */
export function denyProblems(
  document: PolicyDocument,
  statements: readonly Statement[],
  cells: readonly AccessCell[],
  request: LogsRequest,
): readonly Problem[] {
  return statements.flatMap((statement) => {
    const decided = cells.filter(
      (cell) => cell.required && cell.by?.effect === "Deny" && cell.by.pointer === statement.pointer,
    );
    const denied = decided.filter((cell) => cell.answer === "denied");
    return denied.length === 0 ? [] : [denyProblem(document, statement, denied, request)];
  });
}

function denyProblem(
  document: PolicyDocument,
  statement: Statement,
  denied: readonly AccessCell[],
  request: LogsRequest,
): Problem {
  const condition = rawStatement(document, statement)["Condition"];
  const accounts = [...new Set([request.account, keyAccountOf(request)])].flatMap((each) => each ?? []);
  const json = exemptingCondition(condition, accounts);
  const facts = {
    statement: statementTitle(statement),
    operations: countedOf(
      denied.map((cell) => `kms:${cell.operation}`),
      "operation",
    ),
    groups: countedOf(
      denied.map((cell) => cell.logGroup),
      "log group",
    ),
    pointer: `${statement.pointer}/Condition`,
    ...(json === undefined ? {} : { json }),
  };
  return statement.principals?.not === true
    ? problem("logs/denied-not-principal", facts, statement.pointer)
    : problem("logs/denied", facts, statement.pointer);
}
