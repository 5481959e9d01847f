/**
 * The values that can follow, from the machine: profiles of the AWS settings, environments and keys of the manifest, backups, codes. They are
 * hints while somebody types, so files are skimmed and not parsed, and one that cannot be read has none.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { formatNames } from "../choices.js";
import { mwaaRegions } from "../key/arn.js";
import type { Host } from "../platform/host.js";

/** What a value names. `report` is `format=file`, `address` is `address=file`. */
export type ValueKind =
  | ("none" | "files" | "report" | "address" | "regions")
  | ("profiles" | "environments" | "keys" | "backups" | "codes");

export interface Candidate {
  readonly value: string;
  readonly means?: string;
}

/** @param words what was typed before, for the options that say where to look */
export async function valuesOf(
  kind: ValueKind,
  words: readonly string[],
  host: Host,
): Promise<readonly Candidate[]> {
  switch (kind) {
    case "regions":
      return mwaaRegions.map((value) => ({ value }));
    case "report":
      return formatNames.map((name) => ({ value: `${name}=` }));
    case "profiles":
      return profiles(host);
    case "environments":
      return (await manifestEntries(words, host)).flatMap(({ name, key }) =>
        name === undefined ? [] : { value: name, ...(key === undefined ? {} : { means: key }) },
      );
    case "keys":
      return unique(
        (await manifestEntries(words, host)).flatMap(({ name, key }) =>
          key === undefined ? [] : { value: key, ...(name === undefined ? {} : { means: name }) },
        ),
      );
    case "backups":
      return backups(words, host);
    case "codes":
      return codesAndChecks();
    default:
      return [];
  }
}

/** As the AWS CLI finds them: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html */
async function profiles({ env, files }: Host): Promise<readonly Candidate[]> {
  const inHome = (name: string) => join(env["HOME"] ?? env["USERPROFILE"] ?? homedir(), ".aws", name);
  const config = await skim(files, env["AWS_CONFIG_FILE"] ?? inHome("config"));
  const credentials = await skim(files, env["AWS_SHARED_CREDENTIALS_FILE"] ?? inHome("credentials"));
  const inConfig = [
    ...config.matchAll(/^\s*\[\s*(?:profile\s+(?:"([^"\]]+)"|'([^'\]]+)'|([^\]\s]+))|(default))\s*\]/gm),
  ];
  const names = inConfig.flatMap(([, ...found]) => found.find((name) => name !== undefined) ?? []);
  const inCredentials = [...credentials.matchAll(/^\s*\[\s*([^\]]+?)\s*\]/gm)].flatMap(
    ([, name]) => name ?? [],
  );
  return unique([...names, ...inCredentials].map((value) => ({ value })));
}

interface Entry {
  name?: string;
  key?: string;
}

/** The entries of the manifest that was named, or of mwaa-kms.yaml in this folder. */
async function manifestEntries(words: readonly string[], { files }: Host): Promise<readonly Entry[]> {
  const text = await skim(files, optionIn(words, "--manifest") ?? "mwaa-kms.yaml");
  const [, listed = ""] = /^environments:([\s\S]*?)(?=^\S|$(?![\s\S]))/m.exec(text) ?? [];
  const entries: Entry[] = [];
  for (const [, item, member, quoted, plain] of listed.matchAll(
    /(-\s)|\b(name|key)["']?:\s*(?:["']([^"'\n]*)["']|([^\s,}#"']+))/g,
  )) {
    if (item !== undefined) entries.push({});
    else if (member === "name" || member === "key")
      Object.assign(entries.at(-1) ?? {}, { [member]: quoted ?? plain });
  }
  return entries;
}

async function backups(
  words: readonly string[],
  { files, stateFolder }: Host,
): Promise<readonly Candidate[]> {
  const own = words.includes("--sandbox") ? join(stateFolder, "sandbox") : stateFolder;
  const folder = optionIn(words, "--backup-dir") ?? join(own, "backups");
  const names = await files.list(folder).catch(() => []);
  // The latest first: it is the one that is wanted most.
  return names
    .filter((name) => name.endsWith(".json"))
    .toReversed()
    .map((name) => ({ value: join(folder, name) }));
}

async function codesAndChecks(): Promise<readonly Candidate[]> {
  const [{ codes }, { checkIds }] = await Promise.all([
    import("../problems/catalogue.js"),
    import("../commands/explain/checks.js"),
  ]);
  return ["checks", "permissions", ...checkIds, ...codes].map((value) => ({ value }));
}

/** What followed an option, in either way of writing it. */
function optionIn(words: readonly string[], name: string): string | undefined {
  const at = words.lastIndexOf(name);
  return at === -1
    ? words.findLast((word) => word.startsWith(`${name}=`))?.slice(name.length + 1)
    : words[at + 1];
}

const limit = 1_048_576;

async function skim(files: Host["files"], path: string): Promise<string> {
  return path === "-" ? "" : files.read(path, limit).catch(() => "");
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...new Map(candidates.map((each) => [each.value, each])).values()];
}
