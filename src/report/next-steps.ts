/** What to type when a key is ready, or when only its policy keeps it from being so. */

import type { Finding } from "../checks/check.js";
import type { Snapshot } from "../checks/snapshot.js";
import type { Applied, Plan } from "../plan/plan.js";
import type { Fix } from "../problems/define.js";
import { quote } from "../problems/define.js";
import type { Problem } from "../problems/problem.js";
import type { ReportParts } from "./report.js";

/** The command that creates the environment; lines that begin with `#` are remarks. */
export function afterReady({ target }: Snapshot, key: string): readonly string[] {
  const name = target.environment ?? "NAME";
  return [
    `aws mwaa create-environment --name ${quote(name)} --region ${quote(target.region)} --kms-key ${quote(key)} --execution-role-arn ROLE_ARN --source-bucket-arn BUCKET_ARN --dag-s3-path dags --network-configuration SubnetIds=SUBNET_1,SUBNET_2,SecurityGroupIds=GROUP`,
    "# MWAA cannot change the key later.",
  ];
}

/** The way back from a write. */
export function afterWrite({ outcome, backup }: Applied): readonly string[] {
  return outcome === "written" && backup !== undefined ? ["mwaa-kms restore --last --key KEY"] : [];
}

/** `prepare`, where it would help. */
export function afterCheck(plan: Plan | undefined): readonly string[] {
  if (plan === undefined || plan.empty) return [];
  return [`mwaa-kms prepare ${quote(plan.key)}`];
}

/**
 * Findings without the fixes that would not work now: `prepare` where it would refuse the key or has nothing to write, and the
 * encryption of a bucket with a key of another Region.
 */
export function withWorkingFixes(findings: readonly Finding[], plan: Plan | undefined): readonly Finding[] {
  const isElsewhere = findings.some(({ check, outcome }) => check === "bucket-region" && outcome === "fail");
  const isPreparable = plan !== undefined && !plan.empty;
  const works = (fix: Fix) =>
    fix.do !== "run" ||
    !(
      (!isPreparable && fix.command.startsWith("mwaa-kms prepare ")) ||
      (isElsewhere && fix.command.startsWith("aws s3api put-bucket-encryption "))
    );
  const ofProblem = (problem: Problem): Problem => ({ ...problem, fix: problem.fix.filter(works) });
  return findings.map((finding) => ({ ...finding, problems: finding.problems.map(ofProblem) }));
}

/** Whether AWS refused what only the key's owner, or somebody with more rights, may do. */
export function isForOwner({ findings = [], problems = [] }: ReportParts): boolean {
  const all = [...problems, ...findings.flatMap((finding) => finding.problems)];
  return all.some(
    (each) =>
      each.code === "aws/other-account" ||
      (each.code === "aws/access-denied" && /(read|change) the key policy/.test(each.what)),
  );
}
