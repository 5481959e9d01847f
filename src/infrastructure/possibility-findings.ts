/** The checks of one way in which an environment may come out: a snapshot is made of it, and the same checks are held against it. */

import type { Finding } from "../checks/check.js";
import { impactOf, runChecks } from "../checks/run-checks.js";
import { type FactName, snapshotOf } from "../checks/snapshot.js";
import type { Acknowledgement } from "../choices.js";
import { type KeyIdentifier, parseKeyIdentifier } from "../key/identifier.js";
import { parseRegion, type Target } from "../key/target.js";
import type { Problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import { inFile } from "./fixes.js";
import type { FixLanguage, Keyed, PlannedKey } from "./model.js";

/** What a file can answer. */
const facts: readonly FactName[] = ["caller", "key", "policy", "rotation"];

/** A key that is planned is not there yet, and nobody has scheduled its deletion. */
const notAsked = new Set(["key-exists", "key-deletion"]);

const deletionState = /^Pending(Replica)?Deletion$/;

export interface Checking {
  readonly takenAt: string;
  readonly accept: readonly Acknowledgement[];
  readonly language: FixLanguage;
}

/** The target of a way, and what the checks find. */
export function findingsOf(
  keyed: Keyed,
  checking: Checking,
): { readonly target: Target; readonly findings: readonly Finding[] } {
  const identifier = identifierOf(keyed);
  const place = parseRegion(keyed.region);
  const target: Target = {
    key: identifier.target,
    partition: place.ok ? place.value.partition : "aws",
    region: keyed.region,
    account: keyed.account,
    ...(keyed.environment === undefined ? {} : { environment: keyed.environment }),
    accept: checking.accept,
  };
  const { key } = keyed;
  const why = keyed.identifier.known ? identifier.problems[0] : keyed.identifier.problem;
  const reason = why ?? identifier.problems[0];
  const snapshot = snapshotOf(checking.takenAt, target, {
    ...(key !== undefined
      ? { key: known(key.metadata), rotation: key.rotation, policy: textOf(key) }
      : reason === undefined
        ? {}
        : { key: unknown(reason), rotation: unknown(reason), policy: unknown(reason) }),
  });
  const isGoing = deletionState.test(key?.metadata.KeyState ?? "");
  const findings = runChecks(snapshot, facts)
    .filter(({ check }) => !notAsked.has(check) || (isGoing && check === "key-deletion"))
    .map((finding) => corrected(finding, keyed, identifier.problems))
    .map((finding) => ({
      ...finding,
      problems: finding.problems.map((problem) => inFile(problem, finding.check, keyed, checking.language)),
    }));
  return { target, findings };
}

function textOf({ policy }: PlannedKey): Fact<string> {
  return policy.known ? known(policy.value.text) : policy;
}

/** The key as MWAA gets it; where that is no key, one that stands for it, and why. */
function identifierOf({ identifier, key, wrong, region, account }: Keyed): {
  readonly target: KeyIdentifier;
  readonly problems: readonly Problem[];
} {
  const parsed = identifier.known ? parseKeyIdentifier(identifier.value) : undefined;
  const problems = wrong !== undefined ? [wrong] : parsed?.ok === false ? parsed.problems : [];
  if (parsed?.ok && wrong === undefined) return { target: parsed.value, problems: [] };
  const arn = key?.metadata.Arn;
  const known = arn === undefined ? undefined : parseKeyIdentifier(arn);
  if (known?.ok) return { target: known.value, problems };
  const keyId = "00000000-0000-4000-8000-ffffffffffff";
  const place = parseRegion(region);
  const partition = place.ok ? place.value.partition : "aws";
  const given = `arn:${partition}:kms:${region}:${account}:key/${keyId}`;
  return { target: { form: "arn", given, keyId, partition, region, account }, problems };
}

/** What the file does not say is unknown with the file's reason, and not with a silence of AWS. */
function corrected(finding: Finding, keyed: Keyed, wrong: readonly Problem[]): Finding {
  const { check, weight } = finding;
  const open = (problem: Problem): Finding => {
    const { evidence: _, ...rest } = finding;
    return { ...rest, outcome: "unknown", problems: [problem], bearing: impactOf("unknown", weight) };
  };
  if (check === "identifier") {
    if (wrong.length > 0)
      return { ...finding, outcome: "fail", problems: wrong, bearing: impactOf("fail", weight) };
    return keyed.identifier.known ? finding : open(keyed.identifier.problem);
  }
  if (check === "key-account" || check === "key-region") {
    if (check === "key-account" && keyed.otherAccount !== undefined) return open(keyed.otherAccount);
    if (keyed.key?.metadata.Arn === undefined) {
      return keyed.identifier.known ? finding : open(keyed.identifier.problem);
    }
    return finding;
  }
  const reason = keyed.key?.unknown[check];
  return reason === undefined ? finding : open(reason);
}
