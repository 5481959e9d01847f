/** A request of which not everything is known, tried in every world: each unknown key with each of its values. */
import { type ConditionEntry, variablesIn } from "./condition.js";
import { type Answer, type Decision, decideStatements, notOfTheGrammar, parse } from "./decide.js";
import { type Known, unknown } from "./known.js";
import type { By, Caller, ConcreteRequest, Context } from "./request.js";
import { actionHolds, principalHolds, resourceHolds, type Statement } from "./statement.js";
import { every, some } from "./truth.js";
import { valuesOf } from "./values.js";

export interface PartialRequest {
  readonly caller: Caller;
  readonly action: string;
  readonly keyArn: string;
  /** By key in lower case, or by a prefix that ends with "/" or ":"; a key that is not there is unknown. */
  readonly context: Readonly<Record<string, Known>>;
}

export interface Options {
  /** "two worlds": a key of which AWS says nothing is absent or none of the listed values. Default: it can also be each of the listed ones. */
  readonly unknown?: "two worlds" | undefined;
  /** More worlds than this are an error: the policy is too large for brute force. Default 20,000. */
  readonly limit?: number | undefined;
}

export interface Decisions {
  /** The answers that occur, each in some world. */
  readonly answers: ReadonlySet<Answer>;
  /** The ways of the Allows that occur. */
  readonly by: ReadonlySet<By | "either">;
  /** In every world one reading of AWS's pages allows; in every world one does not. */
  readonly canBeYes: boolean;
  readonly canBeNo: boolean;
  /** yes: allowed in every world; no: in none; unknown: it depends on the world; undecided: on what AWS does not say. */
  readonly verdict: "yes" | "no" | "unknown" | "undecided";
  readonly reasons: readonly string[];
  readonly worlds: number;
  /** For each answer and for "undecided" the context of the first world that has it. */
  readonly examples: Readonly<Partial<Record<Decision["answer"], Context>>>;
}

export function decideAll(policy: string, request: PartialRequest, options: Options = {}): Decisions {
  const statements = parse(policy);
  if (typeof statements === "string") return summarize([[notOfTheGrammar(statements), {}]]);
  // A statement that does not reach the request in any world brings no keys.
  const relevant = statements.filter((statement) => canReach(statement, request));
  const decisions: [Decision, Context][] = [];
  for (const context of worldsOf(relevant, request, options)) {
    const concrete: ConcreteRequest = { ...request, context };
    decisions.push([decideStatements(relevant, concrete), context]);
  }
  return summarize(decisions);
}

/** How the verdict of another evaluator stands to the oracle's. "weaker": it says unknown where the oracle knows. */
export function compareVerdict(
  verdict: "yes" | "no" | "unknown",
  decisions: Decisions,
): "same" | "weaker" | "wrong" {
  if (verdict === "unknown")
    return decisions.verdict === "yes" || decisions.verdict === "no" ? "weaker" : "same";
  return (verdict === "yes" ? decisions.canBeYes : decisions.canBeNo) ? "same" : "wrong";
}

function canReach(statement: Statement, request: PartialRequest): boolean {
  const tests = [
    () => actionHolds(statement, request.action),
    () => some(["principal", "account"] as const, (by) => principalHolds(statement, request.caller, by)),
    // A variable in a resource depends on the world.
    () => usesVariables(statement) || resourceHolds(statement, request.keyArn, {}),
  ];
  return every(tests, (test) => test()) !== false;
}

const resourceTexts = ({ members }: Statement) =>
  JSON.stringify([members["Resource"], members["NotResource"]]);

const usesVariables = (statement: Statement) =>
  statement.hasVariables && resourceTexts(statement).includes("${");

function* worldsOf(
  statements: readonly Statement[],
  request: PartialRequest,
  options: Options,
): Generator<Context> {
  const entries = statements.flatMap(({ conditions }) => conditions ?? []);
  const texts = [
    ...entries.map(({ values }) => JSON.stringify(values) ?? ""),
    ...statements.map(resourceTexts),
  ];
  const keys = new Set([...entries.map(({ key }) => key.toLowerCase()), ...texts.flatMap(variablesIn)]);
  const choices = [...keys].map((key) => ({
    key,
    values: choicesOf(key, lookUp(key, request), entries, options),
  }));
  const count = choices.reduce((product, { values }) => product * values.length, 1);
  if (count > (options.limit ?? 20_000)) throw new RangeError(`${count} worlds`);
  for (let world = 0; world < count; world++) {
    const context: Record<string, readonly string[] | undefined> = {};
    let rest = world;
    for (const { key, values } of choices) {
      context[key] = values[rest % values.length];
      rest = Math.floor(rest / values.length);
    }
    yield context;
  }
}

function choicesOf(key: string, known: Known, entries: readonly ConditionEntry[], options: Options) {
  if ("oneOf" in known) return known.oneOf;
  const listed =
    known.canBeListed === "unless two worlds" ? options.unknown !== "two worlds" : known.canBeListed;
  return [...(known.canBeAbsent ? [undefined] : []), ...valuesOf(key, entries, listed)];
}

function lookUp(key: string, { context }: PartialRequest): Known {
  const prefix = Object.keys(context).find((name) => /[/:]$/.test(name) && key.startsWith(name));
  return context[key] ?? (prefix === undefined ? undefined : context[prefix]) ?? unknown;
}

function summarize(decisions: readonly (readonly [Decision, Context])[]): Decisions {
  const answers = new Set<Answer>();
  const by = new Set<By | "either">();
  const reasons = new Set<string>();
  const examples: Partial<Record<Decision["answer"], Context>> = {};
  let canBeYes = true;
  let canBeNo = true;
  let isClear = true;
  for (const [decision, context] of decisions) {
    const canAllow = decision.possible.includes("allow");
    const canRefuse = decision.possible.some((answer) => answer !== "allow");
    examples[decision.answer] ??= context;
    if (decision.answer !== "undecided") answers.add(decision.answer);
    if (decision.by !== undefined) by.add(decision.by);
    if (canAllow && canRefuse) for (const reason of decision.reasons) reasons.add(reason);
    canBeYes &&= canAllow;
    canBeNo &&= canRefuse;
    isClear &&= canAllow !== canRefuse;
  }
  const verdict = !canBeYes && !canBeNo ? "unknown" : !isClear ? "undecided" : canBeYes ? "yes" : "no";
  return {
    answers,
    by,
    canBeYes,
    canBeNo,
    verdict,
    reasons: [...reasons],
    worlds: decisions.length,
    examples,
  };
}
