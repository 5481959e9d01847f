/** `check`: the same judgement as `prepare`'s, read-only, for pipelines and people. */

import { applyStrictness, readinessOf } from "../../checks/run-checks.js";
import { selectChecks } from "../../checks/select.js";
import { readWaivers } from "../../fleet/read-manifest.js";
import type { Target } from "../../key/target.js";
import { waiverFinding, waiversOf } from "../../manifest/waivers.js";
import { problem } from "../../problems/problem.js";
import { usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { AwsOptions, Context, KeyOptions } from "../../session/context.js";
import { withSession } from "../../session/session.js";
import { factsFor, inspect, type Taking } from "./inspect.js";

export interface CheckOptions extends KeyOptions, AwsOptions {
  readonly bucket?: string;
  readonly executionRole?: string;
  readonly creator?: string;
  readonly logGroups?: boolean;
  readonly strict?: boolean;
  readonly allowUnknown?: boolean;
  readonly waivers?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

export async function check(
  key: string | undefined,
  options: CheckOptions,
  context: Context,
): Promise<ReportParts> {
  const waivers = await readWaivers(options.waivers, context.host);
  if (!waivers.ok) return usageError("check", waivers.problems);
  const selection = selectChecks(options.only, options.skip);
  if (!selection.ok) return usageError("check", selection.problems);
  const { strict = false, allowUnknown = false, logGroups = false } = options;
  const parts = await withSession("check", key, options, context, async ({ target, connection }) => {
    if (logGroups && target.environment === undefined)
      return usageError("check", [problem("target/log-groups", {}, "--log-groups")]);
    const taking = { strict, allowUnknown, waivers: waivers.value, selection: selection.value };
    // The tags may say which tool owns the key. For many keys they are not asked: that quota of KMS is small.
    const facts = [...factsFor(target, logGroups), "tags"] as const;
    const parts = await inspect(target, connection, facts, taking, context);
    return withWaivers(parts, target, taking, context);
  });
  // An environment without a customer managed key: a warning, and warnings count.
  const isWarned = parts.verdict === "done" && (parts.problems ?? []).length > 0;
  return strict && isWarned ? { ...parts, verdict: "not-ready" } : parts;
}

/** Only the waivers of this key are this run's business. */
function withWaivers(parts: ReportParts, target: Target, taking: Taking, { host }: Context): ReportParts {
  const { keyId } = target.key;
  const subject = parts.key === undefined ? { keyId } : { keyId, arn: parts.key.arn };
  const mine = waiversOf(taking.waivers, subject);
  const { findings = [] } = parts;
  const found = waiverFinding(mine, [{ ...parts, findings }], host.now().toISOString().slice(0, 10));
  if (found === undefined) return parts;
  const all = [...findings, ...applyStrictness([found], { ...taking, excuseOf: () => undefined })];
  const verdict = readinessOf(all);
  // Who is told how to create the environment has a key that is ready, its waivers counted.
  const { next = [] } = parts;
  return { ...parts, findings: all, verdict, next: verdict === parts.verdict ? next : [] };
}
