/** Reports made by hand, in which every text that AWS or a user could have sent is `evil` or long. */

import type { Finding } from "../../src/checks/check.js";
import { compareGrants } from "../../src/grants/compare.js";
import { expectedGrants } from "../../src/grants/expected.js";
import { partitionById } from "../../src/key/arn.js";
import { parseTarget } from "../../src/key/target.js";
import type { Plan } from "../../src/plan/plan.js";
import type { Change } from "../../src/policy/diff/difference.js";
import { codes } from "../../src/problems/catalogue.js";
import { type Problem, problem } from "../../src/problems/problem.js";
import { composeReport } from "../../src/report/compose.js";
import type { Body, Report, ReportParts } from "../../src/report/report.js";
import { findingWith } from "../checks/findings.js";

export const arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const aws = partitionById("aws");
const environment = "my-quite-long-airflow-environment";
const grants = expectedGrants(environment, aws, "us-east-1");

export const trouble: Problem = problem("readiness/disabled", { key: arn });

export function report(parts: Partial<ReportParts>, sandbox = false): Report {
  return composeReport({ command: "check", verdict: "ready", ...parts }, { tool: "mwaa-kms 0.1.0", sandbox });
}

/** A head, findings of all outcomes, and a plan with changes of all kinds, every text of AWS's being `text`. */
export function fullReport(text: string): Report {
  const target = parseTarget({ key: arn, environment, account: "111122223333" });
  const statement = {
    pointer: "/Statement/0",
    sid: text,
    value: { Sid: text, Effect: "Allow", [text]: text },
  };
  const changes: readonly Change[] = [
    { action: "keep", statement },
    { action: "add", statement },
    { action: "remove", statement },
    {
      action: "replace",
      before: statement,
      after: statement,
      members: [{ member: text, added: [text], removed: [text] }],
    },
  ];
  const warning: Problem = { ...trouble, severity: "warning", what: text, at: text };
  const edit: Problem = {
    ...trouble,
    fix: [
      { do: "edit", pointer: text, json: { [text]: text } },
      { do: "ask", who: text, sentence: text },
    ],
  };
  const plan: Plan = {
    schema: "mwaa-kms/plan/1",
    reason: "prepare",
    key: arn,
    base: text,
    next: text,
    changes,
    widens: "yes",
    gains: [{ who: text, actions: [text], when: [{ key: text, values: [text] }] }],
    empty: false,
    warnings: [warning, edit],
  };
  const outcomes = ["pass", "fail", "warn", "unknown"] as const;
  const findings: readonly Finding[] = outcomes.map((outcome) =>
    findingWith(outcome, {
      title: "The key policy lets CloudWatch Logs use the key",
      evidence: text,
      problems: outcome === "pass" ? [] : [{ ...trouble, what: `${outcome} ${text}` }],
    }),
  );
  return report({
    ...(target.ok ? { target: target.value } : {}),
    caller: text,
    key: { arn: text, account: text, description: text, state: text },
    findings,
    verdict: "not-ready",
    problems: [edit, warning],
    body: {
      kind: "plan",
      plan,
      grants,
      applied: { outcome: "not-written", backup: text, problems: [warning] },
      backupFolder: text,
    },
    next: [
      "# Then say what the environment is to be called, and create it with this very key:",
      `aws mwaa create-environment --region us-east-1 --kms-key ${arn}`,
    ],
  });
}

/** The other bodies, with texts of AWS's in them where they have any. */
export function bodies(text: string): readonly Body[] {
  const live = grants.slice(1).map((grant, index) => ({
    ...grant,
    CreationDate: text,
    GranteePrincipal: index === 0 ? text : grant.GranteePrincipal,
  }));
  return [
    {
      kind: "grants",
      expected: grants,
      live: compareGrants(grants, live, { partition: aws, region: "us-east-1", environment }),
    },
    { kind: "statement", language: "json", text: `{\n  "Sid": "${text}"\n}` },
    { kind: "sandbox", lines: [text] },
    {
      kind: "identifier",
      identifier: { form: "arn", given: arn, keyId: text, partition: "aws", region: text, account: text },
    },
    {
      kind: "explanation",
      entries: [
        {
          code: codes[0] ?? "",
          severity: "error",
          title: text,
          example: text,
          why: text,
          fix: trouble.fix,
          docs: trouble.docs,
        },
      ],
    },
  ];
}
