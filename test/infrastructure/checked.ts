/** Runs `check` on files of infrastructure code in a folder of the test's own, and tells what matters of the report. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Report } from "../../src/report/report.js";
import { openTerminal } from "../terminal.js";

export const account = "111122223333";
export const five = [
  "kms:Encrypt*",
  "kms:Decrypt*",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:Describe*",
];

/** A whole run: its report, and what of it tests ask for. */
export interface Checked {
  readonly report: Report;
  readonly stderr: string;
  /** The verdict of each environment by its address. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** `outcome code, code` of a check of the first environment, or of the one that is named. */
  readonly of: (check: string, address?: string) => string;
  readonly codes: readonly string[];
}

/** @param argv what follows `check`; names of files are those of `files` */
export async function checked(files: Readonly<Record<string, string>>, ...argv: string[]): Promise<Checked> {
  const terminal = openTerminal();
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(terminal.folder, name)), { recursive: true });
      writeFileSync(join(terminal.folder, name), text);
    }
    const placed = argv.map((word) => {
      const name = word.replace(/^.*=/, "");
      const isFile = name in files || Object.keys(files).some((file) => file.startsWith(`${name}/`));
      return isFile ? word.replace(name, join(terminal.folder, name)) : word;
    });
    const ran = await terminal.run("check", ...placed, "--format", "json");
    const report = JSON.parse(ran.stdout) as Report;
    const reports = report.body?.kind === "many" ? report.body.reports : [];
    const findings = (address?: string) =>
      (reports.find((each) => each.address === address) ?? reports[0])?.findings ?? [];
    return {
      report,
      stderr: ran.stderr,
      verdicts: Object.fromEntries(reports.map((each) => [each.address ?? "?", each.verdict])),
      of: (check, address) => {
        const found = findings(address).find((finding) => finding.check === check);
        return [found?.outcome, [...new Set(found?.problems.map(({ code }) => code))].join(", ")]
          .join(" ")
          .trim();
      },
      codes: [
        ...report.problems.map(({ code }) => code),
        ...report.findings.flatMap(({ problems }) => problems.map(({ code }) => code)),
      ],
    };
  } finally {
    terminal.dispose();
  }
}
