/** Whether the execution role may use this key. Permissions boundaries and the organization's policies are not seen. */
import { partitionById } from "../../key/partition.js";
import { type RolePolicyRead, type RoleQuestion, readRolePolicy } from "../../policy/role-access.js";
import { findRoleNearMisses } from "../../policy/role-near-miss.js";
import { pages } from "../../problem/pages.js";
import { type Check, defineCheck, type Judgement, untold } from "../check.js";
import { keyAccount, keyArn, type Snapshot } from "../snapshot.js";
import { policyCodes } from "./reports.js";
import { type RoleAnswer, roleAnswers } from "./role-answers.js";
import { deniedProblems, doubtProblems, lackingProblem, shutOutProblem } from "./role-problems.js";

export const executionRole: Check = defineCheck({
  id: "execution-role",
  title: "The execution role may use the key",
  asks: "The environment's queue, and a bucket under the key, are used with the execution role's permissions. Its policies and the key policy are read; a permissions boundary and the organization's policies are not.",
  page: pages.mwaaExecutionRole,
  needs: ["executionRole"],
  about: ["policy"],
  reports: [
    ...(["role/missing", "role/missing-s3", "role/denied", "role/unknown", "role/unread"] as const),
    ...(["role/key-policy", "role/not-resource", "role/other-key", "role/alias"] as const),
    ...(["role/via-service", "role/key-policy-unknown"] as const),
    ...policyCodes,
  ],
  judge: ({ executionRole: role }, snapshot) => {
    const key = keyArn(snapshot);
    const owner = keyAccount(snapshot);
    if (key === undefined) return untold(...(owner.known ? [] : [owner.problem]));
    const { partition, region } = snapshot.target;
    const suffixes = [...new Set([partitionById(partition).dnsSuffix, "amazonaws.com"])];
    const question = { roleArn: role.arn, keyArn: key, region, suffixes };
    const policies = role.policies.map(({ name, document }) => readRolePolicy(name, document));
    return judgementOf(policies, question, snapshot);
  },
});

/** A certain no first; then what is open; that only S3's part is missing is a warning. */
function judgementOf(
  policies: readonly RolePolicyRead[],
  question: RoleQuestion,
  snapshot: Snapshot,
): Judgement {
  const answers = roleAnswers(policies, question, snapshot);
  const ofAnswer = (answer: RoleAnswer["answer"]) => answers.filter((each) => each.answer === answer);
  const open = ofAnswer("unknown");
  // Where the key policy may let the role in by itself, what its own policies lack is still worth saying.
  const lacking = lackingProblem(
    [...ofAnswer("missing"), ...open.filter(({ own }) => own === "missing")],
    question,
  );
  const certain = [
    ...deniedProblems(ofAnswer("denied"), question),
    ...shutOutProblem(ofAnswer("shut-out"), question),
  ];
  const problems = [
    ...certain,
    ...(lacking === undefined ? [] : [lacking]),
    ...(lacking?.code === "role/missing" ? findRoleNearMisses(policies, question) : []),
    ...doubtProblems(open, policies, question, snapshot),
  ];
  const count = policies.length === 1 ? "1 policy" : `${policies.length} policies`;
  const evidence = `${ofAnswer("allowed").length} of ${answers.length} operations allowed (${count} of the role)`;
  const isMissing = ofAnswer("missing").some(({ service }) => service === "sqs");
  if (certain.length > 0 || isMissing) return { outcome: "fail", evidence, problems };
  if (open.length > 0) return { outcome: "unknown", evidence, problems };
  return { outcome: lacking === undefined ? "pass" : "warn", evidence, problems };
}
