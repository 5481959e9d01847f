/**
 * The normal form of a statement: what IAM reads in it, with one-item lists and single values made alike. It judges nothing; a statement that IAM could not read is a problem here.
 */
import { problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";
import type { Json, PolicyDocument, StatementSource } from "./document.js";
import { clip, type Find, gather } from "./findings.js";
import { step } from "./pointer.js";

/** Patterns that must match (`not: false`), or must not (`NotAction`, `NotResource`). */
export interface Patterns {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

export type PrincipalKind = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** Who is meant. `everyone` is `"*"` alone; `{"AWS":"*"}` is the entry `*` of kind AWS. */
export interface Principals {
  readonly not: boolean;
  readonly everyone: boolean;
  readonly entries: readonly { readonly kind: PrincipalKind; readonly value: string }[];
}

/** One key of one operator: `{ "ArnLike": { "aws:SourceArn": [...] } }`, names as written. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement as IAM reads it. `action` or `resource` are absent where the statement has none: it then has no effect. */
export interface Statement {
  readonly index: number;
  readonly pointer: string;
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  readonly principals?: Principals;
  readonly action?: Patterns;
  readonly resource?: Patterns;
  readonly conditions: readonly Condition[];
}

/**
 * Reads all statements of a document.
 *
 * @returns the statements in the document's order, or every part that IAM's grammar does not know
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html)
 */
export function readStatements(document: PolicyDocument): Result<readonly Statement[]> {
  const { statements, problems } = readAll(document.statements);
  if (document.version !== undefined && !["2012-10-17", "2008-10-17"].includes(document.version)) {
    problems.unshift(problem("policy/version", { version: document.version }, "/Version"));
  }
  for (const member of document.members.filter((name) => !documentMembers.has(name))) {
    const facts = {
      member,
      found: "there",
      wanted: "Version, Id and Statement alone, in this case",
      more: "",
    };
    problems.push(problem("policy/member", facts, `/${step(member)}`));
  }
  return problems.length > 0 ? fail(...problems) : ok(statements);
}

/** Equal statements are read once, and what is wrong with many of them is one problem. */
function readAll(sources: readonly StatementSource[]) {
  const known = new Map<string, StatementRead>();
  const statements: Statement[] = [];
  const finds: Find[] = [];
  for (const source of sources) {
    const found = known.get(source.text) ?? read(source);
    known.set(source.text, found);
    if (found.statement !== undefined) {
      const { sid: _, ...rest } = found.statement;
      const { index, pointer, sid } = source;
      statements.push({ ...rest, index, pointer, ...(sid === undefined ? {} : { sid }) });
    }
    for (const wrong of found.wrong) finds.push(findOf(source, wrong));
  }
  return { statements, problems: [...gather(finds)] };
}

/** What IAM's grammar does not know, by its path from the statement down. */
interface Wrong {
  readonly path: readonly string[];
  readonly found: string;
  readonly wanted: string;
}

function findOf(source: StatementSource, { path, found, wanted }: Wrong): Find {
  const pointer = [source.pointer, ...path.map(step)].join("/");
  const member = clip(path.join("/"));
  return {
    ...{ kind: wanted, detail: `${path.join("/")} ${found}`, source, pointer },
    make: ({ more }) => problem("policy/member", { member, found, wanted, more }, pointer),
  };
}

/** Reads one statement; see {@link readStatements}. */
export function readStatement(source: StatementSource): Result<Statement> {
  const { statement, wrong } = read(source);
  if (statement !== undefined) return ok(statement);
  return fail(...wrong.map((each) => findOf(source, each).make({ statement: "", pointer: "", more: "" })));
}

/** A statement, or else what is wrong with it. */
interface StatementRead {
  readonly statement?: Statement;
  readonly wrong: readonly Wrong[];
}

function read(source: StatementSource): StatementRead {
  const members = source.value as Members;
  const all: Wrong[] = [];
  const wrong: ReportProblem = (path, found, wanted) => {
    const shown = found === undefined ? "nothing" : JSON.stringify(found);
    all.push({ path, found: clip(shown), wanted });
    return undefined;
  };
  for (const member of Object.keys(members)) {
    if (!memberNames.has(member)) wrong([member], members[member], "a member that IAM's grammar knows");
  }
  const { Effect: effect, Sid: sid } = members;
  if (effect !== "Allow" && effect !== "Deny") wrong(["Effect"], effect, `"Allow" or "Deny", in this case`);
  if (sid !== undefined && typeof sid !== "string") wrong(["Sid"], sid, "a text");
  const action = patternsOf(members, "Action", wrong);
  const resource = patternsOf(members, "Resource", wrong);
  const principals = principalsOf(members, wrong);
  const conditions = conditionsOf(members["Condition"], wrong);
  if (all.length > 0) return { wrong: all };
  const statement: Statement = {
    index: source.index,
    pointer: source.pointer,
    ...(source.sid === undefined ? {} : { sid: source.sid }),
    effect: effect as "Allow" | "Deny",
    ...(principals === undefined ? {} : { principals }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    conditions,
  };
  return { statement, wrong: [] };
}

const documentMembers = new Set(["Version", "Id", "Statement"]);

const memberNames = new Set([
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"],
  ...["Resource", "NotResource", "Condition"],
]);

type ReportProblem = (path: readonly string[], found: Json | undefined, wanted: string) => undefined;
type Members = { readonly [member: string]: Json };

function patternsOf(
  members: Members,
  name: "Action" | "Resource",
  wrong: ReportProblem,
): Patterns | undefined {
  const negative = `Not${name}`;
  const not = members[negative] !== undefined;
  if (not && members[name] !== undefined)
    return wrong([negative], members[negative], `either ${name} or ${negative}`);
  const found = members[not ? negative : name];
  if (found === undefined) return undefined;
  const patterns = texts(found);
  if (patterns === undefined || patterns.length === 0) {
    return wrong([not ? negative : name], found, "a text or a list of texts");
  }
  return { not, patterns };
}

function principalsOf(members: Members, wrong: ReportProblem): Principals | undefined {
  const not = members["NotPrincipal"] !== undefined;
  const name = not ? "NotPrincipal" : "Principal";
  if (not && members["Principal"] !== undefined) {
    return wrong(["NotPrincipal"], members["NotPrincipal"], "either Principal or NotPrincipal");
  }
  const found = members[name];
  if (found === undefined) return undefined;
  if (found === "*") return { not, everyone: true, entries: [] };
  if (!isObject(found))
    return wrong([name], found, `"*" or an object of AWS, Service, Federated, CanonicalUser`);
  const entries: { kind: PrincipalKind; value: string }[] = [];
  for (const [kind, value] of Object.entries(found)) {
    const values = texts(value);
    if (!isPrincipalKind(kind) || values === undefined) {
      wrong([name, kind], value, "AWS, Service, Federated or CanonicalUser, and texts");
    } else {
      entries.push(...values.map((each) => ({ kind, value: each })));
    }
  }
  return { not, everyone: false, entries };
}

function conditionsOf(found: Json | undefined, wrong: ReportProblem): readonly Condition[] {
  if (found === undefined) return [];
  if (!isObject(found)) {
    wrong(["Condition"], found, "an object of operators");
    return [];
  }
  return Object.entries(found).flatMap(([operator, keys]) => {
    if (!isObject(keys)) {
      wrong(["Condition", operator], keys, "an object of condition keys");
      return [];
    }
    return Object.entries(keys).flatMap(([key, value]) => {
      const values = scalars(value);
      if (values !== undefined) return [{ operator, key, values }];
      wrong(["Condition", operator, key], value, "a value or a list of values");
      return [];
    });
  });
}

function texts(value: Json): readonly string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  return list.every((item) => typeof item === "string") ? (list as string[]) : undefined;
}

function scalars(value: Json): readonly string[] | undefined {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return list.every((item) => ["string", "number", "boolean"].includes(typeof item))
    ? list.map((item) => String(item))
    : undefined;
}

function isObject(value: Json): value is { readonly [member: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPrincipalKind(kind: string): kind is PrincipalKind {
  return ["AWS", "Service", "Federated", "CanonicalUser"].includes(kind);
}

export const everything: Statement = {
  index: -1,
  pointer: "",
  effect: "Allow",
  principals: { not: false, everyone: true, entries: [] },
  action: { not: false, patterns: ["*"] },
  resource: { not: false, patterns: ["*"] },
  conditions: [],
};
