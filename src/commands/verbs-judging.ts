/** The verbs that judge a key and change nothing: check, diff, grants, validate. */
import { Option } from "commander";
import type { InfrastructureOptions } from "./check-infrastructure.js";
import type { KeyOptions } from "./context.js";
import type { GrantsOptions } from "./grants-question.js";
import {
  acceptOption,
  awsOptions,
  environmentOptions,
  infrastructureOptions,
  inspectionOptions,
  logTypeOption,
  manifestOption,
  optionalKeyArgument,
  sandboxKeyArgument,
  scopeOption,
  stateOption,
  strictnessOptions,
} from "./options.js";
import type { PrepareOptions } from "./prepare.js";
import { verb } from "./verb.js";

type CheckVerbOptions = InfrastructureOptions & { readonly policyFile?: string; readonly manifest?: string };

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
    ...strictnessOptions(),
    new Option("--policy-file <file>", "judge this policy (- is standard input), and ask nobody"),
    ...infrastructureOptions(),
    stateOption(),
    ...awsOptions(),
  ],
  run: async ([key], { policyFile, manifest, ...options }, context) => {
    const { terraformPlan, template } = options;
    if (terraformPlan !== undefined) {
      const { checkPlan } = await import("./check-plan.js");
      const all = { ...options, ...withModes(policyFile, manifest) };
      return { parts: await checkPlan(terraformPlan, key, all, context) };
    }
    if (template !== undefined) {
      const { checkTemplate } = await import("./check-template.js");
      const all = { ...options, ...withModes(policyFile, manifest) };
      return { parts: await checkTemplate(template, key, all, context) };
    }
    if (manifest !== undefined) {
      const { checkManifest } = await import("./check-manifest.js");
      return { parts: await checkManifest(manifest, key, { ...options, policyFile }, context) };
    }
    return {
      parts:
        policyFile === undefined
          ? await (await import("./check.js")).check(key, options, context)
          : await (await import("./check-file.js")).checkFile(key, policyFile, options, context),
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
    ...awsOptions(),
  ],
  run: async ([key], { from, to, ...options }, context) => ({
    parts:
      from === undefined && to === undefined
        ? await (await import("./diff.js")).diff(key, options, context)
        : await (await import("./diff-files.js")).diffFiles(from, to, { key, ...options }, context),
  }),
});

export const grantsVerb = verb<GrantsOptions>({
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
});

export const validateVerb = verb<KeyOptions & { readonly manifest?: string }>({
  name: "validate",
  summary: "judge a key's identifier, or a manifest, by its form alone",
  args: [optionalKeyArgument],
  options: [...environmentOptions(), manifestOption()],
  run: async ([key], { manifest, ...options }, context) => ({
    parts:
      manifest === undefined
        ? await (await import("./validate.js")).validate(key, options, context)
        : await (await import("./validate-manifest.js")).validateManifest(manifest, key, options, context),
  }),
});
