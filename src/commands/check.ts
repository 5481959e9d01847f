/** `check`: the same judgement as `prepare`'s, read-only, for pipelines and people. */
import { takeSnapshot } from "../flows/take-snapshot.js";
import type { Finding } from "../readiness/check.js";
import { judge, readinessOf } from "../readiness/judge.js";
import { keyArn, type Snapshot } from "../readiness/snapshot.js";
import { headOf } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { AwsOptions, Context, KeyOptions } from "./context.js";
import { afterCheck, afterReady } from "./next-steps.js";
import { keyFacts, ofTheKey } from "./proposal.js";
import { withSession } from "./session.js";

/** Where the key itself cannot serve, its policy is not what to mend first. */
function mend(snapshot: Snapshot, findings: readonly Finding[]): readonly string[] {
  return readinessOf(ofTheKey(findings)) === "ready" ? afterCheck(snapshot) : [];
}

export async function check(
  key: string | undefined,
  options: KeyOptions & AwsOptions,
  context: Context,
): Promise<ReportParts> {
  return withSession("check", key, options, context, async (session) => {
    const snapshot = await takeSnapshot(session.target, session.connection, context, keyFacts);
    const findings = judge(snapshot, keyFacts);
    const verdict = readinessOf(findings);
    const arn = keyArn(snapshot);
    return {
      command: "check",
      ...headOf(snapshot),
      verdict,
      findings,
      next: verdict === "ready" && arn !== undefined ? afterReady(snapshot, arn) : mend(snapshot, findings),
    };
  });
}
