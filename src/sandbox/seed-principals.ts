/** Who may call a new sandbox: the sessions of five roles. Knows no key. */
import type { Home, JsonObject, StoredPrincipal } from "./model.js";
import { partitionOf } from "./names.js";

const policyOf = (...Action: string[]): JsonObject => ({
  Version: "2012-10-17",
  Statement: Action.length === 0 ? [] : [{ Effect: "Allow", Action, Resource: "*" }],
});
const everything = policyOf(
  "kms:*",
  "logs:*",
  "s3:*",
  "iam:*",
  "airflow:*",
  "sts:AssumeRole",
  "sts:TagSession",
);
const reading = policyOf("kms:DescribeKey", "kms:GetKeyPolicy", "kms:ListGrants");
const auditing = policyOf("kms:DescribeKey", "kms:GetKeyPolicy");

/**
 * The principals: each is the session of a role, under keys that never end.
 * Assumption of convenience: real sessions have a token; these have none, so that two environment variables suffice.
 */
export function seedPrincipals(home: Home): Readonly<Record<SeedPrincipal, StoredPrincipal>> {
  const { account, otherAccount } = home;
  const principal = (id: string, owner: string, role: string, identityPolicy: JsonObject) => ({
    accessKeyId: `SANDBOX${id}`,
    secretAccessKey: `sandbox-only-not-an-aws-secret-${id.toLowerCase()}`,
    arn: `arn:${partitionOf(home.region)}:sts::${owner}:assumed-role/${role}/sandbox`,
    userId: `AROASANDBOX${id}:sandbox`,
    identityPolicy,
  });
  return {
    administrator: principal("ADMINISTRATOR", account, "Administrator", everything),
    reader: principal("READERXXXXXXX", account, "Reader", reading),
    auditor: principal("AUDITORXXXXXX", account, "Auditor", auditing),
    nobody: principal("NOBODYXXXXXXX", account, "Nobody", policyOf()),
    "other-administrator": principal("OTHERADMINIST", otherAccount, "Administrator", everything),
  };
}

export type SeedPrincipal = "administrator" | "reader" | "auditor" | "nobody" | "other-administrator";
