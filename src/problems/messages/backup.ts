/** The words for backups that cannot be saved, found or put back. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const backup = "/home/ana/.local/state/mwaa-kms/backups/1234abcd.json";
const write = [pages.kmsPutKeyPolicy];

export const backupWords = {
  "backup/form": entry({
    severity: "error",
    title: "Not a backup of mwaa-kms",
    subject: (f) => f.file,
    what: (f) => `${f.file} is not a backup of mwaa-kms: ${f.reason}.`,
    why: "restore accepts only a file that names its key and has a valid digest.",
    fix: () => [run("mwaa-kms backups")],
    docs: [],
    example: { file: "policy.json", reason: "it is not JSON" },
  }),
  "backup/digest": entry({
    severity: "error",
    title: "The backup was changed",
    what: (f) => `${f.file} was changed after it was saved: ${f.fields} differs from the seal.`,
    why: "restore writes a saved policy unchanged, or not at all.",
    fix: (f) => [
      run(`python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["policy"])' ${quote(f.file)}`),
    ],
    docs: [],
    example: { file: backup, fields: "policy" },
  }),
  "backup/unsealed": entry({
    severity: "warning",
    title: "The backup has no seal",
    what: (f) => `${f.file} has the first format: a digest of the policy, but none of key, Region and time.`,
    why: "An edit of these fields would not be noticed. New backups have a seal over all fields.",
    fix: () => [run("mwaa-kms backups")],
    docs: [],
    example: { file: backup },
  }),
  "backup/runner": entry({
    severity: "warning",
    title: "The backup is on a CI runner",
    what: (f) => `${f.file} is deleted when the job ends. The JSON report has the same policy.`,
    why: "KMS keeps no older version of a key policy, so the backup is the only copy.",
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
    title: "The backup belongs to another key",
    what: (f) => `The backup belongs to ${f.found}, not to ${f.wanted}.`,
    why: "A key policy names accounts and roles of one key.",
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
    what: (f) => `${f.folder} has backups of ${f.keys.length} keys.`,
    why: "The latest backup might belong to a key that you do not mean.",
    fix: (f) => f.keys.slice(0, 5).map((each) => run(`mwaa-kms restore --last --key ${quote(each)}`)),
    docs: [],
    example: {
      folder: "/home/ana/.local/state/mwaa-kms/backups",
      keys: [key, key.replace("1234abcd", "abcd1234")],
    },
  }),
  "backup/which": entry<Record<never, never>>({
    severity: "error",
    title: "No backup is given",
    what: () => "restore needs a backup file or --last, and not both.",
    why: "The policy to restore must be certain.",
    fix: () => [run("mwaa-kms backups"), run("mwaa-kms restore --last")],
    docs: [],
    example: {},
  }),
  "backup/none": entry({
    severity: "error",
    title: "No backup found",
    what: (f) => `${f.folder} has no backup to restore.`,
    why: "mwaa-kms saves a backup before each change and deletes none.",
    fix: () => [run("mwaa-kms backups"), run("mwaa-kms restore --last --backup-dir <folder>")],
    docs: [],
    example: { folder: "/home/ana/.local/state/mwaa-kms/backups" },
  }),
  "backup/unread": entry({
    severity: "error",
    title: "The file cannot be read",
    what: (f) => `${f.file} cannot be read: ${f.reason}.`,
    why: "The operating system rejected the access.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: backup, reason: "no such file (ENOENT)" },
  }),
  "backup/unsaved": entry({
    severity: "error",
    title: "The backup could not be saved",
    what: (f) => `The current policy could not be saved in ${f.folder}: ${f.reason}. Nothing was changed.`,
    why: "KMS keeps no older version of a key policy, so mwaa-kms changes none without a backup.",
    fix: (f) => [run(`mwaa-kms prepare ${quote(f.key)} --backup-dir <folder>`)],
    docs: write,
    example: { key, folder: "/home/ana/.local/state/mwaa-kms/backups", reason: "no space left (ENOSPC)" },
  }),
};
