/** The options that several verbs share, each declared once. */
import { Argument, InvalidArgumentError, Option } from "commander";
import { acknowledgements, formatNames, logGroupKinds, scopes } from "../choices.js";
import type { Behaviour } from "../commands/sandbox/faults.js";
import type { ShardOption } from "../fleet/shard.js";
import { parseReportFile, type ReportFile } from "./report-files.js";

export const optionalKeyArgument = new Argument("[key]", "key ID or key ARN");
export const sandboxKeyArgument = new Argument("[key]", "key ID or key ARN");

/** Puts options under one heading of help. */
export function grouped(heading: string, options: readonly Option[]): readonly Option[] {
  return options.map((option) => option.helpGroup(`${heading}:`));
}

/** What every verb takes. */
export const generalOptions = (): readonly Option[] =>
  grouped("Output", [
    new Option("--format <format>", "output format (default: human)").choices(formatNames),
    new Option("--report <format=file>", "also write a report; repeatable").argParser(collectReports),
    new Option("-v, --verbose", "show all checks and evidence"),
    new Option("-q, --quiet", "hide progress"),
    new Option("--color", "force color"),
    new Option("--no-color", "disable color (as with NO_COLOR)"),
  ]);

/** Which environment the key is for. */
export const environmentOptions = (): readonly Option[] =>
  grouped("Environment", [
    new Option("-e, --environment <name>", "MWAA environment name"),
    new Option("--region <region>", "Region of the environment (default: from the key ARN)"),
    new Option("--account <id>", "account of the environment (default: the caller's)"),
  ]);

/** How AWS, or the sandbox, is reached. */
export const awsOptions = (): readonly Option[] =>
  grouped("AWS", [
    new Option("--profile <name>", "AWS profile"),
    new Option("--endpoint-url <url>", "endpoint URL for all AWS calls"),
    new Option("--sandbox", "use the local sandbox instead of AWS"),
    new Option(
      "--timeout <seconds>",
      "limit the whole run (default: 600 without a terminal, none with one)",
    ).argParser(parseSeconds),
    new Option("--max-attempts <number>", "attempts for each AWS call (default: 5)").argParser(parseAttempts),
    new Option("--debug", "show each AWS call on stderr: endpoint, proxy, status, retries, time; no secrets"),
  ]);

/** For a key of another account. */
export const keyOwnerOptions = (): readonly Option[] =>
  grouped("AWS", [
    new Option("--key-profile <name>", "AWS profile for the account that owns the key"),
    new Option("--key-role-arn <arn>", "role to assume in the account that owns the key"),
    new Option("--key-external-id <id>", "external ID for --key-role-arn"),
    new Option("--key-session-name <name>", "session name for --key-role-arn (default: mwaa-kms)"),
    new Option("--key-mfa-serial <arn>", "MFA device for --key-role-arn; the code is asked for"),
  ]);

export const manifestOption = (): Option =>
  new Option("--manifest <file>", "use all environments in a manifest (- for stdin)").helpGroup("Input:");

export const shardOption = (): Option =>
  new Option("--shard <n/of>", "with --manifest: one part of the environments, as 3/16").argParser(
    parseShard,
  );

