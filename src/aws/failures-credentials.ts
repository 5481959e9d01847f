/** Errors of the credential chain, which come as one name with many sentences. It sees no secret: what was said is clean. */
import { type Problem, problem } from "../problem/problem.js";
import type { Asking } from "./asking.js";
import type { Failure } from "./failure.js";

/** @returns the problem of a chain that gave no credentials; network errors and refused signatures were sorted out before */
export function credentialsFailure(failure: Failure, { profile, hasProcess }: Asking): Problem {
  const { name, said } = failure;
  if (/multi-factor|MFA code|MultiFactorAuthentication/i.test(said))
    return problem("aws/mfa-needed", { profile });
  if (isSso(name, said)) return problem("aws/sso-session", { profile });
  if (/aws login|login_session/.test(said)) return problem("aws/login-session", { profile });
  if (/^AccessDenied(Exception)?$/.test(name) || /not authorized to perform: sts:/.test(said)) {
    return problem("aws/assume-role", { profile, said: said || name });
  }
  // What AWS itself answered came after the process, which had done its part.
  if (hasProcess && !failure.answered) return problem("aws/credential-process", { profile });
  if (/Could not load credentials from any providers/.test(said)) return problem("aws/no-credentials", {});
  return problem("aws/credentials-failed", { said: said || name });
}

function isSso(name: string, said: string): boolean {
  return (
    name === "TokenProviderError" ||
    /aws sso login|SSO session|Session token not found or invalid|^UnauthorizedException/i.test(said)
  );
}
