/** The verdicts and their exit codes: documented, tested, never reused. */
import type { Finding } from "../checks/check.js";
import { impactOf, type Readiness } from "../checks/run-checks.js";

/**
 * What a run comes to. `done` and `unchanged` are yes without a judgement of the key; `would-change` is `diff`'s no;
 * `different` is that of two files, `incomplete` is `grants --verify`'s no; `uncertain-write` is for a write whose outcome nobody could see.
 */
export type Verdict =
  | Readiness
  | "done"
  | "unchanged"
  | "would-change"
  | "different"
  | "incomplete"
  | "not-done"
  | "asked-wrongly"
  | "uncertain-write"
  | "interrupted"
  | "terminated"
  | "hung-up"
  | "bug";

/**
 * What many runs come to together: what went wrong with the tool or the asking first, then a definite no, then what could not
 * be told; a yes only where all are a yes.
 */
export function verdictOfAll(verdicts: readonly Verdict[], yes: Verdict): Verdict {
  const of = (code: number) => verdicts.find((each) => exitCodes[each] === code);
  // An unclear write comes before a definite no: somebody has to look at it.
  const unclear = verdicts.find((each) => each === "uncertain-write");
  const worst = [of(70), of(143), of(130), of(129), of(2), unclear, of(1), of(3)];
  return worst.find((each) => each !== undefined) ?? yes;
}

/** 0 yes, 1 no, 2 asked wrongly, 3 could not tell, 70 our bug (EX_SOFTWARE), 129 SIGHUP, 130 SIGINT, 143 SIGTERM. */
export const exitCodes = {
  ready: 0,
  done: 0,
  unchanged: 0,
  "not-ready": 1,
  "would-change": 1,
  different: 1,
  incomplete: 1,
  "not-done": 1,
  "asked-wrongly": 2,
  "could-not-tell": 3,
  "uncertain-write": 3,
  bug: 70,
  "hung-up": 129,
  interrupted: 130,
  terminated: 143,
} as const satisfies Record<Verdict, number>;

/** A check that fails, or is unknown, and does not count, because somebody decided so. */
export interface WaivedCheck {
  readonly check: string;
  /** What it found: `fail`, `unknown`, or `warn` with --strict. */
  readonly outcome: Finding["outcome"];
  readonly reason: string;
  /** The last day of the waiver, `YYYY-MM-DD`, UTC. */
  readonly until?: string;
}

/** @returns the waived checks that would count, each with its reason; a waived warning takes nothing from ready */
export function waivedOf(findings: readonly Finding[], isStrict: boolean): readonly WaivedCheck[] {
  return findings.flatMap(({ check, outcome, weight, excused }) => {
    if (excused?.by !== "waiver" || impactOf(outcome, weight, isStrict) === "none") return [];
    const { reason, until } = excused;
    return [{ check, outcome, reason, ...(until === undefined ? {} : { until }) }];
  });
}
