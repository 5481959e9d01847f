/** How a report is shown: rendered for stdout or stderr with the colors and marks that each can show. It writes no file. */

import { join } from "node:path";
import type { Format } from "../choices.js";
import type { Host, OutputStream } from "../platform/host.js";
import type { Report } from "../report/report.js";
import { withoutCommands } from "../reporters/ci/github.js";
import { render, renderProblemsOf } from "../reporters/index.js";
import type { LayoutSettings } from "../reporters/terminal/layout.js";
import { escapeControls } from "../reporters/text.js";
import type { ReportFile } from "./report-files.js";

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
  readonly keyProfile?: string;
  readonly keyRoleArn?: string;
  readonly keyExternalId?: string;
  readonly keySessionName?: string;
  readonly keyMfaSerial?: string;
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly debug?: boolean;
  /** Seconds for the whole run. */
  readonly timeout?: number;
}

/** A file has no terminal: nobody knows where it will be read, but today that place has Unicode. */
export const filePage: LayoutSettings = { width: 100, color: false, unicode: true };

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
  if (isMisunderstood(report))
    await showProblems(report, settings, host).catch(() => showPlainly(report, host));
  if (isMisunderstood(report) && format === "human") return;
  const text = await render(
    format,
    report,
    page(host.stdout, settings, host, wasPreviewed ? "result" : undefined),
  );
  const isObeyed = pipelineOf(host.env)?.name === "github" && format !== "github";
  await host.stdout.write(isObeyed ? withoutCommands(text, format) : text);
}

/** Tells the problems alone, on stderr. */
export async function showProblems(
  report: Report,
  settings: Pick<ShowSettings, "color" | "verbose">,
  host: Host,
): Promise<void> {
  const { stderr } = guarded(host);
  await stderr.write(await renderProblemsOf(report, page(stderr, settings, host)));
}

/** The last resort, where a bug keeps even the page of problems from being made. */
async function showPlainly({ problems }: Report, { stderr }: Host): Promise<void> {
  await stderr.write(problems.map(({ code, what }) => `${escapeControls(what)} [${code}]\n`).join(""));
}

/** Shows a person on stderr what he is about to be asked. */
export async function showPreview(report: Report, settings: ShowSettings, host: Host): Promise<void> {
  await host.stderr.write(`${await render("human", report, page(host.stderr, settings, host, "preview"))}\n`);
}

/** Shows the report on stderr, where stdout did not take it. */
export async function showOnStderr(report: Report, settings: ShowSettings, host: Host): Promise<void> {
  await host.stderr.write(await render("human", report, page(host.stderr, settings, host)));
}

function page(
  output: OutputStream,
  settings: Pick<ShowSettings, "color" | "verbose">,
  host: Host,
  part?: "preview" | "result",
): LayoutSettings {
  return {
    width: output.columns ?? 100,
    color: settings.color ?? hasColor(output, host.env),
    unicode: hasUnicode(host.env),
    verbose: settings.verbose === true,
    ...(part === undefined ? {} : { part }),
  };
}

/** NO_COLOR (no-color.org) before FORCE_COLOR, and no color where nobody looks; a pipeline's log is plain as in a pipe. */
function hasColor(output: OutputStream, env: Host["env"]): boolean {
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

export type Pipeline =
  | {
      readonly name: "github";
      /** Where a step puts what its page shows. */
      readonly summary?: string;
    }
  | {
      readonly name: "gitlab";
      /** Where the job's code quality report goes; the job still has to declare it. */
      readonly codeQuality: string;
    };

/**
 * @returns the pipeline; undefined where there is none, or one that shows no more than its log
 * Sources: https://docs.github.com/en/actions/reference/workflows-and-actions/variables and
 * https://docs.gitlab.com/ci/variables/predefined_variables/
 */
export function pipelineOf(env: Host["env"]): Pipeline | undefined {
  if (env["GITHUB_ACTIONS"] === "true") {
    const summary = env["GITHUB_STEP_SUMMARY"];
    return { name: "github", ...(summary ? { summary } : {}) };
  }
  if (!env["GITLAB_CI"]) return undefined;
  return { name: "gitlab", codeQuality: join(env["CI_PROJECT_DIR"] ?? "", "gl-code-quality-report.json") };
}

/** The same machine, but what goes to stderr, all of it for people, cannot command the pipeline that logs it. */
export function guarded(host: Host): Host {
  if (pipelineOf(host.env)?.name !== "github") return host;
  const { stderr } = host;
  const harmless: OutputStream = {
    isTerminal: stderr.isTerminal,
    get columns() {
      return stderr.columns;
    },
    write: (text) => stderr.write(withoutCommands(text, "human")),
  };
  return { ...host, stderr: harmless };
}
