/** `explain`: what the code of a problem means, what a check asks, or the list of either. */
import leven from "leven";
import { type Code, catalogue, codes, isCode } from "../../problems/catalogue.js";
import type { Entry } from "../../problems/define.js";
import { problem } from "../../problems/problem.js";
import { usageError } from "../../report/compose.js";
import type { Explanation, ReportParts } from "../../report/report.js";
import { permissionsText } from "./permissions.js";

export async function explain(asked: string | undefined): Promise<ReportParts> {
  if (asked === undefined) return explained(codes, await indexText());
  if (isCode(asked)) return explained([asked]);
  if (asked === "permissions") return textOf(permissionsText());
  const { checkIds, checksText, checkText } = await import("./checks.js");
  const text = asked === "checks" ? checksText() : checkText(asked);
  if (text !== undefined) return textOf(text);
  const topic = codes.filter((code) => topicOf(code) === asked);
  if (topic.length > 0) return explained(topic, topicText(topic));
  const near = nearest(asked, [...checkIds, ...codes]);
  return usageError("explain", [problem("usage/code", { given: asked, near })]);
}

function explained(asked: readonly Code[], index?: string): ReportParts {
  const entries = asked.map(explanationOf);
  const body = { kind: "explanation", entries, ...(index === undefined ? {} : { index }) } as const;
  return { command: "explain", verdict: "done", body };
}

function topicOf(code: Code): string {
  return code.split("/")[0] ?? code;
}

/** What can be asked for, the topics with their number of problems, and the checks. */
async function indexText(): Promise<string> {
  const { checkIds } = await import("./checks.js");
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(topicOf(code), (counts.get(topicOf(code)) ?? 0) + 1);
  const topics = [...counts].sort().map(([topic, count]) => `${topic} (${count})`);
  return [
    "mwaa-kms explain <code>       a problem: logs/missing",
    "mwaa-kms explain <check>      a check: logs-access",
    "mwaa-kms explain <topic>      all problems of a topic: logs",
    "mwaa-kms explain permissions  the IAM policy that mwaa-kms needs",
    "",
    ...filledLines(`Topics (${topics.length} with ${codes.length} problems)`, topics),
    "",
    ...filledLines(`Checks (${checkIds.length})`, checkIds),
  ].join("\n");
}

function topicText(topic: readonly Code[]): string {
  const longest = Math.max(...topic.map((code) => code.length));
  return topic.map((code) => `${code.padEnd(longest)}  ${catalogue[code].title}`).join("\n");
}

/** Names filled into lines of at most 90 columns. */
function filledLines(label: string, names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = "";
  names.forEach((name, index) => {
    const word = index === names.length - 1 ? name : `${name},`;
    if (line.length + word.length > 86) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  });
  return [label, ...[...lines, line].map((text) => `  ${text}`)];
}

function textOf(text: string): ReportParts {
  return { command: "explain", verdict: "done", body: { kind: "text", text } };
}

/** One code with its words, rendered with the example's facts. */
export function explanationOf(code: Code): Explanation {
  const words = catalogue[code] as unknown as Entry<unknown>;
  return {
    code,
    severity: words.severity,
    title: words.title,
    example: words.what(words.example),
    why: words.why,
    fix: words.fix(words.example),
    docs: words.docs,
  };
}

/** What was probably meant: a code's slug alone, a code or a check's id, each with a few letters off. */
function nearest(given: string, names: readonly string[]): string {
  const word = given.split("/").at(-1) ?? given;
  const near = names
    .map((name) => ({
      name,
      distance: Math.min(leven(given, name), leven(word, name.split("/").at(-1) ?? name)),
    }))
    .toSorted((one, other) => one.distance - other.distance)[0];
  return near !== undefined && near.distance <= Math.max(1, Math.floor(word.length / 4)) ? near.name : "";
}
