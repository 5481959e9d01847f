/** Reports made of their parts: counts and exit codes follow from the findings and the verdict. */
import type { CheckOutcome, Finding } from "../checks/check.js";
import { keyAccount, keyArn, type Snapshot } from "../checks/snapshot.js";
import type { CallerIdentity } from "../key/facts.js";
import type { Problem } from "../problems/problem.js";
import { type ConnectionOptions, fillInCommands } from "./fill-in-commands.js";
import type { Body, Command, KeyView, Report, ReportParts } from "./report.js";
import { exitCodes, type WaivedCheck, waivedOf } from "./verdict.js";

/** What every report says of the run itself. */
export interface RunFacts extends ConnectionOptions {
  /** `mwaa-kms <version>`. */
  readonly tool: string;
}

/** Makes a report of what a verb brings. */
export function composeReport(parts: ReportParts, run: RunFacts): Report {
  const told = fillInCommands(parts, run);
  const findings = told.findings ?? [];
  const waived = waivedIn(findings, parts);
  return {
    schema: "mwaa-kms/report/1",
    tool: run.tool,
    sandbox: run.sandbox,
    exitCode: exitCodes[parts.verdict],
    ...told,
    findings,
    ...(waived.length === 0 ? {} : { waived }),
    counts: countAll(findings, parts.body),
    problems: told.problems ?? [],
    next: told.next ?? [],
  };
}

/** Of many keys, the waived checks of all. */
function waivedIn(findings: readonly Finding[], { body, strictness }: ReportParts): readonly WaivedCheck[] {
  const ofMany = body?.kind === "many" ? body.reports.flatMap(({ waived }) => waived ?? []) : [];
  return [...waivedOf(findings, strictness?.strict === true), ...ofMany];
}

/** The parts of a report on a question that could not be understood. */
export function usageError(command: Command, problems: readonly Problem[]): ReportParts {
  return { command, verdict: "asked-wrongly", problems };
}

/** The head of a report that rests on a snapshot. */
export function headOf(
  snapshot: Snapshot,
): Pick<ReportParts, "target" | "readAt" | "caller" | "callerSource" | "endpoint" | "key"> {
  const { target, caller, endpoint, key } = snapshot;
  const arn = keyArn(snapshot);
  const account = keyAccount(snapshot);
  const view: KeyView | undefined =
    arn === undefined
      ? undefined
      : {
          arn,
          ...(account.known ? { account: account.value } : {}),
          ...(key.known ? seen(key.value) : {}),
        };
  return {
    target,
    readAt: snapshot.takenAt,
    ...(caller.known ? called(caller.value) : {}),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(view === undefined ? {} : { key: view }),
  };
}

function called({ arn, source }: CallerIdentity): Pick<ReportParts, "caller" | "callerSource"> {
  return { caller: arn, ...(source === undefined ? {} : { callerSource: source }) };
}

function seen(key: { Description?: string; KeyState?: string; CreationDate?: string }): Partial<KeyView> {
  return {
    ...(key.Description ? { description: key.Description } : {}),
    ...(key.KeyState === undefined ? {} : { state: key.KeyState }),
    ...(key.CreationDate === undefined ? {} : { createdAt: key.CreationDate }),
  };
}

type Counts = Readonly<Record<CheckOutcome, number>>;

function countAll(findings: readonly Finding[], body: Body | undefined): Counts {
  const all = body?.kind === "many" ? body.reports.map(({ counts }) => counts) : [];
  return [...all, count(findings)].reduce((one, other) => ({
    pass: one.pass + other.pass,
    warn: one.warn + other.warn,
    fail: one.fail + other.fail,
    unknown: one.unknown + other.unknown,
  }));
}

function count(findings: readonly Finding[]): Counts {
  const of = (outcome: CheckOutcome) => findings.filter((finding) => finding.outcome === outcome).length;
  return { pass: of("pass"), warn: of("warn"), fail: of("fail"), unknown: of("unknown") };
}

/** @returns the report itself, or those that a report on a manifest holds, in the manifest's order */
export function eachReport(report: Report): readonly Report[] {
  return report.body?.kind === "many" ? report.body.reports : [report];
}

/** All findings of a report: its own, and those of each report that it holds. */
export function everyFinding(report: Report): readonly Finding[] {
  const own = report.body?.kind === "many" ? report.findings : [];
  return [...own, ...eachReport(report).flatMap(({ findings }) => findings)];
}
