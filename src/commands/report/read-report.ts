/** A report of this tool, read back from its JSON and held against the published schema. */
import { Ajv } from "ajv";
import schema from "../../../schema/report.schema.json" with { type: "json" };
import type { Host } from "../../platform/host.js";
import { reasonOf } from "../../platform/read-file.js";
import { problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";
import type { Report } from "../../report/report.js";

/** Five thousand environments have some two hundred megabytes. */
const longest = 400 * 1024 * 1024;

/** @returns the reader: the schema is compiled once for all files */
export function reportReader({ files }: Pick<Host, "files">): (file: string) => Promise<Result<Report>> {
  const isReport = new Ajv({ strict: false, unicodeRegExp: false }).compile<Report>(schema);
  return async (file) => {
    const unread = (reason: string) => fail<Report>(problem("report/unread", { file, reason }, file));
    let text: string;
    try {
      text = await files.read(file, longest);
    } catch (error) {
      return unread(reasonOf(error));
    }
    const value = parsed(text);
    if (value === undefined) return unread("it is no JSON");
    if (isReport(value)) return ok(value);
    const [wrong] = isReport.errors ?? [];
    return unread(`it is no report of mwaa-kms (${wrong?.instancePath || "/"} ${wrong?.message ?? ""})`);
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
