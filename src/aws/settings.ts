/** What a connection is asked to be. It reads none of it. */
import type { Retries } from "./surroundings.js";
import type { Timeouts } from "./transport.js";

export interface ConnectSettings {
  readonly region: string;
  /** `--profile`. */
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
  /** How calls are repeated where neither the environment nor the profile says it. */
  readonly retries?: Retries;
  /** Resolves when a call of this action (as IAM names it) may go out. */
  readonly pace?: (action: string) => Promise<void>;
}
