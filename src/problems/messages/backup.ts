/** The words for backups that cannot be saved, found or put back. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const backup = "/home/ana/.local/state/mwaa-kms/backups/1234abcd.json";
const write = [pages.kmsPutKeyPolicy];

export const backupWords = {
  "backup/form": entry({
    severity: "error",
    title: "This is no backup",
    what: (f) => `${f.file} is no backup of this tool: ${f.reason}.`,
    why: "Only a file that says which key it is of, and whose digest holds, is put back.",
    fix: () => [run("mwaa-kms backups")],
    docs: [],
    example: { file: "policy.json", reason: "it is not JSON" },
  }),
  "backup/digest": entry({
    severity: "error",
    title: "The backup was changed",
    what: (f) => `${f.file} is not as it was written: ${f.fields} differs from its seal.`,
    why: "A backup is put back byte for byte or not at all.",
    fix: (f) => [
      run(`python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["policy"])' ${quote(f.file)}`),
    ],
    docs: [],
    example: { file: backup, fields: "policy" },
  }),
  "backup/unsealed": entry({
    severity: "warning",
    title: "The backup has no seal",
    what: (f) =>
      `${f.file} is of the first format: its policy has a digest, but the key, the Region and the time have none.`,
    why: "An edit of these fields would not be noticed. Backups of today are sealed whole.",
    fix: () => [run("mwaa-kms backups")],
    docs: [],
    example: { file: backup },
  }),
  "backup/runner": entry({
    severity: "warning",
    title: "The backup ends with the runner",
    what: (f) =>
      `${f.file} is on a CI runner, and goes when the job ends. The JSON report holds the same policy.`,
    why: "PutKeyPolicy replaces the whole policy and KMS keeps no older one, so the backup is the only way back.",
    fix: () => [
      run("mwaa-kms prepare KEY --report json=mwaa-kms.json"),
      ask(
        "the owner of the pipeline",
        "Keep that report, or the folder of --backup-dir, as an artifact of the job.",
      ),
    ],
    docs: write,
    example: { file: "/home/runner/.local/state/mwaa-kms/backups/1234abcd.json" },
  }),
  "backup/other-key": entry({
    severity: "error",
    title: "The backup is of another key",
    what: (f) => `The backup is of ${f.found}, not of ${f.wanted}.`,
    why: "A policy names accounts and roles that belong to one key.",
    fix: (f) => [
      run(`mwaa-kms restore ${quote(f.file)}`),
      run(`mwaa-kms restore ${quote(f.file)} --onto ${quote(f.wanted)}`),
    ],
    docs: [],
    example: { file: backup, found: key, wanted: key.replace("1234abcd", "abcd1234") },
  }),
  "backup/many-keys": entry<{ readonly folder: string; readonly keys: readonly string[] }>({
    severity: "error",
    title: "The folder has backups of several keys",
    what: (f) =>
      `${f.folder} has backups of ${f.keys.length} keys; --last alone does not say which one is meant.`,
    why: "The latest backup of all can be of a key that was not meant.",
    fix: (f) => f.keys.slice(0, 5).map((each) => run(`mwaa-kms restore --last --key ${quote(each)}`)),
    docs: [],
    example: {
      folder: "/home/ana/.local/state/mwaa-kms/backups",
      keys: [key, key.replace("1234abcd", "abcd1234")],
    },
  }),
  "backup/which": entry<Record<never, never>>({
    severity: "error",
    title: "No backup is named",
    what: () => "restore needs a backup's file, or --last; not both.",
    why: "The policy that is put back must be certain.",
    fix: () => [run("mwaa-kms backups"), run("mwaa-kms restore --last")],
    docs: [],
    example: {},
  }),
  "backup/none": entry({
    severity: "error",
    title: "There is no backup",
    what: (f) => `There is no backup in ${f.folder} that could be put back.`,
    why: "A backup is saved before each write, and none is ever deleted by this tool.",
    fix: () => [run("mwaa-kms backups"), run("mwaa-kms restore --last --backup-dir DIR")],
    docs: [],
    example: { folder: "/home/ana/.local/state/mwaa-kms/backups" },
  }),
  "backup/unread": entry({
    severity: "error",
    title: "The file cannot be read",
    what: (f) => `${f.file} cannot be read: ${f.reason}.`,
    why: "The operating system refused it.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: backup, reason: "no such file (ENOENT)" },
  }),
  "backup/unsaved": entry({
    severity: "error",
    title: "The backup could not be saved, so nothing was written",
    what: (f) => `The policy could not be saved in ${f.folder}: ${f.reason}. Nothing was written to KMS.`,
    why: "PutKeyPolicy replaces the whole policy and KMS keeps no older one. No backup, no write.",
    fix: (f) => [run(`mwaa-kms prepare ${quote(f.key)} --backup-dir DIR`)],
    docs: write,
    example: { key, folder: "/home/ana/.local/state/mwaa-kms/backups", reason: "no space left (ENOSPC)" },
  }),
};
