/** What a waiver let pass that would otherwise have kept a key from being ready. A waived failure is not ready: it is waived. */
import type { Finding } from "../readiness/check.js";
import { bearingOf } from "../readiness/strictness.js";

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
    if (excused?.by !== "waiver" || bearingOf(outcome, weight, isStrict) === "none") return [];
    const { reason, until } = excused;
    return [{ check, outcome, reason, ...(until === undefined ? {} : { until }) }];
  });
}

/** `Not ready, waived: key-state.`, or undefined where nothing was waived that counts. */
export function waivedWords(waived: readonly WaivedCheck[] = []): string | undefined {
  if (waived.length === 0) return undefined;
  const checks = [...new Set(waived.map(({ check }) => check))].join(", ");
  const isUnknown = waived.every(({ outcome }) => outcome === "unknown");
  return `${isUnknown ? "Unknown" : "Not ready"}, waived: ${checks}.`;
}
