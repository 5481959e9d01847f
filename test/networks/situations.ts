/** The situations of docs/networks.md: what is set, how the network behaves, and what must come of it. */
import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { refuse, sendJson, sendXml } from "./front.js";
import type { Behaviour, Ports } from "./machinery.js";

/** What both tools are run with. */
export interface Setting {
  readonly env?: Readonly<Record<string, string>>;
  /** `~/.aws/config` and `~/.aws/credentials`. */
  readonly config?: string;
  readonly credentials?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly region?: string;
}

export interface Situation {
  readonly name: string;
  readonly behaviour?: Behaviour;
  readonly setting: (ports: Ports, home: string) => Setting;
  /** The access key that signs; absent: nothing gets as far as KMS. */
  readonly identity?: string;
  /** Absent: through the proxy. */
  readonly route?: "direct";
  /** What the report of a failure names. */
  readonly says?: RegExp;
  /** The source of the credentials, as a report names it. */
  readonly source?: string;
  /** It takes seconds to fail. */
  readonly isSlow?: true;
  /** The exit code of a failure; 3 if it is not given. */
  readonly exit?: number;
  /** Why the AWS CLI of the rig does otherwise. */
  readonly note?: string;
}

const keys = (name: string) => `aws_access_key_id = AKIA${name}\naws_secret_access_key = secret-of-${name}\n`;
const environment = { AWS_ACCESS_KEY_ID: "AKIAENVIRONMENT", AWS_SECRET_ACCESS_KEY: "secret-of-environment" };
const base = `[profile base]\n${keys("BASE")}`;
const role = (name: string) => `role_arn = arn:aws:iam::111122223333:role/${name}\n`;
const deploy = `[profile deploy]\n${role("deploy")}source_profile = base\n${base}`;
const sso = `[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n`;
const login = "[profile login]\nlogin_session = arn:aws:iam::111122223333:user/ana\n";
const processOf = (command: string) => `[profile process]\ncredential_process = ${command}\n`;
const given = `printf '{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"secret-of-process"}'`;

/** A token file; both tools read it. */
function webIdentity(home: string): Record<string, string> {
  writeFileSync(join(home, "token"), "header.payload.signature");
  return {
    AWS_WEB_IDENTITY_TOKEN_FILE: join(home, "token"),
    AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/web",
  };
}

function ssoSession(home: string, expiresAt: string): void {
  const cache = join(home, ".aws", "sso", "cache");
  mkdirSync(cache, { recursive: true });
  const name = createHash("sha1").update("corp").digest("hex");
  writeFileSync(
    join(cache, `${name}.json`),
    JSON.stringify({ accessToken: "token-of-the-session", expiresAt }),
  );
}

function loginSession(home: string, expiresAt: string): void {
  const cache = join(home, ".aws", "login", "cache");
  mkdirSync(cache, { recursive: true });
  const name = createHash("sha256").update("arn:aws:iam::111122223333:user/ana").digest("hex");
  const accessToken = {
    accessKeyId: "ASIALOGIN",
    secretAccessKey: "secret-of-login",
    sessionToken: "token-of-login",
    accountId: "111122223333",
    expiresAt,
  };
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const dpopKey = privateKey.export({ type: "sec1", format: "pem" });
  const token = { accessToken, clientId: "c", refreshToken: "r", dpopKey, tokenType: "t" };
  writeFileSync(join(cache, `${name}.json`), JSON.stringify(token));
}

