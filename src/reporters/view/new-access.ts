/** What a change of policy gives to whom, in sentences without markup, for every page that shows a change. */
import type { Difference } from "../../policy/diff/difference.js";
import { escapeControls } from "../text.js";

type Gain = Difference["gains"][number];

/** Gains and names in one list before the rest is counted. */
const most = 3;

/** @returns the answer, and a line for each of the first gains */
export function newAccess({ widens, gains }: Pick<Difference, "widens" | "gains">): {
  readonly answer: string;
  readonly lines: readonly string[];
} {
  if (widens === "no") return { answer: "New access: none.", lines: [] };
  const left = gains.length - most;
  const lines = [...gains.slice(0, most).map(gainLine), ...(left > 0 ? [`and ${left} more`] : [])];
  if (widens === "yes") return { answer: "New access:", lines };
  const answer =
    "New access: unknown. No request could be found that is allowed only now, and none could be ruled out.";
  return { answer: lines.length > 0 ? `${answer} Possible:` : answer, lines };
}

function gainLine({ who, actions, when }: Gain): string {
  const what = actions.length === 0 ? "an operation that KMS may add" : listed(actions);
  const conditions = when.map(({ key, values }) =>
    values.length === 0 ? `no ${key}` : `${key} = ${values.join(" and ")}`,
  );
  const example = conditions.length === 0 ? "" : `, for example with ${listed(conditions)}`;
  return escapeControls(`${who}: ${what}${example}`);
}

function listed(names: readonly string[]): string {
  const left = names.length - most;
  return left > 1 ? `${names.slice(0, most).join(", ")} and ${left} more` : names.join(", ");
}
