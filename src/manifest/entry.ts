/** One environment of a manifest, as the rest of the tool takes it. It reads nothing. */
import type { Target } from "../key/target.js";
import type { Scope } from "../policy/logs-statement.js";

/** One environment of a manifest, with the defaults filled in. */
export interface ManifestEntry {
  /** Where it stands: `file:line:column`. */
  readonly at: string;
  /** Its Region never comes from the AWS settings: a manifest says the same on every machine. */
  readonly target: Target & { readonly environment: string };
  /** The profile of the AWS settings that asks. */
  readonly profile?: string;
  /** The role that asks, by ARN, assumed with the profile's credentials or those at hand. */
  readonly assumeRole?: string;
  /** For whose log groups `prepare` lets CloudWatch Logs use the key. */
  readonly scope?: Scope;
  /** Whether the log groups that are there already are to be looked at. */
  readonly logGroups: boolean;
}