const far = "2099-01-01T00:00:00Z";
const past = "2020-01-01T00:00:00Z";
const container = ({ container: port }: Ports) => ({
  AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/credentials`,
});

export const identities: readonly Situation[] = [
  {
    name: "variables with keys",
    setting: () => ({ env: environment }),
    source: "environment variables",
    identity: "AKIAENVIRONMENT",
  },
  {
    name: "AWS_PROFILE and variables with keys",
    setting: () => ({ env: { ...environment, AWS_PROFILE: "base" }, config: base }),
    source: "environment variables",
    identity: "AKIAENVIRONMENT",
  },
  {
    name: "--profile and variables with keys",
    setting: () => ({ env: environment, profile: "base", config: base }),
    source: "profile base",
    identity: "AKIABASE",
  },
  {
    name: "AWS_PROFILE",
    setting: () => ({ env: { AWS_PROFILE: "base" }, config: base }),
    source: "profile base",
    identity: "AKIABASE",
  },
  {
    name: "AWS_DEFAULT_PROFILE",
    setting: () => ({ env: { AWS_DEFAULT_PROFILE: "base" }, config: base }),
    source: "profile base",
    identity: "AKIABASE",
  },
  {
    name: "the default profile in both files",
    setting: () => ({
      config: `[default]\n${keys("CONFIG")}`,
      credentials: `[default]\n${keys("CREDENTIALS")}`,
    }),
    source: "profile default",
    identity: "AKIACREDENTIALS",
  },
  {
    name: "a role with source_profile",
    setting: () => ({ profile: "deploy", config: deploy }),
    source: "profile base, assumed role arn:aws:iam::111122223333:role/deploy of profile deploy",
    identity: "ASIAROLEDEPLOY",
  },
  {
    name: "a role of a role",
    setting: () => ({
      profile: "outer",
      config: `[profile outer]\n${role("outer")}source_profile = deploy\n${deploy}`,
    }),
    source:
      "profile base, assumed role arn:aws:iam::111122223333:role/deploy of profile deploy, assumed role arn:aws:iam::111122223333:role/outer of profile outer",
    identity: "ASIAROLEOUTER",
  },
  {
    name: "a role with credential_source = Environment, --profile",
    setting: () => ({
      env: environment,
      profile: "env",
      config: `[profile env]\n${role("env")}credential_source = Environment\n`,
    }),
    source: "environment variables, assumed role arn:aws:iam::111122223333:role/env of profile env",
    identity: "ASIAROLEENV",
  },
  {
    name: "a web identity token in variables",
    setting: (_machinery, home) => ({ env: webIdentity(home) }),
    source:
      "web identity token of AWS_WEB_IDENTITY_TOKEN_FILE, assumed role arn:aws:iam::111122223333:role/web",
    identity: "ASIAROLEWEB",
  },
  {
    name: "AWS_PROFILE with a role, and a web identity token in variables",
    setting: (_machinery, home) => ({ env: { ...webIdentity(home), AWS_PROFILE: "deploy" }, config: deploy }),
    source: "profile base, assumed role arn:aws:iam::111122223333:role/deploy of profile deploy",
    identity: "ASIAROLEDEPLOY",
  },
  {
    name: "--profile with keys, and a web identity token in variables",
    setting: (_machinery, home) => ({ env: webIdentity(home), profile: "base", config: base }),
    source: "profile base",
    identity: "AKIABASE",
  },
  {
    name: "an SSO session",
    setting: (_machinery, home) => {
      ssoSession(home, far);
      return { profile: "sso", config: sso };
    },
    source: "profile sso, IAM Identity Center",
    identity: "ASIASSO",
  },
  {
    name: "a profile with SSO and with keys in the credentials file",
    setting: (_machinery, home) => {
      ssoSession(home, far);
      return { profile: "sso", config: sso, credentials: `[sso]\n${keys("CREDENTIALS")}` };
    },
    source: "profile sso, IAM Identity Center",
    identity: "ASIASSO",
  },
  {
    name: "a login_session",
    setting: (_machinery, home) => {
      loginSession(home, far);
      return { profile: "login", config: login };
    },
    source: "profile login, aws login",
    identity: "ASIALOGIN",
    note: "older than aws login",
  },
  {
    name: "a credential_process",
    setting: () => ({ profile: "process", config: processOf(given) }),
    source: "profile process, credential_process",
    identity: "AKIAPROCESS",
  },
  {
    name: "a credential_process, and keys in the credentials file",
    setting: () => ({
      profile: "process",
      config: processOf(given),
      credentials: `[process]\n${keys("CREDENTIALS")}`,
    }),
    source: "profile process",
    identity: "AKIACREDENTIALS",
  },
  {
    name: "a container endpoint",
    setting: (machinery) => ({ env: container(machinery) }),
    source: "container endpoint of AWS_CONTAINER_CREDENTIALS_FULL_URI",
    identity: "ASIACONTAINER",
  },
  {
    name: "--profile without credentials, in a container",
    setting: (machinery) => ({
      env: container(machinery),
      profile: "plain",
      config: "[profile plain]\nregion = us-east-1\n",
    }),
    source: "container endpoint of AWS_CONTAINER_CREDENTIALS_FULL_URI",
    identity: "ASIACONTAINER",
  },
  {
    name: "the instance metadata service",
    setting: ({ instance }) => ({
      env: {
        AWS_EC2_METADATA_DISABLED: "false",
        AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${instance}/`,
      },
    }),
    source: "instance metadata",
    identity: "ASIAINSTANCE",
  },
];

