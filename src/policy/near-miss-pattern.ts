/** On which part a log-group pattern misses the environment's log groups. It is asked only about patterns of the right key. */
import { type Problem, problem } from "../problem/problem.js";
import { arnParts, isWild, matchArn, matches, type Shape, wildcards } from "./match.js";
import { pointerTo } from "./place.js";
import { type LogsRequest, logGroupsOf } from "./request.js";
import type { Condition } from "./statement.js";
import type { Suspect } from "./suspect.js";
import { statementTitle } from "./title.js";

type Part = "logs/context-partition" | "logs/context-region" | "logs/context-account";

/** The ARN's parts that can be wrong by themselves, and which they are. */
const parts: readonly (readonly [index: number, code: Part])[] = [
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
  suspect: Suspect,
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
  const pointer = pointerTo(document, statement, path, value);
  const facts = { statement: statementTitle(statement), found: value, wanted, pointer, json: wanted };
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
