/** The words for plans that travel as files. */
import { entry, run } from "../entry.js";
import { quote } from "../quote.js";

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
