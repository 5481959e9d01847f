/** What this tool asks of AWS, as one interface, and what is certain after a failed write. It knows no SDK (connect.ts does). */
import type { Grant } from "../grants/expected.js";
import type {
  Bucket,
  CallerIdentity,
  DryRun,
  ExecutionRole,
  ExistingLogGroup,
  KeyMetadata,
  MwaaEnvironment,
  Rotation,
} from "../key/facts.js";
import type { Code } from "../problems/catalogue.js";
import type { Problem } from "../problems/problem.js";
import type { Fact } from "../problems/result.js";

/** The calls. None throws: what fails is an unknown fact with its problem. */
export interface Connection {
  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
  getCallerIdentity(): Promise<Fact<CallerIdentity>>;
  /** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
  describeKey(keyId: string): Promise<Fact<KeyMetadata>>;
  /**
   * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
   *
   * @returns the text as KMS prints it
   */
  getKeyPolicy(keyId: string): Promise<Fact<string>>;
  /**
   * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html. The policy's name is always `default`; the
   * lockout safety check is never bypassed. After a failure ask {@link fateOfWrite}.
   *
   * @param isUnchanged asked before a write that was throttled, or never sent, is sent again
   */
  putKeyPolicy(
    keyId: string,
    policy: string,
    isUnchanged?: () => Promise<boolean>,
  ): Promise<Fact<"accepted">>;
  /**
   * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html
   *
   * @returns the grants of all pages: a part of them is never passed off as the whole
   */
  listGrants(keyId: string): Promise<Fact<readonly Grant[]>>;
  /**
   * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html
   *
   * @returns the tags, by name; a key has 50 at most, which is one page
   */
  listResourceTags(keyId: string): Promise<Fact<Readonly<Record<string, string>>>>;
  /** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html */
  getKeyRotationStatus(keyId: string): Promise<Fact<Rotation>>;
  /**
   * Asks KMS whether the caller might, with `DryRun`: nothing is carried out.
   * https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html
   *
   * @param grantee the caller's ARN, or who asks, once that is known: CreateGrant wants somebody to grant to, and a dry run
   * makes no grant
   */
  dryRun(keyId: string, grantee: string | Promise<Fact<CallerIdentity>>): Promise<Fact<readonly DryRun[]>>;
  /** The bucket's Region and default encryption. Loads the S3 client. */
  bucket(name: string): Promise<Fact<Bucket>>;
  /** All permission policies of a role. Loads the IAM client. */
  executionRole(arn: string): Promise<Fact<ExecutionRole>>;
  /** The log groups whose names begin so. Loads the CloudWatch Logs client. */
  logGroups(prefix: string): Promise<Fact<readonly ExistingLogGroup[]>>;
  /** https://docs.aws.amazon.com/mwaa/latest/API/API_ListEnvironments.html: the names of all of them. Loads the calls to MWAA. */
  environments(): Promise<Fact<readonly string[]>>;
  /** https://docs.aws.amazon.com/mwaa/latest/API/API_GetEnvironment.html. Loads the calls to MWAA. */
  environment(name: string): Promise<Fact<MwaaEnvironment>>;
  /** Who makes the calls for the key's account, where that is not the caller. */
  keyCaller?(): Promise<Fact<CallerIdentity>>;
  /** The endpoint that answered the latest KMS call; absent or undefined: none answered. */
  endpoint?(): string | undefined;
  /** Lets go of the sockets, so that the process can end. */
  close(): void;
}

/** Failures of a write that was never sent: there were no credentials, or no connection came about. */
const notSent: ReadonlySet<Code> = new Set<Code>([
  "aws/no-credentials",
  "aws/no-profile",
  "aws/sso-session",
  "aws/login-session",
  "aws/credential-process",
  "aws/assume-role",
  "aws/mfa-needed",
  "aws/credentials-failed",
  "aws/connect-timed-out",
  "aws/unreachable",
  "aws/tls",
  "aws/proxy",
  "aws/region",
  "aws/interrupted",
]);

/** Failures in which AWS itself answered that it does not carry the write out. A throttle is none: see {@link fateOfWrite}. */
const refused: ReadonlySet<Code> = new Set<Code>([
  "aws/access-denied",
  "aws/other-account",
  "aws/key-not-found",
  "aws/wrong-region",
  "aws/key-state",
  "aws/limit-exceeded",
  "aws/unsupported",
  "aws/bad-request",
  "aws/refused",
  "aws/expired-token",
  "aws/invalid-token",
  "aws/clock-skew",
]);

/**
 * What is certain after `putKeyPolicy` failed.
 *
 * @param problem the one that `putKeyPolicy` came back with
 * @returns `unclear` for all that is neither certain (time-out, connection cut, throttle, 5xx, a response that is none):
 * read the policy before saying anything about it
 */
export function fateOfWrite(problem: Problem): "not-sent" | "refused" | "unclear" {
  const { code } = problem;
  // What KMS says of the policy itself has many codes.
  const isRefused = refused.has(code) || code.startsWith("aws/policy-");
  return notSent.has(code) ? "not-sent" : isRefused ? "refused" : "unclear";
}
