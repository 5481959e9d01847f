/** What is particular to a verb, as Markdown, a block each. */
import type { BackupView, Body, Explanation } from "../../report/report.js";
import { appliedText, differenceText, grantsText, planText } from "./blocks.js";
import { fixText } from "./checks.js";
import { block, code, link, prose, table } from "./escape.js";

export function bodyBlocks(body: Body): readonly string[] {
  switch (body.kind) {
    case "plan":
      return [
        planText(body.plan),
        ...(body.applied === undefined ? [] : [appliedText(body.applied)]),
        ...(body.grants.length === 0 ? [] : [grantsText(body.grants, undefined, true)]),
      ];
    case "inspection":
      return [
        ...(body.plan === undefined || body.plan.empty ? [] : [planText(body.plan)]),
        ...(body.expected.length === 0 ? [] : [grantsText(body.expected, body.live, true)]),
      ];
    case "difference":
      return [differenceText(body.difference)];
    case "grants":
      return body.expected.length === 0
        ? []
        : [grantsText(body.expected, body.live, body.live === undefined)];
    case "statement":
      return [block(languages[body.language] ?? "", body.text.trimEnd().split("\n"))];
    case "text":
      return [block("", body.text.trimEnd().split("\n"))];
    case "sandbox":
      return [block("", body.lines)];
    case "identifier":
      return [identifierText(body)];
    case "backups":
      return [backupsText(body)];
    case "explanation":
      return body.entries.map(explanationText);
    case "many":
      return [];
  }
}

const languages: Readonly<Record<string, string>> = {
  json: "json",
  terraform: "hcl",
  cloudformation: "yaml",
  cdk: "ts",
  cli: "sh",
};

function identifierText({ identifier }: Body & { kind: "identifier" }): string {
  const rows: (readonly [string, string])[] = [["Key ID", code(identifier.keyId)]];
  if (identifier.form === "arn") {
    rows.push(["Region", code(identifier.region)], ["Account", code(identifier.account)]);
    rows.push(["Partition", code(identifier.partition)]);
  }
  return table(["", ""], rows);
}

function backupsText({ folder, entries }: Body & { kind: "backups" }): string {
  if (entries.length === 0) return `No backups in ${code(folder)}`;
  const row = ({ file, state, key, takenAt, reason }: BackupView) => [
    code(takenAt ?? ""),
    state === "whole" ? `before ${prose(reason ?? "", 100)}` : state,
    code(key ?? ""),
    code(file),
  ];
  return table(["Taken", "Why", "Key", "File"], entries.slice(0, 200).map(row));
}

function explanationText({ code: name, title, severity, example, why, fix, docs }: Explanation): string {
  return [
    `### ${code(name)}: ${prose(title)} (${severity})`,
    `For example: ${prose(example)}`,
    prose(why),
    ...fix.map(fixText),
    docs.map(link).join(" · "),
  ].join("\n\n");
}
