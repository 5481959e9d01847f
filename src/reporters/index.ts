/** The one registry of output formats, each loaded when it is asked for. A new one is a view, its name in views/format-names.ts, a line here, and golden reports. */

import type { Format } from "../choices.js";
import type { Report } from "../report/report.js";
import type { PageSettings } from "./terminal/layout.js";

/** Makes the text of a report. */
export type View = (report: Report, page: PageSettings) => string;

const views: Readonly<Record<Format, () => Promise<View>>> = {
  human: async () => (await import("./terminal/terminal.js")).renderHuman,
  json: async () => (await import("./json.js")).renderJson,
  markdown: async () => (await import("./markdown/markdown.js")).renderMarkdown,
  github: async () => (await import("./ci/github.js")).renderGithub,
  gitlab: async () => (await import("./ci/gitlab.js")).renderGitlab,
  sarif: async () => (await import("./ci/sarif.js")).renderSarif,
  junit: async () => (await import("./ci/junit.js")).renderJunit,
  tap: async () => (await import("./ci/tap.js")).renderTap,
  html: async () => (await import("./html/html.js")).renderHtml,
};

/** @returns the report's text in a format */
export async function render(format: Format, report: Report, page: PageSettings): Promise<string> {
  const view = await views[format]();
  return view(report, page);
}
