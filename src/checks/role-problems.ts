/** The problems of an execution role's answers, each statement and reason once. It judges nothing. */

import { ownerStatements } from "../policy/access-statements.js";
import type { Statement } from "../policy/document/statement.js";
import { countedOf, describeStatement, listSome } from "../policy/document/title.js";
import {
  type RolePolicyRead,
  type RoleRequest,
  type RoleStatement,
  roleOperations,
  roleServices,
  serviceName,
} from "../policy/execution-role.js";
import { defaultStatement } from "../policy/lockout.js";
import type { DenyFacts } from "../problems/messages/creator.js";
import { lower } from "../problems/phrases.js";
import { type Problem, problem } from "../problems/problem.js";
import { denyFacts } from "./deny-facts.js";
import { readingOf } from "./read-policy.js";
import type { RoleAnswer } from "./role-answers.js";
import { keyAccount, type Snapshot } from "./snapshot.js";

/** What no statement allows: where it is only S3's part, a warning, for a bucket need not be under the key. */
export function lackingProblem(
  missing: readonly RoleAnswer[],
  { roleArn, key }: RoleRequest,
): Problem | undefined {
  if (missing.length === 0) return undefined;
  const named = (service: RoleAnswer["service"]) => serviceName(service, key);
  const lacking = [...new Set(missing.map(({ service }) => service))];
  const operations = new Set(missing.map(({ operation }) => operation));
  const facts = {
    role: roleArn,
    isNone: missing.length === roleOperations.length * roleServices.length,
    count: operations.size,
    operations: operationsOf(missing),
    through: lacking.map(named).join(" or "),
    key: key.keyArn ?? "",
    services: [...roleServices, "logs" as const].map(named),
  };
  return lacking.includes("sqs") ? problem("role/missing", facts) : problem("role/missing-s3", facts);
}

/** One problem for each statement that denies. */
export function deniedProblems(denied: readonly RoleAnswer[], { key }: RoleRequest): readonly Problem[] {
  const by = grouped(denied, (answer) => (answer.by === undefined ? [] : [answer.by]));
  return by.map(({ name, at, answers }) =>
    problem("role/denied", { statement: name, operations: operationsOf(answers), key: key.keyArn ?? "" }, at),
  );
}

/** The key policy has a Deny for the role, or lets in neither the role nor the account's IAM policies. */
export function shutOutProblems(
  shut: readonly RoleAnswer[],
  { roleArn: role }: RoleRequest,
  snapshot: Snapshot,
): readonly Problem[] {
  const missing = shut.filter(({ keyDeny }) => keyDeny === undefined);
  const denies = new Set(shut.flatMap(({ keyDeny }) => keyDeny ?? []));
  const [, partition = "aws", , , account = ""] = role.split(":");
  const owner = keyAccount(snapshot);
  const statement =
    owner.known && owner.value !== account
      ? (ownerStatements(partition, account)[0] ?? {})
      : defaultStatement(partition, account);
  return [
    ...[...denies].map((deny) => {
      const calls = operationsOf(shut.filter(({ keyDeny }) => keyDeny === deny));
      return problem("role/key-policy-denied", { ...denyFactsOf(deny, calls, snapshot), role }, deny.pointer);
    }),
    ...(missing.length === 0
      ? []
      : [problem("role/key-policy", { role, operations: operationsOf(missing), statement })]),
  ];
}

/** Why answers are open: statements that cannot be evaluated, policies that could not be read, and the key policy. */
export function doubtProblems(
  open: readonly RoleAnswer[],
  policies: readonly RolePolicyRead[],
  { roleArn: role, key }: RoleRequest,
  snapshot: Snapshot,
): readonly Problem[] {
  if (open.length === 0) return [];
  const ofIam = open.filter(({ own }) => own === "unknown");
  const unread = ofIam.length === 0 ? [] : policies.filter(({ policy }) => policy === undefined);
  return [
    ...unread.map(({ name }) => problem("role/unread", { policy: name, role }, name)),
    ...grouped(ofIam, (answer) => (answer.open === undefined ? [] : [answer.open])).map(
      ({ name, at, answers }) => {
        const unknown = listSome(answers.flatMap((answer) => answer.open?.unknown ?? []));
        const facts = {
          statement: name,
          operations: operationsOf(answers),
          unknown,
          role,
          key: key.keyArn ?? "",
        };
        return problem("role/unknown", facts, at);
      },
    ),
    ...ofKeyPolicy(
      open.filter(({ own }) => own !== "unknown"),
      role,
      snapshot,
    ),
  ];
}

function ofKeyPolicy(open: readonly RoleAnswer[], role: string, snapshot: Snapshot): readonly Problem[] {
  if (open.length === 0) return [];
  if (!snapshot.policy.known) return [snapshot.policy.problem];
  const reading = readingOf(snapshot.policy.value, snapshot);
  if (!reading.ok) return reading.problems;
  const statements = new Set(open.flatMap(({ keyDoubt }) => keyDoubt?.statement ?? []));
  return [...statements].map((statement) => {
    const own = open.filter(({ keyDoubt }) => keyDoubt?.statement === statement);
    const facts = {
      role,
      operations: operationsOf(own),
      statement: lower(describeStatement(statement)),
      unknown: listSome(own.flatMap(({ keyDoubt }) => keyDoubt?.unknown ?? [])),
    };
    return problem("role/key-policy-unknown", facts, statement.pointer);
  });
}

function denyFactsOf(deny: Statement, calls: string, snapshot: Snapshot): DenyFacts {
  const reading = snapshot.policy.known ? readingOf(snapshot.policy.value, snapshot) : undefined;
  if (reading?.ok !== true)
    return { statement: describeStatement(deny), calls, account: "", pointer: deny.pointer };
  return denyFacts(deny, reading.value.document, snapshot, calls);
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
      const name = `${describeStatement(statement)} of the policy ${JSON.stringify(policy)}`;
      groups.set(at, { name, at, statement, answers: [...(groups.get(at)?.answers ?? []), answer] });
    }
  }
  return [...groups.values()];
}

function operationsOf(answers: readonly RoleAnswer[]): string {
  return countedOf(
    answers.map(({ operation }) => `kms:${operation}`),
    "operation",
  );
}
