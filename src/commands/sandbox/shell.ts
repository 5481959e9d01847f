/** What another program needs in its environment to ask the sandbox, as each shell reads it. */
import type { Sandbox } from "../../sandbox/start.js";
import type { ExportShell } from "./choices.js";

export type SandboxVariables = Readonly<Record<string, string>>;

/** A profile or a token of a real account would be used before, or sent beside, the sandbox's keys. */
const unset = ["AWS_PROFILE", "AWS_SESSION_TOKEN"];

/** Both names of the Region: the SDKs read the one, boto3 the other. */
export function settingsOf({
  url,
  region,
  credentials,
}: Pick<Sandbox, "url" | "region" | "credentials">): SandboxVariables {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}

/** The values are of our own making: no shell finds anything in them to expand. */
export function exportLines(shell: ExportShell, settings: SandboxVariables): readonly string[] {
  const pairs = Object.entries(settings);
  if (shell === "env") return pairs.map(([name, value]) => `${name}=${value}`);
  if (shell === "powershell") {
    return [
      ...pairs.map(([name, value]) => `$env:${name} = '${value}';`),
      ...unset.map((name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue;`),
    ];
  }
  if (shell === "fish") {
    return [
      ...pairs.map(([name, value]) => `set -gx ${name} '${value}';`),
      ...unset.map((name) => `set -e ${name};`),
    ];
  }
  const names = unset.join(" ");
  const exports = pairs.map(([name, value]) => `export ${name}=${value}`);
  if (shell !== "sh") return [...exports, `unset ${names}`];
  // fish reads the same lines, but for unset: it has none, and its `set -e` erases.
  return [
    ...exports,
    `command -v unset >/dev/null && unset ${names}`,
    `command -v unset >/dev/null || set -e ${names}`,
  ];
}
