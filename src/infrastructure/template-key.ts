/** A key of a template, as the deployment will make it. */
import type { KeyMetadata } from "../key/facts.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import type { Intrinsics } from "./intrinsics.js";
import type { PlannedKey, PlannedPolicy, SourceSpot } from "./model.js";
import type { Choose } from "./possibilities.js";
import { propertiesOf, type Stack, typeOf } from "./stack.js";
import { policyText } from "./template-policy.js";
import { member, type Sources, type Tree } from "./tree.js";
import { nodeAt, text, unknownsIn } from "./value.js";

/** The members that checks ask for: the property, and what CloudFormation takes where it is not set. */
const members = {
  "key-state": ["Enabled", "true"],
  "key-spec": ["KeySpec", "SYMMETRIC_DEFAULT"],
  "key-usage": ["KeyUsage", "ENCRYPT_DECRYPT"],
  "single-region": ["MultiRegion", "false"],
  "key-origin": ["Origin", "AWS_KMS"],
  rotation: ["EnableKeyRotation", "false"],
} as const;

type KeyReference = keyof typeof members;

export interface KeyContext {
  readonly intrinsics: Intrinsics;
  readonly choose: Choose;
  readonly sources: Sources;
  readonly partition: string;
}

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
export function templateKey(
  stack: Stack,
  id: string,
  resource: Tree,
  arn: string,
  context: KeyContext,
  policyFrom: Fact<string> | undefined,
): PlannedKey {
  const { intrinsics, sources } = context;
  const properties = propertiesOf(resource);
  const address = `${stack.prefix}${id}`;
  const spotOf = (name: string): SourceSpot => {
    const tree = member(properties, name) ?? resource;
    return { at: sources.placeOf(tree.at), address: `${address}.${name}` };
  };
  const isReplica = typeOf(resource) === "AWS::KMS::ReplicaKey";
  const values = new Map<KeyReference, string>();
  const unknowns: Record<string, Problem> = {};
  for (const [check, [name, preset]] of Object.entries(members)) {
    const isGiven = isReplica && (check === "single-region" || check === "rotation" || check === "key-spec");
    const value = isGiven ? text("", 0) : intrinsics.value(member(properties, name), stack);
    if (value.is === "unknown") unknowns[check] = value.reason;
    else values.set(check as KeyReference, value.is === "text" && value.text !== "" ? value.text : preset);
  }
  const account = arn.split(":")[4] ?? "";
  const days = intrinsics.value(member(properties, "RotationPeriodInDays"), stack);
  const rotates = values.get("rotation");
  return {
    address,
    spot: { at: sources.placeOf(resource.at), address },
    metadata: metadataOf(values, unknowns, arn, isReplica),
    unknown: unknowns,
    policy:
      policyFrom !== undefined
        ? givenPolicy(policyFrom, address)
        : known(policyOf(member(properties, "KeyPolicy"), stack, address, account, context, resource)),
    rotation:
      rotates === undefined
        ? unknown(unknowns["rotation"] ?? problem("iac/not-told", { what: "EnableKeyRotation", command: "" }))
        : known({
            enabled: rotates.toLowerCase() === "true",
            ...(days.is === "text" ? { periodInDays: Number(days.text) } : {}),
          }),
    spots: Object.fromEntries(Object.entries(members).map(([check, [name]]) => [check, spotOf(name)])),
  };
}

/** A policy that was given with --key-policy: its places are in its own file. */
export function givenPolicy(fact: Fact<string>, address: string): Fact<PlannedPolicy> {
  if (!fact.known) return fact;
  return known({ text: fact.value, spotOf: (pointer) => ({ address: `${address} ${pointer}` }) });
}

function metadataOf(
  values: ReadonlyMap<KeyReference, string>,
  unknowns: Readonly<Record<string, Problem>>,
  arn: string,
  isReplica: boolean,
): KeyMetadata {
  const [, , , , account = "", resource = ""] = arn.split(":");
  const origin = values.get("key-origin");
  const enabled = values.get("key-state");
  const state =
    enabled === undefined || "key-origin" in unknowns
      ? undefined
      : origin === "EXTERNAL"
        ? "PendingImport"
        : enabled.toLowerCase() === "true"
          ? "Enabled"
          : "Disabled";
  const spec = values.get("key-spec");
  const usage = values.get("key-usage");
  const multi = isReplica ? "true" : values.get("single-region");
  return {
    KeyId: resource.slice("key/".length),
    Arn: arn,
    AWSAccountId: account,
    KeyManager: "CUSTOMER",
    ...(state === undefined ? {} : { KeyState: state }),
    ...(spec === undefined ? {} : { KeySpec: spec }),
    ...(usage === undefined ? {} : { KeyUsage: usage }),
    ...(multi === undefined ? {} : { MultiRegion: multi.toLowerCase() === "true" }),
    ...(multi?.toLowerCase() === "true"
      ? { MultiRegionConfiguration: { MultiRegionKeyType: isReplica ? "REPLICA" : "PRIMARY" } }
      : {}),
    ...(origin === undefined ? {} : { Origin: origin }),
  };
}

/**
 * KMS's default policy where none is set.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function defaultPolicy(partition: string, account: string): string {
  const root = {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [root] });
}

function policyOf(
  tree: Tree | undefined,
  stack: Stack,
  address: string,
  account: string,
  { intrinsics, choose, sources, partition }: KeyContext,
  resource: Tree,
): PlannedPolicy {
  const value = intrinsics.value(tree, stack);
  const spotAt = (at: number, pointer: string): SourceSpot => ({
    at: sources.placeOf(at),
    address: `${address}.KeyPolicy${pointer}`,
  });
  if (value.is === "absent") {
    return { text: defaultPolicy(partition, account), spotOf: () => spotAt(resource.at, "") };
  }
  const reasons = new Map(unknownsIn(value).map(({ reason }) => [reason.what, reason]));
  const extent =
    reasons.size === 0
      ? "least"
      : choose(`the unknown parts of ${address}.KeyPolicy`, [...reasons.values()].slice(0, 3), [
          { label: "least", value: "least" as const },
          { label: "most", value: "most" as const },
        ]);
  const { text: written, written: kept } = policyText(value, extent, { partition, account });
  return { text: written, spotOf: (pointer) => spotAt(nodeAt(kept, pointer).at, pointer) };
}
