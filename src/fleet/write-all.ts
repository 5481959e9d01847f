/** The plans of a manifest applied: a few keys at a time, one write for each, and nothing new after a surprise. */

import PQueue from "p-queue";
import { type ConfirmOutcome, confirmAndApply } from "../apply/confirm.js";
import type { Plan } from "../plan/plan.js";
import { problem } from "../problems/problem.js";
import type { Report } from "../report/report.js";
import type { Connections } from "../session/connections.js";
import type { Context, PrepareOptions } from "../session/context.js";
import { lineOf } from "./for-each.js";
import { lookAtAll } from "./look-again.js";
import type { Planned, Written } from "./plan-all.js";

/** Few: what is on its way when a surprise comes is finished, and cannot be called back. */
const atOnce = 4;

/**
 * Writes, with a word that was given for all, and looks at every environment again.
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
  const written = new Map<string, Written>();
  const gate = makeGate();
  let surprise: string | undefined;
  const stop = () => {
    const reason = surprise ?? interruption(context);
    return reason === undefined ? undefined : problem("plan/stopped", { reason });
  };
  const keys = [...new Map(planned.map((each) => [each.key, each])).values()];
  const workOn = async ({ key, entry, proposal }: Planned, plan: Plan) => {
    await gate.open();
    let clear = () => {};
    const onUnclear = () => {
      clear = gate.close();
    };
    const stopped = stop();
    const result = stopped === undefined ? await writeOne(entry, proposal, plan, onUnclear) : { stopped };
    written.set(key, result);
    context.progress(written.size, keys.length);
    if (!isGood(result))
      surprise ??= `The key of the environment ${entry.target.environment} was not written as planned.`;
    // Not before the surprise is known: the others go on, or stop, with it.
    clear();
  };
  const writeOne = async (
    entry: Planned["entry"],
    { snapshot }: Planned["proposal"],
    plan: Plan,
    onUnclear: () => void,
  ): Promise<Written> => {
    const connection = await connections.connectionFor(lineOf(entry));
    if (!connection.ok) return { failed: connection.problems };
    const session = {
      target: entry.target,
      connection: connection.value,
      holdFast: connections.holdFast,
      beforeWrite: async () => {
        await gate.open();
        return stop();
      },
      onUnclear,
    };
    const agreed = { ...options, yes: true, allowDrift: true };
    const preview = { command: "prepare", verdict: "would-change" } as const;
    try {
      return carriedOut(await confirmAndApply(plan, snapshot, session, agreed, context, preview));
    } catch (error) {
      // A bug on one key must not hide what was written to the others.
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { failed: [problem("bug/unexpected", { message })] };
    }
  };
  const works = keys.flatMap((each) => {
    const { plan } = each;
    return plan === undefined ? [] : [queue.add(() => workOn(each, plan))];
  });
  await Promise.all(works);
  return lookAtAll(planned, written, connections, options, context);
}

function carriedOut(carried: ConfirmOutcome): Written {
  return carried.outcome === "applied" ? { applied: carried.applied } : { stopped: carried.problem };
}

function isGood(written: Written): boolean {
  return (
    "applied" in written && (written.applied.outcome === "written" || written.applied.outcome === "unchanged")
  );
}

function interruption({ host }: Context): string | undefined {
  if (!host.interrupted.aborted) return undefined;
  return host.interrupted.reason === "timeout"
    ? "The time for the run was over."
    : `${host.interrupted.reason} came.`;
}

export interface Gate {
  /** Resolves when no write is unclear. */
  open(): Promise<void>;
  /** To be run when a write becomes unclear; @returns what to run when it is clear again, and what follows is decided. */
  close(): () => void;
}

export function makeGate(): Gate {
  const unclear = new Set<object>();
  let waiting: (() => void)[] = [];
  return {
    open: async () => {
      while (unclear.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: () => {
      const write = {};
      unclear.add(write);
      return () => {
        if (!unclear.delete(write) || unclear.size > 0) return;
        const all = waiting;
        waiting = [];
        for (const go of all) go();
      };
    },
  };
}
