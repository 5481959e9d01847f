/** The shared config and credentials files, as far as settings go: it reads them, and never a secret's value onward. */
import { homedir } from "node:os";
import { join } from "node:path";
import leven from "leven";
import type { Host } from "../platform/host.js";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";

type ProfileSection = ReadonlyMap<string, string>;

/** One of the two files. */
export interface ProfileFile {
  readonly path: string;
  readonly profiles: ReadonlyMap<string, ProfileSection>;
}

/** The content of the two files. A nested key reads `kms.endpoint_url`. */
export interface SharedConfig {
  readonly files: string;
  /** Both files together: the credentials file wins, as it does for the AWS CLI. */
  readonly profiles: ReadonlyMap<string, ProfileSection>;
  readonly services: ReadonlyMap<string, ProfileSection>;
  readonly ssoSessions: ReadonlyMap<string, ProfileSection>;
  readonly configFile: ProfileFile;
  readonly credentialsFile: ProfileFile;
}

const longest = 1_048_576;

/**
 * Reads both files where the SDKs look for them; one that is absent or unreadable is empty, as it is to the SDK.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export async function readSharedConfig(host: Pick<Host, "env" | "files">): Promise<SharedConfig> {
  const home = host.env["HOME"] ?? host.env["USERPROFILE"] ?? homedir();
  const expand = (path: string) => (path.startsWith("~/") ? join(home, path.slice(2)) : path);
  const paths = [
    expand(host.env["AWS_CONFIG_FILE"] ?? join(home, ".aws", "config")),
    expand(host.env["AWS_SHARED_CREDENTIALS_FILE"] ?? join(home, ".aws", "credentials")),
  ] as const;
  const [config, credentials] = await Promise.all(
    paths.map((path) => host.files.read(path, longest).catch(() => "")),
  );
  const sections = {
    profile: new Map<string, ProfileSection>(),
    services: new Map<string, ProfileSection>(),
  };
  const ssoSessions = new Map<string, ProfileSection>();
  for (const [name, section] of parseIni(config ?? "")) {
    const [, kind, own = ""] = /^(profile|services|sso-session)\s+["']?(.+?)["']?$/.exec(name) ?? [];
    if (kind === "profile" || kind === "services") sections[kind].set(own, section);
    else if (kind === "sso-session") ssoSessions.set(own, section);
    else if (name === "default" && !sections.profile.has(name)) sections.profile.set(name, section);
  }
  const inCredentials = parseIni(credentials ?? "");
  const profiles = new Map(sections.profile);
  for (const [name, section] of inCredentials)
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...section]));
  return {
    files: paths.join(" and "),
    profiles,
    services: sections.services,
    ssoSessions,
    configFile: { path: paths[0], profiles: sections.profile },
    credentialsFile: { path: paths[1], profiles: inCredentials },
  };
}

/** The option's profile, else that of AWS_PROFILE, else of AWS_DEFAULT_PROFILE; undefined: none is named, `default` counts. */
export function profileName(host: Pick<Host, "env">, option: string | undefined): string | undefined {
  return option ?? (host.env["AWS_PROFILE"] || host.env["AWS_DEFAULT_PROFILE"] || undefined);
}

/** One setting of a profile (`default` where none is named). */
export function setting(config: SharedConfig, profile: string | undefined, name: string): string | undefined {
  return config.profiles.get(profile ?? "default")?.get(name);
}

/**
 * Refuses a named profile that is in neither file, which the SDK reports only as "could not load credentials".
 *
 * @param profile undefined where none is named, which is never a problem
 */
export function checkProfile(config: SharedConfig, profile: string | undefined): Result<string | undefined> {
  if (profile === undefined || profile === "default" || config.profiles.has(profile)) return ok(profile);
  const near = [...config.profiles.keys()]
    .map((name) => ({
      name,
      distance: leven(name.slice(0, 64).toLowerCase(), profile.slice(0, 64).toLowerCase()),
    }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 5)
    .map((each) => each.name)
    .join(", ");
  return fail(problem("aws/no-profile", { profile, files: config.files, near }));
}

function parseIni(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let parent: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const content = (line.split(/(?:^|\s)[;#]/, 1)[0] ?? "").trim();
    const heading = /^\[(.+)\]$/.exec(content)?.[1]?.trim();
    if (heading !== undefined) {
      section = sections.get(heading) ?? new Map();
      sections.set(heading, section);
      parent = undefined;
      continue;
    }
    const equals = content.indexOf("=");
    if (section === undefined || equals < 1) continue;
    const name = content.slice(0, equals).trim().toLowerCase();
    const value = content.slice(equals + 1).trim();
    if (!/^\s/.test(line)) parent = undefined;
    if (value === "") parent = name;
    else section.set(parent === undefined ? name : `${parent}.${name}`, value);
  }
  return sections;
}
