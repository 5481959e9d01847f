/** The folder of backups, a few lines each: when, of which key, why, and the file to give to restore. */
import type { BackupView, Body } from "../../report/report.js";
import { escapeControls } from "../text.js";
import { type Page, wrap } from "./layout.js";

export function backupsLines(body: Body & { kind: "backups" }, page: Page): readonly string[] {
  if (body.entries.length === 0) return wrap(`No backups in ${body.folder}`, page, "");
  return body.entries.flatMap((entry) => [...entryLines(entry, page), ""]);
}

function entryLines(entry: BackupView, page: Page): readonly string[] {
  if (entry.state !== "whole") {
    const words = entry.state === "changed" ? "was changed since it was written" : "is no backup";
    return [page.paint("warning", `${page.marks.warn} ${escapeControls(entry.file)}: ${words}`)];
  }
  return [
    `${page.paint("strong", escapeControls(entry.takenAt ?? ""))}  before ${escapeControls(entry.reason ?? "")}${entry.sealed === false ? " (unsealed)" : ""}`,
    `  ${escapeControls(entry.key ?? "")}`,
    ...wrap(`by ${entry.caller}`, page, "  "),
    `  ${page.paint("command", escapeControls(entry.file))}`,
  ];
}
