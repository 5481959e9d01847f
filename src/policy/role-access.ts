/**
 * Whether the policies of MWAA's execution role allow it the key, in three values: what AWS's sample statement allows, through
 * the two services that use the key for the role. It sees no permissions boundary, no organization's policy, no key policy.
 */
import { parseArn } from "../key/arn.js";
import { type Found, holdsWhere } from "./caller-condition.js";
import { lazily } from "./covers.js";
import { parsePolicy } from "./document.js";
import { matchArn, matches, textOf, wildcards } from "./match.js";
import { coversAction } from "./operations.js";
import { type Patterns, readStatements, type Statement } from "./statement.js";
import { every, opposite, some, type Truth, truthOf } from "./truth.js";

/** What AWS's sample allows the role, wildcards expanded. https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html */
export const roleOperations = [
  ...["Decrypt", "DescribeKey", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "Encrypt"],
] as const;

/** The services through which the role uses the key: the queue's, and the bucket's where the bucket has this key. */
export const roleServices = ["sqs", "s3"] as const;

export type RoleService = (typeof roleServices)[number];

/** Which role asks for which key. In China AWS's pages print kms:ViaService with either suffix: both are then given. */
export interface RoleQuestion {
  readonly roleArn: string;
  readonly keyArn: string;
  readonly region: string;
  readonly suffixes: readonly string[];
}

/** One permission policy of a role; without `statements` it could not be read. */
export interface RolePolicyRead {
  readonly name: string;
  readonly statements?: readonly Statement[];
}

/** A statement of a policy of the role. */
export interface RoleStatement {
  readonly policy: string;
  readonly statement: Statement;
}

/** `missing`: no statement allows it. `by`: the statement that denies. `open`: those that may decide, but cannot be judged. */
export interface RoleCell {
  readonly operation: string;
  readonly service: RoleService;
  readonly answer: "allowed" | "missing" | "denied" | "unknown";
  readonly by?: RoleStatement;
  readonly open: readonly RoleStatement[];
}

export function readRolePolicy(name: string, text: string): RolePolicyRead {
  const document = parsePolicy(text);
  const read = document.ok ? readStatements(document.value) : undefined;
  return read?.ok ? { name, statements: read.value } : { name };
}

/**
 * Evaluates the policies: an explicit Deny before all, then any Allow.
 *
 * @returns a cell for each operation and service; a policy that could not be read leaves open what it might decide
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function judgeRoleAccess(
  policies: readonly RolePolicyRead[],
  question: RoleQuestion,
): readonly RoleCell[] {
  const statements = policies.flatMap(({ name, statements: all = [] }) =>
    all.map((statement): RoleStatement => ({ policy: name, statement })),
  );
  const isWhole = policies.every((policy) => policy.statements !== undefined);
  return roleServices.flatMap((service) =>
    roleOperations.map((operation) => judgeCell(statements, isWhole, operation, service, question)),
  );
}

function judgeCell(
  statements: readonly RoleStatement[],
  isWhole: boolean,
  operation: string,
  service: RoleService,
  question: RoleQuestion,
): RoleCell {
  const judged = statements.map((each) => ({
    ...each,
    truth: appliesTo(each.statement, operation, service, question),
  }));
  const ofEffect = (effect: Statement["effect"], truth: Truth) =>
    judged.filter((each) => each.statement.effect === effect && each.truth === truth);
  const [deny] = ofEffect("Deny", "yes");
  if (deny !== undefined) return { operation, service, answer: "denied", by: deny, open: [] };
  const isAllowed = ofEffect("Allow", "yes").length > 0;
  const open = ofEffect(isAllowed ? "Deny" : "Allow", "unknown");
  if (open.length > 0 || !isWhole) return { operation, service, answer: "unknown", open };
  return { operation, service, answer: isAllowed ? "allowed" : "missing", open };
}

function appliesTo(
  statement: Statement,
  operation: string,
  service: RoleService,
  question: RoleQuestion,
): Truth {
  const parts: readonly (() => Truth)[] = [
    () => coversAction(statement, operation),
    () => meansKeyArn(statement.resource, question.keyArn, statement.effect),
    () => every(lazily(statement.conditions, (condition) => conditionHolds(condition, service, question))),
  ];
  return every(lazily(parts, (part) => part()));
}

/** Read as a text and read part by part, as IAM's pages show both: where they differ nobody can know. */
export function meansKeyArn(
  resource: Patterns | undefined,
  keyArn: string,
  effect: Statement["effect"] = "Allow",
): Truth {
  if (resource === undefined) return effect === "Allow" ? "no" : "unknown";
  const named = some(
    resource.patterns.map((pattern) => {
      if (pattern === "*") return "yes";
      if (pattern.includes("${")) return "unknown";
      const shape = wildcards(pattern);
      const asText = truthOf(matches(shape, keyArn));
      return matchArn(shape, textOf(keyArn)) === asText ? asText : "unknown";
    }),
  );
  return resource.not ? opposite(named) : named;
}

/** What the role's request through a service brings along, and what it says where the suffix is not certain. */
export function conditionHolds(
  condition: Statement["conditions"][number],
  service: RoleService,
  question: RoleQuestion,
): Truth {
  const truths = question.suffixes.map((suffix) =>
    holdsWhere(condition, (key) => lookUp(key, `${service}.${question.region}.${suffix}`, question)),
  );
  return truths.every((truth) => truth === truths[0]) ? (truths[0] ?? "unknown") : "unknown";
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
function lookUp(key: string, via: string, { roleArn, keyArn }: RoleQuestion): Found {
  switch (key) {
    case "kms:viaservice":
      return { text: via };
    case "aws:principalarn":
      return { text: roleArn };
    case "aws:principalaccount":
    case "kms:calleraccount":
      return textOrNobodys(parseArn(roleArn)?.account);
    case "aws:resourceaccount":
      return textOrNobodys(parseArn(keyArn)?.account);
    default:
      return undefined;
  }
}

function textOrNobodys(text: string | undefined): Found {
  return text === undefined ? undefined : { text };
}
