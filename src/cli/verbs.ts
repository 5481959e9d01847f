/** The commands: what each is called with, its options, its examples, and what it loads. */

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
  parseFault,
  parsePort,
  parseRegionName,
  regionsOption,
  resolveOption,
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
  summary: "Check whether MWAA can use a key; changes nothing",
  args: [sandboxKeyArgument],
  options: () => [
    ...environmentOptions(),
    resolveOption(),
    ...inspectionOptions(),
    logTypeOption(),
    acceptOption(),
    manifestOption(),
    shardOption(),
    new Option("--before-deletion", "show what depends on the key"),
    new Option("--all-environments", "all environments that MWAA shows in the Region, or in --regions"),
    regionsOption(),
    ...strictnessOptions(),
    new Option("--policy-file <file>", "check a policy file instead of calling AWS (- for stdin)").helpGroup(
      "Input:",
    ),
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
  summary: "Show what prepare would change, or compare two policies",
  args: [sandboxKeyArgument],
  options: () => [
    ...environmentOptions(),
    resolveOption(),
    scopeOption(),
    logTypeOption(),
    acceptOption(),
    new Option("--from <file>", "compare two policy files (- for stdin)"),
    new Option("--to <file>", "the second of two policy files (- for stdin)"),
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
  summary: "Show the 4 grants that MWAA creates, or verify them",
  args: [sandboxKeyArgument],
  options: () => [
    ...environmentOptions(),
    new Option("--verify", "compare with the grants on the key"),
    new Option("--environments <a,b,c>", "environments that exist, to find leftover grants"),
    ...keyOwnerOptions(),
    ...awsOptions(),
  ],
  run: async ([key], options, context) => ({
    parts: await (await import("../commands/grants/grants.js")).grants(key, options, context),
  }),
});

