/** Waivers: what somebody has decided not to count, for which key and until when. It decides nothing itself and knows no clock. */
import type { Exemption, Finding } from "../checks/check.js";
import { impactOf } from "../checks/run-checks.js";
import type { KeyIdentifier } from "../key/identifier.js";
import type { Target } from "../key/target.js";
import { manifestPage } from "../problems/messages/manifest.js";
import { type Problem, problem } from "../problems/problem.js";
import { datePattern } from "./patterns.js";

/** One waiver of a manifest. */
export interface Waiver {
  /** Where it stands: `file:line:column`. */
  readonly at: string;
  /** The check's code. */
  readonly check: string;
  readonly key: KeyIdentifier;
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

/** The key that findings are about. `arn` is absent where nobody said in which account or Region it is. */
export interface Subject {
  readonly keyId: string;
  readonly arn?: string;
}

/** What became of one key in this run: a report is one. No findings where it could not be asked about. */
export interface Inspected {
  readonly target?: Pick<Target, "key">;
  readonly key?: { readonly arn: string };
  readonly findings: readonly Finding[];
}

/** @returns the waivers that name this key: the others are not its business */
export function waiversOf(waivers: readonly Waiver[], subject: Subject): readonly Waiver[] {
  return waivers.filter((waiver) => names(waiver, subject));
}

/**
 * What excuses the findings of a key.
 *
 * @param today the day of the run, `YYYY-MM-DD`, UTC
 * @returns for a check, the waiver that holds the longest; nothing where none does
 */
export function excusesFor(
  waivers: readonly Waiver[],
  subject: Subject,
  today: string,
): (check: string) => Exemption | undefined {
  const inForce = waiversOf(waivers, subject).filter((waiver) => !isExpired(waiver, today));
  return (check) => {
    const [best] = inForce.filter((waiver) => waiver.check === check).sort(byLastDay);
    return best === undefined ? undefined : { by: "waiver", reason: best.reason, until: best.expires };
  };
}

/** The last day still counts. Dates of this form sort as texts. */
export function isExpired(waiver: Waiver, today: string): boolean {
  return waiver.expires < today;
}

/** A waiver that names an ARN excuses nothing where nobody knows the key's ARN. */
function names({ key }: Waiver, { keyId, arn }: Subject): boolean {
  return key.form === "arn" ? key.given === arn : key.keyId === keyId;
}

function byLastDay(one: Waiver, other: Waiver): number {
  return other.expires.localeCompare(one.expires);
}

/** A waiver that ends within so many days is said to end soon. */
const soon = 30;

/**
 * Judges the waivers themselves, once all keys of the run are judged.
 *
 * @param inspected what became of the keys; a check that was not made says nothing about a waiver for it
 * @param today the day of the run, `YYYY-MM-DD`, UTC
 * @returns nothing where there is no waiver
 */
export function waiverFinding(
  waivers: readonly Waiver[],
  inspected: readonly Inspected[],
  today: string,
): Finding | undefined {
  if (waivers.length === 0) return undefined;
  const problems = waivers.flatMap((waiver) => problemsOf(waiver, inspected, today));
  const outcome = problems.some(({ severity }) => severity !== "note") ? "warn" : "pass";
  const weight = "advice";
  return {
    check: "waivers",
    title: "Every waiver is in force and needed",
    page: manifestPage,
    weight,
    bearing: impactOf(outcome, weight),
    outcome,
    evidence: `${waivers.length} ${waivers.length === 1 ? "waiver" : "waivers"}`,
    problems,
  };
}

function problemsOf(waiver: Waiver, inspected: readonly Inspected[], today: string): readonly Problem[] {
  const { check, expires, at } = waiver;
  const facts = { check, key: waiver.key.given, expires };
  if (isExpired(waiver, today)) return [problem("waiver/expired", facts, at)];
  const because = whyUnused(waiver, inspected);
  if (because !== undefined) return [problem("waiver/unused", { ...facts, because }, at)];
  return daysFrom(today, expires) <= soon ? [problem("waiver/ends-soon", facts, at)] : [];
}

/** A waiver is used if a finding of its check and key did not pass. A check that was not made leaves it open. */
function whyUnused(waiver: Waiver, inspected: readonly Inspected[]): string | undefined {
  const mine = inspected.filter((each) => mayName(waiver, each));
  if (mine.length === 0) return "no environment has this key";
  const findings = mine.map((each) => each.findings.find(({ check }) => check === waiver.check));
  return findings.every((finding) => finding?.outcome === "pass") ? "the check passes" : undefined;
}

/** Where nobody said in which account the key is, it may be the waiver's. */
function mayName(waiver: Waiver, { target, key }: Inspected): boolean {
  if (target === undefined) return true;
  const arn = target.key.form === "arn" ? target.key.given : key?.arn;
  if (arn === undefined) return waiver.key.keyId === target.key.keyId;
  return names(waiver, { keyId: target.key.keyId, arn });
}

const milliseconds = 86_400_000;

/** @returns whether a text is a day of the calendar: 2027-02-29 is none */
export function isDay(text: string): boolean {
  if (!new RegExp(datePattern).test(text)) return false;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** @returns how many days lie between two days; negative where the second is earlier */
export function daysFrom(one: string, other: string): number {
  return Math.round((Date.parse(other) - Date.parse(one)) / milliseconds);
}
