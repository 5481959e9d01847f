/** The one registry of output formats, each loaded when it is asked for. A new one is a view, its name in views/format-names.ts, a line here, and golden reports. */
import type { Report } from "./report/report.js";
import type { Format } from "./views/format-names.js";
import type { PageSettings } from "./views/page.js";

/** Makes the text of a report. */
export type View = (report: Report, page: PageSettings) => string;

const views: Readonly<Record<Format, () => Promise<View>>> = {
  human: async () => (await import("./views/human.js")).renderHuman,
  json: async () => (await import("./views/json.js")).renderJson,
  markdown: async () => (await import("./views/markdown.js")).renderMarkdown,
  github: async () => (await import("./views/github.js")).renderGithub,
  gitlab: async () => (await import("./views/gitlab.js")).renderGitlab,
  sarif: async () => (await import("./views/sarif.js")).renderSarif,
  junit: async () => (await import("./views/junit.js")).renderJunit,
  tap: async () => (await import("./views/tap.js")).renderTap,
  html: async () => (await import("./views/html.js")).renderHtml,
};

/** @returns the report's text in a format */
export async function render(format: Format, report: Report, page: PageSettings): Promise<string> {
  const view = await views[format]();
  return view(report, page);
}
