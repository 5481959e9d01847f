/** What is particular to a verb, as sections of the html page. */
import type { BackupView, Body, Explanation } from "../../report/report.js";
import { block, code, html, type Markup } from "./markup.js";
import { matrixSection } from "./matrix.js";
import { appliedSection, differenceSection, planSection } from "./plan.js";
import { fixParts, pageLinks } from "./problems.js";
import { heading, type Place, type Section } from "./section.js";
import { grantsSection } from "./tables.js";

type Sections = readonly (Section | undefined)[];

/** The sections of a body; `whole` has the texts that are long and seldom wanted. */
export function bodySections(body: Body, place: Place, whole: boolean): Sections {
  switch (body.kind) {
    case "inspection":
      return [
        body.plan === undefined ? undefined : planSection(body.plan, whole),
        body.access === undefined ? undefined : matrixSection(body.access),
        grantsSection(body.expected, body.live, true),
      ];
    case "plan":
      return [
        planSection(body.plan, whole, body.applied?.outcome === "written"),
        body.applied === undefined ? undefined : appliedSection(body.applied, place),
        grantsSection(body.grants, undefined),
      ];
    case "difference":
      return [differenceBody(body)];
    case "grants":
      return [grantsSection(body.expected, body.live)];
    case "many":
      return [];
    default:
      return [plainSection(body, place)];
  }
}

type Plain = Exclude<Body, { kind: "inspection" | "plan" | "difference" | "grants" | "many" }>;

function plainSection(body: Plain, place: Place): Section {
  switch (body.kind) {
    case "statement":
      return { slug: "statement", title: `The statement, as ${body.language}`, content: code(body.text) };
    case "text":
      return { slug: "text", title: "Text", content: html`<pre class="text">${block(body.text)}</pre>` };
    case "sandbox": {
      const text = block(body.lines.join("\n"));
      return { slug: "sandbox", title: "Sandbox", content: html`<pre class="text">${text}</pre>` };
    }
    case "backups":
      return { slug: "backups", title: "Backups", content: backupsPart(body) };
    case "identifier":
      return { slug: "identifier", title: "Identifier", content: identifierPart(body) };
    case "explanation": {
      const entries = body.entries.map((entry) => explanationPart(entry, place));
      return { slug: "explanation", title: "Explanation", content: entries };
    }
  }
}

function differenceBody(body: Body & { kind: "difference" }): Section {
  const section = differenceSection(body.difference);
  const files = html`<p>From <code>${body.from}</code> to <code>${body.to}</code></p>`;
  return { ...section, content: html`${files}${section.content}` };
}

function identifierPart({ identifier }: Body & { kind: "identifier" }): Markup {
  const rows: (readonly [string, string])[] = [["Key ID", identifier.keyId]];
  if (identifier.form === "arn") {
    rows.push(["Region", identifier.region], ["Account", identifier.account]);
    rows.push(["Partition", identifier.partition]);
  }
  return facts(rows);
}

/** Names and values, as a list of descriptions. */
export function facts(rows: readonly (readonly [string, string])[]): Markup {
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function backupsPart({ folder, entries }: Body & { kind: "backups" }): Markup {
  if (entries.length === 0) return html`<p>No backups in <code>${folder}</code></p>`;
  return html`<p>In <code>${folder}</code></p><ul>${entries.map(backupItem)}</ul>`;
}

function backupItem(entry: BackupView): Markup {
  if (entry.state !== "whole") {
    const words = entry.state === "changed" ? "was changed since it was written" : "is no backup";
    return html`<li><code>${entry.file}</code>: ${words}</li>`;
  }
  return html`<li>${entry.takenAt} before ${entry.reason}, of <code>${entry.key}</code>, by ${entry.caller}${entry.sealed === false ? " (unsealed)" : ""}: <code>${entry.file}</code></li>`;
}

function explanationPart(entry: Explanation, { level }: Place): Markup {
  return html`<article class="card">${heading(level + 1, entry.title)}
<p><span class="code">${entry.code}</span> ${entry.severity}</p>
<p>For example: ${entry.example}</p><p>Why: ${entry.why}</p>
${fixParts(entry.fix)}${pageLinks(entry.docs)}</article>
`;
}
