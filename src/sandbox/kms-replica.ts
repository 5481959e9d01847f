/** ReplicateKey. https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html */
import { keyFor } from "./kms-access.js";
import { metadataOf } from "./kms-metadata.js";
import { firstPolicy } from "./kms-policy.js";
import { requireState } from "./kms-state.js";
import { tagsIn } from "./kms-tags.js";
import { optionalText, refuse, requiredText } from "./members.js";
import type { SandboxOperation, StoredKey } from "./model.js";
import { accountOf, keyArn, keyIdOf, partitionOf } from "./names.js";

export const replicateKey: SandboxOperation = (call) => {
  const region = requiredText(call.body, "ReplicaRegion");
  const primary = keyFor(call, { extra: { "kms:ReplicaRegion": region } });
  if (primary.MultiRegionKeyType !== "PRIMARY") {
    refuse("UnsupportedOperationException", `${primary.Arn} is not a multi-region primary key.`);
  }
  requireState(primary, call.operation);
  // Assumption: the words. A key is replicated inside its partition, once in a Region (API page).
  if (partitionOf(region) !== partitionOf(call.region)) {
    refuse("ValidationException", `Invalid region ${region}`);
  }
  const Arn = keyArn(region, accountOf(primary.Arn), keyIdOf(primary.Arn));
  if (Object.hasOwn(call.state.keys, Arn)) refuse("AlreadyExistsException", `Key '${Arn}' already exists`);
  const replicas = [...(primary.ReplicaRegions ?? []), region];
  const { DeletionDate: _date, Settling: _settling, ...shared } = primary;
  const draft: StoredKey = {
    ...shared,
    Arn,
    MultiRegionKeyType: "REPLICA",
    ReplicaRegions: replicas,
    CreationDate: call.now.getTime() / 1000,
    Description: optionalText(call.body, "Description") ?? "",
    Grants: [],
    Tags: tagsIn(call.body),
  };
  const replica = { ...draft, Policy: firstPolicy({ ...call, region }, draft) };
  call.state.keys[Arn] = replica;
  for (const other of [call.region, ...replicas]) {
    const related = call.state.keys[keyArn(other, accountOf(primary.Arn), keyIdOf(primary.Arn))];
    if (related !== undefined) related.ReplicaRegions = replicas;
  }
  // Recorded: the answer shows a key that is still being made. Assumption: it is ready at the next call.
  return {
    ReplicaKeyMetadata: metadataOf({ ...replica, KeyState: "Creating" }),
    ReplicaPolicy: replica.Policy,
    ReplicaTags: replica.Tags,
  };
};
