/** Who sets a key's policy, as a Terraform state says: the state file itself, or what `terraform show -json` makes of it. */
import { listOf, objectOf, type PlanJson, textIn } from "./plan-json.js";

/** The types that set a key policy, and the attributes by which they name the key. */
const owners: Readonly<Record<string, readonly string[]>> = {
  aws_kms_key: ["arn", "key_id"],
  aws_kms_external_key: ["arn", "id"],
  aws_kms_replica_key: ["arn", "key_id"],
  aws_kms_replica_external_key: ["arn", "key_id"],
  aws_kms_key_policy: ["key_id"],
};

/** Whether a JSON value is a state. */
export function isState(json: unknown): boolean {
  const object = objectOf(json);
  if ("resource_changes" in object || "planned_values" in object) return false;
  return "values" in object || ("terraform_version" in object && "resources" in object);
}

/**
 * @param key the key's ARN, or its ID
 * @returns the addresses of the resources that set the key's policy
 */
export function ownersIn(state: PlanJson, key: string): readonly string[] {
  const names = new Set([key, key.replace(/^.*:key\//, ""), key.replace(/^key\//, "")]);
  const found = new Set<string>();
  const isOf = (type: string, attributes: PlanJson) =>
    (owners[type] ?? []).some((name) => {
      const value = textIn(attributes[name]) ?? "";
      return value !== "" && (value === key || names.has(value.replace(/^.*:key\//, "")));
    });
  for (const item of listOf(state["resources"])) {
    const { type, name, module, mode, instances } = objectOf(item);
    if (mode !== "managed") continue;
    for (const instance of listOf(instances)) {
      const { attributes, index_key: index } = objectOf(instance);
      if (!isOf(String(type), objectOf(attributes))) continue;
      const place = typeof module === "string" ? `${module}.` : "";
      const at = index === undefined ? "" : `[${JSON.stringify(index)}]`;
      found.add(`${place}${String(type)}.${String(name)}${at}`);
    }
  }
  const waiting: unknown[] = [objectOf(state["values"])["root_module"]];
  for (let module = waiting.pop(); module !== undefined; module = waiting.pop()) {
    const { resources, child_modules: children } = objectOf(module);
    waiting.push(...listOf(children));
    for (const item of listOf(resources)) {
      const { type, address, mode, values } = objectOf(item);
      if (mode === "managed" && isOf(String(type), objectOf(values))) found.add(String(address));
    }
  }
  return [...found];
}
