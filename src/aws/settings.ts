/** What a connection is made with. It reads none of it. */
import type { Debug } from "./debug.js";
import type { Retries } from "./surroundings.js";
import type { Timeouts } from "./transport.js";

export interface ConnectSettings {
  readonly region: string;
  /** `--profile`: variables with credentials do not count then, as for the AWS CLI. */
  readonly profile?: string;
  /** `--endpoint-url`: for every service, before the environment's and the profile's. */
  readonly endpointUrl?: string;
  /** The sandbox's. With them nothing of the surroundings is read: no AWS_* variable, no shared file, no proxy. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The server is the sandbox of this program, which understands DryRun. */
  readonly isSandbox?: boolean;
  /** The ARN of a role that is assumed with the credentials at hand, and whose own are used for every call. */
  readonly assumeRole?: string;
  /** Ends every call. */
  readonly signal?: AbortSignal;
  readonly timeouts?: Partial<Timeouts>;
  /** `--timeout`, in milliseconds: how long to wait for one response. */
  readonly limit?: number;
  /** How calls are repeated where neither the environment nor the profile says it. */
  readonly retries?: Retries;
  /** `--max-attempts`: before the environment's and the profile's. */
  readonly maxAttempts?: number;
  /** Resolves when a call of this action (as IAM names it) may go out. */
  readonly pace?: (action: string) => Promise<void>;
  /** Asks the person at the terminal; absent: there is none. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Takes the lines of `--debug`. */
  readonly debug?: Debug;
}
