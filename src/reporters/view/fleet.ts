/** Several environments on one page: a table with a row each, and what would change on each key. */
import type { Report } from "../../report/report.js";
import { causesOf } from "./causes.js";
import { planDiff } from "./change.js";
import { plural, shortOf } from "./verdict.js";
import type { Section, Table } from "./view.js";

/** The environment's name; where two have it, with the Region. */
export function nameOf({ target, key, address }: Report, all: readonly Report[]): string {
  const name = target?.environment ?? address ?? key?.arn ?? target?.key.given ?? "?";
  const isTwice = all.filter((one) => one.target?.environment === target?.environment).length > 1;
  return isTwice && target !== undefined ? `${name} (${target.region})` : name;
}

/** The gravest cause stands for an environment; further ones are counted. */
export function environmentsTable(reports: readonly Report[]): Table {
  const rows = reports.map((report) => {
    const [tone, short] = shortOf(report);
    const causes = causesOf(report).filter(({ level }) => level === "error" || level === "unknown");
    const more = causes.length > 1 ? ` (+${causes.length - 1})` : "";
    return [
      { text: nameOf(report, reports) },
      { text: report.target?.region ?? "" },
      { text: short.toLowerCase(), tone },
      { text: causes[0] === undefined ? "" : causes[0].title + more },
    ];
  });
  return { kind: "table", head: ["Environment", "Region", "Status", "Problem"], rows, more: 0 };
}

/** One change for each key, however many environments share it. */
export function changeSections(
  reports: readonly Report[],
  { width, part }: { readonly width: number; readonly part?: "preview" | "result" },
): readonly Section[] {
  if (part === "result") return [];
  const keys = new Map<string, Report[]>();
  for (const report of reports) {
    if (report.body?.kind !== "plan" || report.body.plan.empty) continue;
    const { key } = report.body.plan;
    keys.set(key, [...(keys.get(key) ?? []), report]);
  }
  const blocks = [...keys].flatMap(([key, group]) => {
    const body = group[0]?.body;
    if (body?.kind !== "plan") return [];
    const names = group.map((report) => nameOf(report, reports)).join(", ");
    const isLast = [...keys.keys()].at(-1) === key;
    const backup = part === "preview" && isLast && body.backupFolder !== undefined ? body.backupFolder : "";
    const diff = planDiff(body.plan, width, backup === "" ? [] : [{ label: "Backup", text: backup }]);
    return [{ ...diff, summary: `${diff.summary} (${key}: ${names})` }];
  });
  return [
    {
      id: "change",
      title: `Changes to ${plural(keys.size, "key policy").replace("policys", "policies")}`,
      blocks,
    },
  ];
}
