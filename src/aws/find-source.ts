/** Finds the source of the credentials in the AWS CLI's order, from variables and files alone. It fetches nothing. */
import type { Host } from "../platform/host.js";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import type { ProfileSettings, Source } from "./credential-source.js";
import type { ProfileFile, SharedConfig } from "./profile.js";

interface Search {
  readonly env: Host["env"];
  readonly config: SharedConfig;
  /** `--profile` is given: variables with credentials do not count then. */
  readonly isProfileGiven: boolean;
}

const keyId = "aws_access_key_id";
const secretKey = "aws_secret_access_key";

/**
 * Finds the source as the AWS CLI v2 does. The first one that is configured decides: if it fails, no other is tried.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-configure.html#configure-precedence
 *
 * @param named the profile of `--profile`, AWS_PROFILE or AWS_DEFAULT_PROFILE
 */
export function findSource(search: Search, named: string | undefined): Result<Source> {
  const { env, config, isProfileGiven } = search;
  const profile = named ?? "default";
  const fromEnvironment = isProfileGiven ? undefined : environmentSource(env);
  if (fromEnvironment !== undefined) return fromEnvironment;
  const found = roleSource(search, profile, [profile]) ?? profileSource(search, profile);
  if (found !== undefined) return found;
  const searched = searchedPlaces(search, config, profile);
  const remote = containerSource(env) ?? instanceSource(env, searched);
  const disabled = "instance metadata (AWS_EC2_METADATA_DISABLED is true)";
  return ok(remote ?? { kind: "none", searched: [...searched, disabled] });
}

