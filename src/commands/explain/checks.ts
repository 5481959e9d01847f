/** What a check asks, needs and may report, in words: `explain <check>` and docs/checks.md are made from it. */

import type { Check, Weight } from "../../checks/check.js";
import { checks } from "../../checks/index.js";
import type { FactName } from "../../checks/snapshot.js";
import type { Code } from "../../problems/catalogue.js";

/** The ids of all checks, in their order. */
export const checkIds: readonly string[] = checks.map(({ id }) => id);

/** Where each fact comes from, and the option without which it is not asked for. */
const sources: Readonly<Record<FactName, string>> = {
  caller: "who calls (sts:GetCallerIdentity)",
  key: "the key's metadata (kms:DescribeKey)",
  policy: "the key policy (kms:GetKeyPolicy)",
  grants: "the key's grants (kms:ListGrants)",
  tags: "the key's tags (kms:ListResourceTags)",
  rotation: "the rotation (kms:GetKeyRotationStatus)",
  dryRuns: "dry runs of kms:CreateGrant, kms:Encrypt and kms:GenerateDataKey",
  bucket: "the bucket's Region and default encryption (--bucket)",
  creator: "the creator's IAM policies (--creator)",
  executionRole: "the role's policies (--execution-role)",
  logGroups: "the log groups that are there already (--log-groups)",
};

/** What hangs on a check, in a sentence. */
export const weights: Readonly<Record<Weight, string>> = {
  verdict: "Ready needs it known: what could not be told leaves the verdict open.",
  advice: "Good to know: that it could not be told leaves the verdict open under --strict only.",
};

/** A check in words. */
export interface CheckWords {
  readonly id: string;
  readonly title: string;
  readonly asks: string;
  readonly weight: Weight;
  /** Facts that must be known for it to answer, and those that it also looks at. */
  readonly needs: readonly string[];
  readonly about: readonly string[];
  readonly reports: readonly Code[];
  readonly page: string;
}

export function checkWords(): readonly CheckWords[] {
  return checks.map(wordsOf);
}

function wordsOf({ id, title, asks, weight, needs, about = [], reports = [], page }: Check): CheckWords {
  const told = (facts: readonly FactName[]) => facts.map((fact) => sources[fact]);
  return { id, title, asks, weight, needs: told(needs), about: told(about), reports, page };
}

/** All checks, a line each. */
export function checksText(): string {
  const longest = Math.max(...checkIds.map((id) => id.length));
  const lines = checks.map(({ id, title, weight }) => {
    return `${id.padEnd(longest)}  ${title}${weight === "advice" ? " (advice)" : ""}`;
  });
  return [...lines, "", "mwaa-kms explain <check> tells more of one."].join("\n");
}

/** @returns undefined where no check has that id */
export function checkText(id: string): string | undefined {
  const words = checkWords().find((each) => each.id === id);
  if (words === undefined) return undefined;
  const { title, asks, weight, needs, about, reports, page } = words;
  return [
    `${id}: ${title} (${weight})`,
    `  ${asks}`,
    `  ${weights[weight]}`,
    ...(needs.length === 0 ? [] : [`  Needs: ${needs.join("; ")}`]),
    ...(about.length === 0 ? [] : [`  Looks at: ${about.join("; ")}`]),
    `  May report: ${reports.join(", ")}`,
    `  ${page}`,
  ].join("\n");
}
