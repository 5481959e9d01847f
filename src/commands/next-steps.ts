/** What to type when a key is ready, or when only its policy keeps it from being so. */
import { quote } from "../problem/quote.js";
import type { Finding } from "../readiness/check.js";
import { keyArn, type Snapshot } from "../readiness/snapshot.js";

/** The command that creates the environment; lines that begin with `#` are remarks. */
export function afterReady({ target }: Snapshot, key: string): readonly string[] {
  const name = target.environment ?? "NAME";
  return [
    `aws mwaa create-environment --name ${quote(name)} --region ${quote(target.region)} --kms-key ${quote(key)} --execution-role-arn ROLE_ARN --source-bucket-arn BUCKET_ARN --dag-s3-path dags --network-configuration SubnetIds=SUBNET_1,SUBNET_2,SecurityGroupIds=GROUP`,
    "# The key is chosen for good: MWAA cannot change the key of an environment, nor go back to its own.",
  ];
}

/** `prepare`, where the policy is all that is wrong. */
export function afterCheck(snapshot: Snapshot, findings: readonly Finding[]): readonly string[] {
  const failed = findings.filter((finding) => finding.outcome === "fail").map((finding) => finding.check);
  const key = keyArn(snapshot);
  if (failed.length !== 1 || failed[0] !== "logs-access" || key === undefined) return [];
  const { target } = snapshot;
  const environment = target.environment === undefined ? "" : ` --environment ${quote(target.environment)}`;
  const account = target.account === undefined ? "" : ` --account ${quote(target.account)}`;
  return [`mwaa-kms prepare ${quote(key)}${environment}${account}`];
}
