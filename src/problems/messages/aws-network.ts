/** The words for an AWS that cannot be reached, and for settings that lead nowhere. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

/** Said wherever a policy may have been stored although no clear answer came. */
export const unsureOf = (action: string) =>
  action === "kms:PutKeyPolicy" ? " Whether the policy was written is not known." : "";

/** A line that shows whether the place can be reached, where it is known which place that was. */
export const look = (asked: string) => (asked.startsWith("http") ? [run(`curl -sSI ${quote(asked)}`)] : []);

const network = ask(
  "whoever runs the network",
  "May this machine reach AWS on port 443, directly or through a proxy?",
);

/** The variable that overrides a setting of a profile. */
function variableOf(setting: string): string {
  return setting.startsWith("use_fips") ? "AWS_USE_FIPS_ENDPOINT" : "AWS_USE_DUALSTACK_ENDPOINT";
}

export const awsNetworkWords = {
  "aws/timed-out": entry({
    severity: "error",
    title: "AWS did not answer in time",
    what: (f) => `${f.asked} did not answer ${f.action} in time.${unsureOf(f.action)}`,
    why: "A call is given up after a while instead of hanging, its repetitions included.",
    fix: (f) => [...look(f.asked), network],
    docs: [pages.sdkEndpoints, pages.cliProxy],
    example: { action: "kms:DescribeKey", asked: "https://kms.eu-west-1.amazonaws.com" },
  }),
  "aws/connect-timed-out": entry({
    severity: "error",
    title: "No connection came about in time",
    what: (f) => `No connection to ${f.asked} came about in time, so ${f.action} was not sent.`,
    why: "A firewall that drops packets, a VPC without a KMS endpoint, or a missing proxy setting look like this.",
    fix: () => [network, run("export HTTPS_PROXY=http://PROXY:PORT")],
    docs: [pages.sdkEndpoints, pages.cliProxy],
    example: { action: "kms:DescribeKey", asked: "https://kms.eu-west-1.amazonaws.com" },
  }),
  "aws/unreachable": entry({
    severity: "error",
    title: "AWS cannot be reached",
    what: (f) => `${f.asked} cannot be reached (${f.code}), so ${f.action} was not sent.`,
    why: "The name does not resolve or nothing accepts the connection: a Region's name mistyped, no network, or a proxy that is not set.",
    fix: (f) => [...look(f.asked), run("export HTTPS_PROXY=http://PROXY:PORT"), network],
    docs: [pages.sdkEndpoints, pages.cliProxy],
    example: { action: "kms:DescribeKey", asked: "https://kms.eu-wset-1.amazonaws.com", code: "ENOTFOUND" },
  }),
  "aws/reset": entry({
    severity: "error",
    title: "The connection was cut",
    what: (f) => `The connection to ${f.asked} was cut during ${f.action} (${f.code}).${unsureOf(f.action)}`,
    why: "Something between here and AWS, or the server, closed the connection before the answer was complete.",
    fix: () => [network],
    docs: [pages.sdkEndpoints, pages.cliProxy],
    example: { action: "kms:DescribeKey", asked: "https://kms.eu-west-1.amazonaws.com", code: "ECONNRESET" },
  }),
  "aws/tls": entry({
    severity: "error",
    title: "The server's certificate is not trusted",
    what: (f) => `No trusted TLS connection to ${f.asked} (${f.code}), so ${f.action} was not sent.`,
    why: "A proxy that inspects TLS shows its own certificate; its authority must be named. Nothing is ever sent over an untrusted connection.",
    fix: () => [
      run("export AWS_CA_BUNDLE=/path/to/ca-bundle.pem"),
      ask("whoever runs the network", "Where is the CA certificate (PEM) of the proxy that inspects TLS?"),
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
    title: "The proxy did not let the call through",
    what: (f) =>
      `The proxy ${f.proxy} (${f.variable}) gave no way to ${f.asked}: ${f.said}. ${f.action} was not sent.`,
    why: "The variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY choose the proxy. 407 means that it requires a user and a password in its URL.",
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
    why: "Like the AWS CLI, mwaa-kms uses HTTP proxies (CONNECT); a proxy without a scheme is http://.",
    fix: () => [
      run("export HTTPS_PROXY=http://PROXY:PORT"),
      ask("the owner of the network", "Which HTTP proxy leads to AWS?"),
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
    what: (f) => `${f.host} does not exist, so ${f.action} was not sent. ${f.setting} asks for this name.`,
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
    title: "The time for the run was over",
    what: (f) => `The time for the whole run was over during ${f.action}; this call writes nothing.`,
    why: "--timeout limits the whole run; without a terminal it is 600 seconds by default.",
    fix: () => [run("mwaa-kms check KEY --timeout 1800")],
    docs: [],
    example: { action: "kms:DescribeKey" },
  }),
  "aws/setting": entry({
    severity: "error",
    title: "A setting has a value that AWS tools do not accept",
    what: (f) => `${f.name} is "${f.given}"; expected ${f.wanted}.`,
    why: "A setting that cannot be used would be ignored, and the call would not go where, or not be repeated as, it says.",
    fix: (f) => [run(/^AWS_\w+$/.test(f.name) ? `unset ${f.name}` : "aws configure list")],
    docs: [pages.sdkSettingsAll],
    example: { name: "AWS_MAX_ATTEMPTS", given: "many", wanted: "a whole number from 1 to 100" },
  }),
  "aws/interrupted": entry({
    severity: "error",
    title: "The run was interrupted",
    what: (f) => `Interrupted during ${f.action}; this call writes nothing.`,
    why: "A signal ends the calls that are under way.",
    fix: () => [run("mwaa-kms check KEY")],
    docs: [],
    example: { action: "kms:DescribeKey" },
  }),
  "aws/interrupted-while-writing": entry<Record<never, never>>({
    severity: "error",
    title: "The run was interrupted while the policy was being written",
    what: () => `Interrupted during kms:PutKeyPolicy.${unsureOf("kms:PutKeyPolicy")}`,
    why: "A signal ended the call before AWS answered; AWS may have taken it all the same.",
    fix: () => [run("mwaa-kms check KEY")],
    docs: [pages.kmsPutKeyPolicy],
    example: {},
  }),
  "aws/endpoint-url": entry({
    severity: "error",
    title: "The endpoint is no http or https URL",
    what: (f) => `"${f.given}" is no http or https URL without user, password, query and fragment.`,
    why: "The endpoint replaces AWS's own addresses, for all services.",
    fix: () => [run("mwaa-kms check KEY --endpoint-url https://kms.eu-west-1.amazonaws.com")],
    docs: [pages.sdkEndpoints],
    example: { given: "localhost:4566" },
  }),
  "aws/region": entry({
    severity: "error",
    title: "This cannot be a Region's name",
    what: (f) => `"${f.given}" cannot be the name of a Region.`,
    why: "The name becomes part of the host that is called: small letters, digits and hyphens only.",
    fix: () => [run("aws ec2 describe-regions --query 'Regions[].RegionName' --output text")],
    docs: [pages.sdkRegion],
    example: { given: "eu_west_1" },
  }),
  "aws/ca-bundle": entry({
    severity: "error",
    title: "The CA bundle cannot be used",
    what: (f) => `The CA bundle "${f.path}" cannot be used: ${f.reason}.`,
    why: "AWS_CA_BUNDLE, or ca_bundle of the profile, replaces the trusted authorities; without it no connection is safe to make.",
    fix: (f) => [run(`openssl x509 -noout -subject -in ${quote(f.path)}`), run("unset AWS_CA_BUNDLE")],
    docs: [pages.sdkSettings],
    example: { path: "/etc/ssl/corp.pem", reason: "ENOENT" },
  }),
};
