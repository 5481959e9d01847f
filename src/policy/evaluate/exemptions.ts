/**
 * Deny statements and AWS services: the shapes that AWS publishes with exemptions for its services, and the exemption that this
 * program recommends. The first three shapes are from AWS's samples of data perimeter policies
 * (https://github.com/aws-samples/data-perimeter-policy-examples), the last from the page on forwarded sessions.
 */
import { pages } from "../../problems/links.js";
import type { Json } from "../document/document.js";
import type { Statement } from "../document/statement.js";
import { readOperator } from "./operators.js";
import { lower } from "./wildcard.js";

/** A published shape: what it is for, and what has to be true for it to leave MWAA alone. */
export interface PublishedShape {
  readonly id: "network" | "organization" | "confused-deputy";
  readonly assumes: string;
  readonly page: string;
}

const shapes: readonly (PublishedShape & { readonly fits: (has: Has) => boolean })[] = [
  {
    id: "network",
    assumes: "MWAA uses its grants as an AWS service, or its roles are outside this Deny",
    page: pages.perimeterSamples,
    fits: (has) => has.service && has.forwarded && has.network,
  },
  {
    id: "organization",
    assumes:
      "the creator and the execution role are in this organization, and MWAA uses its grants as an AWS service",
    page: pages.perimeterSamples,
    fits: (has) => has.service && has.organization,
  },
  {
    id: "confused-deputy",
    assumes:
      "AWS services send no aws:SourceAccount for MWAA's log groups and grants, or one of this organization",
    page: pages.perimeterSamples,
    fits: (has) => has.source,
  },
];

/** What a Deny's conditions have. */
interface Has {
  readonly service: boolean;
  readonly forwarded: boolean;
  readonly network: boolean;
  readonly organization: boolean;
  readonly source: boolean;
}

const networkKeys = new Set([
  ...["aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip", "aws:sourcevpcarn"],
  ...["aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths"],
]);

/** @returns the shape of a Deny that AWS publishes with exemptions for its services; undefined for any other statement */
export function publishedShape(statement: Statement): PublishedShape | undefined {
  if (statement.effect !== "Deny") return undefined;
  const conditions = statement.conditions.flatMap(({ operator: name, key, values }) => {
    const operator = readOperator(name);
    return operator === undefined ? [] : [{ operator, key: lower(key), value: values.map(lower).join() }];
  });
  const bool = (key: string, value: string) =>
    conditions.some(
      (each) => each.operator.comparison === "bool" && each.key === key && each.value === value,
    );
  const excludes = (keys: (key: string) => boolean) =>
    conditions.some((each) => each.operator.negated && keys(each.key));
  const has: Has = {
    service: bool("aws:principalisawsservice", "false"),
    forwarded: bool("aws:viaawsservice", "false"),
    network: excludes((key) => networkKeys.has(key)),
    organization: excludes((key) => key === "aws:principalorgid" || key === "aws:principalorgpaths"),
    source:
      bool("aws:principalisawsservice", "true") &&
      excludes((key) => ["aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceaccount"].includes(key)) &&
      conditions.some(
        ({ operator, key, value }) =>
          operator.comparison === "null" && key === "aws:sourceaccount" && value === "false",
      ),
  };
  return shapes.find(({ fits }) => fits(has));
}

type ConditionMembers = { readonly [member: string]: Json };

/**
 * The condition of a Deny with an exemption for MWAA and CloudWatch Logs: it then binds the accounts' own principals only, and
 * not where a service forwards their session. AWS prints no such statement for keys: it is this program's own.
 *
 * @param condition the statement's Condition as the policy has it
 * @param accounts whose principals the Deny is to bind: the key's and the environment's
 * @returns undefined where the condition already has one of the two keys with other values
 */
export function exemptingCondition(
  condition: Json | undefined,
  accounts: readonly string[],
): Json | undefined {
  const given = isMembers(condition) ? condition : {};
  const [only, ...others] = accounts;
  const forwarded = valuesOf(given, "aws:viaawsservice");
  if (only === undefined || valuesOf(given, "aws:principalaccount").length > 0) return undefined;
  if (forwarded.some(({ operator, value }) => !/^Bool(IfExists)?$/.test(operator) || value !== "false"))
    return undefined;
  const account = others.length === 0 ? only : accounts;
  return {
    ...given,
    ...(forwarded.length > 0
      ? {}
      : { BoolIfExists: { ...members(given["BoolIfExists"]), "aws:ViaAWSService": "false" } }),
    StringEquals: { ...members(given["StringEquals"]), "aws:PrincipalAccount": account },
  } as Json;
}

/** The entries of a condition key, whatever its letter case. */
function valuesOf(
  condition: ConditionMembers,
  key: string,
): readonly { readonly operator: string; readonly value: string }[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(members(keys))
      .filter(([name]) => lower(name) === key)
      .map(([, value]) => ({ operator, value: String(value) })),
  );
}

/** The exemption that AWS's samples use where a Deny forbids nothing but grants. */
export function grantExemption(condition: Json | undefined): Json | undefined {
  const given = isMembers(condition) ? condition : {};
  const bool = members(given["BoolIfExists"]);
  if ("kms:GrantIsForAWSResource" in bool || "aws:PrincipalIsAWSService" in bool) return undefined;
  return {
    ...given,
    BoolIfExists: { ...bool, "kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false" },
  };
}

/** Whether a statement's actions are those on grants alone. */
export function isOnlyGrants({ action }: Statement): boolean {
  if (action === undefined || action.not) return false;
  return action.patterns.every((pattern) =>
    /^kms:(create|revoke|list)[a-z*?]*grants?\*?$/.test(lower(pattern)),
  );
}

function isMembers(value: Json | undefined): value is ConditionMembers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function members(value: Json | undefined): ConditionMembers {
  return isMembers(value) ? value : {};
}
