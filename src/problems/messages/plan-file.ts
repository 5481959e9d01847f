/** The words for plans that travel as files. */
import { entry, quote, run } from "../define.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

export const planFileWords = {
  "plan/file-form": entry({
    severity: "error",
    title: "This is no plan",
    what: (f) => `${f.file} is no plan of this tool: ${f.reason}.`,
    why: "Only a file that prepare --plan-out wrote, with its digest, is carried out.",
    fix: () => [run("mwaa-kms prepare KEY --environment NAME --plan-out plan.json")],
    docs: [],
    example: { file: "plan.json", reason: "it is not JSON" },
  }),
  "plan/file-digest": entry({
    severity: "error",
    title: "The plan was changed",
    what: (f) => `${f.file} is not as it was written: ${f.fields} differs from its seal.`,
    why: "What was reviewed is carried out, or nothing.",
    fix: () => [run("mwaa-kms prepare KEY --environment NAME --plan-out plan.json")],
    docs: [],
    example: { file: "plan.json", fields: "next" },
  }),
  "plan/file-unsealed": entry({
    severity: "warning",
    title: "The plan has no seal",
    what: (f) =>
      `${f.file} has the first format: the key and the policies have a digest, but the account, the environment and the time have none.`,
    why: "An edit of these fields would not be noticed. Current plans are sealed completely.",
    fix: () => [run("mwaa-kms prepare KEY --environment NAME --plan-out plan.json")],
    docs: [],
    example: { file: "plan.json" },
  }),
  "plan/file-account": entry({
    severity: "error",
    title: "The plan was made for a caller of another account",
    what: (f) => `The plan was made in account ${f.made}; you are in account ${f.caller}.`,
    why: "A plan is approved for one account; the same words in another may mean another key.",
    fix: (f) => [run(`mwaa-kms prepare ${quote(f.key)} --plan-out plan.json`)],
    docs: [],
    example: { made: "111122223333", caller: "444455556666", key },
  }),
  "plan/file-unread": entry({
    severity: "error",
    title: "The plan's file cannot be read",
    what: (f) => `${f.file} cannot be read: ${f.reason}.`,
    why: "The operating system refused it, or it is longer than any plan.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: "plan.json", reason: "no such file or directory (ENOENT)" },
  }),
  "plan/file-unsaved": entry({
    severity: "error",
    title: "The file cannot be written",
    what: (f) => `${f.file} cannot be written: ${f.reason}.`,
    why: "A file that is there already is never overwritten.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: "plan.json", reason: "file already exists (EEXIST)" },
  }),
  "plan/file-beside": entry({
    severity: "error",
    title: "The plan says it already",
    what: (f) => `${f.options} cannot stand beside --plan.`,
    why: "A saved plan names the key, the environment and the new policy; it is carried out as it is.",
    fix: () => [run("mwaa-kms prepare --plan plan.json")],
    docs: [],
    example: { options: "a key and --scope" },
  }),
};

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
