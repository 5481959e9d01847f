/** The one table of all problems: every code with its words. `explain` and docs/problems.md are made from it. */
import type { Entry } from "./entry.js";
import { awsWords } from "./words/aws.js";
import { awsNeighbourWords } from "./words/aws-neighbours.js";
import { backupWords } from "./words/backup.js";
import { creatorWords } from "./words/creator.js";
import { environmentWords } from "./words/environment.js";
import { executionRoleWords } from "./words/execution-role.js";
import { grantsUseWords } from "./words/grants-use.js";
import { iacWords } from "./words/iac.js";
import { iacFileWords } from "./words/iac-files.js";
import { keyWords } from "./words/key.js";
import { keyPlaceWords } from "./words/key-place.js";
import { lintWords } from "./words/lint.js";
import { lockoutWords } from "./words/lockout.js";
import { logsWords } from "./words/logs.js";
import { manifestWords } from "./words/manifest.js";
import { manifestMemberWords } from "./words/manifest-members.js";
import { nearMissWords } from "./words/near-miss.js";
import { neighbourWords } from "./words/neighbours.js";
import { overGrantWords } from "./words/over-grant.js";
import { planWords } from "./words/plan.js";
import { planFileWords } from "./words/plan-file.js";
import { planManyWords } from "./words/plan-many.js";
import { policyWords } from "./words/policy.js";
import { readinessWords } from "./words/readiness.js";
import { adviceWords } from "./words/readiness-advice.js";
import { reportWords } from "./words/report.js";
import { roleNearMissWords } from "./words/role-near-miss.js";
import { targetWords } from "./words/target.js";
import { usageWords } from "./words/usage.js";
import { waiverWords } from "./words/waiver.js";

/** Every problem this tool can name. A code is `folder/slug`, is never reused, and keeps its meaning. */
export const catalogue = {
  ...awsWords,
  ...awsNeighbourWords,
  ...backupWords,
  ...creatorWords,
  ...environmentWords,
  ...executionRoleWords,
  ...grantsUseWords,
  ...iacWords,
  ...iacFileWords,
  ...keyWords,
  ...keyPlaceWords,
  ...lintWords,
  ...lockoutWords,
  ...logsWords,
  ...manifestWords,
  ...manifestMemberWords,
  ...nearMissWords,
  ...neighbourWords,
  ...overGrantWords,
  ...planFileWords,
  ...planWords,
  ...planManyWords,
  ...policyWords,
  ...readinessWords,
  ...adviceWords,
  ...reportWords,
  ...roleNearMissWords,
  ...targetWords,
  ...usageWords,
  ...waiverWords,
} as const;

export type Code = keyof typeof catalogue;

/** The facts that a code's sentences need. */
export type FactsOf<C extends Code> = (typeof catalogue)[C] extends Entry<infer F> ? F : never;

/** All codes, in the table's order. */
export const codes = Object.keys(catalogue) as readonly Code[];

/** @returns whether a text is a code of the catalogue */
export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text);
}
