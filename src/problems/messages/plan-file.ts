/** The words for plans that travel as files. */
import { entry, quote, run } from "../define.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

export const planFileWords = {
  "plan/file-form": entry({
    severity: "error",
    title: "Not a plan of mwaa-kms",
    subject: (f) => f.file,
    what: (f) => `${f.file} is not a plan of mwaa-kms: ${f.reason}.`,
    why: "prepare applies only a file of --plan-out with a valid digest.",
    fix: () => [run("mwaa-kms prepare KEY -e NAME --plan-out plan.json")],
    docs: [],
    example: { file: "plan.json", reason: "it is not JSON" },
  }),
  "plan/file-digest": entry({
    severity: "error",
    title: "The plan was changed",
    what: (f) => `${f.file} was changed after it was saved: ${f.fields} differs from the seal.`,
    why: "prepare applies exactly the plan that was reviewed, or nothing.",
    fix: () => [run("mwaa-kms prepare KEY -e NAME --plan-out plan.json")],
    docs: [],
    example: { file: "plan.json", fields: "next" },
  }),
  "plan/file-unsealed": entry({
    severity: "warning",
    title: "The plan has no seal",
    what: (f) =>
      `${f.file} has the first format: the key and the policies have a digest, but the account, the environment and the time have none.`,
    why: "An edit of these fields would not be noticed. Current plans are sealed completely.",
    fix: () => [run("mwaa-kms prepare KEY -e NAME --plan-out plan.json")],
    docs: [],
    example: { file: "plan.json" },
  }),
  "plan/file-account": entry({
    severity: "error",
    title: "The plan is for another account",
    what: (f) => `The plan was made in account ${f.made}; the caller is in account ${f.caller}.`,
    why: "A plan is approved for one account.",
    fix: (f) => [run(`mwaa-kms prepare ${quote(f.key)} --plan-out plan.json`)],
    docs: [],
    example: { made: "111122223333", caller: "444455556666", key },
  }),
  "plan/file-unread": entry({
    severity: "error",
    title: "The plan cannot be read",
    what: (f) => `${f.file} cannot be read: ${f.reason}.`,
    why: "The operating system rejected the access, or the file is too large.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: "plan.json", reason: "no such file or directory (ENOENT)" },
  }),
  "plan/file-unsaved": entry({
    severity: "error",
    title: "The file cannot be written",
    what: (f) => `${f.file} cannot be written: ${f.reason}.`,
    why: "mwaa-kms never overwrites an existing file.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: "plan.json", reason: "file already exists (EEXIST)" },
  }),
  "plan/file-beside": entry({
    severity: "error",
    title: "The options cannot be used with --plan",
    subject: (f) => f.options,
    what: (f) => `${f.options} cannot be used with --plan.`,
    why: "A saved plan has the key, the environment and the new policy.",
    fix: () => [run("mwaa-kms prepare --plan plan.json")],
    docs: [],
    example: { options: "a key and --scope" },
  }),
};

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
