/**
 * The words of one code, from the file that has them: a run that meets a problem of the key reads no words about manifests.
 * The whole of them is catalogue.ts.
 */
import type { Code } from "./catalogue.js";
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

type Words = Readonly<Record<string, unknown>>;

/** Where the codes of a folder are, the likeliest file first. Each import is evaluated when its function is called. */
const files: Readonly<Record<string, readonly (() => Words)[]>> = {
  access: [() => grantsUseWords],
  aws: [() => awsWords, () => awsNeighbourWords],
  backup: [() => backupWords],
  bucket: [() => neighbourWords],
  bug: [() => reportWords, () => usageWords],
  creator: [() => creatorWords],
  deletion: [() => beforeDeletionWords],
  environment: [() => environmentWords, () => usageWords, () => reportWords],
  grants: [() => grantsUseWords],
  iac: [() => iacWords, () => iacFileWords],
  key: [() => keyWords, () => keyPlaceWords],
  lint: [() => lintWords],
  lockout: [() => lockoutWords],
  logs: [() => logsWords, () => nearMissWords, () => overGrantWords, () => neighbourWords],
  manifest: [() => manifestWords, () => manifestMemberWords, () => waiverWords],
  plan: [() => planWords, () => planFileWords, () => planManyWords],
  policy: [() => policyWords],
  readiness: [() => readinessWords, () => adviceWords],
  report: [() => reportWords, () => usageWords],
  role: [() => executionRoleWords, () => roleNearMissWords],
  sandbox: [() => usageWords, () => reportWords],
  settings: [() => usageWords, () => reportWords],
  target: [() => targetWords],
  usage: [() => usageWords, () => reportWords],
  waiver: [() => waiverWords],
};

/** @returns the words of a code; undefined for a text that is none */
export function findWords(code: string): Entry<unknown> | undefined {
  const folder = code.slice(0, code.indexOf("/"));
  if (!Object.hasOwn(files, folder)) return undefined;
  for (const words of files[folder] ?? []) {
    const found = words();
    if (Object.hasOwn(found, code)) return found[code] as Entry<unknown>;
  }
  return undefined;
}

/** @returns whether a text is a code of the catalogue */
export function isCode(text: string): text is Code {
  return findWords(text) !== undefined;
}

/** @returns the words of a code of the catalogue */
export function wordsOf(code: Code): Entry<unknown> {
  const found = findWords(code);
  if (found === undefined) throw new Error(`${code} has no words`);
  return found;
}
