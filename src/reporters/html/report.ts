/** The sections of a report on one key, in the order in which people look: what is wrong, what to do, what would change, and who may. */

import type { Problem } from "../../problems/problem.js";
import type { Report } from "../../report/report.js";
import { callersOf } from "../view/callers.js";
import { bodySections, facts } from "./blocks.js";
import { findingsSection } from "./findings.js";
import { block, code, html, type Markup, type Part } from "./markup.js";
import { problemCard } from "./problems.js";
import type { Place, Section } from "./section.js";

/** `brief` leaves out what passes, the policy and the tables: one of very many that are ready. */
export type Extent = "whole" | "part" | "brief";

/** @param more sections of a report on many, which stand where a body does */
export function sectionsOf(
  report: Report,
  place: Place,
  extent: Extent,
  more: readonly Section[] = [],
): readonly Section[] {
  const untold = problemsUntold(report);
  const body =
    report.body === undefined || extent === "brief"
      ? []
      : bodySections(report.body, place, extent === "whole");
  return [
    untold.length === 0
      ? undefined
      : { slug: "problems", title: "Problems", content: untold.map(problemCard) },
    findingsSection(report.findings, place, extent === "brief"),
    nextSection(report),
    handoffSection(report),
    ...body,
    ...more,
  ].filter((section) => section !== undefined);
}

/** Key, environment and caller, as far as the report has them. */
export function factsOf(report: Report): Part {
  const { key, target } = report;
  const account = target?.account === undefined ? "" : `, account ${target.account}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Key", key?.arn ?? target?.key.given],
    ["Description", key?.description],
    ["State", key?.state],
    ["Owner", key?.account === undefined ? undefined : `account ${key.account}`],
    ["Created", key?.createdAt],
    ["Environment", target === undefined ? undefined : `${target.environment ?? "any"}${account}`],
    ["Region", target?.region],
    ["Caller", callersOf(report).join(", ") || undefined],
  ];
  const known = rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return known.length === 0 ? "" : facts(known);
}

/** What a check has told already is not told again. */
function problemsUntold({ findings, problems }: Report): readonly Problem[] {
  const told = new Set(findings.flatMap((finding) => finding.problems.map((problem) => problem.what)));
  return problems.filter((problem) => !told.has(problem.what));
}

function handoffSection({ handoff }: Report): Section | undefined {
  if (handoff === undefined) return undefined;
  const content = html`<pre class="text">${block(handoff)}</pre>`;
  return { slug: "handoff", title: "For the key's owner", content };
}

function nextSection({ next }: Report): Section | undefined {
  if (next.length === 0) return undefined;
  const lines = next.map(
    (line): Markup => (line.startsWith("#") ? html`<p>${line.replace(/^# ?/, "")}</p>` : code(line)),
  );
  return { slug: "next", title: "Next", content: lines };
}
