/** The words for reports that did not arrive where they were to go. */
import { entry, run } from "../entry.js";
import { quote } from "../quote.js";

export const reportWords = {
  "report/unwritten": entry({
    severity: "error",
    title: "A report could not be written",
    what: (f) => `The ${f.format} report could not be written to ${f.file}: ${f.reason}.`,
    why: "The operating system rejected the write. The exit code is not 0, so that a lost report is not a success.",
    fix: (f) => [run(`ls -ld ${quote(f.folder)}`), run(`df -h ${quote(f.folder)}`)],
    docs: [],
    example: {
      format: "junit",
      file: "reports/mwaa-kms.xml",
      folder: "reports",
      reason: "no such folder (ENOENT)",
    },
  }),
  "report/pipeline": entry({
    severity: "warning",
    title: "The pipeline summary could not be written",
    what: (f) => `${f.page} could not be written to ${f.file}: ${f.reason}.`,
    why: "The verdict and the exit code do not change.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`), run("mwaa-kms check KEY --format human")],
    docs: [],
    example: {
      page: "The step summary for GitHub Actions",
      file: "/home/runner/work/_temp/_runner_file_commands/step_summary_1",
      reason: "permission denied (EACCES)",
    },
  }),
};
