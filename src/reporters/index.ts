/** The registry of output formats, each loaded when it is asked for. A new one is a reporter, its name in choices.ts, a line here, and goldens. */

import type { Format } from "../choices.js";
import type { Report } from "../report/report.js";
import type { LayoutSettings } from "./terminal/layout.js";
import { buildView } from "./view/build.js";
import type { View } from "./view/view.js";

/** Makes the text of a report. */
type Reporter = (report: Report, settings: LayoutSettings) => string;

const reporters: Readonly<Record<Format, () => Promise<Reporter>>> = {
  human: async () => {
    const { renderTerminal } = await import("./terminal/terminal.js");
    return (report, settings) => renderTerminal(viewFor(report, settings), settings);
  },
  json: async () => (await import("./json.js")).renderJson,
  markdown: async () => {
    const { renderMarkdown } = await import("./markdown/markdown.js");
    return (report) => renderMarkdown(wholePage(report));
  },
  github: async () => (await import("./ci/github.js")).renderGithub,
  gitlab: async () => (await import("./ci/gitlab.js")).renderGitlab,
  sarif: async () => (await import("./ci/sarif.js")).renderSarif,
  junit: async () => (await import("./ci/junit.js")).renderJunit,
  tap: async () => (await import("./ci/tap.js")).renderTap,
  html: async () => {
    const { renderHtml } = await import("./html/html.js");
    return (report) => renderHtml(wholePage(report));
  },
};

/** @returns the report's text in a format */
export async function render(format: Format, report: Report, settings: LayoutSettings): Promise<string> {
  const reporter = await reporters[format]();
  return reporter(report, settings);
}

/** JSON below a diff's sign, in the columns that are there. */
function viewFor(report: Report, { width, verbose, part }: LayoutSettings): View {
  const columns = Math.min(Math.max(width, 40), 100) - 4;
  return buildView(report, {
    width: columns,
    isVerbose: verbose === true,
    ...(part === undefined ? {} : { part }),
  });
}

/** A page that folds what is long shows everything. */
function wholePage(report: Report): View {
  return buildView(report, { width: 96, isVerbose: true });
}

/** The problems alone, for stderr. */
export async function renderProblemsOf(report: Report, settings: LayoutSettings): Promise<string> {
  const { renderProblems } = await import("./terminal/terminal.js");
  return renderProblems(viewFor(report, settings), settings);
}
