/** The types that proxy-from-env does not bring. */
declare module "proxy-from-env" {
  /** @returns the proxy for a URL by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY of the process, or "" for none */
  export function getProxyForUrl(url: string): string;
}
