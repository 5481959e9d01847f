/** A change of a policy on the html page: before on the left, after on the right, statement by statement. */
import type { Applied, Plan } from "../../plan/plan.js";
import type { Change, Difference, StatementView } from "../../policy/diff/difference.js";
import { newAccess } from "../view/new-access.js";
import { code, html, jsonLines, type Markup, type Part } from "./markup.js";
import { pairLines } from "./policy-diff.js";
import { problemCard } from "./problems.js";
import { folded, heading, type Place, type Section } from "./section.js";

type Words = Readonly<Record<Change["action"], string>>;
const planned: Words = { keep: "kept", add: "to add", remove: "to remove", replace: "to change" };
const seen: Words = { keep: "the same", add: "added", remove: "removed", replace: "changed" };
const signs: Words = { keep: "=", add: "+", remove: "−", replace: "~" };

/** @param isDone whether the change was made: it is told in the past then */
export function planSection(plan: Plan, withText: boolean, isDone = false): Section {
  const words = isDone ? seen : planned;
  const empty =
    plan.reason === "prepare"
      ? "No changes. The policy already allows what is needed."
      : "No changes. The policy already says what the backup says.";
  const content = html`${plan.empty ? html`<p class="lead">${empty}</p>` : changesPart(plan, words)}
${plan.changes.map((change) => changePart(change, words))}
${plan.warnings.map(problemCard)}
${withText && !plan.empty ? folded(isDone ? "The whole policy, to copy" : "The whole policy as it would be, to copy", code(plan.next), false, "plain whole") : ""}`;
  return { slug: "policy", title: "Key policy", content };
}

export function differenceSection(difference: Difference, slug = "policy", title = "Key policy"): Section {
  const content = html`${difference.empty ? html`<p class="lead">Both say the same.</p>` : changesPart(difference, seen)}
${difference.changes.map((change) => changePart(change, seen))}`;
  return { slug, title, content };
}

/** What became of a plan. */
export function appliedSection(applied: Applied, { level }: Place): Section {
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
  const { backup, meantime } = applied;
  const content = html`<p class="lead">${sentences[applied.outcome]}</p>
${backup === undefined ? "" : html`<p>The policy as it was: <code>${backup}</code></p>`}
${meantime === undefined ? "" : html`${heading(level + 1, "Changed in the meantime")}${differenceSection(meantime).content}`}`;
  return { slug: "write", title: "Write", content };
}

function changesPart({ changes, ...access }: Pick<Plan, "changes" | "widens" | "gains">, words: Words): Part {
  const counts = (["add", "replace", "remove", "keep"] as const)
    .map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${words[action]}`);
  const { answer, lines } = newAccess(access);
  const list = lines.length === 0 ? "" : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return html`<p class="lead">${counts.join(", ")}. ${answer}</p>${list}`;
}

function changePart(change: Change, words: Words): Markup {
  const statement = change.action === "replace" ? change.after : change.statement;
  const summary = html`<span class="sign" aria-hidden="true">${signs[change.action]}</span> <span class="title">${nameOf(statement)}</span> <span class="quiet">${words[change.action]}</span>`;
  if (change.action === "keep") {
    return folded(summary, code(jsonLines(statement.value).join("\n")), false, "statement keep");
  }
  const before =
    change.action === "add"
      ? []
      : jsonLines(change.action === "replace" ? change.before.value : statement.value);
  const after = change.action === "remove" ? [] : jsonLines(statement.value);
  const table = sideBySide(`${nameOf(statement)}, ${words[change.action]}`, before, after);
  return folded(summary, table, true, `statement ${change.action}`);
}

function sideBySide(caption: string, before: readonly string[], after: readonly string[]): Markup {
  const pairs = pairLines(before, after);
  const nothing = html`<td class="nothing" rowspan="${pairs.length}">Not in the policy.</td>`;
  const rows = pairs.map((pair, at) => {
    const left = before.length > 0 ? side(pair.before, pair.same ? "" : "gone") : at === 0 && nothing;
    const right = after.length > 0 ? side(pair.after, pair.same ? "" : "new") : at === 0 && nothing;
    return html`<tr${pair.same ? html` class="same"` : ""}>${left}${right}</tr>
`;
  });
  return html`<table class="diff"><caption>${caption}</caption>
<thead><tr><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>
${rows}</tbody></table>`;
}

/** Signs are text, so that a change is told without its colour; they are not selected with the JSON. */
function side(line: string | undefined, kind: "gone" | "new" | ""): Markup {
  if (line === undefined) return html`<td class="nothing"></td>`;
  const sign = { gone: "−", new: "+", "": " " }[kind];
  return html`<td class="${kind}"><span class="sign">${sign}</span><code>${line}</code></td>`;
}

function nameOf(statement: StatementView): string {
  return statement.sid ?? `The statement at ${statement.pointer}`;
}
