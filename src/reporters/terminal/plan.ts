/** A change of a policy, statement by statement: kept ones by name, added and removed ones whole, changed ones by member. */
import type { Applied, Plan } from "../../plan/plan.js";
import type { Change, Difference, MemberChange, StatementView } from "../../policy/diff/difference.js";
import { escapeControls } from "../text.js";
import { newAccess } from "../view/new-access.js";
import { jsonLines, type Page, wrap } from "./layout.js";
import { problemLines } from "./problems.js";

export function planLines(plan: Plan, page: Page): readonly string[] {
  const head = page.paint("strong", "Key policy");
  if (plan.empty) {
    const why = plan.reason === "prepare" ? "allows what is needed" : "says what the backup says";
    return [head, ...wrap(`No changes. The policy already ${why}.`, page, "  "), ""];
  }
  return [
    ...headLines(countLine(plan.changes, planned), page),
    ...plan.changes.flatMap((change) => changeLines(change, page)),
    ...accessLines(plan, page),
    ...plan.warnings.flatMap((warning) => problemLines(warning, page, `  ${page.marks.warn} `)),
    "",
  ];
}

/** Two policies side by side, by meaning. */
export function differenceLines(difference: Difference, page: Page): readonly string[] {
  const head = page.paint("strong", "Key policy");
  if (difference.empty) return [head, "  Both say the same.", ""];
  return [
    ...headLines(countLine(difference.changes, seen), page),
    ...difference.changes.flatMap((change) => changeLines(change, page)),
    ...accessLines(difference, page),
    "",
  ];
}

/** What became of the plan; nothing before there is an outcome to tell. */
export function appliedLines(applied: Applied, page: Page): readonly string[] {
  const sentences: Record<Applied["outcome"], string> = {
    unchanged: "Nothing was written.",
    written: "Written, and read back until KMS showed it steadily.",
    "not-written": applied.refused
      ? "AWS refused the write: the policy is as it was."
      : "Nothing was written.",
    "not-visible": "KMS took the policy and does not show it yet.",
    overwritten: "KMS took the policy, and shows somebody else's now.",
    uncertain: "Nobody can say whether the policy was written.",
  };
  const tone = { unchanged: "good", written: "good", "not-written": "bad" } as const;
  const chosen = applied.outcome in tone ? tone[applied.outcome as keyof typeof tone] : "warning";
  return [
    page.paint("strong", "Write"),
    `  ${page.paint(chosen, sentences[applied.outcome])}`,
    ...(applied.backup === undefined ? [] : [`  The policy as it was: ${escapeControls(applied.backup)}`]),
    "",
    ...(applied.meantime === undefined
      ? []
      : [page.paint("strong", "Changed in the meantime"), ...differenceLines(applied.meantime, page)]),
  ];
}

/** Who loses what, where the plan itself is not shown again: the question said it, and so does the report. */
export function lossLines({ warnings }: Plan, page: Page): readonly string[] {
  const losses = warnings.filter(({ code }) => code === "plan/loses");
  return losses.flatMap((each) => [...problemLines(each, page, `  ${page.marks.warn} `), ""]);
}

type Words = Readonly<Record<Change["action"], string>>;
const planned: Words = {
  add: "to add",
  replace: "to change",
  remove: "to remove",
  keep: "kept as they are",
};
const seen: Words = { add: "added", replace: "changed", remove: "removed", keep: "the same" };

function headLines(counts: string, page: Page): readonly string[] {
  const title = "Key policy";
  return wrap(counts, page, `${title}  `).map((line) => line.replace(title, page.paint("strong", title)));
}

function countLine(changes: readonly Change[], words: Words): string {
  const actions = ["add", "replace", "remove", "keep"] as const;
  return actions
    .map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${words[action]}`)
    .join(", ");
}

function changeLines(change: Change, page: Page): readonly string[] {
  if (change.action === "replace") {
    return [
      page.paint("warning", `  ~ ${nameOf(change.after)}`),
      ...change.members.flatMap((member) => memberLines(member, page)),
    ];
  }
  const name = nameOf(change.statement);
  if (change.action === "keep") return [page.paint("quiet", `    ${name}`)];
  const [sign, tone] = change.action === "add" ? (["+", "good"] as const) : (["-", "bad"] as const);
  return [
    page.paint(tone, `  ${sign} ${name}`),
    ...jsonLines(change.statement.value).map((line) => page.paint(tone, `  ${sign}   ${line}`)),
  ];
}

function memberLines(member: MemberChange, page: Page): readonly string[] {
  return [
    `      ${escapeControls(member.member)}`,
    ...member.removed.map((value) => page.paint("bad", `      - ${escapeControls(value)}`)),
    ...member.added.map((value) => page.paint("good", `      + ${escapeControls(value)}`)),
  ];
}

function nameOf(statement: StatementView): string {
  return escapeControls(statement.sid ?? `the statement at ${statement.pointer}`);
}

function accessLines(change: Pick<Plan, "widens" | "gains">, page: Page): readonly string[] {
  const { answer, lines } = newAccess(change);
  return [...wrap(answer, page, "  "), ...lines.flatMap((line) => wrap(line, page, "    "))];
}
