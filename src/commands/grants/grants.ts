/** `grants`: the four grants that MWAA creates, without asking AWS; --verify is in verify.ts. */
import { expectedGrants, grantFacts } from "../../grants/expected.js";
import { partitionById } from "../../key/arn.js";
import { usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context } from "../../session/context.js";
import { type GrantsOptions, parsePlace, withoutEnvironment } from "../offline-target.js";

export async function grants(
  key: string | undefined,
  options: GrantsOptions,
  context: Context,
): Promise<ReportParts> {
  const isVerified = options.environments !== undefined;
  if (options.verify || options.sandbox || isVerified) {
    const { verifyGrants } = await import("./verify.js");
    return verifyGrants(key, options, context);
  }
  const place = parsePlace(key, options, context.host);
  if (!place.ok) return usageError("grants", place.problems);
  const { environment, partition, region } = place.value;
  if (environment === undefined) return withoutEnvironment(key);
  const expected = expectedGrants(environment, partitionById(partition), region);
  return { command: "grants", verdict: "done", body: { kind: "grants", expected, facts: grantFacts } };
}
