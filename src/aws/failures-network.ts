/** Errors of the way to AWS: names, connections, TLS, proxies, time, and answers that are no answers. */
import { type Problem, problem } from "../problem/problem.js";
import type { Asking } from "./asking.js";
import type { Failure } from "./failure.js";
import type { Asked } from "./transport.js";

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
  asking: Asking,
  where: Asked | undefined,
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
  if (
    where?.proxy !== undefined &&
    (/^Bad response: /.test(said) || notSent.has(code) || said === "Proxy timeout")
  ) {
    return problem("aws/proxy", { action, asked, proxy: where.proxy, said: said || code });
  }
  if (tls.test(code)) return problem("aws/tls", { action, asked, code });
  if (notSent.has(code)) return problem("aws/unreachable", { action, asked, code });
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

function describe(failure: Failure): string {
  return failure.looksLikeHtml ? "an HTML page" : "a text";
}
