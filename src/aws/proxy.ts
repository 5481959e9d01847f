/** Which proxy a request takes, as the AWS CLI and curl decide it. It opens no connection. */
import type { Host } from "../platform/host.js";

/** A proxy, and the variable that names it. */
export interface ChosenProxy {
  readonly url: string;
  readonly variable: string;
}

/** The code of the error for a proxy that cannot be used; it has the variable and what is wrong with its value. */
export const badProxy = "ERR_PROXY_SETTING";

/**
 * HTTPS_PROXY or HTTP_PROXY by the request's scheme, else ALL_PROXY; names in lower case come first, and an empty one counts
 * as unset. Without a scheme the proxy is `http://`, as it is for botocore and curl. A SOCKS proxy is refused where it is
 * named for the request's scheme; in ALL_PROXY, which the AWS CLI does not read, it is passed over.
 *
 * @param url of the request
 * @returns undefined: the request goes out directly
 * @throws an error with the code {@link badProxy}
 */
export function proxyFor(url: URL, env: Host["env"]): ChosenProxy | undefined {
  if (isBypassed(url, variableOf(env, "no_proxy")?.value ?? "")) return undefined;
  const own = variableOf(env, url.protocol === "https:" ? "https_proxy" : "http_proxy");
  const named = own ?? variableOf(env, "all_proxy");
  if (named === undefined) return undefined;
  const { variable } = named;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(named.value)?.[1]?.toLowerCase();
  if (scheme?.startsWith("socks")) {
    if (own === undefined) return undefined;
    throw refusal(variable, `names a SOCKS proxy (${scheme}://), which is not supported`);
  }
  if (scheme !== undefined && scheme !== "http" && scheme !== "https")
    throw refusal(variable, `has the scheme ${scheme}://; an http:// or https:// proxy is needed`);
  const given = scheme === undefined ? `http://${named.value.replace(/^\/\//, "")}` : named.value;
  if (!URL.canParse(given) || new URL(given).hostname === "")
    throw refusal(variable, "is not the URL of a proxy, such as http://proxy.example:3128");
  return { url: given, variable };
}

/** @returns the SOCKS proxy that is passed over, for the problem of a request that failed without it */
export function unusedSocks(env: Host["env"]): string | undefined {
  const all = variableOf(env, "all_proxy");
  return all !== undefined && /^socks/i.test(all.value) ? all.variable : undefined;
}

/** @returns what of a proxy's URL can be shown: no user and no password */
export function proxyShown({ url }: ChosenProxy): string {
  return new URL(url).origin;
}

/** Suffixes of names, each with or without a leading dot or `*.`, perhaps with a port; `*` is every host. */
function isBypassed(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase();
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = "", own] = /^\*?\.?(\[[^\]]*\]|[^:]*|.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (name === "" || (own !== undefined && own !== port)) return false;
      return host === name || host === `[${name}]` || host.endsWith(`.${name}`);
    });
}

function variableOf(env: Host["env"], name: string): { variable: string; value: string } | undefined {
  const upper = name.toUpperCase();
  const variable = env[name] === undefined ? upper : name;
  const value = env[variable]?.trim();
  return value ? { variable, value } : undefined;
}

function refusal(variable: string, wrong: string): Error {
  return Object.assign(new Error(`${variable} ${wrong}`), { code: badProxy });
}
