/** A key of a plan, as the deployment will leave it. */
import type { KeyMetadata } from "../key/facts.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import type { PlannedKey, PlannedPolicy, SourceSpot } from "./model.js";
import { referencesOf } from "./plan-configuration.js";
import { type Instance, isGone } from "./plan-index.js";
import { memberIn, textIn } from "./plan-json.js";
import type { PlaceContext } from "./plan-places.js";

/** An attribute of a resource: set, not set, or unknown with the reason. */
export type Attribute =
  | { readonly is: "set"; readonly value: unknown }
  | { readonly is: "unset" }
  | { readonly is: "unknown"; readonly reason: Problem };

/** The attributes that checks ask for; the first that a type has counts. */
const attributes = {
  "key-state": ["is_enabled", "enabled"],
  "key-spec": ["customer_master_key_spec", "key_spec"],
  "key-usage": ["key_usage"],
  "single-region": ["multi_region"],
  "key-origin": ["custom_key_store_id", "origin"],
  rotation: ["enable_key_rotation"],
} as const;

/** The attribute that is the key policy. */
export function policyAttribute(type: string): string {
  return type.startsWith("awscc_") ? "key_policy" : "policy";
}

/**
 * An attribute as the plan leaves it. An attribute that is not set and computed is unknown in a plan just like one that depends
 * on something: only the configuration tells them apart.
 */
export function attributeOf(instance: Instance, name: string, context: PlaceContext): Attribute {
  const { configuration, command } = context;
  const subject = `${name} of ${instance.address}`;
  if (isMarked(instance.sensitive, name)) {
    const facts = { subject, command, address: instance.address };
    return { is: "unknown", reason: problem("iac/sensitive", facts) };
  }
  if (memberIn(instance.unknown, name) !== true) {
    const value = memberIn(instance.after, name);
    return value === undefined || value === null ? { is: "unset" } : { is: "set", value };
  }
  const configured = configuration.resourceOf(instance.module, `${instance.type}.${instance.name}`);
  const expression = memberIn(configured["expressions"], name);
  if (expression === undefined && Object.keys(configured).length > 0) return { is: "unset" };
  const references = unknownReferences(expression, instance, context);
  const facts = { subject, references, command, address: instance.address };
  return { is: "unknown", reason: problem("iac/after-apply", facts) };
}

