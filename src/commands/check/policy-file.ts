/** `check --policy-file`: the same judgement of the policy alone, and no call made. */

import { applyStrictness, readinessOf, runChecks } from "../../checks/run-checks.js";
import { type FactName, snapshotOf } from "../../checks/snapshot.js";
import { parseTarget, type Target } from "../../key/target.js";
import { problem } from "../../problems/problem.js";
import { known } from "../../problems/result.js";
import { usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context } from "../../session/context.js";
import { readPolicyFile } from "../../session/read-policy.js";
import { beside } from "../unused-options.js";
import type { CheckOptions } from "./check.js";

const taken = ["region", "account", "environment", "logType", "accept", "strict", "creator"];

/** With an ARN and an account, whether two accounts are concerned is known offline too. */
function factsOf({ key }: Target): readonly FactName[] {
  return key.form === "arn" ? ["policy", "caller"] : ["policy"];
}

/**
 * Judges a file. The environment's account is `--account`, else the one of the key's ARN.
 *
 * @param key a key ARN, or a key ID with `--region`
 */
export async function checkFile(
  key: string | undefined,
  file: string,
  options: CheckOptions,
  { host }: Context,
): Promise<ReportParts> {
  const useless = beside("check", "--policy-file", { ...options }, taken);
  if (key === undefined || useless.length > 0)
    return usageError("check", key === undefined ? [problem("usage/policy-file", {})] : useless);
  const asked = parseTarget({ key, ...options }, host.env["AWS_REGION"] ?? host.env["AWS_DEFAULT_REGION"]);
  if (!asked.ok) return usageError("check", asked.problems);
  const target = withAccount(asked.value);
  const policy = await readPolicyFile(file, host);
  if (policy.state === "unread") return usageError("check", policy.problems);
  if (policy.state !== "read") {
    const verdict = policy.state === "ambiguous" ? "could-not-tell" : "not-ready";
    return { command: "check", target, verdict, problems: policy.problems };
  }
  const given = snapshotOf(host.now().toISOString(), target, { policy: known(policy.document.text) });
  const snapshot = { ...given, policyFrom: "file" } as const;
  const { strict = false } = options;
  const taking = { strict, allowUnknown: false, excuseOf: () => undefined };
  const findings = applyStrictness(runChecks(snapshot, factsOf(target)), taking);
  return { command: "check", target, verdict: readinessOf(findings), findings };
}

function withAccount(target: Target): Target {
  return target.account !== undefined || target.key.form !== "arn"
    ? target
    : { ...target, account: target.key.account };
}