export const withoutCredentials: readonly Situation[] = [
  { name: "no credentials at all", setting: () => ({}), says: /environment variables, no profile "default"/ },
  {
    name: "a profile that does not exist",
    setting: () => ({ profile: "bsae", config: base }),
    says: /no profile "bsae".*base/,
  },
  {
    name: "half of the keys in variables",
    setting: () => ({ env: { AWS_ACCESS_KEY_ID: "AKIAENVIRONMENT" } }),
    says: /AWS_ACCESS_KEY_ID and no AWS_SECRET_ACCESS_KEY/,
  },
  {
    name: "half an OIDC profile",
    setting: () => ({ profile: "ci", config: "[profile ci]\nweb_identity_token_file = /tmp/token\n" }),
    says: /profile "ci".*web_identity_token_file and no role_arn/,
  },
  {
    name: "a container endpoint that answers 403",
    behaviour: { container: 403 },
    setting: (machinery) => ({ env: container(machinery) }),
    says: /AWS_CONTAINER_CREDENTIALS_FULL_URI.*status 403/,
  },
  {
    name: "a container endpoint that answers 500",
    behaviour: { container: 500 },
    setting: (machinery) => ({ env: container(machinery) }),
    says: /AWS_CONTAINER_CREDENTIALS_FULL_URI.*status 500/,
  },
  {
    name: "a container endpoint that never answers",
    isSlow: true,
    behaviour: { container: "silent" },
    setting: (machinery) => ({ env: container(machinery) }),
    says: /AWS_CONTAINER_CREDENTIALS_FULL_URI.*no response/,
  },
  {
    name: "a web identity token that STS refuses",
    behaviour: {
      special: ({ operation }, response) =>
        operation === "AssumeRoleWithWebIdentity" &&
        sendXml(
          response,
          403,
          "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>",
        ),
    },
    setting: (_machinery, home) => ({ env: webIdentity(home) }),
    says: /AWS_WEB_IDENTITY_TOKEN_FILE.*Not authorized to perform sts:AssumeRoleWithWebIdentity/,
  },
  {
    name: "an SSO session that was never begun",
    setting: () => ({ profile: "sso", config: sso }),
    says: /profile "sso".*aws sso login --profile sso/s,
  },
  {
    name: "aws login has expired",
    behaviour: {
      special: ({ operation }, response) => {
        if (!/token/.test(operation)) return false;
        response.setHeader("x-amzn-errortype", "AccessDeniedException");
        sendJson(response, 401, { error: "TOKEN_EXPIRED", message: "The refresh token has expired." });
        return true;
      },
    },
    setting: (_machinery, home) => {
      loginSession(home, past);
      return { profile: "login", config: login };
    },
    says: /profile "login" is not valid: Your session has expired.*aws login --profile login/s,
    note: "older than aws login",
  },
  {
    name: "a credential_process that fails",
    setting: () => ({ profile: "process", config: processOf(`sh -c 'echo "vault: sealed" >&2; exit 3'`) }),
    says: /profile "process".*status 3: vault: sealed/,
  },
  {
    name: "a credential_process that never ends",
    isSlow: true,
    setting: () => ({ profile: "process", config: processOf("sleep 30") }),
    says: /profile "process".*did not end within/,
  },
  {
    name: "a role with MFA, without a terminal",
    setting: () => ({
      profile: "mfa",
      config: `[profile mfa]\n${role("mfa")}source_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/ana\n${base}`,
    }),
    says: /mfa\/ana.*aws configure export-credentials --profile mfa/s,
  },
  {
    name: "a role that the caller cannot assume",
    behaviour: {
      special: ({ operation }, response) =>
        operation === "AssumeRole" &&
        sendXml(
          response,
          403,
          "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/base is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/deploy</Message></Error></ErrorResponse>",
        ),
    },
    setting: () => ({ profile: "deploy", config: deploy }),
    says: /profile base to assume arn:aws:iam::111122223333:role\/deploy/,
  },
];

