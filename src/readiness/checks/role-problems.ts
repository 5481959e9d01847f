/** The problems of an execution role's answers, each statement and reason once. It judges nothing. */
import {
  type RolePolicyRead,
  type RoleQuestion,
  type RoleStatement,
  roleServices,
} from "../../policy/role-access.js";
import { fewOf, statementTitle } from "../../policy/title.js";
import { type Problem, problem } from "../../problem/problem.js";
import type { Snapshot } from "../snapshot.js";
import { documentOf } from "./logs-reading.js";
import type { RoleAnswer } from "./role-answers.js";

/** What no statement allows: where it is only S3's part, a warning, for a bucket need not be under the key. */
export function lackingProblem(
  missing: readonly RoleAnswer[],
  { roleArn, keyArn, region, suffixes }: RoleQuestion,
): Problem | undefined {
  if (missing.length === 0) return undefined;
  const named = (service: string) => `${service}.${region}.${suffixes[0] ?? "amazonaws.com"}`;
  const lacking = [...new Set(missing.map(({ service }) => service))];
  const facts = {
    role: roleArn,
    operations: operationsOf(missing),
    through: lacking.map(named).join(" or "),
    key: keyArn,
    services: roleServices.map(named),
  };
  return lacking.includes("sqs") ? problem("role/missing", facts) : problem("role/missing-s3", facts);
}

/** One problem for each statement that denies. */
export function deniedProblems(denied: readonly RoleAnswer[], { keyArn }: RoleQuestion): readonly Problem[] {
  const by = grouped(denied, (answer) => (answer.by === undefined ? [] : [answer.by]));
  return by.map(({ name, at, answers }) =>
    problem("role/denied", { statement: name, operations: operationsOf(answers), key: keyArn }, at),
  );
}

/** The key policy lets in neither the role nor the account's IAM policies. */
export function shutOutProblem(shut: readonly RoleAnswer[], { roleArn }: RoleQuestion): readonly Problem[] {
  if (shut.length === 0) return [];
  const [, partition = "aws", , , account = ""] = roleArn.split(":");
  const statement = {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return [problem("role/key-policy", { role: roleArn, operations: operationsOf(shut), statement })];
}

/** Why answers are open: statements that nobody can judge, policies that could not be read, and the key policy. */
export function doubtProblems(
  open: readonly RoleAnswer[],
  policies: readonly RolePolicyRead[],
  question: RoleQuestion,
  snapshot: Snapshot,
): readonly Problem[] {
  if (open.length === 0) return [];
  const { roleArn: role, keyArn: key } = question;
  const ofIam = open.filter(({ own }) => own === "unknown");
  const unread = ofIam.length === 0 ? [] : policies.filter((policy) => policy.statements === undefined);
  return [
    ...unread.map(({ name }) => problem("role/unread", { policy: name, role }, name)),
    ...grouped(ofIam, (answer) => answer.open).map(({ name, at, answers, statement }) => {
      const conditions = statement.conditions.map(({ operator, key: asked }) => `${operator} ${asked}`);
      const unknown = fewOf(conditions.length === 0 ? ["its Action or Resource"] : conditions);
      const facts = { statement: name, operations: operationsOf(answers), unknown, role, key };
      return problem("role/unknown", facts, at);
    }),
    ...ofKeyPolicy(
      open.filter(({ own }) => own !== "unknown"),
      question,
      snapshot,
    ),
  ];
}

function ofKeyPolicy(
  open: readonly RoleAnswer[],
  { roleArn: role }: RoleQuestion,
  snapshot: Snapshot,
): readonly Problem[] {
  if (open.length === 0) return [];
  if (!snapshot.policy.known) return [snapshot.policy.problem];
  const document = documentOf(snapshot.policy.value, snapshot);
  if (!document.ok) return document.problems;
  return [problem("role/key-policy-unknown", { role, operations: operationsOf(open) })];
}

interface Group {
  readonly name: string;
  readonly at: string;
  readonly statement: RoleStatement["statement"];
  readonly answers: readonly RoleAnswer[];
}

function grouped(
  answers: readonly RoleAnswer[],
  statementsOf: (answer: RoleAnswer) => readonly RoleStatement[],
): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const answer of answers) {
    for (const { policy, statement } of statementsOf(answer)) {
      const at = `${policy} ${statement.pointer}`;
      const name = `${statementTitle(statement)} of the policy ${JSON.stringify(policy)}`;
      groups.set(at, { name, at, statement, answers: [...(groups.get(at)?.answers ?? []), answer] });
    }
  }
  return [...groups.values()];
}

function operationsOf(answers: readonly RoleAnswer[]): string {
  return fewOf(answers.map(({ operation }) => `kms:${operation}`));
}
