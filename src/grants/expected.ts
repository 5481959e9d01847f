/** The four grants that MWAA creates on a key for one environment, as AWS's page names them and as KMS can hold them. */
import type { Partition } from "../key/arn.js";

/** One grant that MWAA will create. */
export interface ExpectedGrant {
  readonly Name: string;
  /** What MWAA needs it for, after the headings of AWS's page. */
  readonly purpose: string;
  readonly GranteePrincipal: string;
  readonly RetiringPrincipal: string;
  /** IAM action patterns, as AWS's page prints them. */
  readonly documentedOperations: readonly string[];
  /** The grant operations of the KMS API that a live grant must contain at least. */
  readonly Operations: readonly string[];
  /** Grant operations that a live grant can contain besides: nothing public shows whether MWAA asks for them. */
  readonly optionalOperations: readonly string[];
  /** Who can retire it, and when MWAA does. */
  readonly retired?: string;
}

const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];
const dataKeyPairs = ["GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"];

/** Source: the MWAA page below, and https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html */
const retired = "MWAA retires it when the environment is deleted.";

/** AWS's page prints the third name with a leading space, which KMS's pattern for names cannot hold; it is left out. */
const documented = [
  {
    stem: "mwaa-grant-for-env-mgmt-role",
    purpose: "creates the queue, database, secrets and tables, and grants to their services",
    operations: [...use, "kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
    optional: [],
    retired,
  },
  {
    stem: "mwaa-grant-for-lambda-exec",
    purpose: "used by Lambda functions of the controller (ControllerLambdaExecutionRole)",
    operations: [...use, "kms:DescribeKey", "kms:RetireGrant"],
    optional: [],
    retired,
  },
  {
    stem: "mwaa-grant-for-cfn-mgmt",
    purpose: "used by Lambda functions that manage the stacks (CfnManagementLambdaExecutionRole)",
    operations: [...use, "kms:DescribeKey"],
    // The page lists no RetireGrant here; MWAA can retire the grant as its retiring principal all the same.
    optional: ["RetireGrant"],
    retired: `${retired} The page lists no RetireGrant for it: MWAA can retire it as its retiring principal.`,
  },
  {
    stem: "mwaa-fargate-access-for",
    purpose: "used by the Fargate execution role, for the environment's secrets",
    operations: [...use, "kms:DescribeKey", "kms:RetireGrant"],
    optional: [],
    retired,
  },
] as const;

/** What the names of the four begin with; `-` and the environment's name follow. */
export const grantStems: readonly string[] = documented.map(({ stem }) => stem);

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
    retired: grant.retired,
  }));
}

/** A service principal with the partition's DNS suffix and with AWS's common one: both are accepted. */
export function partitionSuffixes(principal: string, partition: Partition): readonly string[] {
  return [principal, principal.replace(`.${partition.dnsSuffix}`, ".amazonaws.com")];
}

/** What AWS's page says of the key's grants beside the four, and why grants are used at all. */
export interface GrantFacts {
  readonly additional: readonly string[];
  readonly why: string;
  readonly pages: readonly string[];
}

export const grantFacts: GrantFacts = {
  additional: [
    "MWAA also adds what it needs to retire a grant when the environment is deleted, to use the key for client-side encryption, and for the Fargate execution role to read secrets. AWS does not document whether these are grants of their own.",
    "Amazon RDS adds at least 2 grants of its own: for the database cluster and for the instance. Other services that MWAA uses can add grants too.",
  ],
  why: "MWAA gets its access from these grants, not from the key policy: it creates them with the permission of the caller who creates the environment (kms:CreateGrant and kms:DescribeKey), and retires them with the environment. The key policy statement is for CloudWatch Logs only.",
  pages: [
    "https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html",
    "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
  ],
};

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

/** The environment that the four grants are for, as far as it is known. */
export interface GrantPlace {
  readonly partition: Partition;
  readonly region: string;
  readonly environment: string;
  /** The environment's account. */
  readonly account?: string | undefined;
  readonly keyArn?: string | undefined;
  /** The environments that exist in this account and Region. Absent: not known. */
  readonly existing?: readonly string[] | undefined;
}
