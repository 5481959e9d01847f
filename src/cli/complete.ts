/**
 * Completions for shells: `complete bash` prints the script of a shell, `complete words …` answers it with what can follow. The words come from
 * the table of verbs, the values from complete-values.ts. A line of the answer is a value, a tab and what it means; the last is `:none`, or
 * `:files` with what precedes the file's name in its word. The shell lists files itself: it knows about `~`, variables and quoting.
 */
import type { Argument, Option } from "commander";
import type { Host } from "../platform/host.js";
import { escapeControls } from "../reporters/text.js";
import { type Candidate, type ValueKind, valuesOf } from "./complete-values.js";
import { generalOptions } from "./options.js";
import { type Verb, verbs } from "./verbs.js";

interface Answer {
  readonly candidates: readonly Candidate[];
  /** What precedes a file's name in the word, where a file can stand there. */
  readonly files?: string;
}

const nothing: Answer = { candidates: [] };

/** @returns the exit code; undefined where the words are for nobody but commander, which refuses them */
export async function complete([mode = "", ...words]: readonly string[], host: Host): Promise<number> {
  if (mode !== "words") {
    const { scripts, usage } = await import("./complete-scripts.js");
    const script = Object.hasOwn(scripts, mode) ? scripts[mode as keyof typeof scripts] : undefined;
    await (script === undefined ? host.stderr : host.stdout).write(script ?? usage);
    return script === undefined ? 2 : 0;
  }
  // The word at the cursor follows "=": PowerShell passes no empty word to a program.
  const { candidates, files } = await answer(words.slice(0, -1), words.at(-1)?.slice(1) ?? "", host);
  const lines = candidates.map(({ value, means }) => (means === undefined ? value : `${value}\t${means}`));
  lines.push(files === undefined ? ":none" : `:files ${files}`);
  await host.stdout.write(
    lines.map((line) => `${line.split("\t").map(escapeControls).join("\t")}\n`).join(""),
  );
  return 0;
}

async function answer(before: readonly string[], word: string, host: Host): Promise<Answer> {
  const at = before.findIndex((each) => !each.startsWith("-"));
  const verb = verbs.find(({ name }) => name === before[at]);
  if (at === -1 || (before[at] === "help" && before.length === 1))
    return only(word, [
      ...verbs.map(({ name, summary }) => ({ value: name, means: summary })),
      ...(at === -1 ? topLevel : []),
    ]);
  return verb === undefined ? nothing : forVerb(verb, before.slice(at + 1), word, { before, host });
}

const topLevel: readonly Candidate[] = [
  { value: "help", means: "print help for a verb" },
  { value: "--help", means: "print help" },
  { value: "--version", means: "print the version" },
];

interface Asked {
  /** All words before the one at the cursor. */
  readonly before: readonly string[];
  readonly host: Host;
}

async function forVerb(verb: Verb, typed: readonly string[], word: string, asked: Asked): Promise<Answer> {
  const options = [...verb.options, ...generalOptions()];
  const isPlain = typed.includes("--");
  const open = isPlain ? undefined : options.find((option) => option.required && isOf(option, typed.at(-1)));
  if (open !== undefined) return ofKind(open, kindOfOption(open), "", word, asked);
  const [, name = "", value] = (isPlain ? undefined : /^(--[^=]+)=(.*)$/s.exec(word)) ?? [];
  const given = value === undefined ? undefined : options.find((option) => isOf(option, name));
  if (value !== undefined)
    return given === undefined ? nothing : ofKind(given, kindOfOption(given), `${name}=`, value, asked);
  if (word.startsWith("-") && !isPlain) {
    const named = options.map((option) => ({
      value: option.long ?? option.short ?? "",
      means: option.description,
    }));
    return only(word, [...named, { value: "--help", means: "print help for this verb" }]);
  }
  const argument = verb.args[plainWords(typed, options)];
  return argument === undefined ? nothing : ofKind(argument, kindOfArgument(verb, argument), "", word, asked);
}

/** How many arguments were typed: words that are no option and no value of one. */
function plainWords(typed: readonly string[], options: readonly Option[]): number {
  return typed.filter((word, at) => {
    if (word.startsWith("-")) return false;
    const before = typed[at - 1];
    return before === "--" || !options.some((option) => option.required && isOf(option, before));
  }).length;
}

function isOf({ long, short }: Option, word: string | undefined): boolean {
  return word !== undefined && (word === long || word === short);
}

async function ofKind(
  { argChoices }: Pick<Option, "argChoices">,
  kind: ValueKind,
  prefix: string,
  word: string,
  { before, host }: Asked,
): Promise<Answer> {
  const behind = /^[^=]*=/.exec(word)?.[0];
  if (kind === "files") return { candidates: [], files: prefix };
  if ((kind === "report" || kind === "address") && behind !== undefined)
    return { candidates: [], files: `${prefix}${behind}` };
  const values = argChoices?.map((value) => ({ value })) ?? (await valuesOf(kind, before, host));
  const { candidates } = only(
    `${prefix}${word}`,
    values.map((each) => ({ ...each, value: `${prefix}${each.value}` })),
  );
  return kind === "backups" && candidates.length === 0 ? { candidates, files: prefix } : { candidates };
}

function only(word: string, candidates: readonly Candidate[]): Answer {
  return { candidates: candidates.filter(({ value }) => value.startsWith(word)) };
}

const byOption: Readonly<Record<string, ValueKind>> = {
  "--profile": "profiles",
  "--region": "regions",
  "--environment": "environments",
  "--key": "keys",
  "--onto": "keys",
  "--report": "report",
  "--key-policy": "address",
};

/** An option that names a file or a folder says so in its placeholder. */
function kindOfOption({ long = "", flags }: Option): ValueKind {
  return byOption[long] ?? (/<(file|folder|dir)>/.test(flags) ? "files" : "none");
}

function kindOfArgument({ name }: Verb, argument: Argument): ValueKind {
  if (argument.name() === "key") return "keys";
  if (argument.name() === "code") return "codes";
  return name === "restore" ? "backups" : "none";
}
