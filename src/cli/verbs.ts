/** The verbs that judge a key and change nothing: check, diff, grants, validate. */

import { Argument, Option } from "commander";
import { languages, statementReaders } from "../choices.js";
import type { InfrastructureOptions } from "../commands/check/infrastructure.js";
import type { InitOptions } from "../commands/manifest/init.js";
import type { GrantsOptions } from "../commands/offline-target.js";
import type { RestoreOptions } from "../commands/restore.js";
import {
  type SandboxAction,
  type SandboxVerbOptions,
  sandboxActions,
  shells,
} from "../commands/sandbox/choices.js";
import type { StatementOptions } from "../commands/statement.js";
import type { ShardOption } from "../fleet/shard.js";
import type { Command, Command as VerbName } from "../report/report.js";
import type {
  AwsOptions,
  Context,
  KeyOptions,
  Outcome,
  PrepareOptions,
  WriteOptions,
} from "../session/context.js";
import {
  acceptOption,
  awsOptions,
  backupDirOption,
  environmentOptions,
  faultHelp,
  infrastructureOptions,
  inspectionOptions,
  keyOwnerOptions,
  logTypeOption,
  manifestOption,
  optionalKeyArgument,
  parseAccountId,
  parseDuration,
  parseFault,
  parsePort,
  parseRegionName,
  regionsOption,
  sandboxKeyArgument,
  scopeOption,
  shardOption,
  stateOption,
  strictnessOptions,
  writeOptions,
} from "./options.js";

type CheckVerbOptions = InfrastructureOptions & {
  readonly policyFile?: string;
  readonly manifest?: string;
  readonly allEnvironments?: boolean;
  readonly beforeDeletion?: boolean;
  readonly regions?: string;
  readonly shard?: ShardOption;
};

export const checkVerb = verb<CheckVerbOptions>({
  name: "check",
  summary: "judge a key, or all of a manifest, and change nothing: for pipelines and people",
  args: [sandboxKeyArgument],
  options: [
    ...environmentOptions(),
    ...inspectionOptions(),
    logTypeOption(),
    acceptOption(),
    manifestOption(),
    shardOption(),
    new Option("--before-deletion", "show which environments, grants and log groups depend on the key"),
    new Option("--all-environments", "all environments that MWAA shows in the Region, or in --regions"),
    regionsOption(),
    ...strictnessOptions(),
    new Option("--policy-file <file>", "judge this policy (- is standard input), and ask nobody"),
    ...infrastructureOptions(),
    stateOption(),
    ...keyOwnerOptions(),
    ...awsOptions(),
  ],
  run: async ([key], { policyFile, manifest, allEnvironments, beforeDeletion, ...all }, context) => {
    if (beforeDeletion === true) {
      const { checkBeforeDeletion } = await import("../commands/check/before-deletion.js");
      const given = { ...all, policyFile, manifest, allEnvironments };
      return { parts: await checkBeforeDeletion(key, given, context) };
    }
    if (allEnvironments === true) {
      const { checkAllEnvironments } = await import("../commands/check/all-environments.js");
      return {
        parts: await checkAllEnvironments(key, { ...all, ...withModes(policyFile, manifest) }, context),
      };
    }
    const { regions, shard, ...options } = all;
    if (regions !== undefined || (shard !== undefined && manifest === undefined)) {
      const { withoutUse } = await import("../commands/unused-options.js");
      const [option, needs] =
        regions === undefined ? ["--shard", "--manifest"] : ["--regions", "--all-environments"];
      return { parts: withoutUse("check", option, needs) };
    }
    const { terraformPlan, template } = options;
    if (terraformPlan !== undefined) {
      const { checkPlan } = await import("../commands/check/terraform-plan.js");
      const all = { ...options, ...withModes(policyFile, manifest) };
      return { parts: await checkPlan(terraformPlan, key, all, context) };
    }
    if (template !== undefined) {
      const { checkTemplate } = await import("../commands/check/template.js");
      const all = { ...options, ...withModes(policyFile, manifest) };
      return { parts: await checkTemplate(template, key, all, context) };
    }
    if (manifest !== undefined) {
      const { checkManifest } = await import("../commands/check/manifest.js");
      return { parts: await checkManifest(manifest, key, { ...options, policyFile, shard }, context) };
    }
    return {
      parts:
        policyFile === undefined
          ? await (await import("../commands/check/check.js")).check(key, options, context)
          : await (await import("../commands/check/policy-file.js")).checkFile(
              key,
              policyFile,
              options,
              context,
            ),
    };
  },
});

