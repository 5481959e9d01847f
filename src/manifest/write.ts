/** A manifest written from what MWAA shows, to be reviewed and committed. What could not be read stands in it as comments. */
import { Document, isMap, type YAMLSeq } from "yaml";
import { logGroupKinds } from "../choices.js";
import type { ManifestEntry } from "./environments.js";
import { manifestSchema } from "./schema.js";

export interface ManifestText {
  readonly entries: readonly ManifestEntry[];
  /** Above all: one line each. */
  readonly head: readonly string[];
  /** Below all: what is not in the list, and why. */
  readonly foot: readonly string[];
}

/** @returns YAML; an entry's Region stands where the key does not say it */
export function writeManifest({ entries, head, foot }: ManifestText): string {
  const document = new Document({ schema: manifestSchema, environments: entries.map(membersOf) });
  document.commentBefore = head.map(commentOf).join("\n");
  if (foot.length > 0) document.comment = foot.map(commentOf).join("\n");
  const list = document.get("environments") as YAMLSeq;
  for (const item of list.items) {
    // A line between two environments: changes of a manifest are read as differences.
    if (isMap(item) && item !== list.items[0]) item.spaceBefore = true;
  }
  return document.toString({ lineWidth: 0 });
}

function membersOf({ target, logGroups }: ManifestEntry): Readonly<Record<string, unknown>> {
  const { environment, key, region, account, bucket, executionRole, logTypes } = target;
  const isAll = logTypes === undefined || logTypes.length === logGroupKinds.length;
  return {
    name: environment,
    key: key.given,
    ...(key.form === "arn" ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(executionRole === undefined ? {} : { executionRole }),
    ...(isAll ? {} : { logTypes: [...logTypes] }),
    ...(logGroups ? { logGroups } : {}),
  };
}

/** One line, whatever was in it: a line end would begin a line of YAML. */
function commentOf(text: string): string {
  return ` ${text.replaceAll(/[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufffc]+/g, " ").slice(0, 1_000)}`;
}
