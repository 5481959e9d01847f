/** The configuration that a plan was made of: which resource has which expressions, and what modules hand to each other. */

import { callOf, parentOf } from "./plan-index.js";
import { listOf, memberIn, objectOf, type PlanJson, textIn, textsOf } from "./plan-json.js";

export class Configuration {
  readonly #plan: PlanJson;
  readonly #modules = new Map<string, PlanJson>();
  readonly #resources = new Map<PlanJson, ReadonlyMap<string, PlanJson>>();

  constructor(plan: PlanJson) {
    this.#plan = objectOf(plan["configuration"]);
  }

  /** A module's configuration; that of the root for the empty address. */
  moduleOf(address: string): PlanJson {
    if (address === "") return objectOf(this.#plan["root_module"]);
    const known = this.#modules.get(address);
    if (known !== undefined) return known;
    const found = objectOf(this.callOf(address)["module"]);
    this.#modules.set(address, found);
    return found;
  }

  /** The call that makes a module. */
  callOf(address: string): PlanJson {
    const { name } = callOf(address);
    return objectOf(memberIn(this.moduleOf(parentOf(address))["module_calls"], name));
  }

  /** @param name `type.name`, with `data.` before it for a data source */
  resourceOf(module: string, name: string): PlanJson {
    const configured = this.moduleOf(module);
    let resources = this.#resources.get(configured);
    if (resources === undefined) {
      resources = new Map(
        listOf(configured["resources"]).map((item) => {
          const resource = objectOf(item);
          const mode = resource["mode"] === "data" ? "data." : "";
          return [`${mode}${textIn(resource["type"])}.${textIn(resource["name"])}`, resource];
        }),
      );
      this.#resources.set(configured, resources);
    }
    return resources.get(name) ?? {};
  }

  /** The provider's own key at the root, whatever modules hand it on under. */
  providerKey(module: string, name: string): string {
    let key = textIn(this.resourceOf(module, name)["provider_config_key"]) ?? "aws";
    const providers = this.#plan["provider_config"];
    for (let colon = key.lastIndexOf(":"); colon >= 0; colon = key.lastIndexOf(":")) {
      if (Object.keys(objectOf(memberIn(memberIn(providers, key), "expressions"))).length > 0) return key;
      const parent = parentOf(key.slice(0, colon));
      key = parent === "" ? key.slice(colon + 1) : `${parent}:${key.slice(colon + 1)}`;
    }
    return key;
  }

  provider(key: string): PlanJson {
    return objectOf(memberIn(memberIn(this.#plan["provider_config"], key), "expressions"));
  }
}

/** What an expression refers to, the longest forms alone: `aws_kms_key.k.arn`, and not `aws_kms_key.k` beside it. */
export function referencesOf(expression: unknown): readonly string[] {
  const all = textsOf(memberIn(expression, "references"));
  const shorter = new Set(all.flatMap((reference) => prefixesOf(reference)));
  return [...new Set(all.filter((reference) => !shorter.has(reference)))];
}

/** Each beginning of a reference that is one itself. */
function prefixesOf(reference: string): readonly string[] {
  const steps = stepsOf(reference);
  const found: string[] = [];
  let text = "";
  for (const step of steps.slice(0, -1)) {
    text += step;
    found.push(text);
  }
  return found;
}

/** A reference cut into its steps, each with its dot or its brackets: `module.a`, `["x"]`, `.out`. */
export function stepsOf(reference: string): readonly string[] {
  return reference.match(/\.?[^.[\]"]+|\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g) ?? [];
}
