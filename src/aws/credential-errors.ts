/** Credentials that cannot be had: each source has its own problem. It sees no secret: the text is clean. */
import { type Problem, problem } from "../problems/problem.js";
import { describeSource, type Source } from "./credential-source.js";
import type { CallInfo, Failure } from "./error-facts.js";
import { withoutLikelySecrets } from "./error-facts.js";

/** @returns the problem of a source that gave no credentials; network errors and refused signatures are handled before */
export function credentialsFailure(failure: Failure, { source, region }: CallInfo): Problem {
  const { name, status } = failure;
  const own = failure.said || name;
  const said = own.replace(/\.$/, "");
  const profile = profileOf(source);
  switch (source.kind) {
    case "none":
      return problem("aws/no-credentials", { searched: source.searched.join(", ") });
    case "instance":
      return instanceFailure(failure, source);
    case "container":
      return problem("aws/container-credentials", {
        url: hostOf(source.url),
        variable: source.variable,
        said,
      });
    case "process":
      return problem("aws/credential-process", { profile, said: withoutLikelySecrets(said) });
    case "login":
      return problem("aws/login-session", { profile, said });
    case "sso":
      return isRefusedRole(name, said, status)
        ? problem("aws/sso-refused", {
            profile,
            account: source.settings.get("sso_account_id") ?? "",
            role: source.settings.get("sso_role_name") ?? "",
            said,
          })
        : problem("aws/sso-session", { profile });
    case "web-identity":
      return problem("aws/web-identity", {
        tokenFile: source.tokenFile,
        place: source.profile === undefined ? "AWS_WEB_IDENTITY_TOKEN_FILE" : `profile "${source.profile}"`,
        role: source.roleArn,
        said,
      });
    case "role": {
      const serial = source.mfaSerial;
      if (serial !== undefined && said === "MFA code needed")
        return problem("aws/mfa-needed", { profile, serial });
      if (serial !== undefined && /MultiFactorAuthentication|MFA/i.test(said))
        return problem("aws/mfa-refused", { profile, serial, said: own });
      if (/^AccessDenied(Exception)?$/.test(name) || /not authorized to perform: sts:/.test(said))
        return problem("aws/assume-role", {
          role: source.roleArn,
          source: describeSource(source.base),
          said,
        });
      if (name === "RegionDisabledException")
        return problem("aws/region-not-enabled", { name, region, hasToken: false });
      break;
    }
    default:
  }
  return problem("aws/credentials-failed", { source: describeSource(source), said: own });
}

/** A service that answers is told with its status; where none answers, this is no instance. */
function instanceFailure(
  { said, status }: Failure,
  { host, searched }: Extract<Source, { kind: "instance" }>,
): Problem {
  const isSilent = /TimeoutError|Unable to connect/.test(said);
  const answered = status === 404 ? "status 404: the instance has no role" : `status ${status}`;
  const end = status !== undefined ? answered : isSilent ? "no response" : said;
  const all = [...searched, `instance metadata at ${host} (${end})`];
  return problem("aws/no-credentials", { searched: all.join(", ") });
}

/** The portal knows the session, and does not give this role. */
function isRefusedRole(name: string, said: string, status: number | undefined): boolean {
  return (
    status === 403 ||
    /^(ForbiddenException|ResourceNotFoundException|InvalidRequestException)$/.test(name) ||
    /Forbidden|No access/.test(said)
  );
}

export function profileOf(source: Source): string {
  switch (source.kind) {
    case "role":
      return source.profile ?? profileOf(source.base);
    case "web-identity":
      return source.profile ?? "default";
    case "keys":
    case "process":
    case "login":
    case "sso":
      return source.profile;
    default:
      return "default";
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
