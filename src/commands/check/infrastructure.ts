/** What `check --terraform-plan` and `check --template` have in common: the options beside them, and the report. */
import {
  type CheckedEnvironment,
  checkFile,
  type FileResult,
  verdictOf,
} from "../../infrastructure/file-report.js";
import type { Infrastructure } from "../../infrastructure/model.js";
import { accountId, parseAccount, parseRegion } from "../../key/target.js";
import { quote } from "../../problems/define.js";
import { type Problem, problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";
import { composeReport, usageError } from "../../report/compose.js";
import type { Report, ReportParts } from "../../report/report.js";
import { verdictOfAll } from "../../report/verdict.js";
import type { Context } from "../../session/context.js";
import { version } from "../../version.js";
import type { CheckOptions } from "./check.js";

/** The options of `check` for files of infrastructure code. */
export interface InfrastructureOptions extends CheckOptions {
  readonly terraformPlan?: string;
  readonly template?: readonly string[];
  readonly parameter?: readonly string[];
  readonly parameters?: string;
  readonly keyPolicy?: readonly string[];
  readonly address?: readonly string[];
  readonly source?: string;
}

/** What each of the two takes besides its own. */
export const taken = ["region", "account", "accept", "strict", "allowUnknown", "keyPolicy", "address"];

/** Region and account as they were said, checked. */
export function placeOptions(
  options: InfrastructureOptions,
): Result<{ readonly region?: string; readonly account?: string }> {
  const region = options.region === undefined ? undefined : parseRegion(options.region);
  const account = options.account === undefined ? undefined : parseAccount(options.account);
  const problems = [region, account].flatMap((each) => (each === undefined || each.ok ? [] : each.problems));
  if (problems.length > 0) return fail(...problems);
  return ok({
    ...(region?.ok ? { region: region.value.region } : {}),
    ...(account?.ok ? { account: account.value } : {}),
  });
}

/** The options as they are to be typed again, for the commands of a report. */
export function commandOf(mode: string, files: readonly string[], options: InfrastructureOptions): string {
  return [
    ...files.map((file) => `${mode} ${quote(file)}`),
    ...(options.parameter ?? []).map((word) => `--parameter ${quote(word)}`),
    ...(options.parameters === undefined ? [] : [`--parameters ${quote(options.parameters)}`]),
    ...(options.keyPolicy ?? []).map((word) => `--key-policy ${quote(word)}`),
    ...(options.region === undefined ? [] : [`--region ${quote(options.region)}`]),
    ...(options.account === undefined ? [] : [`--account ${quote(options.account)}`]),
  ].join(" ");
}

/**
 * Checks what was read, and makes the report.
 *
 * @param secrets values that are marked sensitive: they appear nowhere
 */
export function reportOf(
  infrastructure: Infrastructure,
  file: string,
  command: string,
  options: InfrastructureOptions,
  { host }: Context,
  secrets: readonly string[],
): ReportParts {
  const { strict = false, allowUnknown = false, address = [], accept = [] } = options;
  const missing = address.filter((each) => !infrastructure.environments.some((one) => one.address === each));
  if (missing.length > 0) return usageError("check", missing.map(noSuchAddress));
  const result = checkFile(infrastructure, {
    takenAt: host.now().toISOString(),
    accept,
    command,
    strict,
    allowUnknown,
    addresses: address,
  });
  const parts = partsOf(result, file, strict, allowUnknown);
  return secrets.length === 0 ? parts : (without(parts, secrets) as ReportParts);
}

function noSuchAddress(given: string): Problem {
  const facts = { option: "--address", given, reason: "no environment in the file has this address" };
  return problem("iac/option", facts, "--address");
}

function partsOf(
  { checked, findings, notes }: FileResult,
  file: string,
  strict: boolean,
  allowUnknown: boolean,
): ReportParts {
  const reports = checked.map(environmentReport);
  const strictness = strict || allowUnknown ? { strictness: { strict, allowUnknown } } : {};
  const isOpen = findings.some(({ bearing }) => bearing === "open");
  if (reports.length === 0 && !isOpen) {
    const problems = [problem("iac/nothing-to-check", { file }, file), ...notes];
    return { command: "check", verdict: strict ? "could-not-tell" : "done", problems, ...strictness };
  }
  const verdicts = reports.map(({ verdict }) => verdict);
  return {
    command: "check",
    verdict: verdictOfAll([...verdicts, ...(isOpen ? (["could-not-tell"] as const) : [])], "ready"),
    findings,
    problems: notes,
    ...strictness,
    body: { kind: "many", manifest: file, reports },
  };
}

function environmentReport(checked: CheckedEnvironment): Report {
  const { environment, target, keys, findings } = checked;
  const account = target.key.form === "arn" ? target.key.account : target.account;
  const key = keys.join(" or ");
  const parts: ReportParts = {
    command: "check",
    target,
    verdict: verdictOf(checked),
    findings,
    address: environment.address,
    ...(environment.spot.at === undefined ? {} : { at: environment.spot.at }),
    ...(key === ""
      ? {}
      : { key: { arn: key, ...(account !== undefined && accountId.test(account) ? { account } : {}) } }),
  };
  return composeReport(parts, { tool: `mwaa-kms ${version}`, sandbox: false });
}

/** Takes values out of everything that is said. */
function without(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string")
    return secrets.reduce((text, secret) => text.replaceAll(secret, "(sensitive)"), value);
  if (Array.isArray(value)) return value.map((item) => without(item, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, without(item, secrets)]));
}
