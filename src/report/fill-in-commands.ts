/** The commands that a report tells to type, made exact: this key, this environment, this Region, and how AWS was reached. */
import type { Fix } from "../problems/define.js";
import { quote } from "../problems/define.js";
import type { Problem } from "../problems/problem.js";
import type { ReportParts } from "./report.js";
import { forShell, type Shell, wordsOf } from "./shell-words.js";

/** How this run reached AWS: the options that a command needs to ask the same again. */
export interface ConnectionOptions {
  readonly sandbox: boolean;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly keyProfile?: string;
  readonly keyRoleArn?: string;
  readonly keyExternalId?: string;
  readonly keySessionName?: string;
  readonly keyMfaSerial?: string;
  /** For which shell the commands are; absent: POSIX. */
  readonly shell?: Shell;
}

/** @returns the same parts; each command with what it needs, and placeholders that no shell takes for what is not known */
export function fillInCommands(parts: ReportParts, through: ConnectionOptions): ReportParts {
  const exact = (line: string) => exactCommand(line, parts, through);
  const ofFix = (fix: Fix): Fix => (fix.do === "run" ? { ...fix, command: exact(fix.command) } : fix);
  const ofProblem = (problem: Problem): Problem => ({ ...problem, fix: problem.fix.map(ofFix) });
  return {
    ...parts,
    ...(parts.next === undefined ? {} : { next: parts.next.map(exact) }),
    ...(parts.problems === undefined ? {} : { problems: parts.problems.map(ofProblem) }),
    ...(parts.body?.kind === "plan"
      ? {
          body: {
            ...parts.body,
            plan: { ...parts.body.plan, warnings: parts.body.plan.warnings.map(ofProblem) },
          },
        }
      : {}),
    ...(parts.findings === undefined
      ? {}
      : {
          findings: parts.findings.map((finding) => ({
            ...finding,
            problems: finding.problems.map(ofProblem),
          })),
        }),
  };
}

function exactCommand(line: string, parts: ReportParts, through: ConnectionOptions): string {
  if (line.startsWith("#")) return line;
  const { key, target } = parts;
  const values: Readonly<Record<string, string | undefined>> = {
    KEY: key?.arn ?? target?.key.given,
    NAME: target?.environment,
    ACCOUNT: target?.account,
  };
  const filled = wordsOf(line).map((word) =>
    Object.hasOwn(values, word) ? quote(values[word] ?? word) : word,
  );
  // Commands that are joined are completed each by itself.
  const pieces: string[][] = [[]];
  for (const word of filled) {
    if (/^(&&|\|\|?|;)$/.test(word)) pieces.push([word], []);
    else pieces.at(-1)?.push(word);
  }
  const words = pieces.flatMap((piece) => completed(piece, parts, through));
  return forShell(words.map(withPlaceholders), through.shell);
}

function completed(
  words: readonly string[],
  parts: ReportParts,
  through: ConnectionOptions,
): readonly string[] {
  if (words.includes("--help")) return words;
  const { sandbox, profile, endpointUrl } = through;
  const [program, verb = ""] = words;
  const reached = [...option(words, "--profile", profile), ...option(words, "--endpoint-url", endpointUrl)];
  if (program === "aws") {
    if (/^(sso|configure|login)$/.test(verb)) return words;
    return [...words, ...option(words, "--region", parts.target?.region), ...(sandbox ? [] : reached)];
  }
  if (
    program !== "mwaa-kms" ||
    !asking.has(verb) ||
    words.some((word) => /^--(policy-file|template|terraform-plan)$/.test(word))
  )
    return words;
  const isAlone = !words.some((word) => /^--(manifest|plan|last)$/.test(word));
  const named = isAlone && verb !== "restore" ? ofTarget(words, verb, parts) : [];
  const here = sandbox ? (words.includes("--sandbox") ? [] : ["--sandbox"]) : reached;
  const owner = isAlone && verb !== "restore" ? ofKeyOwner(words, through) : [];
  return [...words, ...named, ...owner, ...here];
}

/** The verbs that ask AWS. */
const asking: ReadonlySet<string> = new Set(["prepare", "check", "diff", "grants", "restore"]);

/** What the run was told of the environment, so that the same is asked again. */
function ofTarget(words: readonly string[], verb: string, { target }: ReportParts): readonly string[] {
  if (target === undefined) return [];
  const isJudging = verb !== "grants";
  const namesRegion = words.some((word) => word.startsWith("arn:"));
  const each = (name: string, values: readonly string[] = []) =>
    words.includes(name) ? [] : values.flatMap((value) => [name, quote(value)]);
  return [
    ...(words.includes("--environment") ? [] : option(words, "-e", target.environment)),
    ...(namesRegion ? [] : option(words, "--region", target.region)),
    ...option(words, "--account", target.account),
    ...(isJudging ? [...each("--accept", target.accept), ...each("--log-type", target.logTypes)] : []),
  ];
}

/** The credentials for the key's account: the same calls go out as the same identities. */
function ofKeyOwner(words: readonly string[], through: ConnectionOptions): readonly string[] {
  return [
    ...option(words, "--key-profile", through.keyProfile),
    ...option(words, "--key-role-arn", through.keyRoleArn),
    ...option(words, "--key-external-id", through.keyExternalId),
    ...option(words, "--key-session-name", through.keySessionName),
    ...option(words, "--key-mfa-serial", through.keyMfaSerial),
  ];
}

function option(words: readonly string[], name: string, value: string | undefined): readonly string[] {
  return value === undefined || words.includes(name) ? [] : [name, quote(value)];
}

const placeholders =
  /(?<![A-Za-z0-9_<$-])(KEY_ARN|KEY|NAME|ACCOUNT|ANOTHER_REGION|REGION|ROLE_ARN|BUCKET_ARN|BUCKET|SUBNET_1|SUBNET_2|GROUP|FILE|DIR|PROFILE|STORE|MFA_DEVICE_ARN|CODE|PORT|TOKEN)(?![A-Za-z0-9_])/g;

/** `<key>`: a shell takes it for a file that is not there, and runs nothing. */
function withPlaceholders(word: string): string {
  if (word.startsWith("'")) return word;
  return word.replace(placeholders, (name) => `<${name.toLowerCase().replaceAll("_", "-")}>`);
}
