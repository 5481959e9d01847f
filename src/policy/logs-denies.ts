/**
 * Whether a Deny stands in the way of CloudWatch Logs, whatever the policy allows: a Deny that nothing is allowed beside is
 * found too, before somebody adds the Allow and wonders. It says nothing of what is missing (judge-access.ts).
 */

import { type Problem, problem } from "../problems/problem.js";
import type { PolicyDocument } from "./document/document.js";
import { rawStatement } from "./document/pointer.js";
import { everything, type Statement } from "./document/statement.js";
import { countedOf, describeStatement, listSome } from "./document/title.js";
import { logsContext } from "./evaluate/context/lookup.js";
import { exemptingCondition, publishedShape } from "./evaluate/exemptions.js";
import { keyAccountOf, type LogsRequest } from "./evaluate/request.js";
import { type AccessDecision, evaluateLogsAccess } from "./logs-decisions.js";

/** `unknown`: a Deny blocks it or not, by something that cannot be known. `assumed`: so too, but in a form that AWS publishes. */
export interface DenyVerdict {
  readonly level: "clear" | "denied" | "unknown" | "assumed";
  /** How many statements with Effect Deny there are. */
  readonly denies: number;
  readonly problems: readonly Problem[];
}

/**
 * Judges the Deny statements of a key policy for the CloudWatch Logs of one MWAA environment.
 *
 * @param statements the document's, in normal form (statement.ts)
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function assessDenies(
  document: PolicyDocument,
  statements: readonly Statement[],
  request: LogsRequest,
): DenyVerdict {
  const denies = statements.filter((statement) => statement.effect === "Deny");
  const asked = [everything, ...denies];
  const cells = evaluateLogsAccess(asked, document.version, request, logsContext(request));
  const certain = denyProblems(document, denies, cells, request);
  const doubtful = doubts(cells);
  if (certain.length > 0)
    return { level: "denied", denies: denies.length, problems: [...certain, ...doubtful] };
  if (doubtful.length === 0) return { level: "clear", denies: denies.length, problems: [] };
  const shaped = denies.filter((statement) => publishedShape(statement) !== undefined);
  const others = [everything, ...denies.filter((statement) => !shaped.includes(statement))];
  const isAssumed = evaluateLogsAccess(others, document.version, request).every(
    ({ required, answer }) => !required || answer === "allowed",
  );
  if (!isAssumed) return { level: "unknown", denies: denies.length, problems: doubtful };
  return { level: "assumed", denies: denies.length, problems: shaped.map(assumed) };
}

function assumed(statement: Statement): Problem {
  const facts = {
    statement: describeStatement(statement),
    assumes: publishedShape(statement)?.assumes ?? "",
  };
  return problem("logs/deny-assumed", facts, statement.pointer);
}

/** One problem for each statement that can deny. */
function doubts(cells: readonly AccessDecision[]): readonly Problem[] {
  const told = new Map<string, Problem>();
  for (const { required, answer, by, unknown = [] } of cells) {
    if (!required || answer !== "unknown" || by === undefined || told.has(by.pointer)) continue;
    const facts = { statement: describeStatement(by), does: "denies", unknown: listSome(unknown) };
    told.set(by.pointer, problem("logs/unknown", facts, by.pointer));
  }
  return [...told.values()];
}

/**
 * @returns a problem for each Deny that decides a required operation, with the condition that exempts MWAA too: one for
 * CloudWatch Logs alone would leave the creator and the execution role denied
 */
export function denyProblems(
  document: PolicyDocument,
  statements: readonly Statement[],
  cells: readonly AccessDecision[],
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
  denied: readonly AccessDecision[],
  request: LogsRequest,
): Problem {
  const condition = rawStatement(document, statement)["Condition"];
  const accounts = [...new Set([request.account, keyAccountOf(request)])].flatMap((each) => each ?? []);
  const json = exemptingCondition(condition, accounts);
  const facts = {
    statement: describeStatement(statement),
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
