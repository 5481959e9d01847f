/** All environments of a manifest looked at side by side, and their plans made one after the other for each key. */
import { takeSnapshot } from "../flows/take-snapshot.js";
import type { ManifestEntry } from "../manifest/manifest.js";
import type { Plan } from "../plan/plan.js";
import type { Scope } from "../policy/logs-statement.js";
import { known, type Parsed, parsed, refused, unknown } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import { judge, readinessOf } from "../readiness/judge.js";
import { keyArn, type Snapshot, snapshotOf } from "../readiness/snapshot.js";
import type { Connections } from "./connections.js";
import type { Context } from "./context.js";
import { eachEntry } from "./many.js";
import type { PrepareOptions } from "./prepare.js";
import { keyFacts, type Proposal, proposeFor, writeFacts } from "./proposal.js";

/** An entry with what is proposed for it. `key` names the key that its plan is for. */
export interface Planned {
  readonly entry: ManifestEntry;
  readonly proposal: Proposal;
  readonly key: string;
  readonly plan?: Plan;
}

/** Plans all, or says what cannot be wished for of one key. */
export async function planEntries(
  entries: readonly ManifestEntry[],
  connections: Connections,
  options: PrepareOptions,
  context: Context,
): Promise<Parsed<readonly Planned[]>> {
  const quiet = { host: context.host, say: () => undefined };
  const looked = await eachEntry(
    entries,
    connections,
    context,
    async (entry, connection): Promise<Looked> => ({
      entry,
      snapshot: await takeSnapshot(entry.target, connection, quiet, writeFacts),
      scope: options.scope ?? entry.scope,
    }),
    (entry, [reason]) => ({ entry, snapshot: unseen(entry, reason, context), scope: undefined }),
  );
  const clashes = sharedScopes(looked);
  if (clashes.length > 0) return refused(...clashes);
  const policies = new Map<string, string>();
  return parsed(looked.map(({ entry, snapshot, scope }) => planNext(entry, snapshot, scope, policies)));
}

/** The plan of a second environment on a key begins where that of the first ends. */
function planNext(
  entry: ManifestEntry,
  snapshot: Snapshot,
  scope: Scope | undefined,
  policies: Map<string, string>,
): Planned {
  const key = keyOf(entry, snapshot);
  const before = policies.get(key);
  const proposal = proposeFor(
    before === undefined ? snapshot : { ...snapshot, policy: known(before) },
    scope,
  );
  const { plan } = proposal;
  if (plan === undefined) return { entry, proposal, key };
  policies.set(key, plan.next);
  // What is found is found in the policy that is stored: the one that the plan begins from is not there yet.
  const findings = before === undefined ? proposal.findings : judge(snapshot, keyFacts);
  return { entry, proposal: { ...proposal, snapshot, findings, verdict: readinessOf(findings) }, key, plan };
}

interface Looked {
  readonly entry: ManifestEntry;
  readonly snapshot: Snapshot;
  readonly scope: Scope | undefined;
}

/** One statement cannot be narrowed to each of two environments. */
function sharedScopes(looked: readonly Looked[]): readonly Problem[] {
  const byKey = new Map<string, Looked[]>();
  for (const each of looked) {
    const key = keyOf(each.entry, each.snapshot);
    byKey.set(key, [...(byKey.get(key) ?? []), each]);
  }
  return [...byKey.values()]
    .filter((users) => users.length > 1 && users.some(({ scope }) => scope === "environment"))
    .map((users) => {
      const environments = users.map(({ entry }) => entry.target.environment ?? "?").join(", ");
      return problem("plan/scope-shared", { environments }, users[0]?.entry.at);
    });
}

function keyOf({ target }: ManifestEntry, snapshot: Snapshot): string {
  return keyArn(snapshot) ?? `${target.region} ${target.key.keyId}`;
}

/** Nothing could be asked: there was no connection. */
function unseen(entry: ManifestEntry, reason: Problem, { host }: Context): Snapshot {
  const facts = Object.fromEntries(writeFacts.map((name) => [name, unknown<never>(reason)]));
  return snapshotOf(host.now().toISOString(), entry.target, facts);
}