export const validateVerb = verb<KeyOptions & { readonly manifest?: string }>({
  name: "validate",
  summary: "Validate a key identifier or a manifest offline",
  args: [optionalKeyArgument],
  options: () => [...environmentOptions(), manifestOption()],
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
  options: () => [
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
  options: () => [],
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
    { line: `mwaa-kms check ${key} -e prod`, does: "check a key" },
    { line: "mwaa-kms explain key/alias", does: "ask what a problem means" },
  ],
  prepare: [
    { line: "mwaa-kms prepare --sandbox --yes", does: "on the sandbox's key that lacks the statement" },
    { line: `mwaa-kms prepare ${key} -e prod`, does: "show the change, ask, write" },
    { line: `mwaa-kms prepare ${key} -e prod --scope environment --yes`, does: "for prod's log groups only" },
    { line: `mwaa-kms prepare ${key} -e prod --plan-out plan.json`, does: "for another person to review" },
    { line: "mwaa-kms prepare --plan plan.json --yes", does: "apply what was reviewed, or refuse" },
    { line: "mwaa-kms prepare --manifest mwaa-kms.yaml", does: "all environments, with one yes" },
  ],
  check: [
    { line: `mwaa-kms check ${key} -e prod`, does: "exit code 0 ready, 1 not ready, 3 unknown" },
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
    { line: `mwaa-kms grants ${key} -e prod`, does: "what will be created, without a call to AWS" },
    { line: `mwaa-kms grants ${key} -e prod --verify`, does: "after the environment is created" },
  ],
  statement: [
    { line: "mwaa-kms statement --region us-east-1 --account 111122223333", does: "as JSON" },
    { line: `mwaa-kms statement ${key} --as terraform`, does: "as a block of aws_iam_policy_document" },
    { line: `mwaa-kms statement ${key} --policy --as cloudformation`, does: "the whole policy" },
  ],
  validate: [
    { line: `mwaa-kms validate ${key}`, does: "exit code 0, or 2 with the fix" },
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
    { line: "mwaa-kms restore --last", does: "the latest backup: show the way back, ask, write" },
    {
      line: "mwaa-kms restore ~/.local/state/mwaa-kms/backups/FILE.json",
      does: "that one",
    },
  ],
  backups: [
    { line: "mwaa-kms backups", does: "all of them, the latest last" },
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
  /** Made for the verb that was typed alone. */
  readonly options: () => readonly Option[];
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
  summary: "Print the key policy statement (JSON, Terraform, CDK, …)",
  args: [new Argument("[key]", "key ID or key ARN")],
  options: () => [
    ...environmentOptions(),
    scopeOption(),
    new Option("--for <principal>", "principal: logs (default), creator, execution-role, owner").choices(
      statementReaders,
    ),
    new Option("--as <language>", "output language").choices(languages).default("json"),
    new Option("--policy", "print the whole key policy"),
    new Option("--literal", "write Region and account, instead of the language's functions"),
  ],
  run: async ([key], options, context) => ({
    parts: await (await import("../commands/statement.js")).statement(key, options, context),
  }),
});

export const explainVerb = verb<object>({
  name: "explain",
  summary: "Explain a problem, a check or the permissions needed",
  args: [
    new Argument(
      "[code]",
      "of a problem (between brackets in a report) or of a check; checks, permissions; none: all codes",
    ),
  ],
  options: () => [],
  run: async ([code]) => ({ parts: await (await import("../commands/explain/explain.js")).explain(code) }),
});

export const sandboxVerb = verb<SandboxVerbOptions>({
  name: "sandbox",
  summary: "Run a local KMS to try mwaa-kms without AWS",
  args: [
    new Argument("[action]", "start, keys (list them), stop, reset").choices(sandboxActions).default("start"),
  ],
  options: () => [
    new Option("--port <port>", "port on 127.0.0.1 (default: any free port)").argParser(parsePort),
    new Option("--export [shell]", "run in the background and print the variables for eval")
      .choices(shells)
      .preset("sh"),
    new Option("--state <folder>", "folder of the keys (default: in the state folder)"),
    new Option("--memory", "keep the keys in memory").conflicts(["state", "export"]),
    new Option("--account <id>", "account of new keys (default: 111122223333)").argParser(parseAccountId),
    new Option("--region <region>", "Region of new keys (default: us-east-1)").argParser(parseRegionName),
    new Option("--log <file>", "log each request as a line of JSON (- for stderr)"),
    new Option("--strict", "also refuse what KMS is only assumed to refuse"),
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
  summary: "Add the CloudWatch Logs statement to the key policy",
  args: [sandboxKeyArgument],
  options: () => [
    ...environmentOptions(),
    resolveOption(),
    scopeOption(),
    logTypeOption(),
    acceptOption(),
    new Option("--tighten", "narrow mwaa-kms's own statements to the scope"),
    new Option("--dry-run", "show the change without making it (same as diff)"),
    new Option("--plan-out <file>", "save the plan to a file"),
    new Option("--plan <file>", "apply a saved plan"),
    manifestOption(),
    new Option("--handoff <file>", "write a change request for the key's administrator"),
    ...writeOptions(),
    new Option("--allow-drift", "change a key managed by Terraform or a similar tool"),
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
  summary: "Restore a saved key policy",
  args: [new Argument("[backup]", "backup file")],
  options: () => [
    new Option("--last", "the latest backup"),
    new Option("--key <key>", "only backups of this key"),
    new Option("--onto <key>", "restore it to another key"),
    ...writeOptions(),
    ...awsOptions(),
  ],
  run: async ([file], options, context) => ({
    parts: await (await import("../commands/restore.js")).restore(file, options, context),
  }),
});

export const backupsVerb = verb<AwsOptions & WriteOptions>({
  name: "backups",
  summary: "List saved key policies",
  args: [new Argument("[key]", "key ID or key ARN")],
  options: () => [
    backupDirOption("directory of the backups"),
    new Option("--sandbox", "backups of the sandbox"),
  ],
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
