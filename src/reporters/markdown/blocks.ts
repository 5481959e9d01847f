/** A change of a policy as a diff, and the four grants as a table. */
import type { ComparedGrants } from "../../grants/compare.js";
import type { ExpectedGrant } from "../../grants/expected.js";
import type { Applied, Plan } from "../../plan/plan.js";
import type { Change, Difference, StatementView } from "../../policy/diff/difference.js";
import { jsonLines, setPage } from "../terminal/layout.js";
import { appliedLines } from "../terminal/plan.js";
import { newAccess } from "../view/new-access.js";
import { block, code, prose, table } from "./escape.js";

export function planText(plan: Pick<Plan, "empty" | "changes" | "widens" | "gains">): string {
  if (plan.empty) return "### Key policy\n\nNo changes.";
  const { answer, lines } = newAccess(plan);
  const list = lines.map((line) => `- ${prose(line)}`).join("\n");
  return ["### Key policy", diffBlock(plan), answer, ...(list === "" ? [] : [list])].join("\n\n");
}

export function differenceText(difference: Difference): string {
  return difference.empty ? "### Key policy\n\nBoth say the same." : planText(difference);
}

/** What became of the write, a line each. */
export function appliedText({ meantime, ...applied }: Applied): string {
  const page = setPage({ width: Number.MAX_SAFE_INTEGER, colour: false, unicode: true });
  const lines = appliedLines(applied, page).slice(1);
  const told = `### Write\n\n${lines
    .filter(Boolean)
    .map((line) => prose(line))
    .join("\n\n")}`;
  return meantime === undefined ? told : `${told}\n\nChanged in the meantime:\n\n${diffBlock(meantime)}`;
}

/** The sign stands first in its line, where GitHub looks for it. */
function diffBlock({ changes }: Pick<Difference, "changes">): string {
  return block("diff", changes.flatMap(changeLines));
}

function changeLines(change: Change): readonly string[] {
  if (change.action === "replace") {
    return [
      `! ${nameOf(change.after)}`,
      ...change.members.flatMap(({ member, removed, added }) => [
        `      ${member}`,
        ...removed.map((value) => `-     ${value}`),
        ...added.map((value) => `+     ${value}`),
      ]),
    ];
  }
  const name = nameOf(change.statement);
  if (change.action === "keep") return [`  ${name}`];
  const sign = change.action === "add" ? "+" : "-";
  return [`${sign} ${name}`, ...jsonLines(change.statement.value).map((line) => `${sign}   ${line}`)];
}

function nameOf({ sid, pointer }: StatementView): string {
  return sid ?? `the statement at ${pointer}`;
}

/**
 * The four grants, and what the key has of them where that was asked.
 *
 * @param isBefore whether the environment may not be there yet: MWAA makes the grants with it, and their absence is no fault
 */
export function grantsText(
  expected: readonly ExpectedGrant[],
  live: ComparedGrants | undefined,
  isBefore: boolean,
): string {
  const head = ["Grant", "For", "Operations", ...(live === undefined ? [] : ["On the key"])];
  const rows = expected.map((grant) => [
    code(grant.Name, 200),
    prose(grant.purpose, 300),
    grant.Operations.map((operation) => code(operation, 100)).join(" "),
    ...(live === undefined ? [] : [stateOf(grant, live, isBefore)]),
  ]);
  const title = isBefore ? "The four grants that MWAA will create" : "The four grants of MWAA";
  const count = live?.others.length ?? 0;
  const others = count === 0 ? [] : [`${count} other grants, which are not MWAA's own four.`];
  return [`### ${title}`, table(head, rows), ...others].join("\n\n");
}

function stateOf(grant: ExpectedGrant, live: ComparedGrants, isBefore: boolean): string {
  const found = live.expected.find(({ expected }) => expected.Name === grant.Name);
  if (found === undefined) return "";
  const missing = isBefore ? "· not yet" : "✗ **missing**";
  const words = { present: "✓ present", missing, different: "! **different**" }[found.state];
  return [words, ...found.differences.map((each) => prose(each, 300))].join("; ");
}
