/**
 * Defaults of options, for what was not typed: from MWAA_KMS_* variables, then from mwaa-kms.yaml in the working folder.
 * That file may come from a stranger's branch: it can make a run stricter, and never laxer.
 */
import * as z from "zod";
import { formatNames, scopes } from "../choices.js";
import { parseRegion } from "../key/target.js";
import { profilePattern } from "../manifest/patterns.js";
import { short } from "../manifest/schema.js";
import type { Host } from "../platform/host.js";
import { reasonOf } from "../platform/read-file.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { usageError } from "../report/compose.js";
import type { Context, Outcome } from "../session/context.js";
import type { Verb } from "./verbs.js";

const file = "mwaa-kms.yaml";
const schemaName = "mwaa-kms/settings/1";

/** A settings file has six members. */
const longest = 65_536;

const shapes = {
  format: z.enum(formatNames),
  scope: z.enum(scopes),
  // Only upwards: there is no way to say that warnings are not to count.
  strict: z.literal(true, { error: "only true can be set" }),
  region: z.string().refine((text) => parseRegion(text).ok, { error: "this is no AWS Region" }),
  profile: z.string().regex(new RegExp(profilePattern, "u"), { error: "this is no profile's name" }),
};

type Name = keyof typeof shapes;

const settingsShape = z.strictObject({
  schema: z.literal(schemaName),
  format: shapes.format.exactOptional(),
  scope: shapes.scope.exactOptional(),
  strict: shapes.strict.exactOptional(),
  region: shapes.region.exactOptional(),
  profile: shapes.profile.exactOptional(),
});

interface Setting {
  readonly value: unknown;
  /** The variable or the file. */
  readonly from: string;
}

type Settings = Partial<Readonly<Record<Name, Setting>>>;

/** A verb with the options that it is to run with. */
export interface Defaulted {
  readonly options: Readonly<Record<string, unknown>>;
  readonly run: (context: Context) => Promise<Outcome>;
}

/**
 * Fills in what was not typed.
 *
 * @param typed the options as commander read them
 * @param declared the names of the options that the verb has
 */
export async function withDefaults(
  verb: Verb,
  words: readonly (string | undefined)[],
  typed: Readonly<Record<string, unknown>>,
  declared: readonly string[],
  host: Host,
): Promise<Defaulted> {
  const [own, shared] = [variables(host.env), await settingsFile(typed, host)];
  const problems = [own, shared].flatMap((each) => (each.ok ? [] : each.problems));
  if (!own.ok || !shared.ok) {
    const command = verb.name;
    return { options: typed, run: async () => ({ parts: usageError(command, problems) }) };
  }
  const usable = usableFor(verb.name, words, typed);
  const all = { ...shared.value, ...own.value };
  const used = (Object.entries(all) as [Name, Setting][]).filter(
    ([name]) => declared.includes(name) && usable.has(name) && typed[name] === undefined,
  );
  const options = { ...typed, ...Object.fromEntries(used.map(([name, { value }]) => [name, value])) };
  return {
    options,
    run: async (context) => {
      for (const [name, { value, from }] of used) context.debug?.(`setting ${name}: ${value} (${from})`);
      const outcome = await verb.run(words, options, context);
      const profile = used.find(([name, { from }]) => name === "profile" && from === file)?.[1];
      if (profile === undefined) return outcome;
      const note = problem("settings/profile", { file, profile: String(profile.value) });
      const { parts } = outcome;
      return { ...outcome, parts: { ...parts, problems: [...(parts.problems ?? []), note] } };
    },
  };
}

/** The verbs whose report is not meant to go into a file as it is. */
const reporting = new Set(["check", "prepare", "diff", "grants", "validate", "restore", "report"]);

/** Ways of running a verb that take the place of asking AWS about one key. */
const modes = ["policyFile", "terraformPlan", "template", "from", "to", "plan"];

/** A default never clashes with what was typed: a key's ARN and a manifest have a Region, a plan has all. */
function usableFor(
  verb: string,
  [key]: readonly (string | undefined)[],
  typed: Readonly<Record<string, unknown>>,
): ReadonlySet<Name> {
  const isMode = modes.some((mode) => typed[mode] !== undefined);
  const isManifest = typed["manifest"] !== undefined;
  const isOwnAws = typed["sandbox"] === true || verb === "sandbox";
  const usable = new Set<Name>(["strict"]);
  if (reporting.has(verb)) usable.add("format");
  if (!isMode && !isManifest) usable.add("scope");
  if (!isMode && !isManifest && !isOwnAws && !/^arn:/i.test(key ?? "")) usable.add("region");
  if (!isMode && !isOwnAws) usable.add("profile");
  return usable;
}

/** Empty ones are not set. Other variables that begin so are nobody's settings: pipelines name theirs so. */
function variables(env: Host["env"]): Result<Settings> {
  const settings: Partial<Record<Name, Setting>> = {};
  const problems: Problem[] = [];
  for (const name of Object.keys(shapes) as Name[]) {
    const from = `MWAA_KMS_${name.toUpperCase()}`;
    const text = env[from]?.trim() ?? "";
    // Off is what it is without the variable.
    if (text === "" || (name === "strict" && /^(?:0|false)$/i.test(text))) continue;
    const read = shapes[name].safeParse(name === "strict" ? /^(?:1|true)$/i.test(text) || text : text);
    if (read.success) settings[name] = { value: read.data, from };
    else problems.push(problem("settings/variable", { name: from, given: short(text), reason: said(read) }));
  }
  return problems.length > 0 ? fail(...problems) : ok(settings);
}

function said({ error }: { readonly error?: z.ZodError | undefined }): string {
  return (error?.issues ?? [])
    .map(({ path, message }) => `${path.length === 0 ? "" : `${path.join("/")}: `}${message}`)
    .join("; ");
}

/** A manifest is often called so too: its `schema` tells them apart. A file that is neither is refused, and not passed over. */
async function settingsFile(
  typed: Readonly<Record<string, unknown>>,
  { files }: Pick<Host, "files">,
): Promise<Result<Settings>> {
  const wrong = (reason: string, at = file) => fail<Settings>(problem("settings/file", { file, reason }, at));
  let text: string;
  try {
    text = await files.read(file, 1_048_576);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ENOENT" || code === "EISDIR" ? ok({}) : wrong(reasonOf(error));
  }
  const isManifest = /^["']?schema["']?\s*:\s*["']?mwaa-kms\/manifest\//m.test(text);
  // What is wrong with a manifest is told better where it is read.
  if (isManifest || typed["manifest"] === file || typed["waivers"] === file) return ok({});
  if (text.length > longest) return wrong("it is too long for settings");
  const { readYaml } = await import("../manifest/yaml.js");
  const yaml = readYaml(text, file);
  if (!yaml.ok) return wrong(yaml.problems.map(({ what }) => what).join(" "), yaml.problems[0]?.at);
  const read = settingsShape.safeParse(yaml.value.value);
  if (!read.success) return wrong(said(read));
  const { schema: _, ...members } = read.data;
  return ok(
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, { value, from: file }])),
  );
}
