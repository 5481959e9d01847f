/** The words for plans and writes that cannot be, or were not, carried out. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const backup = "/home/ana/.local/state/mwaa-kms/backups/1234abcd.json";
const write = [pages.kmsPutKeyPolicy];

/** A key that a deployment tool owns, and the statement for its code. */
export interface OwnedKey {
  readonly tool: string;
  readonly evidence: string;
  readonly statement: unknown;
  readonly key: string;
  readonly account: string;
  readonly language: string;
}

export const planWords = {
  "plan/not-enough": entry({
    severity: "error",
    title: "The statement alone does not make the key ready",
    what: () =>
      "With the statement in place CloudWatch Logs would still be kept from using the key, so nothing was written.",
    why: "A Deny in somebody else's statement counts more than any Allow, and this tool changes only its own statement.",
    fix: (f) => [
      ask(
        "whoever owns the policy",
        "Take CloudWatch Logs out of the statement that denies it (named above).",
      ),
      run(`mwaa-kms check ${quote(f.key)}`),
    ],
    docs: [pages.iamEvaluation],
    example: { key },
  }),
  "plan/not-kept": entry({
    severity: "error",
    title: "The change might take access away",
    what: (f) => `The new policy is not certain to allow all that the current one allows: ${f.reason}.`,
    why: "prepare only adds. Less access is written only with --tighten, and an older policy only with restore.",
    fix: (f) => [
      run(`mwaa-kms diff ${quote(f.key)}`),
      ask("the owner of the policy", "Add the statement by hand, next to the existing ones."),
    ],
    docs: write,
    example: { key, reason: 'the statement "AllowCloudWatchLogsForMwaa" would not stay as it is' },
  }),
  "plan/loses": entry({
    severity: "warning",
    title: "The change takes access away",
    what: (f) =>
      `${f.statement} changes or goes: ${f.who} ${f.what}${f.where === "" ? "" : ` for log groups ${f.where}`}.`,
    why: "CloudWatch Logs stops writing to log groups whose key it cannot use, and other principals fail at their next call.",
    fix: () => [ask("the owner of the policy", "Make sure that this access is not needed any more.")],
    docs: write,
    example: {
      statement: 'The statement /Statement/1 ("AllowCloudWatchLogsForMwaa")',
      who: "CloudWatch Logs of us-east-1",
      what: "loses kms:Encrypt*, kms:Decrypt*",
      where: "arn:aws:logs:us-east-1:*:*, except arn:aws:logs:us-east-1:111122223333:*",
    },
  }),
  "plan/key-unfit": entry({
    severity: "error",
    title: "The key cannot serve MWAA, so its policy is left alone",
    what: () => "A check of the key itself does not pass, so the policy was left as it is.",
    why: "A policy cannot mend a key of the wrong kind or in the wrong state, and every write is a risk to whoever uses the key.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`)],
    docs: [pages.mwaaKeys],
    example: { key },
  }),
  "plan/stale": entry({
    severity: "error",
    title: "The policy has changed since it was read",
    what: () => "Somebody changed the key policy after it was read here. Nothing was written.",
    why: "PutKeyPolicy replaces the whole policy and KMS keeps no version, so their change would have been lost.",
    fix: (f) => [run(`mwaa-kms diff ${quote(f.key)}`)],
    docs: write,
    example: { key },
  }),
  "plan/declined": entry<Record<never, never>>({
    severity: "note",
    title: "The change was declined",
    what: () => "You did not answer yes. Nothing was written.",
    why: "A policy is only changed with somebody's word.",
    fix: () => [run("mwaa-kms prepare KEY --yes")],
    docs: [],
    example: {},
  }),
  "plan/needs-yes": entry({
    severity: "error",
    title: "Nobody can be asked, and --yes is not given",
    what: (f) =>
      `${f.command} would change the key policy, and there is no terminal to ask at. Nothing was written.`,
    why: "A write without a person's word needs --yes, so that a pipeline never changes a policy by accident.",
    fix: (f) => [run(`mwaa-kms diff ${quote(f.key)}`), run(`mwaa-kms ${f.command} ${quote(f.key)} --yes`)],
    docs: [],
    example: { command: "prepare", key },
  }),
  "plan/deployment-tool": entry<OwnedKey>({
    severity: "warning",
    title: "A deployment tool owns this key",
    what: (f) => `${f.tool} seems to own this key and its policy: ${f.evidence}.`,
    why: "It writes the whole policy at each deployment, and will undo what is written here. The statement belongs into its code.",
    fix: (f) => [
      { do: "edit", pointer: `the key's policy in ${f.tool}`, json: f.statement },
      run(`mwaa-kms statement ${quote(f.key)} --account ${f.account} --as ${f.language}`),
    ],
    docs: [pages.kmsPutKeyPolicy],
    example: {
      tool: "Terraform",
      evidence: "the tag ManagedBy = terraform",
      statement: { Sid: "AllowCloudWatchLogsForMwaa", Effect: "Allow" },
      key,
      account: "111122223333",
      language: "terraform",
    },
  }),
  "plan/needs-allow-drift": entry({
    severity: "error",
    title: "A deployment tool owns this key, and --allow-drift is not given",
    what: (f) =>
      `${f.tool} seems to own this key (${f.evidence}), and there is nobody to ask. Nothing was written.`,
    why: "The next deployment would undo the change, perhaps months later, and the environment's logs with it.",
    fix: (f) => [
      run(`mwaa-kms statement ${quote(f.key)} --as ${f.language}`),
      run(`mwaa-kms prepare ${quote(f.key)} --yes --allow-drift`),
    ],
    docs: [pages.kmsPutKeyPolicy],
    example: { tool: "Terraform", evidence: "the tag ManagedBy = terraform", key, language: "terraform" },
  }),
  "plan/interrupted": entry({
    severity: "error",
    title: "The run was interrupted",
    what: (f) =>
      `${f.signal === "timeout" ? "The end of the run's time" : f.signal} came before anything was written. The policy is as it was.`,
    why: "Up to the write nothing is changed; after it, the run first looks at what is stored.",
    fix: (f) => [run(`mwaa-kms diff ${quote(f.key)}`)],
    docs: [],
    example: { signal: "SIGINT", key },
  }),
  "plan/not-visible": entry({
    severity: "warning",
    title: "KMS took the policy and does not show it yet",
    what: (f) => `KMS took the policy, and after ${f.seconds} s still did not show it steadily.`,
    why: "KMS is eventually consistent: a change is seen within seconds as a rule, and within minutes at times.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: [pages.kmsConsistency],
    example: { key, seconds: 60, backup },
  }),
  "plan/overwritten": entry({
    severity: "error",
    title: "Somebody else changed the policy at the same moment",
    what: () => "The policy that KMS shows now is neither the old nor the new one.",
    why: "KMS has no conditional write: two writers within the same second overwrite each other.",
    fix: (f) => [run(`mwaa-kms diff ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: [pages.kmsConsistency, pages.kmsPutKeyPolicy],
    example: { key, backup },
  }),
  "plan/uncertain": entry({
    severity: "error",
    title: "Nobody can say whether the policy was written",
    what: (f) =>
      `No clear response to PutKeyPolicy came, and the policy could not be read afterwards: ${f.reason}`,
    why: "The policy is either the old one or the wanted one; the old one is saved.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: write,
    example: { key, backup, reason: "KMS could not be reached." },
  }),
  "plan/lost-write": entry({
    severity: "error",
    title: "The write seems not to have happened",
    what: () => "No clear response to PutKeyPolicy came, and KMS still shows the old policy.",
    why: "As a rule the write did not take place; KMS may also show it late. The old policy is saved.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms prepare ${quote(f.key)}`)],
    docs: [pages.kmsConsistency],
    example: { key, backup },
  }),
  "plan/not-steady": entry({
    severity: "error",
    title: "It is unknown whether the policy was written",
    what: (f) =>
      `No clear response to PutKeyPolicy came, and within ${f.seconds} s KMS did not show one policy steadily.`,
    why: "KMS is eventually consistent: reads can show the old and the new policy in turn, within minutes at times.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: [pages.kmsConsistency],
    example: { key, seconds: 60, backup },
  }),
  "plan/cut-short": entry({
    severity: "error",
    title: "The run was stopped before the result was known",
    what: (f) =>
      `${f.signal} came twice after PutKeyPolicy was sent: whether KMS stored the new policy is unknown. The previous one is saved in ${f.backup}.`,
    why: "A write that was sent cannot be called back; only a later look tells what is stored.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: [pages.kmsConsistency],
    example: { signal: "SIGINT", key, backup },
  }),
  "plan/too-long": entry({
    severity: "error",
    title: "The policy would be longer than KMS allows",
    what: (f) =>
      `With the statement the policy would have ${f.characters} characters; KMS's API takes ${f.limit}.`,
    why: "A key policy's length is bounded, and the bound is not adjustable.",
    fix: () => [ask("whoever owns the policy", "Which statements can be joined or are no longer needed?")],
    docs: [pages.kmsLimits, pages.kmsPutKeyPolicy],
    example: { characters: 131500, limit: 131072 },
  }),
  "plan/nobody": entry<Record<never, never>>({
    severity: "error",
    title: "The key's ARN is not known",
    what: () => "Neither the key's ARN nor the account that owns it is known, so no plan can be made.",
    why: "A plan and a backup belong to one key, and only its ARN says which.",
    fix: () => [run("aws sts get-caller-identity")],
    docs: [pages.kmsFindKey],
    example: {},
  }),
};
