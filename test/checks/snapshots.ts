/** Snapshots made by hand: of a key that nothing is wrong with, and with whatever a test changes. */

import type { Finding } from "../../src/checks/check.js";
import { checks } from "../../src/checks/index.js";
import { runChecks } from "../../src/checks/run-checks.js";
import {
  type FactName,
  type Facts,
  factNames,
  type Snapshot,
  snapshotOf,
} from "../../src/checks/snapshot.js";
import { expectedGrants } from "../../src/grants/expected.js";
import { partitionById } from "../../src/key/arn.js";
import type { KeyMetadata } from "../../src/key/facts.js";
import { dryRunActions } from "../../src/key/facts.js";
import { parseTarget, type TargetOptions } from "../../src/key/target.js";
import { composeLogsStatement } from "../../src/policy/document/logs-statement.js";
import { problem } from "../../src/problems/problem.js";
import { known, unknown } from "../../src/problems/result.js";

export const region = "us-east-1";
export const account = "111122223333";
export const arn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const aws = partitionById("aws");

export const goodKey: KeyMetadata = {
  KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
  Arn: arn,
  AWSAccountId: account,
  KeyState: "Enabled",
  KeyUsage: "ENCRYPT_DECRYPT",
  KeySpec: "SYMMETRIC_DEFAULT",
  KeyManager: "CUSTOMER",
  Origin: "AWS_KMS",
  MultiRegion: false,
};

export const goodPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "root",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    composeLogsStatement({ scope: "account", partition: aws, region, account }),
  ],
});

/** The statement of AWS's sample for the execution role, with what a test changes of it. */
export function roleStatement(members: Readonly<Record<string, unknown>> = {}): object {
  return {
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:Encrypt"],
    Resource: arn,
    Condition: {
      StringLike: { "kms:ViaService": [`sqs.${region}.amazonaws.com`, `s3.${region}.amazonaws.com`] },
    },
    ...members,
  };
}

/** All services that a role forwards its session to: AWS's sample lacks CloudWatch Logs, which documents that it asks. */
export const viaAll = {
  Condition: {
    StringLike: { "kms:ViaService": ["sqs", "s3", "logs"].map((name) => `${name}.${region}.amazonaws.com`) },
  },
};

/** A policy of the execution role, as IAM tells it. */
export function rolePolicy(...statements: readonly object[]): Facts["executionRole"]["policies"][number] {
  const document = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return { name: "airflow-demo", kind: "inline", document };
}

export const roleArn = `arn:aws:iam::${account}:role/service-role/airflow-demo`;

/** What stands around the good key. */
const neighbours = {
  rotation: { enabled: true, periodInDays: 365 },
  dryRuns: dryRunActions.map((action) => ({ action, answer: "allowed" as const })),
  bucket: { name: "airflow-demo", region, encryption: { algorithm: "aws:kms", kmsKeyId: arn } },
  executionRole: { arn: roleArn, policies: [rolePolicy(roleStatement(viaAll))] },
  logGroups: [{ name: "airflow-demo-Task", kmsKeyId: arn }],
} satisfies Partial<Facts>;

/** What can be changed of the good snapshot. `key: { KeyState: undefined }` takes a member out. */
export interface Changes {
  readonly target?: Partial<TargetOptions>;
  readonly key?: { readonly [Member in keyof KeyMetadata]?: KeyMetadata[Member] | undefined };
  readonly policy?: string;
  readonly callerAccount?: string;
  /** Facts in the place of the good ones. */
  readonly facts?: Partial<Facts>;
  readonly unknown?: readonly FactName[];
  readonly policyFrom?: "file";
}

export function snapshotWith(changes: Changes = {}): Snapshot {
  const target = parseTarget({ key: arn, environment: "demo", ...changes.target });
  if (!target.ok) throw new Error(target.problems.map((each) => each.what).join(" "));
  const caller = changes.callerAccount ?? account;
  const facts = {
    caller: known({ account: caller, arn: `arn:aws:iam::${caller}:user/Alice` }),
    key: known(JSON.parse(JSON.stringify({ ...goodKey, ...changes.key })) as KeyMetadata),
    policy: known(changes.policy ?? goodPolicy),
    tags: known({}),
    grants: known(expectedGrants("demo", aws, region)),
    ...knownEach({ ...neighbours, ...changes.facts }),
  };
  const lost = Object.fromEntries((changes.unknown ?? []).map((name) => [name, refusedFact(name)]));
  const snapshot = { ...snapshotOf("2026-11-01T00:00:00.000Z", target.value, facts), ...lost };
  return changes.policyFrom === undefined ? snapshot : { ...snapshot, policyFrom: changes.policyFrom };
}

function knownEach(facts: Partial<Facts>) {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, known(value)]));
}

/** A fact that AWS would not tell; its problem names it, so that a test can see which one it was. */
function refusedFact(name: FactName) {
  return unknown<never>(problem("readiness/not-asked", { fact: name }));
}

/** What one check found. */
export function finding(id: string, snapshot: Snapshot): Finding {
  const found = runChecks(snapshot, factNames).find((each) => each.check === id);
  const check = checks.find((each) => each.id === id);
  if (found === undefined || check === undefined) throw new Error(`no check ${id}`);
  // What AWS said is no problem of the check's own; all others it must have declared.
  const own = found.problems.map(({ code }) => code).filter((code) => !/^aws\/|not-asked$/.test(code));
  const undeclared = own.filter((code) => !check.reports?.includes(code));
  if (undeclared.length > 0) throw new Error(`${id} does not declare ${undeclared.join(", ")}`);
  return found;
}

/** Outcome, evidence and codes in one line. */
export function told(id: string, changes: Changes): string {
  const { outcome, evidence, problems } = finding(id, snapshotWith(changes));
  return [outcome, evidence ?? "-", ...problems.map((each) => each.code)].join(" | ");
}
