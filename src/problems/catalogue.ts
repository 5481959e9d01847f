/** The one table of all problems: every code with its words. `explain` and docs/problems.md are made from it. */
import type { Entry } from "./define.js";
import { lockoutWords, overGrantWords } from "./messages/access.js";
import { adviceWords } from "./messages/advice.js";
import { awsWords } from "./messages/aws.js";
import { awsNeighbourWords } from "./messages/aws-services.js";
import { backupWords } from "./messages/backup.js";
import { beforeDeletionWords } from "./messages/before-deletion.js";
import { neighbourWords } from "./messages/bucket-and-logs.js";
import { reportWords, usageWords } from "./messages/cli.js";
import { creatorWords } from "./messages/creator.js";
import { executionRoleWords } from "./messages/execution-role.js";
import { roleNearMissWords } from "./messages/execution-role-hints.js";
import { grantsUseWords } from "./messages/grants-use.js";
import { iacWords } from "./messages/iac.js";
import { iacFileWords } from "./messages/iac-files.js";
import { keyWords } from "./messages/key.js";
import { keyPlaceWords } from "./messages/key-place.js";
import { readinessWords } from "./messages/key-state.js";
import { lintWords } from "./messages/lint.js";
import { logsWords } from "./messages/logs.js";
import { nearMissWords } from "./messages/logs-hints.js";
import { manifestWords } from "./messages/manifest.js";
import { manifestMemberWords } from "./messages/manifest-fields.js";
import { planWords } from "./messages/plan.js";
import { planFileWords, planManyWords } from "./messages/plan-file.js";
import { policyWords } from "./messages/policy.js";
import { environmentWords, targetWords } from "./messages/target.js";
import { waiverWords } from "./messages/waivers.js";

/** Every problem this tool can name. A code is `folder/slug`, is never reused, and keeps its meaning. */
export const catalogue = {
  ...awsWords,
  ...awsNeighbourWords,
  ...backupWords,
  ...beforeDeletionWords,
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
