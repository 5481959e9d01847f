/** How a report is shown: rendered for stdout or stderr with the colours and marks that each can show. It writes no file. */
import type { ReportFile } from "./commands/report-file.js";
import { render } from "./formats.js";
import type { Host, Output } from "./host/host.js";
import { guarded, pipelineOf } from "./host/pipeline.js";
import type { Report } from "./report/report.js";
import type { Format } from "./views/format-names.js";
import { renderHuman, renderProblems } from "./views/human.js";
import type { PageSettings } from "./views/page.js";
import { withoutCommands } from "./views/workflow-commands.js";

/** The options that every verb has. */
export interface ShowSettings {
  /** What goes to stdout. Absent: the report for people, and what the pipeline shows by itself. */
  readonly format?: Format;
  /** Further renderings. */
  readonly report?: readonly ReportFile[];
  readonly command: Report["command"];
  readonly sandbox: boolean;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  /** Seconds for the whole run. */
  readonly timeout?: number;
}

/** A file has no terminal: nobody knows where it will be read, but today that place has Unicode. */
export const filePage: PageSettings = { width: 100, colour: false, unicode: true };

/** A question that was not understood has no report for people: its problems go to stderr, and stdout stays empty. */
export function isMisunderstood({ verdict }: Report): boolean {
  return verdict === "asked-wrongly" || verdict === "bug";
}

/** Shows a report on stdout. */
export async function show(
  report: Report,
  settings: ShowSettings,
  host: Host,
  wasPreviewed: boolean,
): Promise<void> {
  const format = settings.format ?? "human";
  if (isMisunderstood(report)) await showProblems(report, settings, host);
  if (isMisunderstood(report) && format === "human") return;
  const text = await render(format, report, page(host.stdout, settings, host, wasPreviewed));
  const isObeyed = pipelineOf(host.env)?.name === "github" && format !== "github";
  await host.stdout.write(isObeyed ? withoutCommands(text, format) : text);
}

/** Tells the problems alone, on stderr. */
export async function showProblems(
  report: Report,
  settings: Pick<ShowSettings, "color">,
  host: Host,
): Promise<void> {
  const { stderr } = guarded(host);
  await stderr.write(renderProblems(report, page(stderr, settings, host)));
}

/** Shows a person on stderr what he is about to be asked. */
export async function showPreview(report: Report, settings: ShowSettings, host: Host): Promise<void> {
  await host.stderr.write(`${renderHuman(report, page(host.stderr, settings, host))}\n`);
}

function page(
  output: Output,
  settings: Pick<ShowSettings, "color">,
  host: Host,
  previewSeen = false,
): PageSettings {
  return {
    width: output.columns ?? 100,
    colour: settings.color ?? hasColour(output, host.env),
    unicode: hasUnicode(host.env),
    previewSeen,
  };
}

/** NO_COLOR (no-color.org) before FORCE_COLOR, and no colour where nobody looks; a pipeline's log is plain as in a pipe. */
function hasColour(output: Output, env: Host["env"]): boolean {
  if (env["NO_COLOR"]) return false;
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  return output.isTerminal && env["TERM"] !== "dumb";
}

/** A dumb terminal, or a locale that says it is not UTF-8, gets ASCII marks. */
function hasUnicode(env: Host["env"]): boolean {
  if (env["TERM"] === "dumb") return false;
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"];
  return locale === undefined || locale === "" || /utf-?8/i.test(locale);
}
