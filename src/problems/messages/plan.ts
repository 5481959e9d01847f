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
    title: "A Deny statement still blocks CloudWatch Logs",
    what: () => "With the new statement CloudWatch Logs would still be blocked, so nothing was changed.",
    why: "A Deny overrides every Allow, and mwaa-kms changes only its own statement.",
    fix: (f) => [
      ask("the owner of that statement", "Exclude CloudWatch Logs from the Deny."),
      run(`mwaa-kms check ${quote(f.key)}`),
    ],
    docs: [pages.iamEvaluation],
    example: { key },
  }),
  "plan/not-kept": entry({
    severity: "error",
    title: "The change might remove access",
    what: (f) => `The new policy might not allow all that the current one allows: ${f.reason}.`,
    why: "prepare only adds access. Use --tighten to remove access, and restore for an older policy.",
    fix: (f) => [
      run(`mwaa-kms diff ${quote(f.key)}`),
      ask("the owner of the policy", "Add the statement by hand, next to the existing ones."),
    ],
    docs: write,
    example: { key, reason: 'the statement "AllowCloudWatchLogsForMwaa" would change' },
  }),
  "plan/loses": entry({
    severity: "warning",
    title: "The change removes access",
    what: (f) =>
      `${f.statement} changes or is removed: ${f.who} ${f.what}${f.where === "" ? "" : ` for log groups ${f.where}`}.`,
    why: "CloudWatch Logs stops writing to log groups whose key it cannot use.",
    fix: () => [ask("the owner of the key policy", "Confirm that this access is no longer needed.")],
    docs: write,
    example: {
      statement: 'Statement "AllowCloudWatchLogsForMwaa"',
      who: "CloudWatch Logs of us-east-1",
      what: "loses kms:Encrypt*, kms:Decrypt*",
      where: "arn:aws:logs:us-east-1:*:*, except arn:aws:logs:us-east-1:111122223333:*",
    },
  }),
  "plan/key-unfit": entry({
    severity: "error",
    title: "The key cannot be used, so its policy was not changed",
    what: () => "A check of the key itself does not pass.",
    why: "A policy cannot fix a key of the wrong kind or in the wrong state.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`)],
    docs: [pages.mwaaKeys],
    example: { key },
  }),
  "plan/stale": entry({
    severity: "error",
    title: "The key policy changed in the meantime",
    what: () => "The key policy changed after it was read. Nothing was changed by this run.",
    why: "KMS replaces the whole policy and keeps no version, so the other change would be lost.",
    fix: (f) => [run(`mwaa-kms diff ${quote(f.key)}`)],
    docs: write,
    example: { key },
  }),
  "plan/declined": entry<Record<never, never>>({
    severity: "note",
    title: "The change was not confirmed",
    what: () => "Cancelled. The key policy was not changed.",
    why: "mwaa-kms changes a policy only after the answer yes, or with --yes.",
    fix: () => [run("mwaa-kms prepare KEY --yes")],
    docs: [],
    example: {},
  }),
  "plan/needs-yes": entry({
    severity: "error",
    title: "Add --yes to change the key policy without a terminal",
    what: (f) => `${f.command} would change the key policy. Nothing was changed.`,
    why: "A change that was not confirmed needs --yes, so that a pipeline changes no policy by accident.",
    fix: (f) => [run(`mwaa-kms diff ${quote(f.key)}`), run(`mwaa-kms ${f.command} ${quote(f.key)} --yes`)],
    docs: [],
    example: { command: "prepare", key },
  }),
  "plan/deployment-tool": entry<OwnedKey>({
    severity: "warning",
    title: "A deployment tool appears to manage this key",
    subject: (f) => f.tool,
    what: (f) => `The key has ${f.evidence}.`,
    why: "The next deployment can remove this change.",
    fix: (f) => [
      run(`mwaa-kms statement ${quote(f.key)} --account ${f.account} --as ${f.language}`),
      { do: "edit", pointer: `the key's policy in ${f.tool}`, json: f.statement },
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
    title: "A deployment tool appears to manage this key",
    subject: (f) => f.tool,
    what: (f) => `The key has ${f.evidence}. Nothing was changed.`,
    why: "The next deployment can remove this change.",
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
      `Interrupted (${f.signal === "timeout" ? "time limit" : f.signal}). The key policy was not changed.`,
    why: "Nothing is changed before the confirmed write.",
    fix: (f) => [run(`mwaa-kms diff ${quote(f.key)}`)],
    docs: [],
    example: { signal: "SIGINT", key },
  }),
  "plan/not-visible": entry({
    severity: "warning",
    title: "KMS does not show the new policy yet",
    what: (f) => `KMS accepted the policy, but did not show it steadily within ${f.seconds} seconds.`,
    why: "KMS is eventually consistent: a change is usually visible within seconds, sometimes minutes.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: [pages.kmsConsistency],
    example: { key, seconds: 60, backup },
  }),
  "plan/overwritten": entry({
    severity: "error",
    title: "Another caller changed the policy at the same time",
    what: () => "The policy that KMS shows is neither the previous nor the new one.",
    why: "KMS has no conditional write: two writers within one second overwrite each other.",
    fix: (f) => [run(`mwaa-kms diff ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: [pages.kmsConsistency, pages.kmsPutKeyPolicy],
    example: { key, backup },
  }),
  "plan/uncertain": entry({
    severity: "error",
    title: "Unknown whether the policy was written",
    what: (f) =>
      `PutKeyPolicy got no clear response, and the policy could not be read afterwards: ${f.reason}`,
    why: "KMS stores either the previous or the new policy. The previous one is saved.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: write,
    example: { key, backup, reason: "KMS could not be reached." },
  }),
  "plan/lost-write": entry({
    severity: "error",
    title: "The policy was probably not written",
    what: () => "PutKeyPolicy got no clear response, and KMS still shows the previous policy.",
    why: "KMS might show a change late. The previous policy is saved.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms prepare ${quote(f.key)}`)],
    docs: [pages.kmsConsistency],
    example: { key, backup },
  }),
  "plan/not-steady": entry({
    severity: "error",
    title: "Unknown whether the policy was written",
    what: (f) =>
      `PutKeyPolicy got no clear response, and KMS did not show one policy steadily within ${f.seconds} seconds.`,
    why: "KMS is eventually consistent: reads can show the previous and the new policy in turn.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: [pages.kmsConsistency],
    example: { key, seconds: 60, backup },
  }),
  "plan/cut-short": entry({
    severity: "error",
    title: "The run was stopped before the result was known",
    what: (f) =>
      `${f.signal} came twice after PutKeyPolicy was sent. The previous policy is saved in ${f.backup}.`,
    why: "A call that was sent cannot be cancelled. Only a later check shows the stored policy.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`), run(`mwaa-kms restore ${quote(f.backup)}`)],
    docs: [pages.kmsConsistency],
    example: { signal: "SIGINT", key, backup },
  }),
  "plan/too-long": entry({
    severity: "error",
    title: "The new policy is too long",
    what: (f) =>
      `With the statement the policy has ${f.characters.toLocaleString("en-US")} characters; KMS accepts ${f.limit.toLocaleString("en-US")}.`,
    why: "KMS limits the length of a key policy, and the limit cannot be raised.",
    fix: () => [
      ask("the owner of the key policy", "Combine statements, or remove those that are not needed."),
    ],
    docs: [pages.kmsLimits, pages.kmsPutKeyPolicy],
    example: { characters: 131500, limit: 131072 },
  }),
  "plan/nobody": entry<Record<never, never>>({
    severity: "error",
    title: "The key ARN is unknown",
    what: () => "The key ARN, or the account that owns the key, is unknown, so no plan can be made.",
    why: "A plan and a backup belong to one key, and only its ARN identifies it.",
    fix: () => [run("aws sts get-caller-identity")],
    docs: [pages.kmsFindKey],
    example: {},
  }),
};
