/** One call, from start to Fact: credentials, the request, the limit of time, the answer read. It knows no operation. */
import type * as z from "zod";
import { type Problem, problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import { readAnswer } from "./answers.js";
import { describeSource } from "./credential-source.js";
import { type Identity, sourceOfFailure } from "./credentials.js";
import type { Debug } from "./debug.js";
import type { CallInfo } from "./error-facts.js";
import { failureProblem, type Step } from "./errors.js";
import type { EndpointModes } from "./settings.js";
import type { Timeouts, Transport } from "./transport.js";

/** What every call of a connection shares. */
export interface CallContext {
  readonly region: string;
  readonly identity: Identity;
  readonly transport: Transport;
  readonly timeouts: Timeouts;
  /** Milliseconds for getting the credentials. */
  readonly credentialsLimit: number;
  readonly modes: EndpointModes;
  /** A variable that names a proxy which is passed over. */
  readonly unusedProxy?: string | undefined;
  readonly debug: Debug | undefined;
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
  line: CallContext,
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
  let step: Step = "credentials";
  const limit = new AbortController();
  const clocks: NodeJS.Timeout[] = [];
  const endIn = (milliseconds: number, isOver: () => boolean = () => true) =>
    clocks.push(setTimeout(() => isOver() && limit.abort(), milliseconds));
  const signal = AbortSignal.any([limit.signal, line.interrupted ?? limit.signal]);
  try {
    // A person takes as long as it takes.
    await orAborted(line.identity.ready(), line.interrupted ?? limit.signal);
    endIn(line.credentialsLimit, () => step === "credentials");
    await orAborted(line.identity.credentials(), signal);
    step = "call";
    endIn(line.timeouts.call);
    if (action !== "kms:PutKeyPolicy")
      endIn(line.timeouts.silence, () => line.transport.traceOf(signal)?.isAnswered !== true);
    const answer = await repeated(() => orAborted(send(signal), signal), signal, again);
    const read = readAnswer(schema, answer);
    return "value" in read
      ? known(read.value)
      : unknown(problem("aws/answer", { action, found: read.wrong }));
  } catch (error) {
    if (line.interrupted?.aborted === true) return unknown(interruption(action, step, line));
    return unknown(failed(limit.signal.aborted ? undefined : error, step, action, resource, line, signal));
  } finally {
    for (const clock of clocks) clearTimeout(clock);
  }
}

/** @param error undefined: the time was over; then the latest request of the call says what it was waiting for */
function failed(
  error: unknown,
  step: Step,
  action: string,
  resource: string,
  line: CallContext,
  signal: AbortSignal,
): Problem {
  const { identity, transport, region, modes, unusedProxy } = line;
  const trace = transport.traceOf(step === "call" ? signal : undefined);
  const cause = hiddenCause(error, step, transport) ?? transport.causeOf(error ?? trace?.error);
  const asking: CallInfo = {
    ...{ action, resource, region, modes, unusedProxy, hasToken: identity.hasToken() },
    source: sourceOfFailure(error) ?? identity.source,
    ...(line.policy === undefined ? {} : { policy: line.policy }),
  };
  if (error === undefined && (cause === undefined || trace?.isAnswered === true))
    return tooLate(asking, step, line, trace?.asked.url);
  const asked = transport.askedOf(cause) ?? (error === undefined ? trace?.asked : undefined);
  return failureProblem(cause, step, asking, asked, identity.secrets());
}

/** A session that cannot be renewed is told as one that has ended; where its request failed on the way, that is the cause. */
function hiddenCause(error: unknown, step: Step, transport: Transport): unknown {
  const isAnswer = typeof error === "object" && error !== null && "$fault" in error;
  if (step === "call" || error === undefined || isAnswer || transport.causeOf(error) !== error)
    return undefined;
  const trace = transport.askedOf(error) === undefined ? transport.traceOf(undefined) : undefined;
  const isOnTheWay =
    trace?.isAnswered === false && trace.error instanceof Error && !("$fault" in trace.error);
  return isOnTheWay ? trace.error : undefined;
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

function interruption(action: string, step: Step, line: CallContext): Problem {
  if (action === "kms:PutKeyPolicy" && step === "call") return problem("aws/interrupted-while-writing", {});
  return line.interrupted?.reason === "timeout"
    ? problem("aws/out-of-time", { action })
    : problem("aws/interrupted", { action });
}

function tooLate(
  { action, source, region }: CallInfo,
  step: Step,
  line: CallContext,
  url: string | undefined,
): Problem {
  if (step === "call") return problem("aws/timed-out", { action, asked: url ?? `AWS (${region})` });
  const seconds = line.credentialsLimit / 1000;
  const of = url === undefined || source.kind === "process" ? "" : ` ${url} did not answer.`;
  return problem("aws/credentials-failed", {
    source: describeSource(source),
    said: `nothing came within ${seconds} seconds.${of}`,
  });
}
