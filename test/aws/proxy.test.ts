/** Which proxy a request takes: what the variables say, held against the rules of curl and botocore. */
import { describe, expect, test } from "vitest";
import { proxyFor, unusedSocks } from "../../src/aws/proxy.js";

const kms = new URL("https://kms.eu-west-1.amazonaws.com");
const proxy = "http://proxy.example:3128";

describe("the proxy", () => {
  test.each([
    [{ HTTPS_PROXY: proxy }, proxy, "HTTPS_PROXY"],
    [{ https_proxy: "http://lower:1", HTTPS_PROXY: proxy }, "http://lower:1", "https_proxy"],
    [{ https_proxy: "", HTTPS_PROXY: proxy }, undefined, undefined],
    [{ HTTP_PROXY: proxy }, undefined, undefined],
    [{ ALL_PROXY: proxy }, proxy, "ALL_PROXY"],
    [{ HTTPS_PROXY: "proxy.example:3128" }, proxy, "HTTPS_PROXY"],
    [{ HTTPS_PROXY: "//proxy.example:3128" }, proxy, "HTTPS_PROXY"],
    [{ HTTPS_PROXY: "ana:s3cret@proxy.example:3128" }, "http://ana:s3cret@proxy.example:3128", "HTTPS_PROXY"],
    [{ HTTPS_PROXY: "https://proxy.example" }, "https://proxy.example", "HTTPS_PROXY"],
    [{ ALL_PROXY: "socks5://127.0.0.1:1080" }, undefined, undefined],
  ] as const)("of %j is %s", (env, url, variable) => {
    expect(proxyFor(kms, env)).toEqual(url === undefined ? undefined : { url, variable });
  });

  test.each([
    ["socks5://127.0.0.1:1080", /^HTTPS_PROXY names a SOCKS proxy \(socks5:\/\/\)/],
    ["SOCKS5H://127.0.0.1:1080", /SOCKS proxy \(socks5h:\/\/\)/],
    ["ftp://proxy.example", /HTTPS_PROXY has the scheme ftp:\/\//],
    ["http://PROXY:PORT", /HTTPS_PROXY is not the URL of a proxy/],
  ])("%s is refused by name", (value, says) => {
    expect(() => proxyFor(kms, { HTTPS_PROXY: value })).toThrow(says);
  });

  test("a SOCKS proxy in ALL_PROXY is passed over, and remembered for a failure", () => {
    expect(unusedSocks({ all_proxy: "socks5://127.0.0.1:1080" })).toBe("all_proxy");
    expect(unusedSocks({ ALL_PROXY: proxy })).toBeUndefined();
  });
});

describe("NO_PROXY", () => {
  test.each([
    ["amazonaws.com", true],
    [".amazonaws.com", true],
    ["*.amazonaws.com", true],
    ["AMAZONAWS.COM", true],
    ["kms.eu-west-1.amazonaws.com", true],
    ["kms.eu-west-1.amazonaws.com:443", true],
    ["kms.eu-west-1.amazonaws.com:8443", false],
    ["localhost, amazonaws.com", true],
    ["localhost amazonaws.com", true],
    ["*", true],
    ["localhost,*", true],
    ["zonaws.com", false],
    ["amazonaws.com.cn", false],
    ["kms", false],
    ["10.0.0.0/8", false],
    ["", false],
    [",", false],
  ])("%s: %s", (list, isBypassed) => {
    expect(proxyFor(kms, { HTTPS_PROXY: proxy, NO_PROXY: list }) === undefined).toBe(isBypassed);
  });

  test("an address, and IPv6", () => {
    const env = (list: string) => ({ HTTP_PROXY: proxy, no_proxy: list });
    expect(proxyFor(new URL("http://10.1.2.3:4566"), env("10.1.2.3"))).toBeUndefined();
    expect(proxyFor(new URL("http://[fd00::1]:4566"), env("[fd00::1]"))).toBeUndefined();
    expect(proxyFor(new URL("http://[fd00::1]:4566"), env("fd00::2"))).toBeDefined();
  });
});
