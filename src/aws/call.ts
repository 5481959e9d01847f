/** One call, from start to Fact: credentials, the request, the limit of time, the answer read. It knows no operation. */
import type * as z from "zod";
import { type Fact, known, unknown } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { readAnswer } from "./answers.js";
import type { Asking } from "./asking.js";
import type { Identity } from "./credentials.js";
import { failureProblem, type Step } from "./failures.js";
import type { Timeouts, Transport } from "./transport.js";

/** What every call of a connection shares. */
export interface Line {
  readonly region: string;
  readonly identity: Identity;
  readonly transport: Transport;
  readonly timeouts: Timeouts;
  readonly interrupted: AbortSignal | undefined;
  /** Resolves when a call of an action may go out; absent: at once. */
  readonly pace?: ((action: string) => Promise<void>) | undefined;
  /** The policy that a call is to store, for the sentences about a refusal. */
  readonly policy?: string;
}

/** A failed attempt, as the one who decides about another sees it. */
export interface Attempt {
  readonly error: unknown;
  readonly number: number;
}

/**
 * Carries out one call within its limit of time. It never throws and never hangs.
 *
 * @param action as IAM names it
 * @param resource the key as it was named, or `*`
 * @param again asked after a failed attempt for the wait before another (milliseconds), or undefined for none; without it
 * the SDK's own repetitions are all there are
 */
export async function call<T>(
  line: Line,
  action: string,
  resource: string,
  schema: z.ZodType<T>,
  send: (signal: AbortSignal) => Promise<unknown>,
  again: (attempt: Attempt) => number | undefined = () => undefined,
): Promise<Fact<T>> {
  // Waiting for one's turn is not waiting for AWS. Who was interrupted meanwhile is told so below.
  if (line.pace !== undefined) {
    const { interrupted = new AbortController().signal } = line;
    await orAborted(line.pace(action), interrupted).catch(() => undefined);
  }
  const limit = new AbortController();
  const clock = setTimeout(() => limit.abort(), line.timeouts.call);
  const signals = line.interrupted === undefined ? [limit.signal] : [limit.signal, line.interrupted];
  const signal = AbortSignal.any(signals);
  const { profile, hasProcess } = line.identity;
  const policy = line.policy === undefined ? {} : { policy: line.policy };
  const asking: Asking = { action, resource, region: line.region, profile, hasProcess, ...policy };
  let step: Step = "credentials";
  try {
    await orAborted(line.identity.credentials(), signal);
    step = "call";
    const answer = await repeated(() => orAborted(send(signal), signal), signal, again);
    const read = readAnswer(schema, answer);
    return "value" in read
      ? known(read.value)
      : unknown(problem("aws/answer", { action, found: read.wrong }));
  } catch (error) {
    if (line.interrupted?.aborted === true) return unknown(interruption(action, step));
    if (limit.signal.aborted) return unknown(tooLate(action, step, line));
    const asked = line.transport.askedOf(error);
    return unknown(failureProblem(error, step, asking, asked, line.identity.secrets()));
  } finally {
    clearTimeout(clock);
  }
}

async function repeated<T>(
  send: () => Promise<T>,
  signal: AbortSignal,
  again: (attempt: Attempt) => number | undefined,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await send();
    } catch (error) {
      const wait = signal.aborted ? undefined : again({ error, number });
      if (wait === undefined) throw error;
      let timer: NodeJS.Timeout | undefined;
      const pause = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, wait);
      });
      await orAborted(pause, signal).finally(() => clearTimeout(timer));
    }
  }
}

/** The SDK's credential chain knows no signal, so what it is doing is left behind. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error("aborted"));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function interruption(action: string, step: Step): Problem {
  return action === "kms:PutKeyPolicy" && step === "call"
    ? problem("aws/interrupted-while-writing", {})
    : problem("aws/interrupted", { action });
}

function tooLate(action: string, step: Step, line: Line): Problem {
  return step === "call"
    ? problem("aws/timed-out", { action, asked: `AWS (${line.region})` })
    : problem("aws/credentials-failed", {
        said: `nothing came within ${line.timeouts.call / 1000} seconds.`,
      });
}
