/** The verbs that write, and the list of what they saved: prepare, restore, backups. */
import { Argument, Option } from "commander";
import type { AwsOptions, WriteOptions } from "./context.js";
import {
  acceptOption,
  awsOptions,
  environmentOptions,
  logTypeOption,
  manifestOption,
  sandboxKeyArgument,
  scopeOption,
  stateOption,
  writeOptions,
} from "./options.js";
import type { PrepareOptions } from "./prepare.js";
import type { RestoreOptions } from "./restore.js";
import { verb } from "./verb.js";

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
    new Option("--dry-run", "show what would change, and change nothing (diff does the same)"),
    new Option("--plan-out <file>", "write the plan to a file instead of to the key"),
    new Option("--plan <file>", "carry out a plan that was written so, or refuse"),
    manifestOption(),
    new Option("--handoff <file>", "write what a key's owner needs who does not have this tool"),
    ...writeOptions(),
    new Option("--allow-drift", "write without a terminal though a deployment tool owns the key"),
    stateOption(),
    ...awsOptions(),
  ],
  run: async ([key], { dryRun, plan, manifest, ...options }, context) => {
    if (manifest !== undefined) {
      const { prepareManifest } = await import("./prepare-manifest.js");
      return { parts: await prepareManifest(manifest, key, { ...options, dryRun, plan }, context) };
    }
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
});

export const restoreVerb = verb<RestoreOptions>({
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
});

export const backupsVerb = verb<AwsOptions & WriteOptions>({
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
});
