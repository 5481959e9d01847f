/** What a connection is asked to be. It reads none of it. */
import type { Timeouts } from "./transport.js";

export interface ConnectSettings {
  readonly region: string;
  /** `--profile`. */
  readonly profile?: string;
  /** `--endpoint-url`: for every service, before the environment's and the profile's. */
  readonly endpointUrl?: string;
  /** The sandbox's. With them nothing of the surroundings is read: no AWS_* variable, no shared file, no proxy. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The ARN of a role that is assumed with the credentials at hand, and whose own are used for every call. */
  readonly assumeRole?: string;
  /** Ends every call. */
  readonly signal?: AbortSignal;
  readonly timeouts?: Partial<Timeouts>;
}
