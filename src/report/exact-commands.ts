/** The commands that a report tells to type, made exact: this key, this environment, this Region, and whoever was asked. */
import type { Fix } from "../problem/entry.js";
import type { Problem } from "../problem/problem.js";
import { quote } from "../problem/quote.js";
import type { ReportParts } from "./report.js";

/** How this run reached AWS: the options that a command needs to ask the same again. */
export interface AskedThrough {
  readonly sandbox: boolean;
  readonly profile?: string;
  readonly endpointUrl?: string;
}

/** @returns the same parts; where a command has a placeholder whose value is known, the value */
export function withExactCommands(parts: ReportParts, through: AskedThrough): ReportParts {
  const exact = (line: string) => exactCommand(line, parts, through);
  const ofFix = (fix: Fix): Fix => (fix.do === "run" ? { ...fix, command: exact(fix.command) } : fix);
  const ofProblem = (problem: Problem): Problem => ({ ...problem, fix: problem.fix.map(ofFix) });
  return {
    ...parts,
    ...(parts.next === undefined ? {} : { next: parts.next.map(exact) }),
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

/** Commands joined by `&&` or a pipe are left as they are but for their placeholders. */
function exactCommand(line: string, { key, target }: ReportParts, through: AskedThrough): string {
  const values: Readonly<Record<string, string | undefined>> = {
    KEY: key?.arn ?? target?.key.given,
    NAME: target?.environment,
    ACCOUNT: target?.account,
  };
  const filled = line
    .split(" ")
    .map((word) => (Object.hasOwn(values, word) ? quote(values[word] ?? word) : word))
    .join(" ");
  const asksUs = /^mwaa-kms (prepare|check|diff|grants|restore) /.test(filled);
  const asksAws = /^aws (kms|sts|mwaa) [^|&;]*$/.test(filled);
  if (!(asksUs || asksAws) || / --(help|policy-file|template|terraform-plan)\b/.test(filled)) return filled;
  const isOfEnvironment =
    /^mwaa-kms (prepare|check|diff|grants) /.test(filled) && !/ (--manifest|--plan) /.test(filled);
  const environment = isOfEnvironment && !filled.includes(" -e ") ? target?.environment : undefined;
  const region = asksAws && !filled.startsWith("aws sts") ? target?.region : undefined;
  const reached = through.sandbox
    ? [asksUs && !filled.includes(" --sandbox") ? " --sandbox" : ""]
    : [option(filled, "--profile", through.profile), option(filled, "--endpoint-url", through.endpointUrl)];
  const named = option(filled, "--environment", environment);
  return [filled, named, option(filled, "--region", region), ...reached].join("");
}

function option(line: string, name: string, value: string | undefined): string {
  return value === undefined || line.includes(` ${name} `) ? "" : ` ${name} ${quote(value)}`;
}
