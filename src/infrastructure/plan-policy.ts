/** Who sets the policy of a plan's key, what it will be, and whether the environment waits for it. */

import { type Problem, problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import type { PlannedPolicy } from "./model.js";
import { callOf, type Instance, isGone, parentOf } from "./plan-index.js";
import { memberIn, textIn, textsOf } from "./plan-json.js";
import { attributeOf, policyAttribute } from "./plan-key.js";
import type { PlaceContext } from "./plan-places.js";
import { reach } from "./plan-references.js";
import type { Choose } from "./possibilities.js";
import { defaultPolicy, givenPolicy } from "./template-key.js";

/** The policies that are set by resources of their own, by the address of the key. */
export type SeparatePolicies = ReadonlyMap<string, readonly Instance[]>;

/** @returns for each key the aws_kms_key_policy resources that can mean it */
export function separatePolicies(context: PlaceContext): SeparatePolicies {
  const found = new Map<string, Instance[]>();
  const { index, configuration } = context;
  const byName = new Map<string, Instance>();
  for (const key of index.all) {
    for (const name of ["arn", "key_id", "id"]) {
      const text = textIn(key.after[name]);
      if (text !== undefined && !key.type.startsWith("data.") && /_key$/.test(key.type))
        byName.set(text, key);
    }
  }
  for (const policy of index.all) {
    if (policy.type !== "aws_kms_key_policy" || isGone(policy)) continue;
    const value = textIn(policy.after["key_id"]);
    const configured = configuration.resourceOf(policy.module, `${policy.type}.${policy.name}`);
    const candidates =
      value === undefined
        ? reach(memberIn(configured["expressions"], "key_id"), policy, index, configuration).candidates
        : [];
    const likely = candidates.filter((candidate) => candidate.likely);
    const keys =
      value === undefined
        ? (likely.length > 0 ? likely : candidates).map(({ instance }) => instance.address)
        : [byName.get(value)?.address ?? value];
    for (const key of keys) found.set(key, [...(found.get(key) ?? []), policy]);
  }
  return found;
}

export interface SetPolicy {
  readonly policy: Fact<PlannedPolicy>;
  readonly problems: readonly Problem[];
}

/** The policy of a key, from whoever sets it. */
export function policyOf(
  key: Instance,
  environment: Instance,
  place: { readonly partition: string; readonly account: string },
  separate: SeparatePolicies,
  given: Fact<string> | undefined,
  context: PlaceContext,
  choose: Choose,
): SetPolicy {
  if (given !== undefined) return { policy: givenPolicy(given, key.address), problems: [] };
  const name = policyAttribute(key.type);
  const configured = context.configuration.resourceOf(key.module, `${key.type}.${key.name}`);
  const isSet = memberIn(configured["expressions"], name) !== undefined;
  const others = separate.get(key.address) ?? separate.get(textIn(key.after["arn"]) ?? "") ?? [];
  const owners = [...(isSet || others.length === 0 ? [key] : []), ...others];
  const isShared = owners.length > 1;
  const ownersText = owners.map(({ address }) => address).join(" and ");
  const shared = isShared
    ? [problem("iac/two-owners", { owners: ownersText, key: key.address }, undefined)]
    : [];
  const owner = isShared
    ? choose(
        `the policy of ${key.address}`,
        shared,
        owners.map((each) => ({ label: each.address, value: each })),
      )
    : (owners[0] ?? key);
  const races = others.filter((policy) => isRace(policy, environment, context));
  return {
    policy: setBy(owner, key, place, context),
    problems: [
      ...shared,
      ...races.map((policy) =>
        problem("iac/race", {
          environment: environment.address,
          policy: policy.address.replace(/\[[^\]]*\]$/, ""),
        }),
      ),
    ],
  };
}

function setBy(
  owner: Instance,
  key: Instance,
  { partition, account }: { readonly partition: string; readonly account: string },
  context: PlaceContext,
): Fact<PlannedPolicy> {
  const name = policyAttribute(owner.type);
  const value = attributeOf(owner, name, context);
  const spotOf = (pointer: string) => ({ address: `${owner.address}.${name}${pointer}` });
  if (value.is === "unknown") return unknown(value.reason);
  if (value.is === "set" && value.value !== "") {
    const text = typeof value.value === "string" ? value.value : JSON.stringify(value.value);
    return known({ text, spotOf });
  }
  // No policy is set: KMS gives the key its default one.
  return known({ text: defaultPolicy(partition, account), spotOf: () => ({ address: key.address }) });
}

/** Whether a policy that is still to be set may come after the environment. */
function isRace(policy: Instance, environment: Instance, { configuration }: PlaceContext): boolean {
  if (policy.actions.every((action) => action === "no-op" || action === "read")) return false;
  const own = configuration.resourceOf(environment.module, `${environment.type}.${environment.name}`);
  const name = `${policy.type}.${policy.name}`;
  // From the environment up to the root, each level may wait for the policy or for a module that has it.
  let waits: readonly string[] = textsOf(own["depends_on"]).concat(
    textsOf(memberIn(memberIn(own["expressions"], "kms_key"), "references")),
  );
  for (let scope = environment.module; ; scope = parentOf(scope)) {
    if (waits.some((wait) => names(wait, scope, policy, name))) return false;
    if (scope === "") return true;
    waits = textsOf(configuration.callOf(scope)["depends_on"]);
  }
}

function names(wait: string, scope: string, policy: Instance, name: string): boolean {
  if (policy.module === scope)
    return wait === name || wait.startsWith(`${name}.`) || wait.startsWith(`${name}[`);
  for (let module = policy.module; module !== ""; module = parentOf(module)) {
    if (parentOf(module) !== scope) continue;
    const call = `module.${callOf(module).name}`;
    // An output waits for what it names; the whole module for all of it.
    return wait === call || wait.startsWith(`${call}[`);
  }
  return false;
}
