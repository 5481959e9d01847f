/** The report as GitHub's Markdown, for a step summary or a comment on a pull request: never longer than GitHub takes. */

import type { Report } from "../../report/report.js";
import { callersOf } from "../view/callers.js";
import { sectionsOf, verdictSentence } from "../view/checks.js";
import { bodyBlocks } from "./bodies.js";
import { checksTable, problemBlocks } from "./checks.js";
import { block, code, details, prose } from "./escape.js";
import { manyTable, nextText, sectionBlocks } from "./many.js";

/** A comment takes 65,536 characters; some are left for whoever puts a line above. A step summary takes 1 MiB. */
const most = 64_000;

/** @returns the whole text, its blocks parted by empty lines */
export function renderMarkdown(report: Report): string {
  const blocks = report.body?.kind === "many" ? manyBlocks(report) : oneBlocks(report);
  const shown: string[] = [];
  let length = 0;
  let left = 0;
  for (const each of [...headBlocks(report), ...blocks]) {
    // What comes last may be short enough where something long was not: the next commands matter most of all.
    if (length + each.length + 2 > most) left += 1;
    else {
      shown.push(each);
      length += each.length + 2;
    }
  }
  if (left > 0)
    shown.push(
      `${left} more ${left === 1 ? "part has" : "parts have"} no room here; \`--format json\` has all of it.`,
    );
  return `${shown.join("\n\n")}\n`;
}

function headBlocks(report: Report): readonly string[] {
  const { key, target, sandbox } = report;
  const account = target?.account === undefined ? "" : `, account ${code(target.account, 100)}`;
  const lines = [
    ...(key === undefined ? [] : [`- Key: ${code(key.arn, 300)}`]),
    ...(target === undefined
      ? []
      : [
          `- Environment: ${target.environment === undefined ? "any" : code(target.environment, 200)}, in ${code(target.region, 100)}${account}`,
        ]),
    ...callersOf(report).map((caller) => `- Caller: ${code(caller, 600)}`),
  ];
  return [
    `## mwaa-kms ${report.command === "mwaa-kms" ? "" : `${report.command}: `}${prose(verdictSentence(report), 1000)}`,
    ...(sandbox ? ["A local KMS on 127.0.0.1 answered, not AWS. No AWS account was touched."] : []),
    ...(lines.length === 0 ? [] : [lines.join("\n")]),
  ];
}

function oneBlocks(report: Report): readonly string[] {
  const points = sectionsOf(report).flatMap((section) => section.points);
  const isJudged = report.findings.length > 0 || report.exitCode !== 0;
  const { handoff } = report;
  return [
    ...(isJudged ? [checksTable(points)] : []),
    ...problemBlocks(points.filter(({ rule }) => rule !== "verdict")),
    ...nextText(report),
    ...(report.body === undefined ? [] : bodyBlocks(report.body)),
    ...(handoff === undefined
      ? []
      : [details("For the key's owner", block("markdown", handoff.split("\n")))]),
  ];
}

/** What concerns the manifest itself, then each environment that is not ready. */
function manyBlocks(report: Report): readonly string[] {
  const sections = sectionsOf(report);
  const own = sections.filter((section) => section.report === report);
  const each = sections.filter((section) => section.report !== report);
  const points = own.flatMap((section) => section.points);
  return [
    manyTable(each),
    ...(points.length === 0 ? [] : [checksTable(points), ...problemBlocks(points)]),
    ...nextText(report),
    ...each.filter((section) => section.report.exitCode !== 0).flatMap(sectionBlocks),
  ];
}
