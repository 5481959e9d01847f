/** What a pipeline shows of a run by itself, where nobody said --format: annotations, a summary, a code quality report. */

import type { Host } from "../platform/host.js";
import { reasonOf } from "../platform/read-file.js";
import { type Problem, problem } from "../problems/problem.js";
import { eachReport } from "../report/compose.js";
import type { Report } from "../report/report.js";
import { render } from "../reporters/index.js";
import { escapeControls } from "../reporters/text.js";
import { filePage, isMisunderstood, type Pipeline, pipelineOf, type ShowSettings } from "./output.js";

/**
 * GitHub shows no summary of a step that is longer.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
 */
const longestSummary = 1024 * 1024;

/** The verbs that judge. What the others print may be on its way into a file, and is left as it is. */
const judging: ReadonlySet<Report["command"]> = new Set([
  ...(["check", "prepare", "diff", "grants", "validate", "restore"] as const),
  // A command line that could not be read: nobody knows which verb was meant.
  "mwaa-kms",
]);

/** @returns warnings on what could not be written; none of them changes the exit code, for nobody asked for it */
export async function tellPipeline(
  report: Report,
  settings: ShowSettings,
  host: Host,
): Promise<readonly Problem[]> {
  const pipeline = pipelineOf(host.env);
  if (pipeline === undefined || !hasJudged(report)) return [];
  return pipeline.name === "github"
    ? tellGithub(report, pipeline, host)
    : tellGitlab(report, pipeline, settings, host);
}

function hasJudged(report: Report): boolean {
  if (!judging.has(report.command)) return false;
  const isTold = [report, ...eachReport(report)].some(
    ({ findings, problems }) => findings.length + problems.length > 0,
  );
  return isTold || report.exitCode !== 0;
}

/** The annotations follow the text for people, wherever that went: the runner reads both streams. */
async function tellGithub(
  report: Report,
  { summary }: Pipeline & { name: "github" },
  host: Host,
): Promise<readonly Problem[]> {
  const isOnStderr = isMisunderstood(report);
  const problems: Problem[] = [];
  try {
    await (isOnStderr ? host.stderr : host.stdout).write(await render("github", report, filePage));
  } catch (error) {
    const stream = isOnStderr ? "standard error" : "standard output";
    problems.push(unwritten("The annotations for GitHub Actions", stream, error));
  }
  if (summary === undefined) return problems;
  try {
    const there = await lengthOf(summary, host);
    const text = shortened(await render("markdown", report, filePage), longestSummary - there);
    await host.files.append(summary, text);
  } catch (error) {
    problems.push(unwritten("The step summary for GitHub Actions", summary, error));
  }
  return problems;
}

/** Several runs of one step share its summary. */
async function lengthOf(file: string, { files }: Host): Promise<number> {
  return files.read(file, longestSummary).then(
    (text) => Buffer.byteLength(text),
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return 0;
      throw error;
    },
  );
}

const isShortened = [
  "> This summary is cut short: GitHub shows 1 MiB of a step.",
  "> `--report markdown=FILE` writes all of it.",
  "",
  "",
].join("\n");

/** Cuts at the end of a line; the remark stands first, for what is cut may be inside of something folded. */
function shortened(markdown: string, room: number): string {
  const text = Buffer.from(markdown);
  if (text.length <= room) return markdown;
  const rest = room - Buffer.byteLength(isShortened);
  const end = rest <= 0 ? -1 : text.lastIndexOf("\n", rest - 1);
  return end < 0 ? "" : isShortened + text.subarray(0, end + 1).toString();
}

async function tellGitlab(
  report: Report,
  { codeQuality }: Pipeline & { name: "gitlab" },
  settings: ShowSettings,
  host: Host,
): Promise<readonly Problem[]> {
  try {
    await host.files.write(codeQuality, await render("gitlab", report, filePage));
  } catch (error) {
    return [unwritten("The code quality report for GitLab", codeQuality, error)];
  }
  const told = `Wrote ${escapeControls(codeQuality)}, which GitLab shows where the job declares it under artifacts:reports:codequality.\n`;
  if (!settings.quiet) await host.stderr.write(told);
  return [];
}

function unwritten(thing: string, file: string, error: unknown): Problem {
  return problem("report/pipeline", { page: thing, file, reason: reasonOf(error) });
}
