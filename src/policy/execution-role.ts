/**
 * Whether MWAA's execution role can use the key: by its own policies, and by the key policy. The services that use the key for
 * the role forward its session. It sees no permissions boundary and no policy of an organization.
 * Source: https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html
 */

import { parsePolicy } from "./document/document.js";
import { type Condition, readStatements, type Statement } from "./document/statement.js";
import { principalsOf } from "./evaluate/candidates.js";
import { conditionEvaluator } from "./evaluate/condition.js";
import { callerContext } from "./evaluate/context/callers.js";
import { type Decision, evaluator, type PolicyStatements } from "./evaluate/evaluate.js";
import { readCaller } from "./evaluate/principal.js";
import { anyGroup, type KeyPlace } from "./evaluate/request.js";
import { keyMatcher } from "./evaluate/resource.js";
import type { Truth } from "./evaluate/truth.js";

/** What AWS's sample allows the role, wildcards expanded. */
export const roleOperations = [
  ...["Decrypt", "DescribeKey", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "Encrypt"],
] as const;

/** The services through which the role uses the key: the queue's, and the bucket's where the bucket has this key. */
export const roleServices = ["sqs", "s3"] as const;

/** CloudWatch Logs asks for it besides (encrypt-log-data-kms.html); whether it does so of MWAA's role is not documented. */
export type RoleService = (typeof roleServices)[number] | "logs";

/** Which role asks for which key, and when. */
export interface RoleRequest {
  readonly roleArn: string;
  readonly key: KeyPlace & { readonly at?: string };
}

/** One permission policy of a role; without `policy` it could not be read. */
export interface RolePolicyRead {
  readonly name: string;
  readonly policy?: PolicyStatements;
}

/** A statement of a policy of the role. */
export interface RoleStatement {
  readonly policy: string;
  readonly statement: Statement;
}

/** `missing`: no statement allows it. `by`: the statement that decides. `open`: the one that can decide, and by what. */
export interface RoleCell {
  readonly operation: string;
  readonly service: RoleService;
  readonly answer: "allowed" | "missing" | "denied" | "unknown";
  readonly by?: RoleStatement;
  readonly open?: RoleStatement & { readonly unknown: readonly string[] };
}

export function readRolePolicy(name: string, text: string): RolePolicyRead {
  const document = parsePolicy(text);
  if (!document.ok) return { name };
  const read = readStatements(document.value);
  if (!read.ok) return { name };
  return { name, policy: { statements: read.value, version: document.value.version, attached: true } };
}

/**
 * Evaluates the role's own policies together.
 *
 * @returns a cell for each operation and service; a policy that could not be read leaves open what it might decide
 */
export function roleAccess(
  policies: readonly RolePolicyRead[],
  request: RoleRequest,
  services: readonly RoleService[] = roleServices,
): readonly RoleCell[] {
  const names = new Map(
    policies.flatMap(({ name, policy }) => (policy?.statements ?? []).map((each) => [each, name] as const)),
  );
  const isWhole = policies.every(({ policy }) => policy !== undefined);
  const readable = policies.flatMap(({ policy }) => policy ?? []);
  const named = (statement: Statement) => ({ policy: names.get(statement) ?? "", statement });
  return services.flatMap((service) => {
    const decide = evaluator(readable, requestOf(request, service));
    return roleOperations.map((operation): RoleCell => {
      const { answer, by, doubt } = decide(operation);
      const cell = { operation, service };
      if (answer === "denied" && by !== undefined) return { ...cell, answer, by: named(by) };
      if (doubt !== undefined)
        return { ...cell, answer: "unknown", open: { ...named(doubt.statement), unknown: doubt.unknown } };
      if (!isWhole) return { ...cell, answer: "unknown" };
      return by === undefined
        ? { ...cell, answer: "missing" }
        : { ...cell, answer: "allowed", by: named(by) };
    });
  });
}

/** What the key policy says of the role through a service; `withoutDelegation` asks whether it names the role itself. */
export function keyPolicyForRole(
  policy: PolicyStatements,
  request: RoleRequest,
  service: RoleService,
  withoutDelegation = false,
): (operation: string) => Decision {
  const asked = requestOf(request, service);
  return evaluator(policy, withoutDelegation ? { ...asked, withoutDelegation } : asked);
}

function requestOf({ roleArn, key }: RoleRequest, service: RoleService) {
  const who = readCaller(roleArn, roleArn.split(":")[4] ?? "");
  return { caller: who, key, context: callerContext(key, { by: "execution-role", who, service }) };
}

/** What the key policy says of an account's roles, where no role is named. */
export interface AnyRole {
  /** yes: some role can use the key, or its IAM policies decide. no: certainly none can. */
  readonly truth: Truth;
  /** Who can, or comes nearest. */
  readonly name: string;
  readonly decisions: readonly (Decision & { readonly operation: string })[];
}

/**
 * Looks for a role of the account that the key policy lets use the key through a service.
 *
 * @param named the one role that is asked about, by ARN
 */
export function findRole(
  policy: PolicyStatements,
  key: RoleRequest["key"],
  account: string,
  service: RoleService,
  named?: string,
): AnyRole {
  const { all, complete } = principalsOf(policy.statements, account, key.partition.id);
  const roles =
    named === undefined
      ? all.filter(({ who }) => who.kind === "session")
      : [{ who: readCaller(named, account), name: named }];
  let best: AnyRole | undefined;
  for (const { who, name } of roles) {
    const context = callerContext(key, { by: "execution-role", who, service });
    const decide = evaluator(policy, { caller: who, key, context });
    const decisions = roleOperations.map((operation) => ({ operation, ...decide(operation) }));
    const truth = decisions.every(({ answer }) => answer === "allowed")
      ? "yes"
      : decisions.some(({ answer }) => answer === "denied" || answer === "none")
        ? "no"
        : "unknown";
    if (truth === "yes") return { truth, name, decisions };
    if (best === undefined || (best.truth === "no" && truth === "unknown")) best = { truth, name, decisions };
  }
  const found = best ?? { truth: "unknown", name: "", decisions: [] };
  return found.truth === "no" && !complete && named === undefined ? { ...found, truth: "unknown" } : found;
}

/** The name of a service in kms:ViaService; in China AWS's pages print either suffix. */
export function serviceName(service: RoleService, { region, partition }: KeyPlace): string {
  return `${service}.${region}.${partition.dnsSuffix}`;
}

/** Whether a condition holds for the role's requests through a service. */
export function meetsService(condition: Condition, service: RoleService, request: RoleRequest): Truth {
  const { context } = requestOf(request, service);
  const statement: Statement = { index: 0, pointer: "", effect: "Allow", conditions: [condition] };
  return conditionEvaluator(statement, "2012-10-17", context)("Decrypt", anyGroup).truth;
}

/** Whether a statement of the role's policies is for the key. */
export function isForKey(statement: Statement, { key, roleArn }: RoleRequest): Truth {
  const { context } = requestOf({ key, roleArn }, "sqs");
  return keyMatcher(statement, "2012-10-17", key, context)("Decrypt", anyGroup);
}
