/** Which pipeline runs this, as its environment says. It writes nothing. */
import { join } from "node:path";
import { withoutCommands } from "../views/workflow-commands.js";
import type { Host, Output } from "./host.js";

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
  const harmless: Output = {
    isTerminal: stderr.isTerminal,
    get columns() {
      return stderr.columns;
    },
    write: (text) => stderr.write(withoutCommands(text, "human")),
  };
  return { ...host, stderr: harmless };
}
