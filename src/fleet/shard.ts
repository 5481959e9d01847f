/** A part of a manifest's environments, the same on every machine: sorted by name, and every n-th of them. */
import type { ManifestEntry } from "../manifest/manifest.js";

/** `--shard 3/16`. */
export interface ShardOption {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** The entries of one shard, in the manifest's order, and their places in it, from 0. */
export interface ShardEntries {
  readonly entries: readonly ManifestEntry[];
  readonly positions: readonly number[];
}

/** @returns each entry in exactly one of the shards; their sizes differ by one at most */
export function shardOf(all: readonly ManifestEntry[], { index, of }: ShardOption): ShardEntries {
  const sorted = [...all.keys()].sort((one, other) => compare(nameOf(all[one]), nameOf(all[other])));
  const positions = sorted.filter((_, at) => at % of === index - 1).sort((one, other) => one - other);
  return { positions, entries: positions.flatMap((at) => all[at] ?? []) };
}

/** Two environments of one name are in two Regions, two accounts, or asked about as two identities. */
function nameOf(entry: ManifestEntry | undefined): string {
  const { target, profile = "", assumeRole = "" } = entry ?? {};
  return JSON.stringify([target?.environment, target?.region, target?.account, assumeRole, profile]);
}

/** By code units: no machine's language changes the order. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
