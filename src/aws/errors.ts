/** From an error to the one problem that names it: the order in which the kinds are told apart. It makes no call. */
import { partitionOfRegion } from "../key/arn.js";
import { quote } from "../problems/define.js";
import { type Problem, problem } from "../problems/problem.js";
import { credentialsFailure, profileOf } from "./credential-errors.js";
import { describeSource, type Source } from "./credential-source.js";
import { type CallInfo, type Failure, readFailure } from "./error-facts.js";
import { networkFailure } from "./network-errors.js";
import { serviceFailure } from "./service-errors.js";
import type { RequestTarget } from "./transport.js";

/** In which of its two steps a call failed: fetching credentials, or asking the service with them. */
export type Step = "credentials" | "call";

/**
 * @param error whatever was thrown
 * @param asked where the failing request went, as far as one was made
 * @param secrets what must not appear in any sentence
 */
export function failureProblem(
  error: unknown,
  step: Step,
  asking: CallInfo,
  asked: RequestTarget | undefined,
  secrets: readonly string[],
): Problem {
  const failure = readFailure(error, secrets);
  const { kind } = asking.source;
  if (step === "credentials" && ownErrors.has(kind)) return credentialsFailure(failure, asking);
  const isSigned = step === "call" || !unsigned.has(kind);
  const found =
    clockFailure(failure) ??
    (isSigned ? signatureFailure(failure, asking) : undefined) ??
    networkFailure(failure, asking, asked);
  if (step === "call") return found ?? serviceFailure(failure, asking);
  if (found === undefined) return credentialsFailure(failure, asking);
  // A cut or late answer to a request for credentials leaves nothing unsure about the call, which was never sent.
  return found.code === "aws/timed-out" || found.code === "aws/reset" || found.code === "aws/not-an-answer"
    ? problem("aws/credentials-failed", { source: describeSource(asking.source), said: found.what })
    : found;
}

/** Sources that are no service of AWS, or that are on this machine's own network. */
const ownErrors: ReadonlySet<Source["kind"]> = new Set(["none", "process", "container", "instance"]);
/** Sources whose requests have no signature: what is invalid or expired there is not an access key. */
const unsigned: ReadonlySet<Source["kind"]> = new Set(["sso", "login", "web-identity"]);

function clockFailure({ name, said }: Failure): Problem | undefined {
  if (
    !/^(InvalidSignatureException|SignatureDoesNotMatch|Request(TimeTooSkewed|InTheFuture|Expired))$/.test(
      name,
    )
  )
    return undefined;
  const late = /expired|not yet current|is now (earlier|later)|skew|InTheFuture|RequestExpired/i;
  return late.test(`${name} ${said}`) ? problem("aws/clock-skew", { said: said || name }) : undefined;
}

/** Credentials that AWS does not accept: the same for every service, and for the role's STS as well. */
function signatureFailure({ name }: Failure, { source, region, hasToken }: CallInfo): Problem | undefined {
  if (/^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired)$/.test(name)) {
    const profile = profileOf(source);
    return problem("aws/expired-token", { source: describeSource(source), renew: renewal(source, profile) });
  }
  if (!invalid.has(name)) return undefined;
  return notEnabled.has(name) && isOptIn(region)
    ? problem("aws/region-not-enabled", { name, region, hasToken })
    : problem("aws/invalid-token", { name, source: describeSource(source) });
}

/** What gets new credentials; the innermost source of roles decides. */
function renewal(source: Source, profile: string): string {
  if (source.kind === "role") return renewal(source.base, profileOf(source.base));
  if (source.kind === "environment")
    return "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN";
  const as = `--profile ${quote(profile)}`;
  if (source.kind === "sso") return `aws sso login ${as}`;
  return source.kind === "login" ? `aws login ${as}` : `aws configure ${as}`;
}

/** What a Region says that the account has not enabled, or whose STS did not issue the token. */
const notEnabled: ReadonlySet<string> = new Set([
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "AuthFailure",
]);

const invalid: ReadonlySet<string> = new Set([
  "InvalidAccessKeyId",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "IncompleteSignature",
  "IncompleteSignatureException",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "AuthFailure",
]);

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html: every Region launched since 2019-03-20 is opt-in. */
const enabledByDefault: ReadonlySet<string> = new Set([
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
  ...["eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "ap-south-1"],
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2"],
]);

/** @returns whether the Region is one that an account has to enable: other partitions have none */
export function isOptIn(region: string): boolean {
  return partitionOfRegion(region)?.id === "aws" && !enabledByDefault.has(region);
}
