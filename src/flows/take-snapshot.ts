/** The facts of one moment, asked for at the same time. What one call may not see never hides what another saw. */
import type { Connection } from "../aws/connection.js";
import type { Host } from "../host/host.js";
import type { Target } from "../key/target.js";
import type { Fact } from "../problem/parsed.js";
import { type FactName, type Facts, notAsked, type Snapshot, snapshotOf } from "../readiness/snapshot.js";

/** The clock, and where progress is told. */
export interface Surroundings {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly say: (progress: string) => void;
}

/** After so many milliseconds without an answer, a person wants to know that somebody still waits. */
const patience = 4_000;

/**
 * Takes a snapshot: one round trip, all calls side by side.
 *
 * @param asked the facts to ask for; the others are unknown, with the reason
 */
export async function takeSnapshot(
  target: Target,
  connection: Connection,
  { host, say }: Surroundings,
  asked: readonly FactName[],
): Promise<Snapshot> {
  const name = keyName(target);
  const ask = <Name extends FactName>(fact: Name, call: () => Promise<Fact<Facts[Name]>>) =>
    asked.includes(fact) ? call() : Promise.resolve(notAsked<Facts[Name]>(fact));
  const answered = new AbortController();
  void host.sleep(patience, answered.signal).then(() => {
    if (!answered.signal.aborted) say("Still waiting for AWS to answer; Ctrl-C ends it");
  });
  const [caller, key, policy, grants, tags] = await Promise.all([
    ask("caller", () => connection.getCallerIdentity()),
    ask("key", () => connection.describeKey(name)),
    ask("policy", () => connection.getKeyPolicy(name)),
    ask("grants", () => connection.listGrants(name)),
    ask("tags", () => connection.listResourceTags(name)),
  ]);
  answered.abort();
  return snapshotOf(host.now().toISOString(), target, { caller, key, policy, grants, tags });
}

/** How KMS is told which key: an ARN as given, else the bare key ID (`key/<id>` is a form that only MWAA takes). */
export function keyName(target: Target): string {
  return target.key.form === "arn" ? target.key.given : target.key.keyId;
}
