/** Regions and accounts that a file names, for what is not known of where it is deployed. */
import { mwaaRegions, partitions } from "../key/arn.js";
import type { Places } from "./intrinsics.js";
import type { Tree } from "./tree.js";

/** More than these, and nobody can say what the answer depends on. */
const mostNamed = 12;

const regionName =
  /(?<![a-z0-9-])(?:[a-z]{2}|us-gov|us-iso[a-z]?|eu-isoe|eusc-[a-z]{2})-[a-z]{4,}-\d{1,2}(?![0-9a-z])/g;
const accountName = /(?<!\d)\d{12}(?!\d)/g;

/**
 * @param texts every text that may name a place
 * @returns a Region and an account that no text names, first, and those that are named
 */
export function placesIn(texts: readonly string[]): Places {
  const regions = new Set<string>();
  const accounts = new Set<string>();
  let isOfAws = false;
  for (const text of texts) {
    for (const [name] of text.matchAll(regionName))
      if (partitions.some((partition) => partition.regions.test(name))) regions.add(name);
    for (const [name] of text.matchAll(accountName)) accounts.add(name);
    isOfAws ||= text.includes("arn:aws:") || /amazonaws\.com(?!\.)/.test(text);
  }
  const named = [...regions].slice(0, mostNamed);
  const other = mwaaRegions.find((name) => !regions.has(name) && !name.startsWith("cn-")) ?? "us-east-1";
  const china = isOfAws && !regions.has("cn-north-1") ? ["cn-north-1"] : [];
  const free = ["123456789012", "210987654321", "109876543210"].find((name) => !accounts.has(name));
  return {
    regions: [other, ...named, ...china],
    accounts: [free ?? "121212121212", ...[...accounts].slice(0, mostNamed)],
  };
}

/** @returns the texts and the names of members in a tree; a tree that is used often counts once */
export function textsIn(trees: readonly (Tree | undefined)[]): readonly string[] {
  const found: string[] = [];
  const seen = new Set<Tree>();
  const waiting = trees.filter((tree) => tree !== undefined);
  for (let tree = waiting.pop(); tree !== undefined; tree = waiting.pop()) {
    if (seen.has(tree)) continue;
    seen.add(tree);
    if (tree.is === "text") found.push(tree.text);
    if (tree.is === "list") waiting.push(...tree.items);
    if (tree.is === "map") {
      found.push(...tree.entries.keys());
      waiting.push(...tree.entries.values());
    }
  }
  return found;
}
