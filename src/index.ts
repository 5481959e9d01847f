/**
 * The pure part for other programs: no call, no clock, no process, no file.
 *
 * ```js
 * import { validate, statement, grants, evaluate, checkTemplates } from "mwaa-kms";
 * ```
 */

import type { Scope } from "./choices.js";
import { type ExpectedGrant, expectedGrants } from "./grants/expected.js";
import {
  checkTemplateTexts,
  type TemplatesVerdict,
  type TemplateText,
} from "./infrastructure/templates-checked.js";
import { partitionById } from "./key/arn.js";
import { type KeyIdentifier, parseKeyIdentifier } from "./key/identifier.js";
import { parseAccount, parseEnvironmentName, parseRegion } from "./key/target.js";
import { parsePolicy } from "./policy/document/document.js";
import { composeLogsStatement, type LogsStatement } from "./policy/document/logs-statement.js";
import { type AccessVerdict, assessLogsAccess } from "./policy/logs-access.js";
import { problem } from "./problems/problem.js";
import { fail, ok, type Result } from "./problems/result.js";

export type { Scope } from "./choices.js";
export type { ExpectedGrant } from "./grants/expected.js";
export type {
  TemplateEnvironment,
  TemplatesVerdict,
  TemplateText,
} from "./infrastructure/templates-checked.js";
export type { PartitionId } from "./key/arn.js";
export type { KeyIdentifier } from "./key/identifier.js";
export type { LogsStatement } from "./policy/document/logs-statement.js";
export type { AccessLevel, AccessVerdict } from "./policy/logs-access.js";
export type { AccessDecision as AccessCell } from "./policy/logs-decisions.js";
export type { Fix, Severity } from "./problems/define.js";
export type { Problem } from "./problems/problem.js";
export type { Result as Parsed } from "./problems/result.js";

/** Which environment is meant. `region` is an AWS Region, `account` twelve digits, `environment` an MWAA name. */
export interface EnvironmentFacts {
  readonly region: string;
  readonly account?: string;
  readonly environment?: string;
}

/**
 * Reads a key identifier as MWAA takes it: a key ID, `key/<key ID>` or a key ARN.
 *
 * @param identifier untrusted text
 * @returns the identifier, or every problem with its mend (codes `key/…`)
 * @see https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html
 */
export function validate(identifier: string): Result<KeyIdentifier> {
  return parseKeyIdentifier(identifier);
}

/**
 * Composes the statement for CloudWatch Logs.
 *
 * @param facts the Region always; the account for the scopes account and environment; the environment for the last
 * @param scope `account` (default), `region` or `environment`
 * @returns the statement as JSON, or codes `target/…`, `environment/…`
 * @see https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html
 */
export function statement(facts: EnvironmentFacts, scope: Scope = "account"): Result<LogsStatement> {
  const read = readFacts(facts);
  if (!read.ok) return read;
  const { account, environment, ...rest } = read.value;
  const place = { partition: partitionById(rest.partition), region: rest.region };
  if (scope === "region") return ok(composeLogsStatement({ scope, ...place }));
  if (account === undefined) return fail(problem("target/no-account", { scope, region: place.region }));
  if (scope === "account") return ok(composeLogsStatement({ scope, ...place, account }));
  if (environment === undefined) return fail(problem("target/scope-environment", {}));
  return ok(composeLogsStatement({ scope, ...place, account, environment }));
}

/**
 * The four grants that MWAA creates on a key for an environment.
 *
 * @param environment an MWAA environment's name, 1 to 80 characters
 * @param region an AWS Region
 * @returns four grants, or codes `environment/name`, `target/region`
 * @see https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html
 */
export function grants(environment: string, region: string): Result<readonly ExpectedGrant[]> {
  const read = readFacts({ region, environment });
  if (!read.ok) return read;
  return ok(expectedGrants(environment, partitionById(read.value.partition), region));
}

/**
 * Judges whether a key policy lets CloudWatch Logs use the key for an environment's log groups.
 *
 * @param policy the policy's text, at most 131,072 characters
 * @param facts the Region always; what is absent is judged for every value that it could have
 * @param keyArn the key's own ARN, for statements that name it; a key ID leaves open which key they mean
 * @returns the level with every cell and problem; a text that is no policy gives codes `policy/…`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function evaluate(policy: string, facts: EnvironmentFacts, keyArn?: string): Result<AccessVerdict> {
  const read = readFacts(facts);
  const document = parsePolicy(policy);
  const key = keyArn === undefined ? undefined : parseKeyIdentifier(keyArn);
  const problems = [read, document, key].flatMap((each) =>
    each === undefined || each.ok ? [] : each.problems,
  );
  if (!read.ok || !document.ok || problems.length > 0) return fail(...problems);
  if (key?.ok && key.value.form === "arn" && key.value.region !== read.value.region) {
    const { given, region } = key.value;
    return fail(problem("key/other-region", { given, keyRegion: region, region: read.value.region }));
  }
  const { partition, ...rest } = read.value;
  const request = {
    partition: partitionById(partition),
    ...rest,
    // A key ID is no ARN: held against one, a Deny that names this very key would seem to mean another.
    ...(key?.ok && key.value.form === "arn" ? { keyArn: key.value.given } : {}),
  };
  return ok(assessLogsAccess(document.value, request));
}

/**
 * Checks the keys of the MWAA environments in CloudFormation templates, as `check --template` does.
 *
 * @param templates the texts; an import is followed to the template that exports it
 * @param at the moment of the check, ISO 8601, UTC
 * @returns the verdict with each environment that has a key of its own; codes `iac/…` for a text that is no template
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-mwaa-environment.html
 */
export function checkTemplates(templates: readonly TemplateText[], at: string): Result<TemplatesVerdict> {
  return checkTemplateTexts(templates, at);
}

function readFacts(facts: EnvironmentFacts) {
  const region = parseRegion(facts.region);
  const account = facts.account === undefined ? undefined : parseAccount(facts.account);
  const environment = facts.environment === undefined ? undefined : parseEnvironmentName(facts.environment);
  const all = [region, account, environment];
  const problems = all.flatMap((each) => (each === undefined || each.ok ? [] : each.problems));
  if (!region.ok || problems.length > 0) return fail<never>(...problems);
  return ok({
    ...region.value,
    ...(account?.ok ? { account: account.value } : {}),
    ...(environment?.ok ? { environment: environment.value } : {}),
  });
}