/** The other ways of running check, which a file of infrastructure code does not go with. */
function withModes(policyFile: string | undefined, manifest: string | undefined): object {
  return { policyFile, manifest };
}

export const diffVerb = verb<PrepareOptions & { readonly from?: string; readonly to?: string }>({
  name: "diff",
  summary: "show what prepare would change, or compare two policies by meaning",
  args: [sandboxKeyArgument],
  options: [
    ...environmentOptions(),
    scopeOption(),
    logTypeOption(),
    acceptOption(),
    new Option("--from <file>", "with --to: compare two files by meaning, and ask nobody"),
    new Option("--to <file>", "the policy after (- is standard input)"),
    ...keyOwnerOptions(),
    ...awsOptions(),
  ],
  run: async ([key], { from, to, ...options }, context) => ({
    parts:
      from === undefined && to === undefined
        ? await (await import("../commands/diff/diff.js")).diff(key, options, context)
        : await (await import("../commands/diff/files.js")).diffFiles(from, to, { key, ...options }, context),
  }),
});

export const grantsVerb = verb<GrantsOptions>({
  name: "grants",
  summary: "show the four grants that MWAA will create, or hold them against the key's",
  args: [sandboxKeyArgument],
  options: [
    ...environmentOptions(),
    new Option("--verify", "compare with the grants on the key"),
    new Option("--wait <time>", "with --verify: wait for all four, as 45m (90s, 1h)").argParser(
      parseDuration,
    ),
    new Option(
      "--environments <a,b,c>",
      "with --verify: the environments that exist, to find leftover grants",
    ),
    ...keyOwnerOptions(),
    ...awsOptions(),
  ],
  run: async ([key], options, context) => ({
    parts: await (await import("../commands/grants/grants.js")).grants(key, options, context),
  }),
});

export const validateVerb = verb<KeyOptions & { readonly manifest?: string }>({
  name: "validate",
  summary: "judge a key's identifier, or a manifest, by its form alone",
  args: [optionalKeyArgument],
  options: [...environmentOptions(), manifestOption()],
  run: async ([key], { manifest, ...options }, context) => ({
    parts:
      manifest === undefined
        ? await (await import("../commands/validate/validate.js")).validate(key, options, context)
        : await (await import("../commands/validate/manifest.js")).validateManifest(
            manifest,
            key,
            options,
            context,
          ),
  }),
});

export const manifestVerb = verb<InitOptions>({
  name: "manifest",
  summary: "write a manifest of the environments that MWAA shows, to review and commit",
  args: [new Argument("<action>", "init").choices(["init"])],
  options: [
    new Option("--region <region>", "the Region (default: that of the AWS settings)"),
    regionsOption(),
    new Option("--out <file>", "write it to a new file (default: to stdout)"),
    ...awsOptions(),
  ],
  run: async (_words, options, context) => ({
    parts: await (await import("../commands/manifest/init.js")).initManifest(options, context),
  }),
});

export const reportVerb = verb<object>({
  name: "report",
  summary: "merge the JSON reports of a manifest's shards into one report",
  args: [
    new Argument("<action>", "merge").choices(["merge"]),
    new Argument("<files...>", "the reports of all shards, as JSON"),
  ],
  options: [],
  run: async ([, ...files], _options, context) => {
    const { mergeReports } = await import("../commands/report/merge.js");
    return mergeReports(files.flat() as readonly string[], context);
  },
});

