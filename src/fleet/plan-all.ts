/** All environments of a manifest looked at side by side, and one plan made for each key, whoever shares it. */

import { type Assessment, assessmentOf, unfit, writeFacts } from "../apply/assess.js";
import { takeSnapshot } from "../aws/take-snapshot.js";
import { keyArn, type Snapshot, snapshotOf } from "../checks/snapshot.js";
import type { ManifestEntry } from "../manifest/manifest.js";
import type { Applied, Plan } from "../plan/plan.js";
import { planTogether, type Wished } from "../plan/prepare.js";
import type { Problem } from "../problems/problem.js";
import { unknown } from "../problems/result.js";
import type { Connections } from "../session/connections.js";
import type { Context, PrepareOptions } from "../session/context.js";
import { forEachEnvironment } from "./for-each.js";

/** An entry with what is proposed for it. `key` names the key; all entries of a key have the same plan. */
export interface Planned {
  readonly entry: ManifestEntry;
  readonly proposal: Assessment;
  readonly key: string;
  readonly plan?: Plan;
}

/** What became of a key: applied, or why its write was not begun. */
export type Written =
  | { readonly applied: Applied }
  | { readonly stopped: Problem }
  /** No connection, or a bug of this tool. */
  | { readonly failed: readonly Problem[] };

/** Plans all: what the environments of one key need goes into one change of its policy. */
export async function planEntries(
  entries: readonly ManifestEntry[],
  connections: Connections,
  options: PrepareOptions,
  context: Context,
): Promise<readonly Planned[]> {
  const quiet = { host: context.host, say: () => undefined };
  const looked = await forEachEnvironment(
    entries,
    connections,
    context,
    async (entry, connection): Promise<Looked> => ({
      entry,
      snapshot: await takeSnapshot(entry.target, connection, quiet, writeFacts),
      wish: { scope: options.scope ?? entry.scope },
    }),
    (entry, [reason]) => ({ entry, snapshot: unseen(entry, reason, context), wish: {} }),
  );
  const planned = new Map(
    groupsOf(looked).flatMap((group) => planGroup(group).map((each) => [each.entry, each])),
  );
  return looked.flatMap(({ entry }) => planned.get(entry) ?? []);
}

interface Looked extends Wished {
  readonly entry: ManifestEntry;
}

function groupsOf(looked: readonly Looked[]): readonly (readonly Looked[])[] {
  const groups = new Map<string, Looked[]>();
  for (const each of looked) {
    const key = keyOf(each);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** An environment that the key cannot serve gets no plan; the others of the key are planned together. */
function planGroup(group: readonly Looked[]): readonly Planned[] {
  const fit = group.filter(({ snapshot }) => unfit(snapshot) === undefined);
  const joint = fit.length === 0 ? undefined : planTogether(fit);
  return group.map((each): Planned => {
    const key = keyOf(each);
    const proposal = unfit(each.snapshot) ?? (joint && assessmentOf(each.snapshot, joint));
    if (proposal === undefined) throw new Error(`${key} is fit and has no plan`);
    return {
      entry: each.entry,
      key,
      proposal,
      ...(proposal.plan === undefined ? {} : { plan: proposal.plan }),
    };
  });
}

function keyOf({ entry: { target }, snapshot }: Looked): string {
  return keyArn(snapshot) ?? `${target.region} ${target.key.keyId}`;
}

/** Nothing could be asked: there was no connection. */
function unseen(entry: ManifestEntry, reason: Problem, { host }: Context): Snapshot {
  const facts = Object.fromEntries(writeFacts.map((name) => [name, unknown<never>(reason)]));
  return snapshotOf(host.now().toISOString(), entry.target, facts);
}
