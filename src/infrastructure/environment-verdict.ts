/** One environment judged in every way that the file leaves open. A verdict holds for all of them, or it stays open. */

import { type CheckOutcome, type Finding, pass } from "../checks/check.js";
import { impactOf, readinessOf } from "../checks/run-checks.js";
import type { Target } from "../key/target.js";
import type { Fix } from "../problems/define.js";
import { type Problem, problem } from "../problems/problem.js";
import type { Keyed, PlannedEnvironment } from "./model.js";
import { decisive, type Possibility, possibilitiesOf } from "./possibilities.js";
import { type Checking, findingsOf } from "./possibility-findings.js";

/** Beyond these, the file leaves too much open. */
const mostWays = 64;

/** What became of an environment. */
export type Judged =
  | { readonly is: "own-key" | "absent" }
  | {
      readonly is: "keyed";
      readonly target: Target;
      /** The key's address, or its identifier; several where it is not certain which. */
      readonly keys: readonly string[];
      readonly findings: readonly Finding[];
    };

type Way = Possibility<Checked | "own-key" | "absent">;

interface Checked {
  readonly keyed: Keyed;
  readonly target: Target;
  readonly findings: readonly Finding[];
}

/** @param command the options as they are to be typed again */
export function judgeEnvironment(
  environment: PlannedEnvironment,
  checking: Checking,
  command: string,
): Judged {
  const ways = possibilitiesOf((choose): Checked | "own-key" | "absent" => {
    const outcome = environment.decide(choose);
    if (outcome.is !== "keyed") return outcome.is;
    const { target, findings } = findingsOf(outcome, checking);
    return {
      keyed: outcome,
      ...named({ target, findings: [...findings, ...deploymentOf(outcome)] }, outcome),
    };
  }, mostWays);
  if (ways === undefined) return tooMany(environment, command);
  const likely = likelyNo(ways);
  if (likely !== undefined) return judged(environment, likely);
  return judged(environment, ways);
}

/** Where instance keys pair environment and key, and that key is not ready, the answer is no; a yes needs all candidates. */
function likelyNo(ways: readonly Way[]): readonly Way[] | undefined {
  const likely = ways.filter(({ result }) => typeof result !== "string" && result.keyed.likely === true);
  const isNo = likely.every(
    ({ result }) => typeof result !== "string" && readinessOf(result.findings) === "not-ready",
  );
  return likely.length > 0 && isNo ? likely : undefined;
}

function judged(environment: PlannedEnvironment, ways: readonly Way[]): Judged {
  const checked = ways.flatMap(({ result }) => (typeof result === "string" ? [] : [result]));
  const [first] = checked;
  if (first === undefined)
    return { is: ways.some(({ result }) => result === "own-key") ? "own-key" : "absent" };
  const ids = [...new Set(checked.flatMap(({ findings }) => findings.map(({ check }) => check)))];
  const joined = ids.map((id) => join(id, ways));
  const isNever = ways.every(
    ({ result }) => typeof result !== "string" && readinessOf(result.findings) === "not-ready",
  );
  const findings = [
    ...joined,
    ...(isNever && readinessOf(joined) !== "not-ready" ? [everyWay()] : []),
    ...(environment.open.length > 0 ? [notSeen(environment.open)] : []),
  ];
  const keys = [...new Set(checked.map(({ keyed }) => keyName(keyed)))].filter((key) => key !== "");
  return { is: "keyed", target: first.target, keys, findings };
}

function keyName({ key, identifier }: Keyed): string {
  if (key !== undefined && key.address !== "") return key.address;
  return identifier.known ? identifier.value : "";
}

const page = "https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html";

/** What the deployment does around the key: who sets the policy, and what waits for it. */
function deploymentOf({ deployment }: Keyed): readonly Finding[] {
  if (deployment.length === 0) return [];
  const outcome: CheckOutcome = deployment.some(({ severity }) => severity === "error") ? "unknown" : "warn";
  return [
    {
      check: "deployment",
      title: "The deployment sets the key policy once, before the environment",
      page,
      weight: "advice",
      bearing: impactOf(outcome, "advice"),
      outcome,
      problems: deployment,
    },
  ];
}

function everyWay(): Finding {
  const base = {
    check: "every-case",
    title: "The key is ready in some case",
    page,
    weight: "verdict",
  } as const;
  return { ...base, bearing: "blocks", outcome: "fail", problems: [problem("iac/every-way", {})] };
}

