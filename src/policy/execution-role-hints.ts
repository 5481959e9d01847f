/** Finds the statements of a role that were meant to allow it the key and miss it: by the key, or by the service. */
import { type Problem, problem } from "../problems/problem.js";
import { step } from "./document/pointer.js";
import type { Statement } from "./document/statement.js";
import { describeStatement, listSome } from "./document/title.js";
import { coversAction } from "./evaluate/actions.js";
import { readOperator } from "./evaluate/operators.js";
import { lower } from "./evaluate/wildcard.js";
import {
  isForKey,
  meetsService,
  type RolePolicyRead,
  type RoleRequest,
  roleOperations,
  roleServices,
  serviceName,
} from "./execution-role.js";

/** @returns a problem for each statement that allows some of the operations, but not on this key or not through the services */
export function findRoleNearMisses(
  policies: readonly RolePolicyRead[],
  request: RoleRequest,
): readonly Problem[] {
  return policies.flatMap(({ name, policy }) =>
    (policy?.statements ?? [])
      .filter(({ effect }) => effect === "Allow")
      .filter((statement) => roleOperations.some((each) => coversAction(statement, each) === "yes"))
      .flatMap((statement) => missOf(statement, name, request)),
  );
}

function missOf(statement: Statement, policy: string, request: RoleRequest): readonly Problem[] {
  const title = `${describeStatement(statement)} of the policy ${JSON.stringify(policy)}`;
  const { resource, pointer } = statement;
  const isThisKey = resource === undefined ? "unknown" : isForKey(statement, request);
  if (resource === undefined || isThisKey === "unknown") return [];
  if (isThisKey === "yes") return viaMisses(statement, policy, title, request);
  const keys = resource.patterns.filter((pattern) => /^arn:[^:]*:kms:/.test(pattern));
  if (keys.length === 0) return [];
  const facts = { statement: title, found: listSome(keys), key: request.key.keyArn ?? "" };
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
  request: RoleRequest,
): readonly Problem[] {
  return statement.conditions
    .filter(({ key }) => lower(key) === "kms:viaservice")
    .filter(({ operator }) => readOperator(operator)?.comparison !== "null")
    .flatMap((condition) => {
      const missed = roleServices.filter((service) => meetsService(condition, service, request) === "no");
      if (missed.length === 0) return [];
      const { operator, key, values } = condition;
      const at = `${statement.pointer}/Condition/${step(operator)}/${step(key)}`;
      const wanted = roleServices.map((service) => serviceName(service, request.key));
      const lacking = listSome(missed.map((service) => serviceName(service, request.key)));
      const facts = { statement: title, found: listSome(values), lacking, wanted, pointer: at };
      return [problem("role/via-service", facts, `${policy} ${at}`)];
    });
}
