/** The words for an AWS that cannot be reached, and for settings that lead nowhere. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

/** Said wherever a policy may have been stored although no clear answer came. */
export const unsureOf = (action: string) =>
  action === "kms:PutKeyPolicy" ? " Whether the policy was written is unknown." : "";

/** A line that shows whether the place can be reached, where it is known which place that was. */
export const look = (asked: string) => (asked.startsWith("http") ? [run(`curl -sSI ${quote(asked)}`)] : []);

const network = ask(
  "the network administrator",
  "Allow this machine to reach AWS on port 443, directly or through a proxy.",
);

/** The variable that overrides a setting of a profile. */
function variableOf(setting: string): string {
  return setting.startsWith("use_fips") ? "AWS_USE_FIPS_ENDPOINT" : "AWS_USE_DUALSTACK_ENDPOINT";
}

export const awsNetworkWords = {
  "aws/timed-out": entry({
    severity: "error",
    title: "AWS did not respond in time",
    subject: (f) => f.asked,
    what: (f) => `${f.asked} did not respond to ${f.action} in time.${unsureOf(f.action)}`,
    why: "A firewall, a VPC without an endpoint for the service, or a missing proxy setting can cause this.",
    fix: (f) => [...look(f.asked), network],
    docs: [pages.sdkEndpoints, pages.cliProxy],
    example: { action: "kms:DescribeKey", asked: "https://kms.eu-west-1.amazonaws.com" },
  }),
  "aws/connect-timed-out": entry({
    severity: "error",
    title: "Could not connect in time",
    subject: (f) => f.asked,
    what: (f) => `No connection to ${f.asked} was made in time, so ${f.action} was not sent.`,
    why: "A firewall that drops packets, a VPC without an endpoint for the service, or a missing proxy setting can cause this.",
    fix: () => [run("export HTTPS_PROXY=http://<host>:<port>"), network],
    docs: [pages.sdkEndpoints, pages.cliProxy],
    example: { action: "kms:DescribeKey", asked: "https://kms.eu-west-1.amazonaws.com" },
  }),
  "aws/unreachable": entry({
    severity: "error",
    title: "Could not connect",
    subject: (f) => f.asked,
    what: (f) => `Could not connect to ${f.asked} (${f.code}).`,
    why: "A misspelled Region, no network, or a missing proxy setting can cause this.",
    fix: (f) => [...look(f.asked), run("export HTTPS_PROXY=http://<host>:<port>"), network],
    docs: [pages.sdkEndpoints, pages.cliProxy],
    example: { action: "kms:DescribeKey", asked: "https://kms.eu-wset-1.amazonaws.com", code: "ENOTFOUND" },
  }),
  "aws/reset": entry({
    severity: "error",
    title: "The connection was closed",
    subject: (f) => f.asked,
    what: (f) =>
      `The connection to ${f.asked} was closed during ${f.action} (${f.code}).${unsureOf(f.action)}`,
    why: "The server, or a device on the way to it, closed the connection before the response was complete.",
    fix: () => [network],
    docs: [pages.sdkEndpoints, pages.cliProxy],
    example: { action: "kms:DescribeKey", asked: "https://kms.eu-west-1.amazonaws.com", code: "ECONNRESET" },
  }),
  "aws/tls": entry({
    severity: "error",
    title: "The server's certificate is not trusted",
    subject: (f) => f.asked,
    what: (f) => `The TLS certificate of ${f.asked} is not trusted (${f.code}), so ${f.action} was not sent.`,
    why: "A proxy that inspects TLS presents its own certificate. mwaa-kms sends nothing over an untrusted connection.",
    fix: () => [
      run("export AWS_CA_BUNDLE=<ca-bundle.pem>"),
      ask("the network administrator", "Send the CA certificate (PEM) of the proxy that inspects TLS."),
    ],
    docs: [pages.cliProxy, pages.cliErrors],
    example: {
      action: "kms:DescribeKey",
      asked: "https://kms.eu-west-1.amazonaws.com",
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    },
  }),
  "aws/proxy": entry({
    severity: "error",
    title: "The proxy rejected the connection",
    subject: (f) => f.proxy,
    what: (f) =>
      `The proxy ${f.proxy} (${f.variable}) did not connect to ${f.asked}: ${f.said}. ${f.action} was not sent.`,
    why: "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY select the proxy. 407 means that it requires a user and a password in its URL.",
    fix: (f) => [
      run(`curl -sSI --proxy ${quote(f.proxy)} ${quote(f.asked)}`),
      run("export NO_PROXY=amazonaws.com"),
    ],
    docs: [pages.cliProxy],
    example: {
      action: "kms:DescribeKey",
      proxy: "http://proxy.example:3128",
      variable: "HTTPS_PROXY",
      asked: "https://kms.eu-west-1.amazonaws.com",
      said: "Bad response: 407",
    },
  }),
  "aws/proxy-setting": entry({
    severity: "error",
    title: "The proxy setting cannot be used",
    what: (f) => `${f.said}, so ${f.action} was not sent to ${f.asked}.`,
    why: "Like the AWS CLI, mwaa-kms supports HTTP proxies (CONNECT). A proxy without a scheme is http://.",
    fix: () => [
      run("export HTTPS_PROXY=http://<host>:<port>"),
      ask("the network administrator", "Send the address of the HTTP proxy for AWS."),
    ],
    docs: [pages.cliProxy],
    example: {
      action: "kms:DescribeKey",
      asked: "https://kms.eu-west-1.amazonaws.com",
      said: "HTTPS_PROXY names a SOCKS proxy (socks5://), which is not supported",
    },
  }),
  "aws/no-such-endpoint": entry({
    severity: "error",
    title: "AWS has no such FIPS or dual-stack endpoint",
    what: (f) => `${f.host} does not exist, so ${f.action} was not sent. ${f.setting} selects this name.`,
    why: "Not every service has a FIPS or dual-stack endpoint in every Region.",
    fix: (f) => [
      run(/^AWS_\w+$/.test(f.setting) ? `unset ${f.setting}` : `export ${variableOf(f.setting)}=false`),
      run(`export ${f.variable}=${f.usual}`),
    ],
    docs: [pages.awsEndpoints, pages.sdkEndpointModes],
    example: {
      action: "sts:GetCallerIdentity",
      host: "sts-fips.ap-southeast-1.amazonaws.com",
      setting: "AWS_USE_FIPS_ENDPOINT",
      variable: "AWS_ENDPOINT_URL_STS",
      usual: "https://sts.ap-southeast-1.amazonaws.com",
    },
  }),
  "aws/out-of-time": entry({
    severity: "error",
    title: "The time limit of the run is reached",
    what: (f) => `The time limit was reached during ${f.action}. This call wrote nothing.`,
    why: "--timeout limits the whole run. Without a terminal the default is 600 seconds.",
    fix: () => [run("mwaa-kms check KEY --timeout 1800")],
    docs: [],
    example: { action: "kms:DescribeKey" },
  }),
  "aws/setting": entry({
    severity: "error",
    title: "A setting has an invalid value",
    subject: (f) => f.name,
    what: (f) => `${f.name} is "${f.given}"; expected ${f.wanted}.`,
    why: "mwaa-kms does not ignore a setting that it cannot use: the call would go elsewhere, or be repeated in another way.",
    fix: (f) => [run(/^AWS_\w+$/.test(f.name) ? `unset ${f.name}` : "aws configure list")],
    docs: [pages.sdkSettingsAll],
    example: { name: "AWS_MAX_ATTEMPTS", given: "many", wanted: "a whole number from 1 to 100" },
  }),
  "aws/interrupted": entry({
    severity: "error",
    title: "The run was interrupted",
    what: (f) => `Interrupted during ${f.action}. This call wrote nothing.`,
    why: "A signal ends the calls in progress.",
    fix: () => [run("mwaa-kms check KEY")],
    docs: [],
    example: { action: "kms:DescribeKey" },
  }),
  "aws/interrupted-while-writing": entry<Record<never, never>>({
    severity: "error",
    title: "The run was interrupted during the change",
    what: () => `Interrupted during kms:PutKeyPolicy.${unsureOf("kms:PutKeyPolicy")}`,
    why: "A signal ended the call before AWS responded. AWS might have stored the policy.",
    fix: () => [run("mwaa-kms check KEY")],
    docs: [pages.kmsPutKeyPolicy],
    example: {},
  }),
  "aws/endpoint-url": entry({
    severity: "error",
    title: "The endpoint is not an http or https URL",
    what: (f) => `"${f.given}" is not an http or https URL without user, password, query and fragment.`,
    why: "The endpoint replaces the addresses of AWS for all services.",
    fix: () => [run("mwaa-kms check KEY --endpoint-url <url>")],
    docs: [pages.sdkEndpoints],
    example: { given: "localhost:4566" },
  }),
  "aws/region": entry({
    severity: "error",
    title: "Not a Region name",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not a Region name; expected a name such as us-east-1.`,
    why: "The name becomes a part of the host name: lower-case letters, digits and hyphens only.",
    fix: () => [run("aws ec2 describe-regions --query 'Regions[].RegionName' --output text")],
    docs: [pages.sdkRegion],
    example: { given: "eu_west_1" },
  }),
  "aws/ca-bundle": entry({
    severity: "error",
    title: "The CA bundle cannot be used",
    what: (f) => `The CA bundle ${f.path} cannot be used: ${f.reason}.`,
    why: "AWS_CA_BUNDLE, or ca_bundle of the profile, replaces the trusted certificate authorities.",
    fix: (f) => [run(`openssl x509 -noout -subject -in ${quote(f.path)}`), run("unset AWS_CA_BUNDLE")],
    docs: [pages.sdkSettings],
    example: { path: "/etc/ssl/corp.pem", reason: "ENOENT" },
  }),
};
