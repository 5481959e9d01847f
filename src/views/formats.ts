/** The one registry of output formats. A new format is a file, a name in format-names.ts, a line here, and a golden report. */
import type { Report } from "../report/report.js";
import type { Format } from "./format-names.js";
import { renderHuman } from "./human.js";
import { renderJson } from "./json.js";
import type { PageSettings } from "./page.js";

/** Makes the text that goes to stdout. */
export type View = (report: Report, page: PageSettings) => string;

export const formats: Readonly<Record<Format, View>> = {
  human: renderHuman,
  json: renderJson,
};