function environmentSource(env: Host["env"]): Result<Source> | undefined {
  if (!env["AWS_ACCESS_KEY_ID"]) return undefined;
  return env["AWS_SECRET_ACCESS_KEY"]
    ? ok({ kind: "environment" })
    : incomplete("The environment", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
}

/** A profile with role_arn; one with a web identity token is another kind of source. */
function roleSource(search: Search, profile: string, visited: readonly string[]): Result<Source> | undefined {
  const settings = search.config.profiles.get(profile);
  const roleArn = settings?.get("role_arn");
  if (settings === undefined || roleArn === undefined || settings.has("web_identity_token_file"))
    return undefined;
  const base = baseSource(search, profile, settings, visited);
  if (!base.ok) return base;
  const seconds = Number(settings.get("duration_seconds"));
  return ok({
    kind: "role",
    profile,
    roleArn,
    base: base.value,
    sessionName: settings.get("role_session_name"),
    externalId: settings.get("external_id"),
    seconds: Number.isInteger(seconds) && seconds > 0 ? seconds : undefined,
    mfaSerial: settings.get("mfa_serial"),
  });
}

function baseSource(
  search: Search,
  profile: string,
  settings: ProfileSettings,
  visited: readonly string[],
): Result<Source> {
  const place = placeOf(search.config, profile);
  const from = settings.get("source_profile");
  const where = settings.get("credential_source");
  if (from !== undefined && where !== undefined)
    return incorrect(place, "it has both source_profile and credential_source");
  if (where !== undefined) return namedSource(search, place, where);
  if (from === undefined)
    return incomplete(place, "role_arn", "source_profile, credential_source or web_identity_token_file");
  const other = search.config.profiles.get(from);
  if (other === undefined) return incorrect(place, `its source_profile "${from}" does not exist`);
  const hasKeys = other.has(keyId) || other.has(secretKey);
  if (visited.includes(from) && !(from === profile && hasKeys))
    return incorrect(place, `its source_profile leads back to "${from}"`);
  const found = hasKeys
    ? profileSource({ ...search, isProfileGiven: true }, from)
    : (roleSource(search, from, [...visited, from]) ??
      profileSource({ ...search, isProfileGiven: true }, from));
  return found ?? incorrect(place, `its source_profile "${from}" has no credentials`);
}

function namedSource({ env }: Search, place: string, where: string): Result<Source> {
  const asked = `credential_source of ${place}`;
  const none = (searched: string): Source => ({ kind: "none", searched: [asked, searched] });
  switch (where.toLowerCase()) {
    case "environment":
      return environmentSource(env) ?? ok(none("environment variables"));
    case "ecscontainer":
      return ok(containerSource(env) ?? none("container variables"));
    case "ec2instancemetadata":
      return ok(
        instanceSource(env, [asked]) ?? none("instance metadata (AWS_EC2_METADATA_DISABLED is true)"),
      );
    default:
      return incorrect(
        place,
        `credential_source "${where}" is not Environment, EcsContainer or Ec2InstanceMetadata`,
      );
  }
}

/** What a profile, or the web identity of the environment, has besides a role with a source. */
function profileSource(search: Search, profile: string): Result<Source> | undefined {
  const { config } = search;
  const settings = config.profiles.get(profile) ?? new Map<string, string>();
  const place = placeOf(config, profile);
  const of = (kind: "keys" | "process" | "login" | "sso", from: ProfileSettings) =>
    ok<Source>({ kind, profile, settings: from });
  const keysIn = (file: ProfileFile) => {
    const own = file.profiles.get(profile);
    if (own?.get(keyId) === undefined) return undefined;
    return own.get(secretKey)
      ? of("keys", own)
      : incomplete(`The profile "${profile}" in ${file.path}`, keyId, secretKey);
  };
  const { configFile, credentialsFile } = config;
  return (
    webIdentitySource(search, profile, settings) ??
    (settings.has("sso_account_id") || settings.has("sso_role_name")
      ? (wrongSso(config, place, settings) ?? of("sso", settings))
      : undefined) ??
    keysIn(credentialsFile) ??
    (settings.has("login_session") ? of("login", settings) : undefined) ??
    (settings.has("credential_process") ? of("process", settings) : undefined) ??
    keysIn(configFile)
  );
}

function webIdentitySource(
  { env, config, isProfileGiven }: Search,
  profile: string,
  settings: ProfileSettings,
): Result<Source> | undefined {
  const value = (variable: string, name: string) =>
    (isProfileGiven ? undefined : env[variable]) || settings.get(name);
  const tokenFile = value("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
  if (!tokenFile) return undefined;
  const isOwn = !isProfileGiven && Boolean(env["AWS_WEB_IDENTITY_TOKEN_FILE"]);
  const roleArn = value("AWS_ROLE_ARN", "role_arn");
  if (!roleArn)
    return isOwn
      ? incomplete("The environment", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN")
      : incomplete(placeOf(config, profile), "web_identity_token_file", "role_arn");
  const sessionName = value("AWS_ROLE_SESSION_NAME", "role_session_name");
  return ok({
    kind: "web-identity",
    profile: isOwn ? undefined : profile,
    tokenFile,
    roleArn,
    sessionName,
  });
}

/** The AWS CLI wants all four settings, in the profile or in its sso-session. */
function wrongSso(
  config: SharedConfig,
  place: string,
  settings: ProfileSettings,
): Result<Source> | undefined {
  const name = settings.get("sso_session");
  const session = name === undefined ? undefined : config.ssoSessions.get(name);
  if (name !== undefined && session === undefined)
    return incorrect(place, `its sso_session "${name}" does not exist in ${config.configFile.path}`);
  const all = new Map([...settings, ...(session ?? [])]);
  const missing = ["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"].filter(
    (each) => !all.get(each),
  );
  const given = ["sso_account_id", "sso_role_name"].filter((each) => all.get(each)).join(" and ");
  return missing.length === 0 ? undefined : incomplete(place, given, missing.join(" and "));
}

function containerSource(env: Host["env"]): Source | undefined {
  const relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
  const full = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  if (env[relative])
    return { kind: "container", variable: relative, url: `http://169.254.170.2${env[relative]}` };
  return env[full] ? { kind: "container", variable: full, url: env[full] } : undefined;
}

function instanceSource(env: Host["env"], searched: readonly string[]): Source | undefined {
  if (env["AWS_EC2_METADATA_DISABLED"]?.toLowerCase() === "true") return undefined;
  const isSix = env["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"]?.toLowerCase() === "ipv6";
  const usual = isSix ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
  return { kind: "instance", host: env["AWS_EC2_METADATA_SERVICE_ENDPOINT"] || usual, searched };
}

/** Each place before the instance that could have had credentials, and has none. */
function searchedPlaces(
  { isProfileGiven }: Pick<Search, "isProfileGiven">,
  config: SharedConfig,
  profile: string,
): readonly string[] {
  return [
    ...(isProfileGiven ? [] : ["environment variables"]),
    `${config.profiles.has(profile) ? "" : "no "}profile "${profile}" in ${config.files}`,
    "container variables",
  ];
}

function placeOf(config: SharedConfig, profile: string): string {
  const { configFile, credentialsFile } = config;
  const file = configFile.profiles.has(profile) ? configFile : credentialsFile;
  return `The profile "${profile}" in ${file.path}`;
}

function incomplete(place: string, has: string, lacks: string): Result<Source> {
  return fail(problem("aws/credential-settings", { place, wrong: `it has ${has} and no ${lacks}` }));
}

function incorrect(place: string, wrong: string): Result<Source> {
  return fail(problem("aws/credential-settings", { place, wrong }));
}
