/** Who sets the key policy, as a finding of `check`: one tool is good to know, two undo each other. It asks nobody. */
import { deploymentToolOf } from "../key/deployment-tool.js";
import { pages } from "../problem/pages.js";
import { problem } from "../problem/problem.js";
import type { Finding } from "../readiness/check.js";
import { keyArn, type Snapshot } from "../readiness/snapshot.js";
import { bearingOf } from "../readiness/strictness.js";

/** @returns nothing where nothing gives a tool away: that none is found says nothing */
export function policyOwnerFinding(snapshot: Snapshot): Finding | undefined {
  const { key, tags, target } = snapshot;
  const stated = (target.policyOwners ?? []).map(({ tool, evidence }) => `${tool} (${evidence})`);
  const tagged = deploymentToolOf(key.known ? key.value : {}, tags.known ? tags.value : undefined);
  const isOther =
    tagged !== undefined && !(target.policyOwners ?? []).some(({ tool }) => tool === tagged.tool);
  const owners = [...stated, ...(isOther ? [`${tagged.tool} (${tagged.evidence})`] : [])];
  if (owners.length === 0) return undefined;
  const name = keyArn(snapshot) ?? target.key.given;
  const outcome = owners.length > 1 ? "warn" : "pass";
  return {
    check: "policy-owner",
    title: "At most one tool manages the key policy",
    page: pages.kmsModifyPolicy,
    weight: "advice",
    bearing: bearingOf(outcome, "advice"),
    outcome,
    evidence: owners.join("; "),
    problems:
      owners.length > 1 ? [problem("iac/two-owners", { owners: owners.join(" and "), key: name })] : [],
  };
}
