/** Finds the statements of a role that were meant to allow it the key and miss it: by the key, or by the service. */
import { type Problem, problem } from "../problem/problem.js";
import { coversAction } from "./operations.js";
import { readOperator } from "./operators.js";
import { step } from "./place.js";
import {
  conditionHolds,
  meansKeyArn,
  type RolePolicyRead,
  type RoleQuestion,
  roleOperations,
  roleServices,
} from "./role-access.js";
import type { Statement } from "./statement.js";
import { fewOf, statementTitle } from "./title.js";

/** @returns a problem for each statement that allows some of the operations, but not on this key or not through the services */
export function findRoleNearMisses(
  policies: readonly RolePolicyRead[],
  question: RoleQuestion,
): readonly Problem[] {
  return policies.flatMap(({ name, statements = [] }) =>
    statements
      .filter(({ effect }) => effect === "Allow")
      .filter((statement) => roleOperations.some((each) => coversAction(statement, each) === "yes"))
      .flatMap((statement) => missOf(statement, name, question)),
  );
}

function missOf(statement: Statement, policy: string, question: RoleQuestion): readonly Problem[] {
  const title = `${statementTitle(statement)} of the policy ${JSON.stringify(policy)}`;
  const { resource, pointer } = statement;
  if (resource === undefined || meansKeyArn(resource, question.keyArn) === "unknown") return [];
  if (meansKeyArn(resource, question.keyArn) === "yes") return viaMisses(statement, policy, title, question);
  const keys = resource.patterns.filter((pattern) => /^arn:[^:]*:kms:/.test(pattern));
  if (keys.length === 0) return [];
  const facts = { statement: title, found: fewOf(keys), key: question.keyArn };
  if (resource.not) {
    const at = `${pointer}/NotResource`;
    return [problem("role/not-resource", { ...facts, pointer: at }, `${policy} ${at}`)];
  }
  const at = `${pointer}/Resource`;
  const isAlias = keys.every((pattern) => pattern.split(":")[5]?.startsWith("alias/"));
  const placed = { ...facts, pointer: at };
  return [
    isAlias
      ? problem("role/alias", placed, `${policy} ${at}`)
      : problem("role/other-key", placed, `${policy} ${at}`),
  ];
}

/** A condition on kms:ViaService that one of the services does not meet. */
function viaMisses(
  statement: Statement,
  policy: string,
  title: string,
  question: RoleQuestion,
): readonly Problem[] {
  return statement.conditions
    .filter(({ key }) => key.toLowerCase() === "kms:viaservice")
    .filter(({ operator }) => readOperator(operator)?.comparison !== "null")
    .flatMap((condition) => {
      const missed = roleServices.filter((service) => conditionHolds(condition, service, question) === "no");
      if (missed.length === 0) return [];
      const { operator, key, values } = condition;
      const at = `${statement.pointer}/Condition/${step(operator)}/${step(key)}`;
      const suffix = question.suffixes[0] ?? "amazonaws.com";
      const wanted = roleServices.map((service) => `${service}.${question.region}.${suffix}`);
      const lacking = fewOf(missed.map((service) => `${service}.${question.region}.${suffix}`));
      const facts = { statement: title, found: fewOf(values), lacking, wanted, pointer: at };
      return [problem("role/via-service", facts, `${policy} ${at}`)];
    });
}
