/** Reports as `check` makes them, for pages to be looked at: a ready key, one without the statement, one with a Deny, and many. */

import { grantPlaceOf } from "../../src/apply/assess.js";
import { applyStrictness, readinessOf, runChecks, type Strictness } from "../../src/checks/run-checks.js";
import { logsRequest, type Snapshot, snapshotOf } from "../../src/checks/snapshot.js";
import { compareGrants } from "../../src/grants/compare.js";
import { expectedGrants } from "../../src/grants/expected.js";
import { partitionById } from "../../src/key/arn.js";
import { parseTarget } from "../../src/key/target.js";
import { planPrepare } from "../../src/plan/prepare.js";
import { accessMatrix } from "../../src/policy/access-matrix.js";
import { parsePolicy } from "../../src/policy/document/document.js";
import { composeLogsStatement } from "../../src/policy/document/logs-statement.js";
import { problem } from "../../src/problems/problem.js";
import { known, unknown } from "../../src/problems/result.js";
import { composeReport, headOf } from "../../src/report/compose.js";
import type { Report } from "../../src/report/report.js";

const account = "111122223333";
const region = "us-east-1";
const aws = partitionById("aws");
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;

export const root = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};
const use = {
  Sid: "Allow use of the key by the data platform",
  Effect: "Allow",
  Principal: { AWS: [role("DataPlatform"), role("DataScience")] },
  Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
  Resource: "*",
};
const attach = {
  Sid: "Allow attachment of persistent resources",
  Effect: "Allow",
  Principal: { AWS: role("DataPlatform") },
  Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
  Resource: "*",
  Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
};
const logs = composeLogsStatement({ scope: "account", partition: aws, region, account });
const keepOut = {
  Sid: "Keep the logs service out",
  Effect: "Deny",
  Principal: { Service: "logs.us-east-1.amazonaws.com" },
  Action: "kms:*",
  Resource: "*",
};

/** What a scene differs in. */
export interface Scene {
  readonly environment?: string;
  readonly statements?: readonly unknown[];
  /** How many of the four grants are there. */
  readonly grants?: number;
  readonly state?: string;
  readonly unreadable?: boolean;
  readonly sandbox?: boolean;
  /** Checks that are waived. */
  readonly waived?: readonly string[];
}

export function inspected(scene: Scene = {}): Report {
  const snapshot = snapshotOfScene(scene);
  const strictness: Strictness = {
    strict: false,
    allowUnknown: false,
    excuseOf: (check) =>
      scene.waived?.includes(check)
        ? { by: "waiver", reason: "the platform team moves it in January", until: "2027-01-31" }
        : undefined,
  };
  const findings = applyStrictness(runChecks(snapshot, ["caller", "key", "policy", "grants"]), strictness);
  const verdict = readinessOf(findings);
  const plan = planPrepare(snapshot, {});
  const document = parsePolicy(snapshot.policy.known ? snapshot.policy.value : "");
  const access = document.ok ? accessMatrix(document.value, logsRequest(snapshot)) : undefined;
  const expected = expectedGrants(scene.environment ?? "demo", aws, region);
  const key = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  return composeReport(
    {
      command: "check",
      ...headOf(snapshot),
      verdict,
      findings,
      body: {
        kind: "inspection",
        ...(plan.ok ? { plan: plan.value } : {}),
        expected,
        ...(snapshot.grants.known
          ? { live: compareGrants(expected, snapshot.grants.value, grantPlaceOf(snapshot)) }
          : {}),
        ...(access === undefined ? {} : { access }),
      },
      next:
        verdict === "ready"
          ? [
              `aws mwaa create-environment --name demo --region ${region} --kms-key ${key}`,
              "# The key is chosen for good: MWAA cannot change the key of an environment.",
            ]
          : [`mwaa-kms prepare ${key} --environment demo`],
    },
    { tool: "mwaa-kms 0.1.0", sandbox: scene.sandbox ?? false },
  );
}

function snapshotOfScene({ environment = "demo", ...scene }: Scene): Snapshot {
  const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const arn = `arn:aws:kms:${region}:${account}:key/${id}`;
  const target = parseTarget({ key: arn, environment });
  if (!target.ok) throw new Error("no target");
  const made = "2026-01-15T09:00:00.000Z";
  const live = expectedGrants(environment, aws, region).slice(0, scene.grants ?? 0);
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: scene.statements ?? ready });
  return snapshotOf("2026-11-23T12:00:00.000Z", target.value, {
    caller: known({ account, arn: `arn:aws:sts::${account}:assumed-role/Deployer/pipeline` }),
    key: known({
      KeyId: id,
      Arn: arn,
      AWSAccountId: account,
      Description: "Airflow of the data platform",
      CreationDate: made,
      KeyState: scene.state ?? "Enabled",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyManager: "CUSTOMER",
      Origin: "AWS_KMS",
      MultiRegion: false,
    }),
    policy: scene.unreadable ? unknown(problem("readiness/not-asked", { fact: "policy" })) : known(policy),
    grants: known(live.map((grant) => ({ ...grant, CreationDate: made }))),
    tags: known({}),
  });
}

const ready = [root, use, logs];

export const scenes = {
  ready: () => inspected({ grants: 4 }),
  lacksStatement: () => inspected({ statements: [root, use, attach], sandbox: true }),
  denied: () => inspected({ statements: [root, use, logs, keepOut], grants: 3 }),
  waived: () => inspected({ state: "Disabled", waived: ["key-state"] }),
  many: () =>
    many([
      inspected({ environment: "orders", grants: 4 }),
      inspected({ environment: "billing", statements: [root, use, attach] }),
      inspected({ environment: "search", unreadable: true }),
      inspected({ environment: "reports", grants: 4 }),
      inspected({ environment: "staging", state: "PendingDeletion", statements: [root, use, logs, keepOut] }),
    ]),
} as const;

export function many(reports: readonly Report[]): Report {
  const verdict = reports.every((each) => each.verdict === "ready") ? "ready" : "not-ready";
  const body = { kind: "many", manifest: "mwaa-kms.yaml", reports } as const;
  const run = { tool: "mwaa-kms 0.1.0", sandbox: false };
  return { ...composeReport({ command: "check", verdict, body }, run), counts: sumOf(reports) };
}

function sumOf(reports: readonly Report[]) {
  const counts = { pass: 0, warn: 0, fail: 0, unknown: 0 };
  for (const { outcome } of reports.flatMap((report) => report.findings)) counts[outcome]++;
  return counts;
}
