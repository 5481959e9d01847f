/** The commands that a report of a sandbox run tells to type: they must ask the sandbox again, not AWS. */
import type { Problem } from "../problem/problem.js";
import type { ReportParts } from "./report.js";

/** @returns the same parts, with `--sandbox` in every command of this tool that takes it */
export function inSandbox(parts: ReportParts): ReportParts {
  const ofProblem = (problem: Problem): Problem => ({
    ...problem,
    fix: problem.fix.map((fix) => (fix.do === "run" ? { ...fix, command: command(fix.command) } : fix)),
  });
  return {
    ...parts,
    ...(parts.next === undefined ? {} : { next: parts.next.map(command) }),
    ...(parts.problems === undefined ? {} : { problems: parts.problems.map(ofProblem) }),
    ...(parts.findings === undefined
      ? {}
      : {
          findings: parts.findings.map((finding) => ({
            ...finding,
            problems: finding.problems.map(ofProblem),
          })),
        }),
  };
}

function command(line: string): string {
  const asks = /^mwaa-kms (prepare|check|diff|grants|restore) /.test(line);
  return asks && !line.includes(" --sandbox") && !line.includes(" --help") ? `${line} --sandbox` : line;
}