/** One line to type. `{key}` stands for a key's ARN. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

export const sampleKey = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const key = sampleKey;

export const examples: Readonly<Record<Command, readonly Example[]>> = {
  "mwaa-kms": [
    { line: "mwaa-kms prepare --sandbox", does: "try it without an AWS account" },
    { line: `mwaa-kms check ${key} -e prod`, does: "judge a key" },
    { line: "mwaa-kms explain key/alias", does: "ask what a problem means" },
  ],
  prepare: [
    { line: "mwaa-kms prepare --sandbox --yes", does: "on the sandbox's key that lacks the statement" },
    { line: `mwaa-kms prepare ${key} -e prod`, does: "show the change, ask, write" },
    { line: `mwaa-kms prepare ${key} -e prod --scope environment --yes`, does: "for prod's log groups only" },
    { line: `mwaa-kms prepare ${key} -e prod --plan-out plan.json`, does: "for somebody else to review" },
    { line: "mwaa-kms prepare --plan plan.json --yes", does: "carry out what was reviewed, or refuse" },
    { line: "mwaa-kms prepare --manifest mwaa-kms.yaml", does: "all environments, with one yes" },
  ],
  check: [
    { line: `mwaa-kms check ${key} -e prod`, does: "exit code 0 ready, 1 not ready, 3 could not tell" },
    { line: "mwaa-kms check -e prod", does: "the key, bucket and role that MWAA shows for prod" },
    { line: "mwaa-kms check --all-environments --regions all", does: "all that MWAA shows" },
    { line: `mwaa-kms check ${key} -e prod --format json`, does: "for a program" },
    { line: `mwaa-kms check ${key} -e prod --report html=report.html`, does: "and a page to look at" },
    {
      line: `mwaa-kms check ${key} -e prod --bucket dags --log-groups`,
      does: "with what stands around the key",
    },
    { line: "mwaa-kms check --manifest mwaa-kms.yaml --strict", does: "all environments; warnings count" },
    {
      line: "mwaa-kms check --manifest mwaa-kms.yaml --shard 3/16 --report json=shard-3.json",
      does: "a part; report merge makes one report of all",
    },
    { line: "mwaa-kms check --terraform-plan plan.json", does: "a Terraform plan before it is applied" },
    { line: "mwaa-kms check --template template.yaml --region us-east-1", does: "a CloudFormation template" },
  ],
  diff: [
    { line: `mwaa-kms diff ${key} -e prod`, does: "exit code 0 no change, 1 prepare would write" },
    { line: "mwaa-kms diff --sandbox", does: "on the sandbox's key that lacks the statement" },
  ],
  grants: [
    { line: `mwaa-kms grants ${key} -e prod`, does: "what will be created; nobody is asked" },
    { line: `mwaa-kms grants ${key} -e prod --verify`, does: "after the environment is created" },
  ],
  statement: [
    { line: "mwaa-kms statement --region us-east-1 --account 111122223333", does: "as JSON" },
    { line: `mwaa-kms statement ${key} --as terraform`, does: "as a block of aws_iam_policy_document" },
    { line: `mwaa-kms statement ${key} --policy --as cloudformation`, does: "the whole policy" },
  ],
  validate: [
    { line: `mwaa-kms validate ${key}`, does: "exit code 0, or 2 with the mend" },
    { line: "mwaa-kms validate alias/airflow", does: "says how to get the ARN" },
    { line: "mwaa-kms validate --manifest mwaa-kms.yaml", does: "a manifest's words, in a commit hook" },
  ],
  manifest: [
    { line: "mwaa-kms manifest init --out mwaa-kms.yaml", does: "the environments of one Region" },
    { line: "mwaa-kms manifest init --regions all > mwaa-kms.yaml", does: "of all Regions" },
  ],
  report: [
    { line: "mwaa-kms report merge shard-*.json", does: "exit code 3 where a shard is missing" },
    {
      line: "mwaa-kms report merge shard-*.json --format junit",
      does: "in any format; --report writes files as well",
    },
  ],
  restore: [
    { line: "mwaa-kms restore --last", does: "the newest backup: show the way back, ask, write" },
    {
      line: "mwaa-kms restore ~/.local/state/mwaa-kms/backups/FILE.json",
      does: "that one",
    },
  ],
  backups: [
    { line: "mwaa-kms backups", does: "all of them, the newest last" },
    { line: `mwaa-kms backups ${key}`, does: "those of one key" },
  ],
  explain: [
    { line: "mwaa-kms explain logs/missing", does: "one code" },
    { line: "mwaa-kms explain", does: "all codes" },
    { line: "mwaa-kms explain logs-access", does: "a check, and what it may find" },
    { line: "mwaa-kms explain permissions", does: "the IAM policy that this tool needs" },
  ],
  sandbox: [
    { line: "mwaa-kms sandbox", does: "until Ctrl-C; prints what to export" },
    {
      line: 'eval "$(mwaa-kms sandbox --export)"',
      does: "in the background, for the programs of this shell",
    },
    { line: "mwaa-kms sandbox keys", does: "list the keys, one for each situation" },
    { line: "mwaa-kms sandbox --memory --fault throttle --fault lag=5", does: "as KMS behaves under load" },
    { line: "mwaa-kms sandbox stop", does: "end it" },
    { line: "mwaa-kms sandbox reset", does: "begin again" },
  ],
};

/** One verb. `run` gets the arguments in order and the options that it declares. */
export interface Verb {
  readonly name: VerbName;
  readonly summary: string;
  readonly args: readonly Argument[];
  readonly options: readonly Option[];
  readonly run: (
    words: readonly (string | undefined)[],
    options: object,
    context: Context,
  ) => Promise<Outcome>;
}

