/** What to type when a key is ready, or when only its policy keeps it from being so. */
import type { Plan } from "../plan/plan.js";
import { quote } from "../problem/quote.js";
import type { Snapshot } from "../readiness/snapshot.js";
import type { ReportParts } from "../report/report.js";

/** The command that creates the environment; lines that begin with `#` are remarks. */
export function afterReady({ target }: Snapshot, key: string): readonly string[] {
  const name = target.environment ?? "NAME";
  return [
    `aws mwaa create-environment --name ${quote(name)} --region ${quote(target.region)} --kms-key ${quote(key)} --execution-role-arn ROLE_ARN --source-bucket-arn BUCKET_ARN --dag-s3-path dags --network-configuration SubnetIds=SUBNET_1,SUBNET_2,SecurityGroupIds=GROUP`,
    "# The key is chosen for good: MWAA cannot change the key of an environment, nor go back to its own.",
  ];
}

/** `prepare`, where it would help. */
export function afterCheck(plan: Plan | undefined, { target }: Snapshot): readonly string[] {
  if (plan === undefined || plan.empty) return [];
  const environment = target.environment === undefined ? "" : ` --environment ${quote(target.environment)}`;
  const account = target.account === undefined ? "" : ` --account ${quote(target.account)}`;
  const accepted = target.accept.map((what) => ` --accept ${what}`).join("");
  return [`mwaa-kms prepare ${quote(plan.key)}${environment}${account}${accepted}`];
}

/** Whether AWS refused what only the key's owner, or somebody with more rights, may do. */
export function isForOwner({ findings = [], problems = [] }: ReportParts): boolean {
  const all = [...problems, ...findings.flatMap((finding) => finding.problems)];
  return all.some(
    (each) =>
      each.code === "aws/other-account" || (each.code === "aws/access-denied" && /KeyPolicy/.test(each.what)),
  );
}
