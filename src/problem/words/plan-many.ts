/** The words for plans of many keys at once. */
import { entry, run } from "../entry.js";

export const planManyWords = {
  "plan/stopped": entry({
    severity: "error",
    title: "The run on many keys was stopped before this one",
    what: (f) => `${f.reason} Nothing was written to this key.`,
    why: "A surprise on one key may mean that the same awaits on the next: a person looks first.",
    fix: () => [run("mwaa-kms check --manifest FILE"), run("mwaa-kms prepare --manifest FILE")],
    docs: [],
    example: { reason: "The environment prod was not written as planned." },
  }),
  "plan/none-begun": entry({
    severity: "error",
    title: "Not all keys of the manifest can be prepared, so none was",
    what: (f) =>
      `${f.environments} cannot be prepared, for the reason given there. Nothing was written to any key.`,
    why: "A manifest is written whole: half of it is nobody's wish.",
    fix: () => [run("mwaa-kms check --manifest FILE"), run("mwaa-kms prepare --manifest FILE")],
    docs: [],
    example: { environments: "prod" },
  }),
  "plan/many-need-yes": entry({
    severity: "error",
    title: "Nobody can be asked, and --yes is not given",
    what: (f) =>
      `${f.count} key policies would change, and there is no terminal to ask at. Nothing was written.`,
    why: "A write without a person's word needs --yes, so that a pipeline never changes a policy by accident.",
    fix: () => [
      run("mwaa-kms prepare --manifest FILE --dry-run"),
      run("mwaa-kms prepare --manifest FILE --yes"),
    ],
    docs: [],
    example: { count: 3 },
  }),
};
