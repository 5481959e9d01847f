/** The table of verbs: what each is called, takes and does. A verb's code is loaded when it is called, and not before. */
import { Argument, Option } from "commander";
import { languages } from "../iac/languages.js";
import type { Command as VerbName } from "../report/report.js";
import type { AwsOptions, Context, KeyOptions, Outcome, WriteOptions } from "./context.js";
import type { GrantsOptions } from "./grants-question.js";
import {
  acceptOption,
  awsOptions,
  environmentOptions,
  keyArgument,
  logTypeOption,
  parsePort,
  sandboxKeyArgument,
  scopeOption,
  writeOptions,
} from "./options.js";
import type { PrepareOptions } from "./prepare.js";
import type { RestoreOptions } from "./restore.js";
import type { SandboxOptions } from "./sandbox.js";
import type { StatementOptions } from "./statement.js";

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
function verb<Options>(
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

export const verbs: readonly Verb[] = [
  verb<PrepareOptions & { readonly dryRun?: boolean; readonly plan?: string }>({
    name: "prepare",
    summary: "make a key ready: look, plan, show, ask, save, write, read back",
    args: [sandboxKeyArgument],
    options: [
      ...environmentOptions(),
      scopeOption(),
      logTypeOption(),
      acceptOption(),
      new Option("--dry-run", "show what would change, and change nothing (diff does the same)"),
      new Option("--plan-out <file>", "write the plan to a file instead of to the key"),
      new Option("--plan <file>", "carry out a plan that was written so, or refuse"),
      new Option("--handoff <file>", "write what a key's owner needs who does not have this tool"),
      ...writeOptions(),
      new Option("--allow-drift", "write without a terminal though a deployment tool owns the key"),
      ...awsOptions(),
    ],
    run: async ([key], { dryRun, plan, ...options }, context) => {
      if (plan !== undefined) {
        const { prepareSaved } = await import("./prepare-saved.js");
        return { parts: await prepareSaved(plan, key, { ...options, dryRun }, context) };
      }
      // A plan or a hand-off that goes to a file changes no key, dry run or not.
      const writesFiles = options.planOut !== undefined || options.handoff !== undefined;
      return dryRun && !writesFiles
        ? { parts: await (await import("./diff.js")).diff(key, options, context) }
        : { parts: await (await import("./prepare.js")).prepare(key, options, context) };
    },
  }),
  verb<KeyOptions & AwsOptions & { readonly policyFile?: string }>({
    name: "check",
    summary: "judge a key, and change nothing: for pipelines and people",
    args: [sandboxKeyArgument],
    options: [
      ...environmentOptions(),
      logTypeOption(),
      acceptOption(),
      new Option("--policy-file <file>", "judge this policy (- is standard input), and ask nobody"),
      ...awsOptions(),
    ],
    run: async ([key], { policyFile, ...options }, context) => ({
      parts:
        policyFile === undefined
          ? await (await import("./check.js")).check(key, options, context)
          : await (await import("./check-file.js")).checkFile(key, policyFile, options, context),
    }),
  }),
  verb<PrepareOptions & { readonly from?: string; readonly to?: string }>({
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
      ...awsOptions(),
    ],
    run: async ([key], { from, to, ...options }, context) => ({
      parts:
        from === undefined && to === undefined
          ? await (await import("./diff.js")).diff(key, options, context)
          : await (await import("./diff-files.js")).diffFiles(from, to, context),
    }),
  }),
  verb<GrantsOptions>({
    name: "grants",
    summary: "show the four grants that MWAA will create, or hold them against the key's",
    args: [sandboxKeyArgument],
    options: [
      ...environmentOptions(),
      new Option("--verify", "ask KMS for the key's grants, and compare"),
      ...awsOptions(),
    ],
    run: async ([key], options, context) => ({
      parts: await (await import("./grants.js")).grants(key, options, context),
    }),
  }),
  verb<StatementOptions>({
    name: "statement",
    summary: "print the statement for CloudWatch Logs, to paste elsewhere",
    args: [new Argument("[key]", "key ARN, for its Region and account")],
    options: [
      ...environmentOptions(),
      scopeOption(),
      new Option("--as <language>", "in which language").choices(languages).default("json"),
      new Option("--policy", "the whole key policy instead of the statement alone"),
    ],
    run: async ([key], options, context) => ({
      parts: await (await import("./statement.js")).statement(key, options, context),
    }),
  }),
  verb<KeyOptions>({
    name: "validate",
    summary: "judge a key's identifier by its form alone",
    args: [keyArgument],
    options: environmentOptions(),
    run: async ([key], options, context) => ({
      parts: await (await import("./validate.js")).validate(key ?? "", options, context),
    }),
  }),
  verb<RestoreOptions>({
    name: "restore",
    summary: "put a saved policy back, with the same care",
    args: [new Argument("[backup]", "the file that prepare named")],
    options: [
      new Option("--last", "the newest backup"),
      new Option("--key <key>", "the key that it must be of; with --last, the newest of it"),
      ...writeOptions(),
      ...awsOptions(),
    ],
    run: async ([file], options, context) => ({
      parts: await (await import("./restore.js")).restore(file, options, context),
    }),
  }),
  verb<AwsOptions & WriteOptions>({
    name: "backups",
    summary: "list the saved policies",
    args: [new Argument("[key]", "only those of this key")],
    options: [
      new Option("--backup-dir <dir>", "another folder"),
      new Option("--sandbox", "those of the sandbox's keys"),
    ],
    run: async ([key], options, context) => ({
      parts: await (await import("./backups.js")).backups(key, options, context),
    }),
  }),
  verb<object>({
    name: "explain",
    summary: "tell what the code of a problem means",
    args: [new Argument("[code]", "as a report prints it between brackets, or permissions; none: all codes")],
    options: [],
    run: async ([code]) => ({ parts: await (await import("./explain.js")).explain(code) }),
  }),
  verb<SandboxOptions>({
    name: "sandbox",
    summary: "run a local KMS, STS and CloudWatch Logs, to try all of it without an AWS account",
    args: [new Argument("[action]", "what to do").choices(["start", "keys", "reset"]).default("start")],
    options: [new Option("--port <port>", "the port on 127.0.0.1 (default: any)").argParser(parsePort)],
    run: async ([action], options, context) => {
      const { sandbox } = await import("./sandbox.js");
      return sandbox(action as "start" | "keys" | "reset", options, context);
    },
  }),
];