/** What a value depends on that is not there yet; through policy documents, which only put together. */
export function unknownReferences(expression: unknown, from: Instance, context: PlaceContext): string {
  const found = new Set<string>();
  const seen = new Set<string>();
  const walk = (expr: unknown, module: string, depth: number): void => {
    for (const reference of allReferences(expr)) {
      const data = /^data\.(aws_iam_policy_document\.[^.[]+)/.exec(reference)?.[1];
      if (data !== undefined && depth < 8 && !seen.has(`${module}|${data}`)) {
        seen.add(`${module}|${data}`);
        walk(context.configuration.resourceOf(module, `data.${data}`)["expressions"], module, depth + 1);
      } else if (/^(data|var|each|count|path|terraform)\b/.test(reference)) continue;
      else found.add(reference);
    }
  };
  walk(expression, from.module, 0);
  const told = [...found];
  if (told.length === 0) return "another resource";
  return told.length > 4 ? `${told.slice(0, 4).join(", ")} and ${told.length - 4} more` : told.join(", ");
}

/** The references of an expression, or of all expressions inside of a block. */
function allReferences(expression: unknown): readonly string[] {
  if (typeof expression !== "object" || expression === null) return [];
  if (Array.isArray(expression)) return expression.flatMap(allReferences);
  return [
    ...referencesOf(expression),
    ...Object.entries(expression)
      .filter(([name]) => name !== "references")
      .flatMap(([, part]) => allReferences(part)),
  ];
}

function isMarked(sensitive: unknown, name: string): boolean {
  const mark = sensitive === true ? true : memberIn(sensitive, name);
  return mark === true;
}

/** @param policy who sets it is for the caller to find out */
export function planKey(
  instance: Instance,
  arn: string,
  policy: Fact<PlannedPolicy>,
  context: PlaceContext,
): PlannedKey {
  const { address, type } = instance;
  const read = new Map<string, string>();
  const unknowns: Record<string, Problem> = {};
  const spots: Record<string, SourceSpot> = {};
  for (const [check, names] of Object.entries(attributes)) {
    const name = names.find((each) => each in instance.after || each in instance.unknown) ?? names[0];
    spots[check] = { address: `${address}.${name}` };
    const value = attributeOf(instance, name, context);
    if (value.is === "unknown") unknowns[check] = value.reason;
    else if (value.is === "set") read.set(check, String(value.value));
  }
  const days = memberIn(instance.after, "rotation_period_in_days");
  const rotates = unknowns["rotation"];
  return {
    address,
    spot: { address },
    metadata: metadataOf(instance, arn, read, unknowns, type),
    unknown: unknowns,
    policy,
    rotation:
      rotates !== undefined
        ? unknown(rotates)
        : known({
            enabled: read.get("rotation") === "true",
            ...(typeof days === "number" ? { periodInDays: days } : {}),
          }),
    spots,
  };
}

/** Source of what stands for a member that is not set: the documentation of aws_kms_key. */
function metadataOf(
  instance: Instance,
  arn: string,
  read: ReadonlyMap<string, string>,
  unknowns: Record<string, Problem>,
  type: string,
): KeyMetadata {
  const isExternal = type.includes("external");
  const isReplica = type.includes("replica");
  const [, , , , account = "", resource = ""] = arn.split(":");
  const store = read.get("key-origin");
  const origin = isExternal
    ? "EXTERNAL"
    : store === undefined || store === ""
      ? "AWS_KMS"
      : type.startsWith("awscc_")
        ? store
        : memberIn(instance.after, "xks_key_id")
          ? "EXTERNAL_KEY_STORE"
          : "AWS_CLOUDHSM";
  const isMulti = isReplica || read.get("single-region") === "true";
  if (isReplica) for (const check of ["single-region", "key-spec", "key-usage"]) delete unknowns[check];
  if (isExternal) delete unknowns["key-origin"];
  return {
    KeyId: resource.slice("key/".length),
    Arn: arn,
    AWSAccountId: account,
    KeyManager: "CUSTOMER",
    ...("key-state" in unknowns ? {} : { KeyState: stateOf(instance, read, isExternal) }),
    ...("key-spec" in unknowns ? {} : { KeySpec: read.get("key-spec") ?? "SYMMETRIC_DEFAULT" }),
    ...("key-usage" in unknowns ? {} : { KeyUsage: read.get("key-usage") ?? "ENCRYPT_DECRYPT" }),
    ...("single-region" in unknowns ? {} : { MultiRegion: isMulti }),
    ...(isMulti
      ? { MultiRegionConfiguration: { MultiRegionKeyType: isReplica ? "REPLICA" : "PRIMARY" } }
      : {}),
    ...("key-origin" in unknowns ? {} : { Origin: origin }),
  };
}

function stateOf(instance: Instance, read: ReadonlyMap<string, string>, isExternal: boolean): string {
  // A key that the plan destroys is scheduled for deletion.
  if (isGone(instance)) return "PendingDeletion";
  const told = textIn(memberIn(instance.after, "key_state"));
  if (told !== undefined && told !== "") return told;
  const material = memberIn(instance.after, "key_material_base64");
  const hasMaterial = material !== undefined && material !== null;
  const isComing = memberIn(instance.unknown, "key_material_base64") === true;
  if (isExternal && !hasMaterial && !isComing) return "PendingImport";
  return (read.get("key-state") ?? "true") === "true" ? "Enabled" : "Disabled";
}
