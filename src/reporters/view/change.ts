/** A change of a key policy as lines with signs, and in words who can do more, and who less, afterwards. */
import type { Plan } from "../../plan/plan.js";
import type { Change, Difference, StatementView } from "../../policy/diff/difference.js";
import { filledJson } from "../text.js";
import { listed } from "./causes.js";
import type { DiffLine, PolicyDiff, Row } from "./view.js";

/** What a summary counts, as a plan (`to add`) or as a comparison (`added`). */
type Count = Readonly<Record<Change["action"], string>>;
const planned: Count = { add: "to add", replace: "to change", remove: "to remove", keep: "unchanged" };
const seen: Count = { add: "added", replace: "changed", remove: "removed", keep: "unchanged" };

/**
 * @param width the columns that JSON is filled into
 * @param more rows below those on access: grants, backup
 */
export function planDiff(plan: Plan, width: number, more: readonly Row[]): PolicyDiff {
  const losses = (plan.losses ?? []).map(
    ({ who, what, where }) => `${who} ${what}${where === "" ? "" : ` on ${where}`}`,
  );
  const lost = listed(losses);
  return {
    ...policyDiff(plan, width, planned),
    rows: [
      accessRow(plan),
      ...(lost === undefined ? [] : [{ label: "Lost access", text: `${lost}.` }]),
      ...more,
    ],
  };
}

/** Two policies compared. */
export function differenceDiff(difference: Difference, width: number): PolicyDiff {
  return { ...policyDiff(difference, width, seen), rows: difference.empty ? [] : [accessRow(difference)] };
}

function policyDiff(
  { changes }: Pick<Difference, "changes">,
  width: number,
  words: Count,
): Omit<PolicyDiff, "rows"> {
  return {
    kind: "policy-diff",
    summary: changeCounts(changes, words),
    lines: changes.flatMap((change) => changeLines(change, width)),
  };
}

/** `1 statement to add, 3 unchanged`: the noun is said once. */
export function changeCounts(changes: readonly Change[], words: Count = planned): string {
  const counts = (["add", "replace", "remove", "keep"] as const)
    .map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0);
  const parts = counts.map(({ action, count }, index) => {
    const noun = index > 0 ? "" : count === 1 ? " statement" : " statements";
    return `${count}${noun} ${words[action]}`;
  });
  return parts.length === 0 ? "no statements" : parts.join(", ");
}

/** Statements that stay are a count; the others are shown whole, a changed one by its members. */
function changeLines(change: Change, width: number): readonly DiffLine[] {
  if (change.action === "keep") return [];
  if (change.action === "replace") {
    return [
      { sign: "~", text: nameOf(change.after) },
      ...change.members.flatMap(({ member, removed, added }): DiffLine[] => [
        { sign: " ", text: `  ${member}` },
        ...removed.map((value): DiffLine => ({ sign: "-", text: `    ${value}` })),
        ...added.map((value): DiffLine => ({ sign: "+", text: `    ${value}` })),
      ]),
    ];
  }
  const sign = change.action === "add" ? "+" : "-";
  return filledJson(change.statement.value, width).map((text) => ({ sign, text }));
}

function nameOf({ sid, pointer }: StatementView): string {
  const index = /^\/Statement\/(\d+)/.exec(pointer)?.[1];
  const number = index === undefined ? pointer : `statement ${Number(index) + 1}`;
  return sid === undefined ? number : `${number} "${sid}"`;
}

type Gain = Difference["gains"][number];

function accessRow({ widens, gains }: Pick<Difference, "widens" | "gains">): Row {
  const label = "New access";
  if (widens === "no") return { label, text: "none." };
  const texts = [...new Set(gains.map(gainText))];
  const known = listed(texts);
  if (widens === "yes") return { label, text: `${known ?? "yes"}.` };
  const unknown = "unknown; a condition could not be evaluated.";
  return { label, text: known === undefined ? unknown : `${unknown} Possible: ${known}.` };
}

const logsPrincipal = /^logs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;
const logsKey = "kms:EncryptionContext:aws:logs:arn";

/** CloudWatch Logs by name, with the log groups that its example request is for; all others by principal and operations. */
function gainText({ who, actions, when }: Gain): string {
  const region = logsPrincipal.exec(who)?.[1];
  const groups = when.length === 1 && when[0]?.key === logsKey ? when[0].values[0] : undefined;
  const [, , , , account, , , name] = groups?.split(":") ?? [];
  if (region !== undefined && account !== undefined && /^\d{12}$/.test(account)) {
    const which = name?.startsWith("airflow-") ? `log groups ${name}` : "log groups";
    return `CloudWatch Logs can use the key for ${which} of account ${account} in ${region}`;
  }
  const what = actions.length === 0 ? "operations that KMS might add" : (listed(actions) ?? "");
  const conditions = when.map(({ key, values }) =>
    values.length === 0 ? `no ${key}` : `${key} = ${values.join(" and ")}`,
  );
  const example = conditions.length === 0 ? "" : `, for example with ${listed(conditions) ?? ""}`;
  return `${region === undefined ? who : `CloudWatch Logs (${who})`} can call ${what}${example}`;
}
