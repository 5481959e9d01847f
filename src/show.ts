/** Where a report's text goes: the report to stdout, problems of asking to stderr too, with the colours each can show. */
import { render } from "./formats.js";
import type { Host, Output } from "./host/host.js";
import type { Report } from "./report/report.js";
import type { Format } from "./views/format-names.js";
import { renderHuman, renderProblems } from "./views/human.js";
import type { PageSettings } from "./views/page.js";

/** The options that every verb has. */
export interface ShowSettings {
  readonly format: Format;
  readonly command: Report["command"];
  readonly sandbox: boolean;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
}

/** Shows a report. A question that was not understood has no report for people: stdout stays empty. */
export async function show(
  report: Report,
  settings: ShowSettings,
  host: Host,
  wasPreviewed: boolean,
): Promise<void> {
  const isForPeople = settings.format === "human";
  const isMisunderstood = report.verdict === "asked-wrongly" || report.verdict === "bug";
  if (isMisunderstood) await host.stderr.write(renderProblems(report, page(host.stderr, settings, host)));
  if (isMisunderstood && isForPeople) return;
  const text = await render(settings.format, report, page(host.stdout, settings, host, wasPreviewed));
  await host.stdout.write(text);
}

/** Shows a person on stderr what he is about to be asked. */
export async function showPreview(report: Report, settings: ShowSettings, host: Host): Promise<void> {
  await host.stderr.write(`${renderHuman(report, page(host.stderr, settings, host))}\n`);
}

function page(output: Output, settings: ShowSettings, host: Host, previewSeen = false): PageSettings {
  return {
    width: output.columns ?? 100,
    colour: settings.color ?? hasColour(output, host.env),
    unicode: hasUnicode(host.env),
    previewSeen,
  };
}

/** NO_COLOR (no-color.org) before FORCE_COLOR, and no colour where nobody looks. */
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
