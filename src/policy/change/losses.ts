/** Who loses what by a change of policy: for the question and the report of a narrowing and of a restore. */

import { comparable } from "../diff/equivalence.js";
import type { NormalForm } from "../diff/normal-form.js";
import { widening } from "../diff/widens.js";
import type { PolicyDocument, StatementSource } from "../document/document.js";
import { logsContextKey } from "../document/logs-statement.js";
import { readStatement, type Statement } from "../document/statement.js";
import { describeStatement, listSome } from "../document/title.js";
import { coversArn } from "../evaluate/covers.js";

/** What one statement of before no longer does. */
export interface AccessLoss {
  /** The statement of before, as a sentence begins with it. */
  readonly statement: string;
  /** Who can do less: principals, `CloudWatch Logs of us-east-1`; for a Deny that goes, whom it held back. */
  readonly who: string;
  /** `loses kms:Encrypt*, kms:Decrypt*`, or `is no longer denied kms:*`. */
  readonly what: string;
  /** Log groups, where the statement is held by their ARNs; else empty. */
  readonly where: string;
}

/**
 * Compares what statements allow. A statement that went and whose access the new policy certainly still gives is no
 * loss; where that is not certain, it is one.
 */
export function lossesOf(before: PolicyDocument, after: PolicyDocument): readonly AccessLoss[] {
  const forms = comparable(before, after);
  const stays = new Set(forms.after.map(({ keyWithoutSid }) => keyWithoutSid));
  const gone = forms.before.filter(({ keyWithoutSid }) => !stays.has(keyWithoutSid));
  const come = forms.after.filter(
    ({ keyWithoutSid }) => !forms.before.some((each) => each.keyWithoutSid === keyWithoutSid),
  );
  return [
    ...gone.flatMap((form) => lossOf(form, forms.after)),
    ...come.filter(isDeny).map(({ source }) => newlyDenied(source)),
  ];
}

function lossOf(form: NormalForm, after: readonly NormalForm[]): readonly AccessLoss[] {
  const isKept = !isDeny(form) && widening(after, [...after, form]).widens === "no";
  if (isKept) return [];
  const read = readStatement(form.source);
  const statement = describeStatement(form.source);
  if (!read.ok) return [{ statement, who: "it", what: "is removed; its effect is unknown", where: "" }];
  const who = principalsOf(read.value);
  const actions = actionsOf(read.value);
  if (read.value.effect === "Deny")
    return [{ statement, who, what: `is no longer denied ${actions}`, where: "" }];
  return [{ statement, who, what: `loses ${actions}`, where: groupsOf(read.value, after) }];
}

function newlyDenied(source: StatementSource): AccessLoss {
  const read = readStatement(source);
  const statement = describeStatement(source);
  if (!read.ok) return { statement, who: "it", what: "is added; its effect is unknown", where: "" };
  return {
    statement,
    who: principalsOf(read.value),
    what: `is now denied ${actionsOf(read.value)}`,
    where: "",
  };
}

function isDeny({ source }: NormalForm): boolean {
  const { value } = source;
  return typeof value === "object" && value !== null && "Effect" in value && value.Effect === "Deny";
}

function principalsOf({ principals }: Statement): string {
  if (principals === undefined) return "it";
  const names = principals.entries.map(({ value }) => {
    const region = /^logs\.([a-z0-9-]+)\.[a-z.]+$/.exec(value)?.[1];
    return region === undefined || region === "amazonaws" ? value : `CloudWatch Logs of ${region}`;
  });
  const all = principals.everyone ? "any principal" : listSome(names);
  return principals.not ? `any principal but ${all}` : all;
}

function actionsOf({ action }: Statement): string {
  if (action === undefined) return "nothing certain";
  return action.not ? `all but ${listSome(action.patterns)}` : listSome(action.patterns);
}

/** The patterns of log groups that no statement of after covers for the same principals. */
function groupsOf(statement: Statement, after: readonly NormalForm[]): string {
  const patterns = patternsOf(statement);
  if (patterns.length === 0) return "";
  const others = after.flatMap(({ source }) => {
    const read = readStatement(source);
    return read.ok && read.value.effect === "Allow" && principalsOf(read.value) === principalsOf(statement)
      ? patternsOf(read.value)
      : [];
  });
  const lost = patterns.filter((pattern) => !others.some((other) => coversArn(other)(pattern)));
  const kept = others.filter((other) => lost.some((pattern) => coversArn(pattern)(other)));
  const all = listSome(lost.length === 0 ? patterns : lost);
  return kept.length === 0 ? all : `${all}, except ${listSome(kept)}`;
}

function patternsOf({ conditions }: Statement): readonly string[] {
  return conditions
    .filter(
      ({ operator, key }) =>
        /^(arn|string)(like|equals)/i.test(operator) && key.toLowerCase() === logsContextKey.toLowerCase(),
    )
    .flatMap(({ values }) => values);
}
