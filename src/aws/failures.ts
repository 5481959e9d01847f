/** From an error to the one problem that names it: the order in which the kinds are told apart. It makes no call. */
import { type Problem, problem } from "../problem/problem.js";
import type { Asking } from "./asking.js";
import { type Failure, readFailure } from "./failure.js";
import { credentialsFailure } from "./failures-credentials.js";
import { networkFailure } from "./failures-network.js";
import { serviceFailure } from "./failures-service.js";
import type { Asked } from "./transport.js";

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
  asking: Asking,
  asked: Asked | undefined,
  secrets: readonly string[],
): Problem {
  const failure = readFailure(error, secrets);
  const found = signatureFailure(failure, step, asking) ?? networkFailure(failure, asking, asked);
  if (step === "call") return found ?? serviceFailure(failure, asking);
  if (found === undefined) return credentialsFailure(failure, asking);
  // A cut or late answer to a request for credentials leaves nothing unsure about the call, which was never sent.
  return found.code === "aws/timed-out" || found.code === "aws/reset" || found.code === "aws/not-an-answer"
    ? problem("aws/credentials-failed", { said: found.what })
    : found;
}

/** Credentials that AWS does not take: the same for every service, and for the role's STS as well. */
function signatureFailure(failure: Failure, step: Step, asking: Asking): Problem | undefined {
  const { name, said } = failure;
  if (
    /^(InvalidSignatureException|SignatureDoesNotMatch|Request(TimeTooSkewed|InTheFuture|Expired))$/.test(
      name,
    )
  ) {
    const late = /expired|not yet current|is now (earlier|later)|skew|InTheFuture|RequestExpired/i;
    if (late.test(`${name} ${said}`)) return problem("aws/clock-skew", { said: said || name });
  }
  if (/^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired)$/.test(name)) {
    return step === "credentials" && name === "ExpiredTokenException" && /sso|refresh/i.test(said)
      ? problem("aws/sso-session", { profile: asking.profile })
      : problem("aws/expired-token", {});
  }
  return invalid.has(name) ? problem("aws/invalid-token", { name }) : undefined;
}

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
