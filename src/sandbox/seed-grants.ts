/** The grants that the seeds are made of: MWAA's four, and Aurora's. Knows no key. */
import { createHash } from "node:crypto";
import type { StoredGrant } from "./model.js";
import { rootArn } from "./names.js";
import { account, homeRegion } from "./seed-policies.js";

/** Epoch seconds of a fixed day, so that two new sandboxes look alike. */
export const made = Date.UTC(2026, 0, 15, 9) / 1000;

const use = [
  "Encrypt",
  "Decrypt",
  "ReEncryptFrom",
  "ReEncryptTo",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
];

/** The four grants of the MWAA guide for the environment `demo`, their IAM patterns expanded to what a grant can hold. */
export function mwaaGrants(key: string): StoredGrant[] {
  const airflow = `airflow.${homeRegion}.amazonaws.com`;
  const four: readonly (readonly [string, readonly string[]])[] = [
    ["mwaa-grant-for-env-mgmt-role-demo", ["CreateGrant", "DescribeKey", "RetireGrant"]],
    ["mwaa-grant-for-lambda-exec-demo", ["DescribeKey", "RetireGrant"]],
    ["mwaa-grant-for-cfn-mgmt-demo", ["DescribeKey"]],
    ["mwaa-fargate-access-for-demo", ["DescribeKey", "RetireGrant"]],
  ];
  return four.map(([Name, more]) => grantOf(key, Name, airflow, [...use, ...more]));
}

/** Aurora's own, made through MWAA's first grant: no names, and bound to the database by their encryption context. */
export function rdsGrants(key: string): StoredGrant[] {
  return ["cluster-DEMO", "db-DEMO"].map((resource) => {
    const { Name: _none, ...grant } = grantOf(key, resource, `rds.${homeRegion}.amazonaws.com`, [
      ...use,
      "CreateGrant",
      "DescribeKey",
      "RetireGrant",
    ]);
    return { ...grant, Constraints: { EncryptionContextSubset: { "aws:rds:dbc-id": resource } } };
  });
}

function grantOf(key: string, Name: string, service: string, Operations: string[]): StoredGrant {
  return {
    GrantId: sha256(`${key}/${Name}`),
    Name,
    CreationDate: made,
    GranteePrincipal: service,
    RetiringPrincipal: service,
    IssuingAccount: rootArn(homeRegion, account),
    Operations,
  };
}

/** A fixed text that looks like one of AWS's ids. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
