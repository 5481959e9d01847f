/** On which condition a statement meant for CloudWatch Logs misses: its key, its operator, or its value. */
import { type Problem, problem } from "../../problems/problem.js";
import type { PolicyDocument } from "../document/document.js";
import { logGroupPattern, logsContextKey } from "../document/logs-statement.js";
import { pointerOf, rawStatement } from "../document/pointer.js";
import type { Condition, Statement } from "../document/statement.js";
import { describeStatement } from "../document/title.js";
import { conditionEvaluator, describeCondition } from "../evaluate/condition.js";
import { type ContextLookup, logsArnKey, looksLikeLogsArn } from "../evaluate/context/lookup.js";
import { arnParts, isWild, matchArn, matches, type Shape, wildcards } from "../evaluate/match.js";
import { readOperator } from "../evaluate/operators.js";
import { type LogsRequest, logGroupsOf } from "../evaluate/request.js";

/** More than these many wrong values of one condition are not told one by one. */
const most = 5;
/** And no more than these many are looked at: a list this long was not written for MWAA. */
const looked = 50;

/** @returns a problem for each condition that is false of some log group of the request */
export function missedCondition(suspect: HintInput): readonly Problem[] {
  const { statement, document, request, context } = suspect;
  const groups = logGroupsOf(request);
  return statement.conditions.flatMap((condition) => {
    const judge = conditionEvaluator({ ...statement, conditions: [condition] }, document.version, context);
    const missed = groups.filter((group) => judge("Encrypt", group).truth === "no");
    return missed.length === 0 ? [] : explain(suspect, condition, missed.length === groups.length);
  });
}

function explain(suspect: HintInput, condition: Condition, isAll: boolean): readonly Problem[] {
  const { statement, request, context } = suspect;
  const facts = { statement: describeStatement(statement) };
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
  suspect: HintInput,
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

type ConditionPart = "logs/context-partition" | "logs/context-region" | "logs/context-account";

/** The ARN's parts that can be wrong by themselves, and which they are. */
const parts: readonly (readonly [index: number, code: ConditionPart])[] = [
  [1, "logs/context-partition"],
  [3, "logs/context-region"],
  [4, "logs/context-account"],
];

/**
 * Explains one value of a condition on the log group's ARN.
 *
 * @param isAll whether no log group meets the condition; else the value is told only where it names one of MWAA's groups
 * @returns nothing for a value that matches, or that was meant for other log groups
 */
export function missedPattern(
  suspect: HintInput,
  condition: Condition,
  value: string,
  isAll: boolean,
): readonly Problem[] {
  const { document, statement, request } = suspect;
  const groups = logGroupsOf(request);
  const pattern = wildcards(value);
  if (groups.every((group) => matchArn(pattern, group.arn) !== "no")) return [];
  const [code, wanted] = wrongPart(value, pattern, request) ?? ["logs/context-group", wholeGroup(request)];
  if (code === "logs/context-group" && !isAll && !value.includes("airflow-")) return [];
  const path = ["Condition", condition.operator, condition.key];
  const pointer = pointerOf(document, statement, path, value);
  const facts = { statement: describeStatement(statement), found: value, wanted, pointer, json: wanted };
  return [problem(code, facts, pointer)];
}

function wrongPart(value: string, pattern: Shape, request: LogsRequest) {
  const written = value.split(":");
  const shapes = arnParts(pattern);
  const right = ["arn", request.partition.id, "logs", request.region, request.account];
  if (written.length < 6) return undefined;
  for (const [index, code] of parts) {
    const wanted = right[index];
    const shape = shapes[index];
    if (wanted === undefined || shape === undefined || matches(shape, wanted)) continue;
    return [code, mended(written, right)] as const;
  }
  const cut = value.replace(/:(log-stream:)?\*?$/, "").replace(/:log-stream:.*$/, "");
  const isStar =
    cut !== value && logGroupsOf(request).some((group) => matchArn(wildcards(cut), group.arn) !== "no");
  return isStar ? (["logs/context-star", cut] as const) : undefined;
}

/** All wrong parts put right at once: else the next run would only find the next one. */
function mended(written: readonly string[], right: readonly (string | undefined)[]): string {
  return written
    .map((part, index) => {
      const wanted = index < 5 ? right[index] : undefined;
      return wanted === undefined || (isWild(wildcards(part)) && matches(wildcards(part), wanted))
        ? part
        : wanted;
    })
    .join(":");
}

function wholeGroup(request: LogsRequest): string {
  const account = request.account ?? "ACCOUNT";
  const environment = request.environment ?? "ENVIRONMENT";
  return `arn:${request.partition.id}:logs:${request.region}:${account}:log-group:airflow-${environment}-*`;
}

/** What every detector is given: one statement, with all it stands in. */
export interface HintInput {
  readonly document: PolicyDocument;
  readonly statement: Statement;
  readonly request: LogsRequest;
  readonly context: ContextLookup;
}
