/** `validate --manifest`: judges a manifest by its words alone. It asks nobody, so that a commit hook can run it. */

import { readManifest } from "../../fleet/read-manifest.js";
import { mwaaRegions } from "../../key/arn.js";
import { judgePattern } from "../../key/identifier.js";
import type { Target } from "../../key/target.js";
import { type Problem, problem } from "../../problems/problem.js";
import { usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context, KeyOptions } from "../../session/context.js";
import { beside } from "../unused-options.js";

export async function validateManifest(
  file: string,
  key: string | undefined,
  options: KeyOptions,
  { host }: Context,
): Promise<ReportParts> {
  const useless = beside("validate", "--manifest", { key, ...options }, []);
  if (useless.length > 0) return usageError("validate", useless);
  const manifest = await readManifest(file, host);
  if (!manifest.ok) return usageError("validate", manifest.problems);
  const { environments, waivers } = manifest.value;
  const counts = [count(environments.length, "environment"), count(waivers.length, "waiver")].join(", ");
  return {
    command: "validate",
    verdict: "done",
    problems: environments.flatMap(({ at, target }) => warningsOf(target).map((each) => ({ ...each, at }))),
    body: { kind: "text", text: `${counts}: every word is understood.\n` },
  };
}

function warningsOf({ key, region }: Target): readonly Problem[] {
  const isOffered = mwaaRegions.includes(region);
  return [...judgePattern(key), ...(isOffered ? [] : [problem("key/mwaa-region", { region })])];
}

function count(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? "" : "s"}`;
}
