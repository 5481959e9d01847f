/** Policies for the tests of merging, as texts: what is written there must come back to the character. */
import fc from "fast-check";
import { partitionById } from "../../src/key/arn.js";
import { type PolicyDocument, parsePolicy } from "../../src/policy/document/document.js";
import {
  composeLogsStatement,
  type LogsStatementFor,
  logsSid,
} from "../../src/policy/document/logs-statement.js";

const place = { partition: partitionById("aws"), region: "us-east-1" };

export const account = "111122223333";
export const ofRegion: LogsStatementFor = { scope: "region", ...place };
export const ofAccount: LogsStatementFor = { scope: "account", ...place, account };
export const ofOtherAccount: LogsStatementFor = { scope: "account", ...place, account: "444455556666" };
export const ofDemo: LogsStatementFor = { scope: "environment", ...place, account, environment: "demo" };
export const ofProd: LogsStatementFor = { scope: "environment", ...place, account, environment: "prod" };

export const wanteds = fc.constantFrom(ofRegion, ofAccount, ofOtherAccount, ofDemo, ofProd);

export function policyOf(text: string): PolicyDocument {
  const read = parsePolicy(text);
  if (!read.ok) throw new Error(`${read.problems.map((each) => each.what).join(" ")}\n${text}`);
  return read.value;
}

/** White space that JSON allows between tokens. */
const gap = fc.constantFrom("", "", " ", "\n", "\t", "\r\n    ", "  ");

/** Texts of Latin-1, which is what KMS takes, raw or escaped. */
const word = fc
  .tuple(
    fc.string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
      maxLength: 8,
    }),
    fc.boolean(),
  )
  .map(([text, isEscaped]) => {
    const json = JSON.stringify(text);
    if (!isEscaped) return json;
    return json
      .replace(/[\x7f-\xff]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`)
      .replaceAll("/", "\\/");
  });

function joined(open: string, items: readonly string[], close: string, gaps: readonly string[]): string {
  const space = (index: number) => gaps[index % gaps.length] ?? "";
  const inner = items.map((item, index) => `${space(index)}${item}${space(index + 1)}`).join(",");
  return `${open}${inner}${items.length === 0 ? space(0) : ""}${close}`;
}

const gaps = fc.array(gap, { minLength: 1, maxLength: 5 });

/** Values as somebody typed them: numbers that no JavaScript number holds, lists in lists, and so on. */
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom("12345678901234567890", "1.50", "-0.0", "1E+2", "true", "false", "null"),
    word,
    fc
      .tuple(fc.array(tie("value"), { maxLength: 3 }), gaps)
      .map(([items, space]) => joined("[", items, "]", space)),
    fc
      .tuple(
        fc.uniqueArray(word, { maxLength: 3, selector: (text) => JSON.parse(text) as string }),
        tie("value"),
        gaps,
      )
      .map(([names, item, space]) =>
        joined(
          "{",
          names.map((name) => `${name}${space[0]}:${space[0]}${item}`),
          "}",
          space,
        ),
      ),
  ),
}));

const names = ["Effect", "Principal", "Action", "Resource", "Condition", "Comment", "\u00e9t\u00e9"];

/** Statements that are somebody else's, some of which bear our Sid. */
export const foreignStatement = fc
  .tuple(
    fc.constantFrom(undefined, "Enable IAM User Permissions", logsSid, `${logsSid}2`),
    fc.uniqueArray(fc.tuple(fc.constantFrom(...names), value), { maxLength: 5, selector: ([name]) => name }),
    gaps,
  )
  .map(([sid, members, space]) => {
    const all = members.map(([name, item]) => `"${name}":${item}`);
    return joined("{", sid === undefined ? all : [`"Sid" : "${sid}"`, ...all], "}", space);
  });

/** A statement of ours as some earlier run left it, or as somebody changed it. */
export const ownStatement = fc
  .tuple(
    wanteds,
    fc.constantFrom(logsSid, `${logsSid}2`, "Allow logs access"),
    fc.constantFrom(0, 1, 4),
    fc.boolean(),
  )
  .map(([wanted, sid, space, isChanged]) => {
    const statement = composeLogsStatement(wanted, sid);
    return JSON.stringify(isChanged ? { ...statement, Action: ["kms:Decrypt"] } : statement, null, space);
  });

/** Whole policies: a list, one object, or an empty list, with other members before and after. */
export const policyText = fc
  .record({
    foreign: fc.array(foreignStatement, { maxLength: 4 }),
    own: fc.option(ownStatement, { freq: 2 }),
    at: fc.nat(4),
    isObject: fc.boolean(),
    extra: value,
    space: gaps,
  })
  .map(({ foreign, own, at, isObject, extra, space }) => {
    const all = own === null ? foreign : foreign.toSpliced(at, 0, own);
    const list = isObject && all.length === 1 ? (all[0] ?? "") : joined("[", all, "]", space);
    return joined(
      "{",
      ['"Version":"2012-10-17"', `"Statement"${space[0]}:${list}`, `"\u00fcber":${extra}`],
      "}",
      space,
    );
  });
