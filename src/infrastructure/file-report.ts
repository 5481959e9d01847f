/** All environments of a file in one report, as for a manifest. */

import type { Finding } from "../checks/check.js";
import { applyStrictness, impactOf, readinessOf } from "../checks/run-checks.js";
import type { Problem } from "../problems/problem.js";
import { problem } from "../problems/problem.js";
import { type Judged, judgeEnvironment } from "./environment-verdict.js";
import type { Infrastructure, PlannedEnvironment, SourceSpot } from "./model.js";
import type { Checking } from "./possibility-findings.js";

export interface FileChecking extends Omit<Checking, "language"> {
  readonly command: string;
  readonly strict: boolean;
  readonly allowUnknown: boolean;
  /** Only these environments, by address. */
  readonly addresses: readonly string[];
}

/** An environment with a key, checked. */
export interface CheckedEnvironment extends Extract<Judged, { is: "keyed" }> {
  readonly environment: PlannedEnvironment;
}

export interface FileResult {
  readonly checked: readonly CheckedEnvironment[];
  /** What the file as a whole leaves open, or is good to know. */
  readonly findings: readonly Finding[];
  readonly notes: readonly Problem[];
}

/** Judges the environments of a file, each by itself. */
export function checkFile(infrastructure: Infrastructure, checking: FileChecking): FileResult {
  const { language, environments, keys } = infrastructure;
  const { strict, allowUnknown, addresses, command } = checking;
  const wanted = environments.filter(({ address }) => addresses.length === 0 || addresses.includes(address));
  const judged = wanted.map((environment) => ({
    environment,
    ...judgeEnvironment(environment, { ...checking, language }, command),
  }));
  const taking = { strict, allowUnknown, excuseOf: () => undefined };
  const checked = judged.flatMap((each) =>
    each.is === "keyed" ? [{ ...each, findings: applyStrictness(each.findings, taking) }] : [],
  );
  const own = judged.filter(({ is }) => is === "own-key").map(({ environment }) => environment.spot);
  const used = new Set(checked.flatMap((each) => each.keys));
  const unused = addresses.length > 0 ? [] : keys.filter(({ address }) => !used.has(address));
  const member = language === "terraform" ? "kms_key" : "KmsKey";
  return {
    checked,
    findings: applyStrictness([...openFinding(infrastructure.open)], taking),
    notes: [
      ...listed(own, (names, spot) => placed(problem("iac/own-key", { environments: names, member }), spot)),
      ...(wanted.length === 0
        ? []
        : listed(unused, (names, spot) =>
            placed(problem("iac/key-not-used", { keys: names, member }), spot),
          )),
      ...infrastructure.notes,
    ],
  };
}

/** @returns the verdict of one environment */
export function verdictOf({ findings }: CheckedEnvironment) {
  return readinessOf(findings);
}

/** One note names them all; its place is the first one's. */
function listed(
  spots: readonly SourceSpot[],
  note: (names: string, first: SourceSpot) => Problem,
): readonly Problem[] {
  const [first] = spots;
  if (first === undefined) return [];
  const names = spots.slice(0, 10).map(({ address }) => address);
  const more = spots.length > 10 ? ` and ${spots.length - 10} more` : "";
  return [note(`${names.join(", ")}${more}`, first)];
}

function placed(note: Problem, { at, address }: SourceSpot): Problem {
  return { ...note, ...(at === undefined ? {} : { at }), resource: address };
}

function openFinding(problems: readonly Problem[]): readonly Finding[] {
  if (problems.length === 0) return [];
  return [
    {
      check: "expanded",
      title: "The file says all of its environments",
      page: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html",
      weight: "verdict",
      outcome: "unknown",
      bearing: impactOf("unknown", "verdict"),
      problems,
    },
  ];
}