/** From 1/1 to 1000/1000. */
function parseShard(text: string): ShardOption {
  const [, index, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (index !== undefined && shard.index <= shard.of && shard.of <= 1_000) return shard;
  throw new InvalidArgumentError("Expected a part of so many, from 1/1 to 1000/1000: 3/16.");
}

export const resolveOption = (): Option =>
  new Option("--resolve", "take an alias as the key, and turn it into the key's ARN");

export const regionsOption = (): Option =>
  new Option("--regions <regions>", "Regions, with commas between, or all: where to list environments");

/** What check looks at besides the key, where it is asked to. */
export const inspectionOptions = (): readonly Option[] =>
  grouped("Also check", [
    new Option("--bucket <name>", "also check the DAG bucket"),
    new Option("--execution-role <arn>", "also check the execution role's permissions"),
    new Option("--creator <arn>", "also check who creates the environment: a role or user"),
    new Option("--log-groups", "also check existing log groups"),
  ]);

/** Files of infrastructure code, and what they leave open. */
export const infrastructureOptions = (): readonly Option[] =>
  grouped("Input", [
    new Option("--terraform-plan <file>", "check a plan of terraform show -json (- for stdin)"),
    new Option("--template <file>", "check a CloudFormation template or cdk.out; repeatable").argParser(
      collectWords,
    ),
    new Option("--parameter <name=value>", "a parameter of the template; repeatable").argParser(collectWords),
    new Option("--parameters <file>", "the template's parameters as JSON"),
    new Option(
      "--key-policy <address=file>",
      "the policy of a key that is not in the file; repeatable",
    ).argParser(collectWords),
    new Option("--address <address>", "only this environment of the file; repeatable").argParser(
      collectWords,
    ),
    new Option("--source <folder>", "the Terraform code of the plan, for lines"),
  ]);

export const stateOption = (): Option =>
  new Option("--terraform-state <file>", "a Terraform state, to see what sets the key policy").helpGroup(
    "Input:",
  );

/** How findings are taken. */
export const strictnessOptions = (): readonly Option[] =>
  grouped("Result", [
    new Option("--strict", "treat warnings as failures, unknown advice as unknown"),
    new Option("--allow-unknown", "do not fail on checks that could not run"),
    new Option("--waivers <file>", "apply the waivers of a manifest"),
    new Option("--only <check>", "run only this check or group; repeatable").argParser(collectWords),
    new Option("--skip <check>", "leave out this check or group; repeatable").argParser(collectWords),
  ]);

export const acceptOption = (): Option =>
  new Option("--accept <what>", "accept a known risk; repeatable")
    .choices(acknowledgements)
    .argParser(collect(acknowledgements))
    .helpGroup("Result:");

export const logTypeOption = (): Option =>
  new Option("--log-type <type>", "enabled log type (default: all 5); repeatable")
    .choices(logGroupKinds)
    .argParser(collect(logGroupKinds))
    .helpGroup("Environment:");

export const scopeOption = (): Option =>
  new Option("--scope <scope>", "log groups to allow (default: account)")
    .choices(scopes)
    .helpGroup("Environment:");

export const writeOptions = (): readonly Option[] =>
  grouped("Write", [
    new Option("-y, --yes", "change the key policy without asking"),
    backupDirOption("directory for policy backups"),
  ]);

export const backupDirOption = (words: string): Option =>
  new Option("--backup-dir <dir>", words).argParser(folderName);

/** An empty name would be the working folder: a variable that is not set, most likely. */
function folderName(text: string): string {
  if (text.trim() !== "" && !text.includes("\0")) return text;
  throw new InvalidArgumentError("No folder has such a name.");
}

/** A port of this machine; 0 is any that is free. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 0 to 65535.");
}

/** Seconds, at most a day. */
function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d{1,5}(\.\d{1,3})?$/.test(text) && seconds > 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError("Expected seconds, from 0.001 to 86400.");
}

function parseAttempts(text: string): number {
  if (/^(?:[1-9]\d?|100)$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number from 1 to 100.");
}

export function parseAccountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError("An account ID has 12 digits.");
}

export function parseRegionName(text: string): string {
  if (/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new InvalidArgumentError("A Region has a name like us-east-1.");
}

/** commander's `choices` checks one value; a repeatable option has to gather them as well. */
function collect<T extends string>(
  known: readonly T[],
): (value: string, before?: readonly T[]) => readonly T[] {
  return (value, before = []) => {
    const found = known.find((each) => each === value);
    if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${known.join(", ")}.`);
    return [...before, found];
  };
}

function collectWords(word: string, before: readonly string[] = []): readonly string[] {
  return [...before, word];
}

function collectReports(word: string, before: readonly ReportFile[] = []): readonly ReportFile[] {
  const report = parseReportFile(word, before);
  if ("refused" in report) throw new InvalidArgumentError(report.refused);
  return [...before, report];
}

export const faultHelp =
  "throttle (KMS's quotas), lag=SECONDS (changes are not seen at once), shuffle (policies come back in another order and layout), empty-pages (of grants); repeatable";

/** @throws InvalidArgumentError, which commander shows */
export function parseFault(word: string, before: readonly Behaviour[] = []): readonly Behaviour[] {
  const [, seconds] = /^lag=(\d{1,4}(?:\.\d{1,3})?)s?$/.exec(word) ?? [];
  if (seconds !== undefined) return [...before, { kind: "lag", seconds: Number(seconds) }];
  const plain = (["throttle", "shuffle", "empty-pages"] as const).find((kind) => kind === word);
  if (plain === undefined) {
    throw new InvalidArgumentError("Allowed are throttle, lag=SECONDS, shuffle and empty-pages.");
  }
  return [...before, { kind: plain }];
}
