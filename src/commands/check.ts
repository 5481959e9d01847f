/** `check`: the same judgement as `prepare`'s, read-only, for pipelines and people. */
import { takeSnapshot } from "../flows/take-snapshot.js";
import { judge, readinessOf } from "../readiness/judge.js";
import { keyArn } from "../readiness/snapshot.js";
import { headOf } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { AwsOptions, Context, KeyOptions } from "./context.js";
import { afterCheck, afterReady } from "./next-steps.js";
import { keyFacts } from "./proposal.js";
import { withSession } from "./session.js";

export async function check(
  key: string | undefined,
  options: KeyOptions & AwsOptions,
  context: Context,
): Promise<ReportParts> {
  return withSession("check", key, options, context, async (session) => {
    const snapshot = await takeSnapshot(session.target, session.connection, context.host, keyFacts);
    const findings = judge(snapshot, keyFacts);
    const verdict = readinessOf(findings);
    const arn = keyArn(snapshot);
    return {
      command: "check",
      ...headOf(snapshot),
      verdict,
      findings,
      next:
        verdict === "ready" && arn !== undefined ? afterReady(snapshot, arn) : afterCheck(snapshot, findings),
    };
  });
}
