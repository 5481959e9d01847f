/** The report as workflow commands, which GitHub shows as annotations. Nothing but our own commands begins a line. */
import type { Format } from "../../choices.js";
import type { Report } from "../../report/report.js";
import { bounded } from "../text.js";
import { type Section, sectionsOf } from "./cases.js";
import { placeOf } from "./location.js";
import { type Case, type Level, type Message, messageLines } from "./messages.js";

type WorkflowCommand = "error" | "warning" | "notice";

interface Annotation {
  /** What two annotations must have in common to be one: the environment, and what became of it. */
  readonly subject: string;
  readonly title: string;
  readonly message: string;
  readonly place?: { readonly path: string; readonly line: number; readonly column?: number };
}

const commands: Readonly<Record<Level, WorkflowCommand>> = {
  error: "error",
  open: "error",
  warning: "warning",
  note: "notice",
};

/**
 * GitHub shows ten annotations of each kind for a step and drops the others without a word.
 * Source: https://docs.github.com/en/rest/checks/runs, and the runner's ADR 276 on problem matchers
 */
const most = 10;

/** @returns a line for each annotation, the errors first; nothing for a report with nothing to say */
export function renderGithub(report: Report): string {
  const all = sectionsOf(report).flatMap((section) =>
    section.cases.flatMap((one) => one.messages.map((message) => ({ section, one, message }))),
  );
  return (["error", "warning", "notice"] as const)
    .flatMap((command) => {
      const of = all.filter(({ message }) => commands[message.level] === command);
      return atMost(onceEach(of.map(annotation))).map((each) => line(command, each));
    })
    .join("");
}

function annotation(each: { section: Section; one: Case; message: Message }): Annotation {
  const { section, one, message } = each;
  const { path, line, column, isReal } = placeOf(message, section);
  const subject = [section.name, stateWords(one)].filter(Boolean).join(": ");
  return {
    subject,
    title: bounded(`${subject}: ${one.title}`, 250),
    message: messageLines(message).join("\n"),
    ...(isReal ? { place: { path, line, ...(column === undefined ? {} : { column }) } } : {}),
  };
}

function stateWords({ state, excuse }: Case): string {
  if (state === "open" || state === "skipped") return "unknown";
  return excuse ?? "";
}

/** One refused call leaves many checks unknown for the same reason: ten annotations are too few to say it for each. */
function onceEach(annotations: readonly Annotation[]): readonly Annotation[] {
  const same = new Map<string, Annotation[]>();
  for (const each of annotations) {
    const key = JSON.stringify([each.subject, each.message]);
    same.set(key, [...(same.get(key) ?? []), each]);
  }
  return [...same.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    if (others.length === 0) return [first];
    const checks = others.length === 1 ? "check" : "checks";
    return [{ ...first, title: `${first.title} (and ${others.length} more ${checks})` }];
  });
}

function atMost(annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length <= most) return annotations;
  const more = annotations.length - (most - 1);
  const message = `${more} more of this kind are not shown here: GitHub shows ${most} of each for a step. The log and the step summary have them all.`;
  return [...annotations.slice(0, most - 1), { subject: "", title: `mwaa-kms: ${more} more`, message }];
}

function line(command: WorkflowCommand, { title, message, place }: Omit<Annotation, "subject">): string {
  const column = place?.column === undefined ? [] : [["col", String(place.column)]];
  const where = place === undefined ? [] : [["file", place.path], ["line", String(place.line)], ...column];
  const properties = [["title", title], ...where].map(([name, value]) => `${name}=${property(value ?? "")}`);
  return `::${command} ${properties.join(",")}::${data(message)}\n`;
}

/** As the toolkit's `issueCommand` does it: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The runner looks for `::` at a line's first character that is no white space, and for `##[` anywhere. */
const atStart = /^(\s*):(?=:)/gmu;
const anywhere = /##(?=\[)/g;

/** Formats whose own syntax can spell a character in another way, so that their readers see the same value. */
const spelledOut: Partial<Record<Format, readonly [colon: string, hash: string]>> = {
  json: ["\\u003a", "#\\u0023"],
  sarif: ["\\u003a", "#\\u0023"],
  gitlab: ["\\u003a", "#\\u0023"],
  junit: ["&#58;", "#&#35;"],
  html: ["&#58;", "#&#35;"],
};

/**
 * @param text a rendering; that of the format `github` consists of commands, and is not for here
 * @returns the text with a space, or another spelling, inside of what the runner would obey
 */
export function withoutCommands(text: string, format: Format): string {
  const [colon, hash] = spelledOut[format] ?? [": ", "# #"];
  return text.replace(atStart, `$1${colon}`).replace(anywhere, hash);
}
