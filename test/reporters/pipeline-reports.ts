/** Reports of every kind that a pipeline meets, made by hand, and the same with a text of somebody's everywhere in them. */

import type { Finding } from "../../src/checks/check.js";
import { applyStrictness } from "../../src/checks/run-checks.js";
import { compareGrants } from "../../src/grants/compare.js";
import { expectedGrants } from "../../src/grants/expected.js";
import { partitionById } from "../../src/key/arn.js";
import { parseTarget } from "../../src/key/target.js";
import { type Problem, problem } from "../../src/problems/problem.js";
import type { Report, ReportParts } from "../../src/report/report.js";
import { findingWith } from "../checks/findings.js";
import { arn, bodies, fullReport, report, trouble } from "./reports.js";

const aws = partitionById("aws");
const notTold = problem("readiness/not-asked", { fact: "policy" });

/** A finding of an outcome, with its problem. */
export function found(outcome: Finding["outcome"], given: Partial<Finding> = {}): Finding {
  const problems: Readonly<Record<Finding["outcome"], readonly Problem[]>> = {
    pass: [],
    fail: [trouble],
    warn: [{ ...trouble, severity: "warning", what: "The key will be disabled." }],
    unknown: [notTold],
  };
  return findingWith(outcome, { check: `check-${outcome}`, problems: problems[outcome], ...given });
}

export function about(environment: string, parts: Partial<ReportParts>): Report {
  const target = parseTarget({ key: arn, environment });
  return report({ key: { arn }, ...(target.ok ? { target: target.value } : {}), ...parts });
}

const waiver = { by: "waiver", reason: "the platform team mends it", until: "2026-12-31" } as const;
const waived = applyStrictness([found("fail"), found("unknown", { check: "other" })], {
  strict: false,
  allowUnknown: false,
  excuseOf: (check) => (check === "check-fail" ? waiver : undefined),
});

function settled(findings: readonly Finding[], strict: boolean, allowUnknown: boolean) {
  const strictness = { strict, allowUnknown };
  return { strictness, findings: applyStrictness(findings, { ...strictness, excuseOf: () => undefined }) };
}

const ready = about("prod", { findings: [found("pass", { evidence: "KeyState Enabled" })] });
const notReady = about("prod", {
  verdict: "not-ready",
  findings: [found("pass"), found("fail"), found("warn")],
  next: ["# To mend it:", "mwaa-kms prepare KEY"],
});
const advice = found("unknown", { weight: "advice", bearing: "none" });
const grants = expectedGrants("prod", aws, "us-east-1");

/** One report of each kind. */
export const reports = {
  ready,
  notReady,
  unknown: about("prod", { verdict: "could-not-tell", findings: [found("pass"), found("unknown")] }),
  warnings: about("prod", { findings: [found("pass"), found("warn"), advice] }),
  strict: about("prod", { verdict: "not-ready", ...settled([found("warn")], true, false) }),
  waived: about("prod", { verdict: "could-not-tell", findings: waived }),
  allowUnknown: about("prod", settled([found("unknown")], false, true)),
  wouldChange: about("prod", { command: "diff", verdict: "would-change", findings: [found("pass")] }),
  incomplete: about("prod", {
    command: "grants",
    verdict: "incomplete",
    body: {
      kind: "grants",
      expected: grants,
      live: compareGrants(grants, grants.slice(1), {
        partition: aws,
        region: "us-east-1",
        environment: "prod",
      }),
    },
  }),
  askedWrongly: report({ verdict: "asked-wrongly", problems: [{ ...trouble, at: "mwaa-kms.yaml:7:3" }] }),
  noConnection: report({
    verdict: "could-not-tell",
    problems: [problem("aws/no-credentials", { searched: "environment variables" })],
  }),
  bug: report({ verdict: "bug", problems: [problem("bug/unexpected", { message: "Error: x\n    at y" })] }),
  interrupted: about("prod", { verdict: "interrupted", findings: [found("pass")] }),
  done: report({ command: "statement", verdict: "done" }),
  many: report({
    verdict: "not-ready",
    findings: [found("warn", { check: "waivers", title: "Every waiver is needed and holds" })],
    body: {
      kind: "many",
      manifest: "ci/mwaa-kms.yaml",
      reports: [
        ready,
        { ...notReady, target: about("staging", {}).target ?? fail() },
        about("dev", {
          verdict: "could-not-tell",
          problems: [problem("aws/no-credentials", { searched: "environment variables" })],
        }),
      ],
    },
  }),
} as const satisfies Readonly<Record<string, Report>>;

function fail(): never {
  throw new Error("the target should parse");
}

/** Reports with `text` wherever AWS, a file or a person could have put one, and in our own words besides. */
export function hostile(text: string): readonly Report[] {
  const evil: Problem = {
    ...trouble,
    what: text,
    why: text,
    at: text,
    docs: [text],
    code: text as "key/alias",
  };
  const finding = found("fail", { check: text, title: text, page: text, evidence: text, problems: [evil] });
  const again = (word: string) => [{ ...evil, what: `${text} ${word}` }];
  const excused = {
    ...finding,
    problems: again("excused"),
    bearing: "none",
    excused: { ...waiver, reason: text, until: text },
  } as const;
  const full = fullReport(text);
  const one: Report = {
    ...full,
    findings: [
      finding,
      { ...finding, outcome: "unknown", bearing: "open", problems: again("unknown") },
      { ...finding, outcome: "unknown", bearing: "open", problems: [] },
      excused,
    ],
    problems: again("loose").map((each) => ({ ...each, fix: [{ do: "run", command: text }] })),
    next: [`mwaa-kms ${text}`, `# ${text}`],
    handoff: text,
  };
  const many = report({
    verdict: "not-ready",
    findings: [excused],
    problems: [evil],
    next: [`mwaa-kms ${text}`],
    body: { kind: "many", manifest: text, reports: [one, full] },
  });
  const others = bodies(text).map((body) => report({ verdict: "done", body, problems: [evil] }));
  return [full, one, many, ...others];
}
