/**
 * Whether the execution role can use this key: the role that is named, by its policies and the key policy; without a name, whether
 * the key policy lets any role of the account. Permissions boundaries and the organization's policies are not seen.
 */

import { countedOf, describeStatement, listSome } from "../policy/document/title.js";
import { firstLoss } from "../policy/evaluate/time-limits.js";
import {
  type RolePolicyRead,
  type RoleRequest,
  readRolePolicy,
  roleAccess,
  serviceName,
} from "../policy/execution-role.js";
import { findRoleNearMisses } from "../policy/execution-role-hints.js";
import { pages } from "../problems/links.js";
import { lower } from "../problems/phrases.js";
import { type Problem, problem } from "../problems/problem.js";
import { anyRole, assumed } from "./any-role.js";
import { type Check, type CheckResult, defineCheck, unknownResult } from "./check.js";
import { policyCodes, readingOf } from "./read-policy.js";
import { type RoleAnswer, roleAnswers } from "./role-answers.js";
import { deniedProblems, doubtProblems, lackingProblem, shutOutProblems } from "./role-problems.js";
import { keyAccount, keyArn, logsRequest, type Snapshot } from "./snapshot.js";

export const executionRole: Check = defineCheck({
  id: "execution-role",
  title: "The execution role can use the key",
  asks: "MWAA uses the environment's queue, and a bucket under the key, with the execution role's permissions. The check reads the key policy and the policies of the role, but no permissions boundary and no policies of the organization.",
  page: pages.mwaaExecutionRole,
  needs: [],
  about: ["policy"],
  reports: [
    ...(["role/missing", "role/missing-s3", "role/denied", "role/unknown", "role/unread"] as const),
    ...(["role/key-policy", "role/not-resource", "role/other-key", "role/alias"] as const),
    ...(["role/via-service", "role/key-policy-unknown", "role/key-policy-denied"] as const),
    ...(["role/account-missing", "role/account-unknown", "role/assumed", "role/logs-service"] as const),
    ...(["access/ends-soon", "access/ends-later"] as const),
    ...policyCodes,
  ],
  judge: (_facts, snapshot) => {
    const role = snapshot.executionRole;
    if (!role.known)
      return role.problem.code === "readiness/not-asked" ? anyRole(snapshot) : unknownResult(role.problem);
    const owner = keyAccount(snapshot);
    if (keyArn(snapshot) === undefined) return unknownResult(...(owner.known ? [] : [owner.problem]));
    const policies = role.value.policies.map(({ name, document }) => readRolePolicy(name, document));
    return judgementOf(policies, { roleArn: role.value.arn, key: logsRequest(snapshot) }, snapshot);
  },
});

/** A certain no first; then what is open; that only S3's part is missing is a warning. */
function judgementOf(
  policies: readonly RolePolicyRead[],
  request: RoleRequest,
  snapshot: Snapshot,
): CheckResult {
  const answers = roleAnswers(policies, request, snapshot);
  const ofAnswer = (answer: RoleAnswer["answer"]) => answers.filter((each) => each.answer === answer);
  const open = ofAnswer("unknown");
  // Where the key policy may let the role in by itself, what its own policies lack is still worth saying.
  const lacking = lackingProblem(
    [...ofAnswer("missing"), ...open.filter(({ own }) => own === "missing")],
    request,
  );
  const certain = [
    ...deniedProblems(ofAnswer("denied"), request),
    ...shutOutProblems(ofAnswer("shut-out"), request, snapshot),
  ];
  const logs = logsServiceProblem(policies, request, answers);
  const problems = [
    ...certain,
    ...(lacking === undefined ? [] : [lacking]),
    ...(lacking?.code === "role/missing" ? findRoleNearMisses(policies, request) : []),
    ...doubtProblems(open, policies, request, snapshot),
    ...[...new Set(answers.flatMap((each) => each.assumed ?? []))].map(assumed),
    ...logs,
  ];
  const evidence = evidenceOf(answers, ofAnswer("allowed"), policies.length);
  const isMissing = ofAnswer("missing").some(({ service }) => service === "sqs");
  if (certain.length > 0 || isMissing) return { outcome: "fail", evidence, problems };
  if (open.length > 0) return { outcome: "unknown", evidence, problems };
  const loss = lossOf(policies, request, snapshot, ofAnswer("allowed").length);
  if (loss !== undefined) {
    const facts = { use: "the execution role uses the key", date: loss.date };
    const found = loss.isSoon ? problem("access/ends-soon", facts) : problem("access/ends-later", facts);
    return { outcome: loss.isSoon ? "fail" : "warn", evidence, problems: [found, ...problems] };
  }
  return { outcome: problems.length === 0 ? "pass" : "warn", evidence, problems };
}

/** When less is allowed than now, by the role's policies or the key policy. */
function lossOf(policies: readonly RolePolicyRead[], request: RoleRequest, snapshot: Snapshot, now: number) {
  const reading = snapshot.policy.known ? readingOf(snapshot.policy.value, snapshot) : undefined;
  const statements = [
    ...(reading?.ok === true ? reading.value.statements : []),
    ...policies.flatMap(({ policy }) => policy?.statements ?? []),
  ];
  return firstLoss(statements, request.key.at, (at) => {
    const later = roleAnswers(policies, { ...request, key: { ...request.key, at } }, snapshot);
    return later.filter(({ answer }) => answer === "allowed").length >= now;
  });
}

/** How many, and which statements carry them. */
function evidenceOf(
  answers: readonly RoleAnswer[],
  allowed: readonly RoleAnswer[],
  policies: number,
): string {
  const count = policies === 1 ? "1 policy" : `${policies} policies`;
  const carriers = allowed.flatMap(({ by, keyAllow }) => [
    ...(by === undefined ? [] : [`IAM policy ${by.policy}`]),
    ...(keyAllow === undefined ? [] : [`key policy ${lower(describeStatement(keyAllow))}`]),
  ]);
  const by = carriers.length === 0 ? "" : ` by ${listSome(carriers)}`;
  return `${allowed.length} of ${answers.length} operations allowed${by} (${count} of the role)`;
}

/** CloudWatch Logs documents that it asks for it; MWAA's page does not, so that it is a warning. */
function logsServiceProblem(
  policies: readonly RolePolicyRead[],
  request: RoleRequest,
  answers: readonly RoleAnswer[],
): readonly Problem[] {
  if (!answers.some(({ answer }) => answer === "allowed")) return [];
  const missing = roleAccess(policies, request, ["logs"]).filter(
    ({ answer, operation }) => answer === "missing" && operation !== "DescribeKey",
  );
  const isByKeyPolicy = answers.some(({ own, answer }) => own === "missing" && answer === "allowed");
  if (missing.length === 0 || isByKeyPolicy) return [];
  const facts = {
    role: request.roleArn,
    operations: countedOf(
      missing.map(({ operation }) => `kms:${operation}`),
      "operation",
    ),
    through: serviceName("logs", request.key),
    key: request.key.keyArn ?? "",
  };
  return [problem("role/logs-service", facts)];
}
