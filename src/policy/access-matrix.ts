/** Who may do what by the key policy alone: a row for each principal that it names, a column for each operation. */
import { type Listed, listedIn, logsName, means, type Named, namesOf } from "./access-principals.js";
import { meansCaller } from "./caller.js";
import type { PolicyDocument } from "./document.js";
import { type AccessCell, evaluateLogsAccess } from "./evaluate.js";
import { logsPrincipal } from "./logs-statement.js";
import { matchArn, matches, textOf, wildcards } from "./match.js";
import { coversAction } from "./operations.js";
import type { LogsRequest } from "./request.js";
import { readStatements, type Statement } from "./statement.js";
import { statementTitle } from "./title.js";
import { every, opposite, some, type Truth, truthOf } from "./truth.js";

/** The operations that a reader of a key policy wants to see, in AWS's words. */
export const matrixOperations = [
  ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "DescribeKey"],
  ...["CreateGrant", "ListGrants", "GetKeyPolicy", "PutKeyPolicy", "ScheduleKeyDeletion"],
] as const;

/** `conditional`: it hangs on a condition, which the cell does not judge. `none`: no statement allows it. */
export type MatrixAnswer = "allowed" | "denied" | "conditional" | "none";

export interface MatrixCell {
  readonly answer: MatrixAnswer;
  /** The titles of the statements that decide, the first few. */
  readonly by: readonly string[];
}

export interface MatrixRow {
  /** As the policy names it: an ARN, a service, `*`; of NotPrincipal, `everyone except …`. */
  readonly principal: string;
  /** `account` hands the decision on to the IAM policies of that account. */
  readonly kind: Named["kind"];
  /** One for each of `operations`, in their order. */
  readonly cells: readonly MatrixCell[];
}

export interface AccessMatrix {
  readonly operations: readonly string[];
  /** CloudWatch Logs of the Region first, named or not; then everyone, accounts, and the others as they are named. */
  readonly rows: readonly MatrixRow[];
  /** How many principals were left out: a policy may name thousands. */
  readonly more: number;
}

/** More rows than this nobody reads. */
const mostRows = 100;

/** More statements than this no cell names. */
const mostTitles = 3;

/** A statement, its names read, and what it says of the key and of each operation, whoever asks. */
interface Rule {
  readonly statement: Statement;
  readonly title: string;
  readonly listed: Listed;
  /** For each operation: action, resource and conditions together. */
  readonly applies: readonly Truth[];
}

/**
 * Sets out who may do what.
 *
 * A condition is not judged, except for CloudWatch Logs, whose requests are known (evaluate.ts); there, a cell stands for all log
 * groups of the request together. An explicit Deny counts before every Allow.
 *
 * @returns undefined for a policy that IAM could not read
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function accessMatrix(document: PolicyDocument, request: LogsRequest): AccessMatrix | undefined {
  const read = readStatements(document);
  if (!read.ok) return undefined;
  const rules = read.value.flatMap((statement) => ruleOf(statement, request));
  const names = rowNames(rules, request);
  const logs = evaluateLogsAccess(read.value, document.version, request);
  return {
    operations: matrixOperations,
    rows: names.slice(0, mostRows).map((name) => rowOf(name, rules, request, logs)),
    more: Math.max(0, names.length - mostRows),
  };
}

function ruleOf(statement: Statement, request: LogsRequest): readonly Rule[] {
  const listed = listedIn(statement, request);
  if (listed === undefined) return [];
  const key = isForKey(statement, request);
  const condition: Truth = statement.conditions.length === 0 ? "yes" : "unknown";
  const applies = matrixOperations.map((operation) =>
    every([coversAction(statement, operation), key, condition]),
  );
  return [{ statement, title: statementTitle(statement), listed, applies }];
}

/** Without Resource a statement has no effect, says KMS's API reference; a Deny that may have one is not waved through. */
function isForKey({ effect, resource }: Statement, { keyArn }: LogsRequest): Truth {
  if (resource === undefined) return effect === "Allow" ? "no" : "unknown";
  const named = some(resource.patterns.map((pattern) => meansKey(pattern, keyArn)));
  return resource.not ? opposite(named) : named;
}

