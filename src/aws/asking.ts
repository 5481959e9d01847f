/** What was being asked of AWS, as far as the sentences about a failure need it. */
import type { Source } from "./credential-source.js";
import type { EndpointModes } from "./surroundings.js";

/** What was being asked when it failed. */
export interface Asking {
  /** As IAM names it: `kms:DescribeKey`. */
  readonly action: string;
  /** The key as it was named, or `*`. */
  readonly resource: string;
  readonly region: string;
  /** Where the credentials come from, or, of credentials that cannot be had, where they should have come from. */
  readonly source: Source;
  /** The credentials are those of a session. */
  readonly hasToken: boolean;
  readonly modes: EndpointModes;
  /** A variable that names a proxy which is passed over. */
  readonly unusedProxy?: string | undefined;
  /** The policy that was to be stored. */
  readonly policy?: string;
}