/** Commander has checked the options against their declarations; here they get the verb's type. */
export function verb<Options>(
  declared: Omit<Verb, "run"> & {
    readonly run: (
      words: readonly (string | undefined)[],
      options: Options,
      context: Context,
    ) => Promise<Outcome>;
  },
): Verb {
  return declared as Verb;
}

export const statementVerb = verb<StatementOptions>({
  name: "statement",
  summary: "print the statement for CloudWatch Logs, to paste elsewhere",
  args: [new Argument("[key]", "key ARN, for its Region and account")],
  options: [
    ...environmentOptions(),
    scopeOption(),
    new Option(
      "--for <principal>",
      "logs (default); IAM policy of creator or execution-role; owner: a key of another account",
    ).choices(statementReaders),
    new Option("--as <language>", "in which language").choices(languages).default("json"),
    new Option("--policy", "the whole key policy instead of the statement alone"),
    new Option("--literal", "Region and account as they are, not by the language's functions"),
  ],
  run: async ([key], options, context) => ({
    parts: await (await import("../commands/statement.js")).statement(key, options, context),
  }),
});

export const explainVerb = verb<object>({
  name: "explain",
  summary: "tell what the code of a problem or a check means",
  args: [
    new Argument(
      "[code]",
      "of a problem (between brackets in a report) or of a check; checks, permissions; none: all codes",
    ),
  ],
  options: [],
  run: async ([code]) => ({ parts: await (await import("../commands/explain/explain.js")).explain(code) }),
});