/** A yes that rests on an expansion of ours stays open. */
function notSeen(problems: readonly Problem[]): Finding {
  const base = {
    check: "expanded",
    title: "The file says all of the environment",
    page,
    weight: "verdict",
  } as const;
  return { ...base, bearing: "open", outcome: "unknown", problems };
}

function tooMany({ address }: PlannedEnvironment, command: string): Judged {
  const facts = { environment: address, limit: mostWays, command };
  const keyId = "00000000-0000-4000-8000-ffffffffffff";
  const target: Target = {
    key: { form: "id", given: address, keyId },
    partition: "aws",
    region: "unknown",
    accept: [],
  };
  const finding = { ...notSeen([problem("iac/too-many", facts)]), ...pass(), outcome: "unknown" as const };
  return {
    is: "keyed",
    target,
    keys: [],
    findings: [{ ...finding, problems: [problem("iac/too-many", facts)] }],
  };
}

const worse: Readonly<Record<CheckOutcome, number>> = { pass: 0, warn: 1, unknown: 2, fail: 3 };

/** One check in all ways: what they agree on; a warning where some of them warn; open where they differ in more. */
function join(id: string, ways: readonly Way[]): Finding {
  const found = ways.map(({ result }) => (typeof result === "string" ? undefined : findingIn(result, id)));
  const present = found
    .filter((finding) => finding !== undefined)
    .toSorted((one, other) => worse[other.outcome] - worse[one.outcome]);
  const [worst] = present;
  if (worst === undefined) throw new Error(`no way has ${id}`);
  const outcomes = new Set(present.map(({ outcome }) => outcome));
  const isOneSided = found.includes(undefined) && worst.outcome === "fail";
  if (!isOneSided && (outcomes.size === 1 || worse[worst.outcome] < worse.unknown)) return worst;
  const answerOf = (result: Way["result"]) =>
    typeof result === "string" ? result : (findingIn(result, id)?.outcome ?? "");
  const questions = decisive(ways, answerOf);
  const reasons = new Map(
    ways.flatMap(({ choices }) =>
      questions.flatMap((question) =>
        (choices.get(question)?.reasons ?? []).map((reason) => [reason.what, reason] as const),
      ),
    ),
  );
  const unknowns = present.filter(({ outcome }) => outcome === "unknown").flatMap(({ problems }) => problems);
  const { evidence: _, ...rest } = worst;
  const no = casesOf(ways, questions, (outcome) => outcome === "fail", answerOf);
  const problems = new Map([...reasons, ...unknowns.map((each) => [each.what, each] as const)]);
  return {
    ...rest,
    outcome: "unknown",
    bearing: impactOf("unknown", worst.weight),
    ...(no === "" ? {} : { evidence: `no with ${no}` }),
    problems: [...problems.values()],
  };
}

function findingIn({ findings }: Checked, id: string): Finding | undefined {
  return findings.find(({ check }) => check === id);
}

/** `Region = us-east-1; Region = us-east-2`: the cases with an answer, as far as the questions matter. */
function casesOf(
  ways: readonly Way[],
  questions: readonly string[],
  isMeant: (answer: string) => boolean,
  answerOf: (result: Way["result"]) => string,
): string {
  const cases = ways.flatMap(({ result, choices }) => {
    if (!isMeant(answerOf(result))) return [];
    const parts = questions.flatMap((question) => {
      const choice = choices.get(question);
      return choice === undefined ? [] : [`${question} = ${choice.label}`];
    });
    return [parts.join(", ")];
  });
  const told = [...new Set(cases)];
  return told.length > 3 ? `${told.slice(0, 3).join("; ")} and ${told.length - 3} more` : told.join("; ");
}

/** Texts that only stand for something become what they stand for. */
function named<T extends { target: Target; findings: readonly Finding[] }>(result: T, { names }: Keyed): T {
  const rename = (text: string) =>
    names.reduce((told, [from, to]) => (from === "" ? told : told.replaceAll(from, to)), text);
  const deep = (value: unknown): unknown => {
    if (typeof value === "string") return rename(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, deep(part)]));
  };
  const fixOf = (fix: Fix): Fix => (fix.do === "write" ? fix : (deep(fix) as Fix));
  return {
    ...result,
    target: deep(result.target) as Target,
    findings: result.findings.map((finding) => ({
      ...(deep(finding) as Finding),
      problems: finding.problems.map((each) => ({ ...(deep(each) as Problem), fix: each.fix.map(fixOf) })),
    })),
  };
}