const networks: readonly Situation[] = [
  {
    name: "a proxy without a scheme",
    setting: ({ proxy }) => ({ env: { ...environment, HTTPS_PROXY: `127.0.0.1:${proxy}` } }),
    identity: "AKIAENVIRONMENT",
  },
  {
    name: "NO_PROXY with a suffix, without a dot",
    setting: ({ front }) => ({
      env: { ...environment, NO_PROXY: "invalid" },
      endpoint: `https://kms.test.invalid:${front}`,
    }),
    route: "direct",
    says: /https:\/\/kms\.test\.invalid:\d+ cannot be reached/,
  },
  {
    name: "a SOCKS proxy",
    setting: () => ({ env: { ...environment, HTTPS_PROXY: "socks5://127.0.0.1:1080" } }),
    route: "direct",
    says: /HTTPS_PROXY names a SOCKS proxy/,
  },
  {
    name: "a proxy that is not there",
    setting: () => ({ env: { ...environment, HTTPS_PROXY: "http://127.0.0.1:1" } }),
    route: "direct",
    says: /proxy http:\/\/127\.0\.0\.1:1 \(HTTPS_PROXY\).*ECONNREFUSED/,
  },
  {
    name: "a proxy that wants a password",
    behaviour: { proxy: () => 407 },
    setting: () => ({ env: environment }),
    says: /\(HTTPS_PROXY\).*407/,
  },
  {
    name: "a proxy that never answers",
    behaviour: { proxy: () => 0 },
    setting: () => ({ env: environment }),
    says: /\(HTTPS_PROXY\)/,
  },
  {
    name: "a proxy that refuses the SSO portal",
    behaviour: { proxy: (host) => (host.startsWith("portal.") ? 403 : undefined) },
    setting: (_machinery, home) => {
      ssoSession(home, far);
      return { profile: "sso", config: sso };
    },
    says: /\(HTTPS_PROXY\) gave no way to https:\/\/portal\.sso\.us-east-1\.amazonaws\.com.*403/,
  },
  {
    name: "TLS inspection at the SSO portal",
    behaviour: { inspects: (host) => host.startsWith("portal.") },
    setting: (_machinery, home) => {
      ssoSession(home, far);
      return { profile: "sso", config: sso };
    },
    says: /TLS connection to https:\/\/portal\.sso\.us-east-1\.amazonaws\.com/,
  },
  {
    name: "TLS inspection at KMS",
    behaviour: { inspects: (host) => host.startsWith("kms.") },
    setting: () => ({ env: environment }),
    says: /TLS connection to https:\/\/kms\.us-east-1\.amazonaws\.com.*AWS_CA_BUNDLE/s,
  },
  {
    name: "AWS_CA_BUNDLE names no file",
    setting: () => ({ env: { ...environment, AWS_CA_BUNDLE: "/nonexistent/ca.pem" } }),
    route: "direct",
    says: /\/nonexistent\/ca\.pem.*ENOENT/,
  },
  {
    name: "a listener that never answers",
    setting: ({ silent }) => ({ env: environment, endpoint: `https://127.0.0.1:${silent}` }),
    route: "direct",
    says: /https:\/\/127\.0\.0\.1:\d+ did not answer/,
  },
  {
    name: "a listener that drips",
    setting: ({ drip }) => ({ env: environment, endpoint: `http://127.0.0.1:${drip}` }),
    route: "direct",
    says: /http:\/\/127\.0\.0\.1:\d+ did not answer/,
  },
  {
    name: "a network that drops the packets",
    setting: ({ full }) => ({ env: environment, endpoint: `https://127.0.0.1:${full}` }),
    route: "direct",
    says: /No connection to https:\/\/127\.0\.0\.1:\d+ came about/,
  },
  {
    name: "a server that cuts the connection",
    setting: ({ cut }) => ({ env: environment, endpoint: `http://127.0.0.1:${cut}` }),
    route: "direct",
    says: /http:\/\/127\.0\.0\.1:\d+ was cut/,
  },
  {
    name: "a FIPS endpoint that does not exist",
    behaviour: { proxy: (host) => (host.includes("-fips") ? 502 : undefined) },
    setting: () => ({ env: { ...environment, AWS_USE_FIPS_ENDPOINT: "true" } }),
    says: /kms-fips\.us-east-1\.amazonaws\.com does not exist.*AWS_USE_FIPS_ENDPOINT/s,
  },
  {
    name: "a dual-stack endpoint that does not exist, of a profile",
    behaviour: { proxy: (host) => (host.endsWith(".api.aws") ? 503 : undefined) },
    setting: () => ({
      env: environment,
      config: "[default]\nuse_dualstack_endpoint = true\n",
    }),
    says: /kms\.us-east-1\.api\.aws does not exist.*use_dualstack_endpoint of profile "default"/s,
  },
];

