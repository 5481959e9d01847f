/** The four grants that MWAA creates on a key for one environment, as AWS's page names them and as KMS can hold them. */
import type { Partition } from "../key/arn.js";

/** One grant that MWAA will create. */
export interface ExpectedGrant {
  readonly Name: string;
  /** What it is for, after the headings of AWS's page. */
  readonly purpose: string;
  readonly GranteePrincipal: string;
  readonly RetiringPrincipal: string;
  /** IAM action patterns, as AWS's page prints them. */
  readonly documentedOperations: readonly string[];
  /** The grant operations of the KMS API that a live grant must contain at least. */
  readonly Operations: readonly string[];
  /** Grant operations that a live grant may contain besides: nothing public shows whether MWAA asks for them. */
  readonly optionalOperations: readonly string[];
}

const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];
const dataKeyPairs = ["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"];

/** AWS's page prints the third name with a leading space, which KMS's pattern for names cannot hold; it is left out. */
const documented = [
  {
    stem: "mwaa-grant-for-env-mgmt-role",
    purpose: "creates the data plane (queue, database, secrets, tables), and grants to its services",
    operations: [...use, "kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
    optional: [],
  },
  {
    stem: "mwaa-grant-for-lambda-exec",
    purpose: "lets the controller's Lambda functions use the key",
    operations: [...use, "kms:DescribeKey", "kms:RetireGrant"],
    optional: [],
  },
  {
    stem: "mwaa-grant-for-cfn-mgmt",
    purpose: "lets the Lambda functions that manage the CloudFormation stacks use the key",
    operations: [...use, "kms:DescribeKey"],
    // The page lists no RetireGrant here; MWAA can retire the grant as its retiring principal all the same.
    optional: ["RetireGrant"],
  },
  {
    stem: "mwaa-fargate-access-for",
    purpose: "lets the Fargate execution role read the environment's secrets",
    operations: [...use, "kms:DescribeKey", "kms:RetireGrant"],
    optional: [],
  },
] as const;

/**
 * The four grants for an environment.
 *
 * @param environment a name that {@link parseEnvironmentName} took; the longest grant name has 109 characters
 * @param partition of the Region; in China both DNS suffixes may appear (no source prints the principal there)
 * Source: https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html
 */
export function expectedGrants(
  environment: string,
  partition: Partition,
  region: string,
): readonly ExpectedGrant[] {
  const principal = `airflow.${region}.${partition.dnsSuffix}`;
  return documented.map((grant) => ({
    Name: `${grant.stem}-${environment}`,
    purpose: grant.purpose,
    GranteePrincipal: principal,
    RetiringPrincipal: principal,
    documentedOperations: grant.operations,
    Operations: grant.operations.flatMap(grantOperations),
    optionalOperations: [...dataKeyPairs, ...grant.optional],
  }));
}

/** The GrantOperation values behind an IAM action pattern. Source: KMS API model, GrantOperation. */
function grantOperations(action: string): readonly string[] {
  const name = action.slice("kms:".length);
  if (name === "ReEncrypt*") return ["ReEncryptFrom", "ReEncryptTo"];
  if (name === "GenerateDataKey*") return ["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"];
  return [name];
}

/** One GrantListEntry. Dates are ISO 8601, UTC. Since May 2026 a service may stand in the `…ServicePrincipal` members. */
export interface Grant {
  readonly KeyId?: string;
  readonly GrantId?: string;
  readonly Name?: string;
  readonly CreationDate?: string;
  readonly GranteePrincipal?: string;
  readonly GranteeServicePrincipal?: string;
  readonly RetiringPrincipal?: string;
  readonly RetiringServicePrincipal?: string;
  readonly IssuingAccount?: string;
  readonly Operations: readonly string[];
  readonly Constraints?: Readonly<Record<string, unknown>>;
}
