/** On which condition a statement meant for CloudWatch Logs misses: its key, its operator, or its value. */
import { type Problem, problem } from "../problem/problem.js";
import { conditionJudge, describeCondition } from "./condition.js";
import { logsArnKey, looksLikeLogsArn } from "./context-lookup.js";
import { logGroupPattern, logsContextKey } from "./logs-statement.js";
import { missedPattern } from "./near-miss-pattern.js";
import { readOperator } from "./operators.js";
import { rawStatement } from "./place.js";
import { type LogsRequest, logGroupsOf } from "./request.js";
import type { Condition } from "./statement.js";
import type { Suspect } from "./suspect.js";
import { statementTitle } from "./title.js";

/** More than these many wrong values of one condition are not told one by one. */
const most = 5;
/** And no more than these many are looked at: a list this long was not written for MWAA. */
const looked = 50;

/** @returns a problem for each condition that is false of some log group of the request */
export function missedCondition(suspect: Suspect): readonly Problem[] {
  const { statement, document, request, context } = suspect;
  const groups = logGroupsOf(request);
  return statement.conditions.flatMap((condition) => {
    const judge = conditionJudge({ ...statement, conditions: [condition] }, document.version, context);
    const missed = groups.filter((group) => judge("Encrypt", group).truth === "no");
    return missed.length === 0 ? [] : explain(suspect, condition, missed.length === groups.length);
  });
}

function explain(suspect: Suspect, condition: Condition, isAll: boolean): readonly Problem[] {
  const { statement, request, context } = suspect;
  const facts = { statement: statementTitle(statement) };
  const pointer = `${statement.pointer}/Condition`;
  if (looksLikeLogsArn(condition.key)) {
    const json = replaced(suspect, condition, condition.operator, logsContextKey, condition.values);
    return [
      problem(
        "logs/context-key",
        { ...facts, found: condition.key, wanted: logsContextKey, pointer, json },
        pointer,
      ),
    ];
  }
  const operator = readOperator(condition.operator);
  if (condition.key.toLowerCase() === logsArnKey && operator !== undefined && !operator.negated) {
    if (operator.comparison === "string" || operator.comparison === "string-ignore-case") {
      const wild = condition.values.some((value) => /[*?]/.test(value));
      const json = replaced(suspect, condition, "ArnLike", condition.key, condition.values);
      const found = condition.operator;
      if (wild) {
        return [
          problem("logs/literal-wildcard", { ...facts, found, wanted: "ArnLike", pointer, json }, pointer),
        ];
      }
    }
    const missed = condition.values
      .slice(0, looked)
      .flatMap((value) => missedPattern(suspect, condition, value, isAll));
    return missed.slice(0, most);
  }
  const [group] = logGroupsOf(request);
  const why = group === undefined ? "" : context.look(condition.key, "Encrypt", group).why;
  const json = { ArnLike: { [logsContextKey]: wantedPattern(request) } };
  return [
    problem(
      "logs/condition",
      { ...facts, found: describeCondition(condition), wanted: why, pointer, json },
      pointer,
    ),
  ];
}

/** The statement's Condition with one entry replaced by another. */
function replaced(
  suspect: Suspect,
  condition: Condition,
  operator: string,
  key: string,
  values: readonly string[],
): unknown {
  const conditions = rawStatement(suspect.document, suspect.statement)["Condition"];
  const kept: Record<string, Record<string, unknown>> = {};
  for (const [name, keys] of Object.entries(conditions ?? {})) {
    const others = Object.entries(keys as object).filter(
      ([each]) => name !== condition.operator || each !== condition.key,
    );
    if (others.length > 0) kept[name] = Object.fromEntries(others);
  }
  const value = values.length === 1 ? values[0] : values;
  return { ...kept, [operator]: { ...kept[operator], [key]: value } };
}

/** The pattern that would do: of the environment's account where it is known. */
export function wantedPattern(request: LogsRequest): string {
  const { partition, region, account } = request;
  return logGroupPattern(
    account === undefined
      ? { scope: "region", partition, region }
      : { scope: "account", partition, region, account },
  );
}
