/** What every connection of a run has in common: the options for AWS, and the person at the terminal. */
import type { ConnectSettings } from "../aws/settings.js";
import type { Host } from "../platform/host.js";
import type { AwsOptions, Context } from "./context.js";

/** Who asks next waits until the question before has been answered. */
let asked: Promise<unknown> = Promise.resolve();

/** @returns the settings that follow from the options alone: how often and how long, and what is told and asked */
export function runSettings(
  { timeout, maxAttempts }: AwsOptions,
  { host, debug }: Pick<Context, "host" | "debug">,
): Pick<ConnectSettings, "limit" | "maxAttempts" | "ask" | "debug"> {
  const canAsk = host.stdinIsTerminal && host.stderr.isTerminal;
  return {
    ...(timeout === undefined ? {} : { limit: timeout * 1000 }),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    ...(debug === undefined ? {} : { debug }),
    ...(canAsk ? { ask: (question: string) => askInTurn(question, host) } : {}),
  };
}

function askInTurn(question: string, host: Host): Promise<string | undefined> {
  const answer = asked.then(() => host.ask(question));
  asked = answer.catch(() => undefined);
  return answer;
}