function meansKey(pattern: string, keyArn: string | undefined): Truth {
  if (/^\*+$/.test(pattern)) return "yes";
  if (keyArn === undefined || pattern.includes("${")) return "unknown";
  // Read as a text and read part by part: where they differ, no page decides.
  const shape = wildcards(pattern);
  const asText = truthOf(matches(shape, keyArn));
  return matchArn(shape, textOf(keyArn)) === asText ? asText : "unknown";
}

function rowNames(rules: readonly Rule[], request: LogsRequest): readonly Named[] {
  const logs = logsName(logsPrincipal(request.partition, request.region));
  const names = new Map([[logs.id, logs]]);
  for (const name of rules.flatMap((rule) => namesOf(rule.listed))) {
    if (!names.has(name.id)) names.set(name.id, name);
  }
  const rank = ({ id, kind }: Named) =>
    id === logs.id ? 0 : kind === "everyone" ? 1 : kind === "account" ? 2 : 3;
  return [...names.values()].toSorted((one, other) => rank(one) - rank(other));
}

function rowOf(
  name: Named,
  rules: readonly Rule[],
  request: LogsRequest,
  logs: readonly AccessCell[],
): MatrixRow {
  const isLogs = name.id === "logs";
  const meant: Meant[] = [];
  for (const rule of rules) {
    const { statement, listed } = rule;
    const truth = isLogs ? meansCaller(statement, request) : means(listed, statement.effect, name);
    if (truth !== "no") meant.push({ rule, truth });
  }
  const cells = matrixOperations.map((operation, at) => {
    const judged = isLogs ? logs.filter((cell) => cell.operation === operation) : [];
    return judged.length > 0 ? logsCell(judged) : cellOf(meant, at);
  });
  return { principal: name.principal, kind: name.kind, cells };
}

interface Meant {
  readonly rule: Rule;
  readonly truth: Truth;
}

/** A Deny that may apply makes an Allow conditional; where nothing allows it, it makes no difference. */
function cellOf(meant: readonly Meant[], at: number): MatrixCell {
  const [allows, denies, mayAllow, mayDeny]: [Rule[], Rule[], Rule[], Rule[]] = [[], [], [], []];
  for (const { rule, truth } of meant) {
    const applies = rule.applies[at] ?? "no";
    if (applies === "no") continue;
    const isAllow = rule.statement.effect === "Allow";
    if (applies === "yes" && truth === "yes") (isAllow ? allows : denies).push(rule);
    else (isAllow ? mayAllow : mayDeny).push(rule);
  }
  if (denies.length > 0) return cell("denied", denies);
  if (allows.length + mayAllow.length === 0) return cell("none", []);
  if (mayDeny.length > 0) return cell("conditional", mayDeny.concat(allows, mayAllow));
  return allows.length > 0 ? cell("allowed", allows) : cell("conditional", mayAllow);
}

function cell(answer: MatrixAnswer, rules: readonly Rule[]): MatrixCell {
  const titles = rules.slice(0, mostTitles).map((rule) => rule.title);
  return { answer, by: andMore(titles, rules.length) };
}

/** One answer for all log groups; a Deny for one of them is told, and so is a group that no statement mentions. */
function logsCell(cells: readonly AccessCell[]): MatrixCell {
  const titlesOf = (some: readonly AccessCell[]) => {
    const all = new Set(some.flatMap((one) => (one.by === undefined ? [] : [statementTitle(one.by)])));
    return andMore([...all].slice(0, mostTitles), all.size);
  };
  const denied = cells.filter((cell) => cell.answer === "denied" && cell.by !== undefined);
  if (denied.length > 0) return { answer: "denied", by: titlesOf(denied) };
  if (cells.every((cell) => cell.answer === "allowed")) return { answer: "allowed", by: titlesOf(cells) };
  if (cells.every((cell) => cell.answer === "denied")) return { answer: "none", by: [] };
  return { answer: "conditional", by: titlesOf(cells) };
}

function andMore(titles: readonly string[], all: number): readonly string[] {
  return all > titles.length ? [...titles, `and ${all - titles.length} more`] : titles;
}
