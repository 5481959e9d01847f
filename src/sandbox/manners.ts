/** How AWS behaves under load and over time, as far as a sandbox plays it. Knows no operation. */
import type { Manners, StoredGrant, StoredKey } from "./model.js";

/** At once and in order: what most tests want. */
export const plainManners: Manners = {
  lagMs: 0,
  shuffle: false,
  emptyPages: false,
  creationMs: 20_000,
  grantShape: "principal",
  strict: false,
};

/** Lets grants that are there be seen one after the other, while their environment is made. */
export function creatingGrants(
  key: StoredKey,
  grants: readonly StoredGrant[],
  now: Date,
  { creationMs }: Manners,
): void {
  const step = creationMs / (grants.length + 1);
  const times = grants.map(({ GrantId }, at) => [GrantId, now.getTime() + step * (at + 1)] as const);
  key.Settling = {
    ...key.Settling,
    grants: { ...key.Settling?.grants, ...Object.fromEntries(times) },
  };
}
