/**
 * Whether a change of policy certainly takes nothing from any principal and gives something to CloudWatch Logs alone,
 * or to the environment's account by exactly the statements that a key of another account needs. It
 * proves or it does not; what is lost where it does not is losses.ts's answer.
 */
import { differ } from "../diff/difference.js";
import { comparable } from "../diff/equivalence.js";
import type { NormalForm } from "../diff/normal-form.js";
import { widening } from "../diff/widens.js";
import type { PolicyDocument, StatementSource } from "../document/document.js";
import { withoutTrivia } from "../document/document.js";
import { readStatement } from "../document/statement.js";

/**
 * Looks for what stands in the way of the proof.
 *
 * Statements whose text is the same but for white space are the same. Each of the others, before and after, must be an
 * Allow for CloudWatch Logs alone, and each one of before must lie within what the new policy allows.
 *
 * @param intended statements for others that the change is meant to add, exactly as they are
 * @param mayNarrow true where the person asked for less access: the last of these is not asked then
 * @returns why the change is not certainly harmless, as clauses; none where it is
 */
export function obstaclesTo(
  before: PolicyDocument,
  after: PolicyDocument,
  mayNarrow: boolean,
  intended: readonly IntendedStatement[] = [],
): readonly string[] {
  const gone = missingFrom(after, before.statements);
  const come = missingFrom(before, after.statements);
  const reasons = [
    ...(frameOf(before) === frameOf(after) ? [] : ["a field beside Statement would change"]),
    ...gone.filter((each) => !isForLogs(each)).map((each) => `${titleOf(each)} would not stay as it is`),
    ...come
      .filter((each) => !isForLogs(each) && !isIntended(each, intended))
      .map((each) => `${titleOf(each)} is not for CloudWatch Logs alone`),
  ];
  if (reasons.length > 0 || mayNarrow || gone.length === 0) return reasons;
  // An extended statement is proved by itself: what other statements say, variables too, has no part in it.
  const forms = comparable(before, after);
  const isExtended = ({ source }: NormalForm) => gone.includes(source);
  const isNew = ({ source }: NormalForm) => come.includes(source);
  const extensions = forms.after.filter(isNew);
  const isCertain = forms.before
    .filter(isExtended)
    .every((form) => extensions.some((each) => widening([each], [each, form]).widens === "no"));
  if (isCertain) return [];
  // Read backwards: what the old policy adds to the new one is what somebody would lose.
  return differ(after, before).widens === "no"
    ? []
    : gone.map((each) => `it is not certain that all that ${titleOf(each)} allows stays allowed`);
}

/** A statement for others than CloudWatch Logs, with the Sid that it has where that is free. */
export interface IntendedStatement {
  readonly Sid: string;
}

function isIntended({ text, sid = "" }: StatementSource, intended: readonly IntendedStatement[]): boolean {
  const plain = withoutTrivia(text);
  return intended.some(
    (each) => sid.replace(/\d*$/, "") === each.Sid && plain === JSON.stringify({ ...each, Sid: sid }),
  );
}

/** The statements that have no equal text in the document, each as often as it lacks there. */
function missingFrom(
  document: PolicyDocument,
  statements: readonly StatementSource[],
): readonly StatementSource[] {
  const counts = new Map<string, number>();
  for (const { text } of document.statements) {
    const plain = withoutTrivia(text);
    counts.set(plain, (counts.get(plain) ?? 0) + 1);
  }
  return statements.filter(({ text }) => {
    const plain = withoutTrivia(text);
    const left = counts.get(plain) ?? 0;
    counts.set(plain, left - 1);
    return left <= 0;
  });
}

/** The document around its statements. */
function frameOf({ text, list }: PolicyDocument): string {
  return `${withoutTrivia(text.slice(0, list.start))} ${withoutTrivia(text.slice(list.end))}`;
}

/** An Allow for one or more service principals of CloudWatch Logs and for nobody else. */
export function isForLogs(source: StatementSource): boolean {
  const read = readStatement(source);
  if (!read.ok || read.value.effect !== "Allow") return false;
  const { principals } = read.value;
  if (principals === undefined || principals.not || principals.everyone) return false;
  return (
    principals.entries.length > 0 &&
    principals.entries.every(({ kind, value }) => kind === "Service" && /^logs\.[a-z0-9.-]+$/.test(value))
  );
}

function titleOf({ sid, index }: StatementSource): string {
  return sid === undefined || sid === "" ? `statement ${index + 1}` : `the statement ${JSON.stringify(sid)}`;
}
