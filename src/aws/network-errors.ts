/** Errors of the way to AWS: names, connections, TLS, proxies, time, and answers that are no answers. */
import { type Problem, problem } from "../problems/problem.js";
import type { CallInfo, Failure } from "./error-facts.js";
import { badProxy } from "./proxy.js";
import type { RequestTarget } from "./transport.js";

/** No connection was made, so nothing was sent. */
export const notSent: ReadonlySet<string> = new Set([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EAI_NODATA", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"],
  ...["ENETDOWN", "EADDRNOTAVAIL", "EACCES", "EPERM"],
]);
const cut: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ERR_STREAM_PREMATURE_CLOSE",
]);
const tls =
  /^(UNABLE_TO_|CERT_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|CRL_)/;

/** @returns whether the time ran out before a connection stood, which the SDK tells by its message alone */
export function isConnectTimeout(failure: Failure): boolean {
  return /did not establish a connection|Proxy timeout/.test(failure.said);
}

/** @returns undefined for an error that AWS itself answered, or that no request made */
export function networkFailure(
  failure: Failure,
  asking: CallInfo,
  where: RequestTarget | undefined,
): Problem | undefined {
  const { action } = asking;
  const { code, said } = failure;
  const asked = where?.url ?? `AWS (${asking.region})`;
  if (
    failure.name === "Unknown" &&
    failure.status !== undefined &&
    failure.status >= 300 &&
    failure.status < 400
  ) {
    return problem("aws/not-an-answer", { action, asked, found: `a redirect (status ${failure.status})` });
  }
  if (failure.answered) return undefined;
  if (code === badProxy) return problem("aws/proxy-setting", { action, asked, said });
  const madeUp = missingEndpoint(failure, asking, where);
  if (madeUp !== undefined) return madeUp;
  if (
    where?.proxy !== undefined &&
    (/^Bad response: /.test(said) || notSent.has(code) || isConnectTimeout(failure))
  ) {
    const variable = where.proxyVariable ?? "the environment";
    return problem("aws/proxy", {
      action,
      asked,
      proxy: where.proxy,
      variable,
      said: isConnectTimeout(failure) ? "no response" : said || code,
    });
  }
  if (tls.test(code)) return problem("aws/tls", { action, asked, code });
  const isUnreachable = notSent.has(code);
  if ((isUnreachable || isConnectTimeout(failure)) && asking.unusedProxy !== undefined) {
    const said = `${asking.unusedProxy} names a SOCKS proxy, which is not used`;
    return problem("aws/proxy-setting", { action, asked, said });
  }
  if (isUnreachable) return problem("aws/unreachable", { action, asked, code });
  if (isConnectTimeout(failure)) return problem("aws/connect-timed-out", { action, asked });
  if (cut.has(code)) return problem("aws/reset", { action, asked, code });
  if (failure.name === "TimeoutError" || code === "ETIMEDOUT")
    return problem("aws/timed-out", { action, asked });
  if (code === "EFBIG") return problem("aws/answer", { action, found: "it is too long" });
  if (failure.unreadable) {
    const status = failure.status === undefined ? "" : ` (status ${failure.status})`;
    return failure.looksLikeHtml || failure.name === "SyntaxError" || /XML parse error/.test(said)
      ? problem("aws/not-an-answer", { action, asked, found: `${describe(failure)}${status}` })
      : problem("aws/answer", { action, found: said || "a member does not fit" });
  }
  return undefined;
}

/** A name that exists only because FIPS or dual-stack endpoints are asked for; a proxy that cannot resolve it answers 5xx. */
function missingEndpoint(
  failure: Failure,
  asking: CallInfo,
  where: RequestTarget | undefined,
): Problem | undefined {
  const { modes, action } = asking;
  if (where === undefined || !URL.canParse(where.url)) return undefined;
  const isMissing =
    /^(ENOTFOUND|EAI_NODATA)$/.test(failure.code) ||
    (where.proxy !== undefined && /^Bad response: 5\d\d$/.test(failure.said));
  const { hostname } = new URL(where.url);
  const setting = /(^|[.-])fips[.-]/.test(hostname)
    ? modes.fips
    : /\.(api\.aws|api\.amazonwebservices\.com\.cn)$/.test(hostname)
      ? modes.dualStack
      : undefined;
  if (!isMissing || setting === undefined) return undefined;
  const [service = "", ...labels] = hostname.replace(/-fips(?=\.)/, "").split(".");
  const region = labels[0] ?? asking.region;
  const suffix = hostname.endsWith(".cn") ? "amazonaws.com.cn" : "amazonaws.com";
  const usual = `https://${service}.${region}.${suffix}`;
  const variable = `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
  return problem("aws/no-such-endpoint", { action, host: hostname, setting, variable, usual });
}

function describe(failure: Failure): string {
  return failure.looksLikeHtml ? "an HTML page" : "a text";
}
