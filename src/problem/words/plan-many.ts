/** The words for plans of many keys at once. */
import { entry, run } from "../entry.js";

export const planManyWords = {
  "plan/stopped": entry({
    severity: "error",
    title: "The run stopped before this key",
    what: (f) => `${f.reason} Nothing was changed on this key.`,
    why: "An error on one key can mean the same error on the next, so the run stops.",
    fix: () => [run("mwaa-kms check --manifest <file>"), run("mwaa-kms prepare --manifest <file>")],
    docs: [],
    example: { reason: "The environment prod was not written as planned." },
  }),
  "plan/none-begun": entry({
    severity: "error",
    title: "Not all keys can be prepared, so none was changed",
    what: (f) => `${f.environments} cannot be prepared. Nothing was changed on any key.`,
    why: "prepare changes all keys of a manifest, or none.",
    fix: () => [run("mwaa-kms check --manifest <file>"), run("mwaa-kms prepare --manifest <file>")],
    docs: [],
    example: { environments: "prod" },
  }),
  "plan/many-need-yes": entry({
    severity: "error",
    title: "Add --yes to change key policies without a terminal",
    what: (f) => `${f.count} key policies would change. Nothing was changed.`,
    why: "A change that was not confirmed needs --yes, so that a pipeline changes no policy by accident.",
    fix: () => [
      run("mwaa-kms prepare --dry-run --manifest <file>"),
      run("mwaa-kms prepare --yes --manifest <file>"),
    ],
    docs: [],
    example: { count: 3 },
  }),
};
