/** The plans of a manifest carried out: a few keys at a time, those of one key in order, and nothing new after a surprise. */
import PQueue from "p-queue";
import { type Problem, problem } from "../problem/problem.js";
import { headOf } from "../report/compose.js";
import type { Report, ReportParts } from "../report/report.js";
import { exitCodes } from "../report/verdict.js";
import type { Connections } from "./connections.js";
import type { Context } from "./context.js";
import { lineOf, reportOfFailed, reportOn } from "./many.js";
import type { Planned } from "./plan-entries.js";
import { carryOutPlan, type PrepareOptions } from "./prepare.js";
import { grantsOf, propose } from "./proposal.js";
import type { Session } from "./session.js";

/** Few: what is on its way when a surprise comes is finished, and cannot be called back. */
const atOnce = 4;

/**
 * Writes, with a word that was given for all.
 *
 * @returns a report for each, in their order; those that were not begun say so
 */
export async function writeEntries(
  planned: readonly Planned[],
  connections: Connections,
  options: PrepareOptions,
  context: Context,
): Promise<readonly Report[]> {
  const queue = new PQueue({ concurrency: atOnce });
  const reports = new Map<Planned, Report>();
  const isWriting = planned.some(({ plan }) => plan?.empty === false);
  let surprise: string | undefined;
  const chains = new Map<string, Planned[]>();
  for (const each of planned) chains.set(each.key, [...(chains.get(each.key) ?? []), each]);
  const workOn = async (chain: readonly Planned[]) => {
    for (const each of chain) {
      const stop = surprise ?? interruption(context);
      const report =
        stop === undefined
          ? await writeOne(each, isWriting, connections, options, context)
          : notBegun(each, problem("plan/stopped", { reason: stop }), options);
      reports.set(each, report);
      context.progress(reports.size, planned.length);
      if (stop === undefined && exitCodes[report.verdict] !== 0)
        surprise = `The environment ${each.entry.target.environment} did not become ready.`;
    }
  };
  await Promise.all([...chains.values()].map((chain) => queue.add(() => workOn(chain))));
  return planned.flatMap((each) => reports.get(each) ?? []);
}

function interruption({ host }: Context): string | undefined {
  if (!host.interrupted.aborted) return undefined;
  return host.interrupted.reason === "timeout"
    ? "The time for the run was over."
    : `${host.interrupted.reason} came.`;
}

async function writeOne(
  { entry, proposal, plan }: Planned,
  isWriting: boolean,
  connections: Connections,
  options: PrepareOptions,
  context: Context,
): Promise<Report> {
  const connection = await connections.connectionFor(lineOf(entry));
  if (plan === undefined || !connection.ok)
    return reportOfFailed("prepare", entry, connection.ok ? proposal.problems : connection.problems, options);
  const session = {
    target: entry.target,
    connection: connection.value,
    holdFast: connections.holdFast,
  };
  const agreed = { ...options, yes: true, allowDrift: true };
  try {
    const parts =
      plan.empty && isWriting
        ? await lookAgain(entry, session, agreed, context)
        : await carryOutPlan({ ...proposal, plan }, session, agreed, context);
    return reportOn(entry, parts, options);
  } catch (error) {
    // A fault of ours on one key must not hide what was written to the others.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return reportOfFailed("prepare", entry, [problem("bug/unexpected", { message })], options);
  }
}

/** Somebody may have taken an hour to say yes: a key that needed no write is called ready only after another look. */
async function lookAgain(
  entry: Planned["entry"],
  session: Session,
  options: PrepareOptions,
  context: Context,
): Promise<ReportParts> {
  const quiet = { host: context.host, say: () => undefined };
  const proposal = await propose(session, options.scope ?? entry.scope, quiet);
  const { plan, snapshot, findings, problems } = proposal;
  if (plan?.empty === true) return carryOutPlan({ ...proposal, plan }, session, options, context);
  const stale = plan === undefined ? problems : [problem("plan/stale", { key: plan.key })];
  const verdict = exitCodes[proposal.verdict] === 0 ? "not-done" : proposal.verdict;
  return { command: "prepare", ...headOf(snapshot), verdict, findings, problems: stale };
}

function notBegun({ entry, proposal, plan }: Planned, stopped: Problem, options: PrepareOptions): Report {
  const { snapshot, findings } = proposal;
  const body =
    plan === undefined ? {} : { body: { kind: "plan", plan, grants: grantsOf(entry.target) } as const };
  const head = { command: "prepare", ...headOf(snapshot), findings } as const;
  return reportOn(entry, { ...head, verdict: "not-done", problems: [stopped], ...body }, options);
}
