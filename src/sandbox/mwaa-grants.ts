/**
 * The grants that MWAA makes for an environment, and those that other services make through them. Knows no key.
 * MWAA's four are documented; how they look in the shape of 2026, and the grants of other services, are assumptions: no
 * ListGrants of a real MWAA key is public.
 * https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html
 */
import { createHash } from "node:crypto";
import type { StoredGrant } from "./model.js";
import { partitionOf, rootArn } from "./names.js";

/** `principal`: the service stands in GranteePrincipal; `service-principal`: in GranteeServicePrincipal, with a SourceArn. */
export type GrantShape = "principal" | "service-principal";

export interface MwaaEnvironment {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** Of the key, or anything else that tells its grants' ids from those of another key. */
  readonly key: string;
  /** Epoch seconds. */
  readonly made: number;
}

const use = [
  "Encrypt",
  "Decrypt",
  "ReEncryptFrom",
  "ReEncryptTo",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
];

/** The names and operations of the guide, its IAM patterns expanded to what a grant can hold, in its order. */
const four: readonly (readonly [prefix: string, more: readonly string[]])[] = [
  ["mwaa-grant-for-env-mgmt-role-", ["CreateGrant", "DescribeKey", "RetireGrant"]],
  ["mwaa-grant-for-lambda-exec-", ["DescribeKey", "RetireGrant"]],
  ["mwaa-grant-for-cfn-mgmt-", ["DescribeKey"]],
  ["mwaa-fargate-access-for-", ["DescribeKey", "RetireGrant"]],
];

/** Assumption: in China MWAA's own principal ends as elsewhere. */
function airflowPrincipal(region: string): string {
  return `airflow.${region}.amazonaws.com`;
}

export function mwaaGrants(environment: MwaaEnvironment, shape: GrantShape = "principal"): StoredGrant[] {
  const service = airflowPrincipal(environment.region);
  return four.map(([prefix, more]) => {
    const Name = `${prefix}${environment.name}`;
    const { GranteePrincipal: _one, RetiringPrincipal: _two, ...grant } = grantOf(environment, Name, service);
    const Operations = [...use, ...more];
    if (shape === "principal") {
      return { ...grant, Name, GranteePrincipal: service, RetiringPrincipal: service, Operations };
    }
    return {
      ...grant,
      Name,
      GranteeServicePrincipal: service,
      RetiringServicePrincipal: service,
      Operations,
      Constraints: { SourceArn: environmentArn(environment) },
    };
  });
}

export function environmentArn({ name, region, account }: Omit<MwaaEnvironment, "key" | "made">): string {
  return `arn:${partitionOf(region)}:airflow:${region}:${account}:environment/${name}`;
}

/** Aurora's two, made through MWAA's first grant: no names, and bound to the database by their encryption context. */
export function rdsGrants(environment: MwaaEnvironment): StoredGrant[] {
  return ["cluster", "db"].map((kind) => {
    const resource = `${kind}-${environment.name.toUpperCase()}`;
    return child(environment, "rds", resource, { "aws:rds:dbc-id": resource });
  });
}

/** Assumption: the queue, the secrets and the tables have grants of their own too; their contexts are those of the services' pages. */
export function otherGrants(environment: MwaaEnvironment): StoredGrant[] {
  const { name, region, account } = environment;
  const arn = (service: string, resource: string) =>
    `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;
  return [
    child(environment, "sqs", `queue-${name}`, { "aws:sqs:arn": arn("sqs", `airflow-celery-${name}`) }),
    child(environment, "secretsmanager", `secret-${name}`, {
      SecretARN: arn("secretsmanager", `secret:airflow-${name}`),
    }),
    child(environment, "dynamodb", `table-${name}`, {
      "aws:dynamodb:tableName": `airflow-${name}`,
      "aws:dynamodb:subscriberId": account,
    }),
  ];
}

function child(
  environment: MwaaEnvironment,
  service: string,
  resource: string,
  EncryptionContextSubset: Readonly<Record<string, string>>,
): StoredGrant {
  const principal = `${service}.${environment.region}.amazonaws.com`;
  return {
    ...grantOf(environment, resource, principal),
    Operations: [...use, ...(service === "rds" ? ["CreateGrant"] : []), "DescribeKey", "RetireGrant"],
    Constraints: { EncryptionContextSubset },
  };
}

function grantOf({ key, region, account, made }: MwaaEnvironment, id: string, service: string) {
  return {
    GrantId: sha256(`${key}/${id}`),
    CreationDate: made,
    GranteePrincipal: service,
    RetiringPrincipal: service,
    IssuingAccount: rootArn(region, account),
  };
}

/** A fixed text that looks like one of AWS's ids. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