export const sandboxVerb = verb<SandboxVerbOptions>({
  name: "sandbox",
  summary: "run a local KMS with its neighbours, to try all of it without an AWS account",
  args: [
    new Argument("[action]", "start, keys (list them), stop, reset").choices(sandboxActions).default("start"),
  ],
  options: [
    new Option("--port <port>", "the port on 127.0.0.1 (default: any)").argParser(parsePort),
    new Option("--export [shell]", "run in the background, and print the settings for a shell's eval")
      .choices(shells)
      .preset("sh"),
    new Option("--state <folder>", "where the keys are kept (default: beside this tool's backups)"),
    new Option("--memory", "keep the keys in memory alone").conflicts(["state", "export"]),
    new Option("--account <id>", "the account of new keys (default: 111122223333)").argParser(parseAccountId),
    new Option("--region <region>", "the Region of new keys (default: us-east-1)").argParser(parseRegionName),
    new Option("--log <file>", "add each request to a file, as a line of JSON (- is standard error)"),
    new Option("--strict", "also refuse policies that KMS probably refuses, though AWS does not say so"),
    new Option("--fault <fault>", faultHelp).argParser(parseFault),
  ],
  run: async ([action], options, context) => {
    const { sandbox } = await import("../commands/sandbox/sandbox.js");
    return sandbox(action as SandboxAction, options, context);
  },
});

export const prepareVerb = verb<
  PrepareOptions & { readonly dryRun?: boolean; readonly plan?: string; readonly manifest?: string }
>({
  name: "prepare",
  summary: "make a key ready: look, plan, show, ask, save, write, read back",
  args: [sandboxKeyArgument],
  options: [
    ...environmentOptions(),
    scopeOption(),
    logTypeOption(),
    acceptOption(),
    new Option("--tighten", "narrow what the tool's statements allow to the scope (takes access away)"),
    new Option("--dry-run", "show what would change, and change nothing (diff does the same)"),
    new Option("--plan-out <file>", "write the plan to a file instead of to the key"),
    new Option("--plan <file>", "carry out a plan that was written so, or refuse"),
    manifestOption(),
    new Option("--handoff <file>", "write what a key's owner needs who does not have this tool"),
    ...writeOptions(),
    new Option("--allow-drift", "write without a terminal though a deployment tool owns the key"),
    stateOption(),
    ...keyOwnerOptions(),
    ...awsOptions(),
  ],
  run: async ([key], { dryRun, plan, manifest, ...options }, context) => {
    if (manifest !== undefined) {
      const { prepareManifest } = await import("../commands/prepare/manifest.js");
      return { parts: await prepareManifest(manifest, key, { ...options, dryRun, plan }, context) };
    }
    if (plan !== undefined) {
      const { prepareSaved } = await import("../commands/prepare/saved-plan.js");
      return { parts: await prepareSaved(plan, key, { ...options, dryRun }, context) };
    }
    // A plan or a hand-off that goes to a file changes no key, dry run or not.
    const writesFiles = options.planOut !== undefined || options.handoff !== undefined;
    return dryRun && !writesFiles
      ? { parts: await (await import("../commands/diff/diff.js")).diff(key, options, context) }
      : { parts: await (await import("../commands/prepare/prepare.js")).prepare(key, options, context) };
  },
});

export const restoreVerb = verb<RestoreOptions>({
  name: "restore",
  summary: "put a saved policy back, with the same care",
  args: [new Argument("[backup]", "the file that prepare named")],
  options: [
    new Option("--last", "the newest backup"),
    new Option("--key <key>", "the key that it must be of; with --last, the newest of it"),
    new Option("--onto <key>", "put it on another key than its own"),
    ...writeOptions(),
    ...awsOptions(),
  ],
  run: async ([file], options, context) => ({
    parts: await (await import("../commands/restore.js")).restore(file, options, context),
  }),
});

export const backupsVerb = verb<AwsOptions & WriteOptions>({
  name: "backups",
  summary: "list the saved policies",
  args: [new Argument("[key]", "only those of this key")],
  options: [backupDirOption("another folder"), new Option("--sandbox", "those of the sandbox's keys")],
  run: async ([key], options, context) => ({
    parts: await (await import("../commands/backups.js")).backups(key, options, context),
  }),
});

export const verbs: readonly Verb[] = [
  prepareVerb,
  checkVerb,
  diffVerb,
  grantsVerb,
  statementVerb,
  validateVerb,
  manifestVerb,
  reportVerb,
  restoreVerb,
  backupsVerb,
  explainVerb,
  sandboxVerb,
];
