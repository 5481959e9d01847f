/** `grants --verify --wait`: looks again until all four grants exist or the time is over. */
import type { ComparedGrant } from "../../grants/compare.js";
import { type Problem, problem } from "../../problems/problem.js";
import type { ReportParts } from "../../report/report.js";
import type { Context } from "../../session/context.js";
import type { Session } from "../../session/session.js";

/** Milliseconds between two looks: soon at first, then every 15 seconds, far below KMS's quota for ListGrants. */
const pauses = [2_000, 5_000, 10_000, 15_000] as const;

/**
 * @param seconds how long to look
 * @param look one comparison, as `grants --verify` makes it
 * @returns the last report: `done`, `incomplete` with what MWAA says of the environment, or the first that could not be read
 */
export async function waitForGrants(
  seconds: number,
  look: () => Promise<ReportParts>,
  { target, connection }: Session,
  { host, say }: Context,
): Promise<ReportParts> {
  const began = host.now().getTime();
  const elapsed = () => Math.round((host.now().getTime() - began) / 1000);
  const shown = new Map<string, string>();
  for (let turn = 0; ; turn++) {
    const parts = await look();
    for (const line of changedLines(grantsIn(parts), shown)) say(`${clock(elapsed())}  ${line}`);
    if (parts.verdict !== "incomplete" || host.interrupted.aborted) return parts;
    const left = seconds * 1000 - (host.now().getTime() - began);
    if (left <= 0) {
      const environment = target.environment ?? "";
      const over = problem("grants/wait-over", {
        environment,
        seconds,
        present: grantsIn(parts).filter(({ state }) => state === "present").length,
        status: await statusOf(environment, connection),
      });
      return { ...parts, problems: [over, ...(parts.problems ?? [])] };
    }
    const pause = pauses[Math.min(turn, pauses.length - 1)] ?? 15_000;
    await host.sleep(Math.min(pause, left), host.interrupted);
  }
}

function grantsIn({ body }: ReportParts): readonly ComparedGrant[] {
  return body?.kind === "grants" ? (body.live?.expected ?? []) : [];
}

/** A line for each grant whose state is another than at the last look. */
function changedLines(grants: readonly ComparedGrant[], shown: Map<string, string>): readonly string[] {
  return grants.flatMap(({ expected, state }) => {
    if (shown.get(expected.Name) === state) return [];
    shown.set(expected.Name, state);
    return [`${expected.Name}: ${state}`];
  });
}

/** `0:05`, `45:00` */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What MWAA says of the environment, or why that is unknown. */
async function statusOf(name: string, connection: Session["connection"]): Promise<string> {
  const environment = await connection.environment(name);
  if (!environment.known) return `its status is unknown (${reasonOf(environment.problem)})`;
  const { status = "unknown", lastError } = environment.value;
  const error = lastError === undefined ? "" : `; ${lastError.code}: ${lastError.message}`;
  return `its status is ${status}${error}`;
}

function reasonOf({ what }: Problem): string {
  return what.replace(/\.$/, "");
}
