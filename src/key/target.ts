/** What a run is about: the key, and the environment it is for. Everything here was said by the user or his settings. */
import type { Acknowledgement, LogGroupKind } from "../choices.js";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { type PartitionId, partitionOfRegion } from "./arn.js";
import { type KeyIdentifier, parseKeyIdentifier } from "./identifier.js";

export const accountId = /^\d{12}$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export const roleArn =
  /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/(?:[\x21-\x7e]{1,511}\/)?[A-Za-z0-9_+=,.@-]{1,64}$/;

/** A user, or a role's session as `sts get-caller-identity` prints it. */
const callerArn =
  /^arn:aws(?:-[a-z]+)*:(?:iam::\d{12}:user\/(?:[\x21-\x7e]{1,511}\/)?|sts::\d{12}:assumed-role\/[A-Za-z0-9_+=,.@-]{1,64}\/)[A-Za-z0-9_+=,.@-]{1,64}$/;

/** The options that name a target, as they were typed. */
export interface TargetOptions {
  readonly key: string;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly environment?: string | undefined;
  readonly logType?: readonly LogGroupKind[] | undefined;
  readonly accept?: readonly Acknowledgement[] | undefined;
  readonly bucket?: string | undefined;
  readonly executionRole?: string | undefined;
  readonly creator?: string | undefined;
}

/** The key, and where the environment is. `account` is the environment's; absent means the caller's. */
export interface Target {
  readonly key: KeyIdentifier;
  readonly partition: PartitionId;
  readonly region: string;
  readonly account?: string;
  readonly environment?: string;
  /** The log types that are enabled, where not all five are. */
  readonly logTypes?: readonly LogGroupKind[];
  /** The environment's bucket, by name. */
  readonly bucket?: string;
  /** The environment's execution role, by ARN. */
  readonly executionRole?: string;
  /** Who creates the environment, by ARN: a role, a role's session or a user of the environment's account. */
  readonly creator?: string;
  readonly accept: readonly Acknowledgement[];
  /** What sets the key's policy, as a file of the user's says: the tool, and the resource. */
  readonly policyOwners?: readonly { readonly tool: string; readonly evidence: string }[];
}

/**
 * Reads a target.
 *
 * @param options as typed; nothing is trusted
 * @param surroundings the Region of the AWS settings, for a key ID without `--region`
 * @returns the target, or every problem of the words that were typed
 */
export function parseTarget(options: TargetOptions, surroundings?: string): Result<Target> {
  const key = parseKeyIdentifier(options.key);
  const account = optional(options.account, parseAccount);
  const environment = optional(options.environment, parseEnvironmentName);
  const place = parsePlace(key.ok ? key.value : undefined, options.region, surroundings);
  const logTypes = parseLogTypes(options);
  const bucket = optional(options.bucket, parseBucketName);
  const role = optional(options.executionRole, parseRoleArn);
  const creator = optional(options.creator, parseCreatorArn);
  const all = [key, account, environment, place, logTypes, bucket, role, creator];
  const problems = all.flatMap((each) => (each.ok ? [] : each.problems));
  if (!key.ok || !account.ok || !environment.ok || !place.ok || !logTypes.ok) return fail(...problems);
  if (!bucket.ok || !role.ok || !creator.ok) return fail(...problems);
  return ok({
    key: key.value,
    ...place.value,
    ...(account.value === undefined ? {} : { account: account.value }),
    ...(environment.value === undefined ? {} : { environment: environment.value }),
    ...(logTypes.value === undefined ? {} : { logTypes: logTypes.value }),
    ...(bucket.value === undefined ? {} : { bucket: bucket.value }),
    ...(role.value === undefined ? {} : { executionRole: role.value }),
    ...(creator.value === undefined ? {} : { creator: creator.value }),
    accept: options.accept ?? [],
  });
}

function parseBucketName(text: string): Result<string> {
  if (bucketName.test(text)) return ok(text);
  return fail(problem("target/bucket", { given: text }, "--bucket"));
}

function parseRoleArn(text: string): Result<string> {
  if (roleArn.test(text)) return ok(text);
  return fail(problem("target/execution-role", { given: text }, "--execution-role"));
}

function parseCreatorArn(text: string): Result<string> {
  if (roleArn.test(text) || callerArn.test(text)) return ok(text);
  return fail(problem("target/creator", { given: text }, "--creator"));
}

/** Reads an account ID: twelve digits. `at` is the option that it came from. */
export function parseAccount(text: string): Result<string> {
  if (accountId.test(text)) return ok(text);
  return fail(problem("target/account", { given: text }, "--account"));
}

/** Reads a Region's name, and finds the partition that it belongs to. */
export function parseRegion(text: string): Result<{ region: string; partition: PartitionId }> {
  const partition = partitionOfRegion(text);
  if (partition === undefined) return fail(problem("target/region", { given: text }, "--region"));
  return ok({ region: text, partition: partition.id });
}

/** The environment's Region: `--region`, else the ARN's, else that of the AWS settings. */
function parsePlace(
  key: KeyIdentifier | undefined,
  asked: string | undefined,
  surroundings: string | undefined,
): Result<{ region: string; partition: PartitionId }> {
  const named = key?.form === "arn" ? key : undefined;
  const text = asked ?? named?.region ?? surroundings;
  // A key that could not be read may well be an ARN with a Region; asking for one now would only confuse.
  if (text === undefined) return key === undefined ? fail() : fail(problem("target/no-region", {}));
  const place = parseRegion(text);
  if (place.ok && named !== undefined && named.region !== place.value.region) {
    return fail(
      problem("key/other-region", {
        given: named.given,
        keyRegion: named.region,
        region: place.value.region,
      }),
    );
  }
  return place;
}

/** Log groups have the environment's name in theirs, so that log types say nothing without it. */
function parseLogTypes(options: TargetOptions): Result<readonly LogGroupKind[] | undefined> {
  if (options.logType === undefined || options.environment !== undefined) return ok(options.logType);
  return fail(problem("target/log-types", {}, "--log-type"));
}

function optional<T>(text: string | undefined, parse: (text: string) => Result<T>): Result<T | undefined> {
  return text === undefined ? ok(undefined) : parse(text);
}

/** MWAA API, CreateEnvironment Name. */
export const environmentName = /^[a-zA-Z][0-9a-zA-Z_-]{0,79}$/;

/**
 * Reads an environment's name.
 *
 * @param text 1 to 80 characters, a letter first, then letters, digits, `-` and `_`
 * @returns the name, or `environment/name` (source: MWAA API, CreateEnvironment Name)
 */
export function parseEnvironmentName(text: string): Result<string> {
  if (environmentName.test(text)) return ok(text);
  return fail(problem("environment/name", { given: text, length: text.length }, "--environment"));
}
