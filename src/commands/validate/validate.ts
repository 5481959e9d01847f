/** `validate`: judges the identifier alone. It asks nobody. */

import { mwaaRegions } from "../../key/arn.js";
import { judgePattern, parseKeyIdentifier } from "../../key/identifier.js";
import { parseAccount } from "../../key/target.js";
import { type Problem, problem } from "../../problems/problem.js";
import { usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context, KeyOptions } from "../../session/context.js";
import { parsePlace } from "../offline-target.js";

/** A bare key ID says nothing of Region and account, so only what was typed besides is held against it. */
export async function validate(
  key: string | undefined,
  options: KeyOptions,
  { host }: Context,
): Promise<ReportParts> {
  if (key === undefined) return usageError("validate", [problem("key/empty", {})]);
  const identifier = parseKeyIdentifier(key);
  if (!identifier.ok) return usageError("validate", identifier.problems);
  const isPlaced = identifier.value.form === "arn" || options.region !== undefined;
  const place = isPlaced ? parsePlace(key, options, host) : undefined;
  if (place !== undefined && !place.ok) return usageError("validate", place.problems);
  const account = options.account === undefined ? undefined : parseAccount(options.account);
  if (account !== undefined && !account.ok) return usageError("validate", account.problems);
  const warnings: Problem[] = [...judgePattern(identifier.value)];
  if (place !== undefined && !mwaaRegions.includes(place.value.region)) {
    warnings.push(problem("key/mwaa-region", { region: place.value.region }));
  }
  if (
    identifier.value.form === "arn" &&
    account !== undefined &&
    account.value !== identifier.value.account
  ) {
    const { region } = identifier.value;
    const facts = { given: key, keyAccount: identifier.value.account, account: account.value, region };
    warnings.push({ ...problem("key/other-account", facts), severity: "warning" });
  }
  return {
    command: "validate",
    verdict: "done",
    problems: warnings,
    body: { kind: "identifier", identifier: identifier.value },
  };
}