const refusals: readonly Situation[] = [
  {
    name: "a token of the global STS endpoint in an opt-in Region",
    behaviour: {
      special: ({ host }, response) =>
        host.startsWith("kms.") &&
        refuse(
          response,
          "UnrecognizedClientException",
          "The security token included in the request is invalid.",
        ),
    },
    setting: () => ({ env: { ...environment, AWS_SESSION_TOKEN: "token" }, region: "ap-southeast-4" }),
    identity: "AKIAENVIRONMENT",
    says: /ap-southeast-4.*get-region-opt-status --region-name ap-southeast-4.*AWS_STS_REGIONAL_ENDPOINTS=regional/s,
  },
  {
    name: "a service control policy",
    behaviour: {
      special: ({ host }, response) =>
        host.startsWith("kms.") &&
        refuse(
          response,
          "AccessDeniedException",
          "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: kms:DescribeKey with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1",
        ),
    },
    setting: () => ({ env: environment }),
    identity: "AKIAENVIRONMENT",
    says: /service_control_policy\/p-1.*organization's administrators/s,
  },
  {
    name: "a bad AWS_MAX_ATTEMPTS",
    setting: () => ({ env: { ...environment, AWS_MAX_ATTEMPTS: "many" } }),
    route: "direct",
    says: /AWS_MAX_ATTEMPTS is "many"/,
    exit: 2,
  },
  {
    name: "a bad AWS_RETRY_MODE",
    setting: () => ({ env: { ...environment, AWS_RETRY_MODE: "often" } }),
    route: "direct",
    says: /AWS_RETRY_MODE is "often"/,
    exit: 2,
  },
  {
    name: "a bad AWS_ENDPOINT_URL_KMS",
    setting: () => ({ env: { ...environment, AWS_ENDPOINT_URL_KMS: "kms.test.invalid" } }),
    route: "direct",
    says: /AWS_ENDPOINT_URL_KMS is "kms\.test\.invalid"/,
    exit: 2,
    note: "older than AWS_ENDPOINT_URL",
  },
];

export const situations: readonly Situation[] = [
  ...identities,
  ...withoutCredentials,
  ...networks,
  ...refusals,
];
