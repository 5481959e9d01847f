/** Names the Deny statements that keep CloudWatch Logs from a key, and how each can exempt it. */
import { type Problem, problem } from "../problem/problem.js";
import type { Json, PolicyDocument } from "./document.js";
import type { AccessCell } from "./logs-access.js";
import { logsPrincipal } from "./logs-statement.js";
import { rawStatement } from "./place.js";
import type { LogsRequest } from "./request.js";
import type { Statement } from "./statement.js";
import { fewOf, statementTitle } from "./title.js";

/**
 * @returns a problem for each Deny that decides a required operation: where it has NotPrincipal, with the service put into
 * the list; else with the condition that AWS documents for exempting its services
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (aws:PrincipalIsAWSService)
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
  const raw = rawStatement(document, statement);
  const facts = {
    statement: statementTitle(statement),
    operations: fewOf(denied.map((cell) => `kms:${cell.operation}`)),
    groups: fewOf(denied.map((cell) => cell.logGroup)),
  };
  if (statement.principals?.not === true) {
    const pointer = `${statement.pointer}/NotPrincipal`;
    const listedNow = members(raw["NotPrincipal"]);
    const json = {
      ...listedNow,
      Service: joined(listedNow["Service"], logsPrincipal(request.partition, request.region)),
    };
    return problem("logs/denied-not-principal", { ...facts, pointer, json }, statement.pointer);
  }
  const pointer = `${statement.pointer}/Condition`;
  const conditions = members(raw["Condition"]);
  const json = {
    ...conditions,
    Bool: { ...members(conditions["Bool"]), "aws:PrincipalIsAWSService": "false" },
  };
  return problem("logs/denied", { ...facts, pointer, json }, statement.pointer);
}

function members(value: Json | undefined): { readonly [member: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [member: string]: Json })
    : {};
}

function joined(value: Json | undefined, name: string): Json {
  if (value === undefined) return name;
  return [...(Array.isArray(value) ? value : [value]), name];
}
