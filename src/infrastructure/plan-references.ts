/** From an expression to the keys that it can mean: through variables, module outputs, for_each, aliases and key policies. */
import { type Configuration, referencesOf, stepsOf } from "./plan-configuration.js";
import { callOf, type Instance, isGone, type PlanIndex, parentOf } from "./plan-index.js";
import { memberIn } from "./plan-json.js";

/** What an expression can come to. */
export interface ReferenceTarget {
  readonly instance: Instance;
  /** The attribute that is taken of it: `arn`, `key_id`. */
  readonly attribute: string;
  /** As it is written. */
  readonly reference: string;
  /** Whether the index is lost and the instance key alone says that this is the one. */
  readonly likely: boolean;
}

export interface Reach {
  readonly candidates: readonly ReferenceTarget[];
  /** References that lead to nothing that is known before the deployment. */
  readonly open: readonly string[];
  /** How many references stand beside the candidates: the expression may put texts together. */
  readonly beside: number;
}

const mostSteps = 2_000;
const keyTypes = /^(?:aws_kms_(?:key|external_key|replica_key|replica_external_key)|awscc_kms_key)$/;
const aliasTypes = /^(?:data\.)?(?:aws_kms_alias|awscc_kms_alias)$/;

/** Attributes of a key by which something names it. */
const keyAttributes = new Set(["arn", "key_id", "id"]);

/** @returns whether a type is one of a key */
export function isKeyType(type: string): boolean {
  return keyTypes.test(type);
}

/**
 * Follows the references of an expression.
 *
 * @param expression as the configuration has it
 * @param from the instance whose expression it is
 */
export function reach(
  expression: unknown,
  from: Instance,
  index: PlanIndex,
  configuration: Configuration,
): Reach {
  const walk = new Walk(index, configuration, from.index);
  const named = configuration.resourceOf(from.module, `${from.type}.${from.name}`);
  walk.expression(expression, from.module, named["for_each_expression"], "");
  return { candidates: walk.candidates, open: [...walk.open], beside: walk.beside };
}

class Walk {
  readonly candidates: ReferenceTarget[] = [];
  readonly open = new Set<string>();
  beside = 0;
  readonly #index: PlanIndex;
  readonly #configuration: Configuration;
  /** The key of the instance in whose scope the walk is, as an address has it. */
  #instanceKey: string;
  readonly #seen = new Set<string>();
  #steps = 0;

  constructor(index: PlanIndex, configuration: Configuration, instanceKey: string | number | undefined) {
    this.#index = index;
    this.#configuration = configuration;
    this.#instanceKey = keyText(instanceKey);
  }

  /**
   * @param scope the module in which the expression stands
   * @param forEach what `each.value` stands for there
   * @param wanted the attribute, where it was lost on the way
   */
  expression(expression: unknown, scope: string, forEach: unknown, wanted: string): void {
    const references = referencesOf(expression);
    const isEach = references.includes("each.key") || references.includes("count.index");
    for (const reference of references) {
      this.#steps += 1;
      if (this.#steps > mostSteps) {
        this.open.add(reference);
        return;
      }
      const id = `${scope}|${reference}|${isEach}`;
      if (this.#seen.has(id)) continue;
      this.#seen.add(id);
      this.#reference(reference, scope, forEach, isEach, wanted);
    }
  }

  #reference(reference: string, scope: string, forEach: unknown, isEach: boolean, wanted: string): void {
    const steps = stepsOf(reference);
    switch (steps[0]) {
      case "each":
        if (steps[1] === ".value") this.expression(forEach, scope, undefined, wanted);
        return;
      case "count":
      case "path":
      case "terraform":
        this.beside += 1;
        return;
      case "var":
        this.#variable(steps[1]?.slice(1) ?? "", scope, wanted);
        return;
      case "module":
        this.#output(reference, steps, scope, isEach);
        return;
      case "data":
        this.#resource(reference, `data${steps[1]}${steps[2]}`, steps.slice(3), scope, isEach);
        return;
      case "local":
      case "self":
        this.open.add(inScope(reference, scope));
        return;
      default:
        this.#resource(reference, `${steps[0]}${steps[1]}`, steps.slice(2), scope, isEach);
    }
  }

  /** A variable of the root is known, so that it only chooses. */
  #variable(name: string, scope: string, wanted: string): void {
    if (scope === "") {
      this.beside += 1;
      return;
    }
    const call = this.#configuration.callOf(scope);
    const argument = memberIn(call["expressions"], name);
    if (argument === undefined) return;
    const before = this.#instanceKey;
    this.#instanceKey = callOf(scope).key;
    this.expression(argument, parentOf(scope), call["for_each_expression"], wanted);
    this.#instanceKey = before;
  }

  #output(reference: string, steps: readonly string[], scope: string, isEach: boolean): void {
    const name = steps[1]?.slice(1) ?? "";
    const hasKey = steps[2]?.startsWith("[") === true;
    const output = steps[hasKey ? 3 : 2]?.slice(1);
    const modules = (this.#index.children.get(scope) ?? []).filter((module) => {
      const call = callOf(module);
      return call.name === name && (!hasKey || call.key === steps[2]);
    });
    for (const module of modules) {
      const outputs = this.#configuration.moduleOf(module)["outputs"];
      const isLikely = isEach && callOf(module).key === this.#instanceKey;
      const before = this.candidates.length;
      const named = output === undefined ? Object.keys(Object(outputs)) : [output];
      for (const each of named) {
        const expression = memberIn(memberIn(outputs, each), "expression");
        const all = this.candidates.length;
        const wasOpen = new Set(this.open);
        this.expression(expression, module, undefined, "");
        if (output !== undefined) continue;
        // Which output was meant is lost: only those that are ARNs of keys and aliases can be.
        this.candidates.splice(
          all,
          Infinity,
          ...this.candidates.slice(all).filter(({ attribute }) => /arn$/.test(attribute)),
        );
        for (const found of this.open) if (!wasOpen.has(found)) this.open.delete(found);
      }
      if (isLikely) {
        this.candidates.splice(
          before,
          Infinity,
          ...this.candidates.slice(before).map((candidate) => ({ ...candidate, likely: true })),
        );
      }
    }
    if (modules.length === 0 && !this.#isKnownCall(scope, name)) this.open.add(inScope(reference, scope));
  }

  #isKnownCall(scope: string, name: string): boolean {
    return memberIn(this.#configuration.moduleOf(scope)["module_calls"], name) !== undefined;
  }

  #resource(reference: string, name: string, rest: readonly string[], scope: string, isEach: boolean): void {
    const key = rest[0]?.startsWith("[") ? rest[0] : undefined;
    const attribute = rest[key === undefined ? 0 : 1]?.slice(1);
    const instances = (this.#index.instances.get(`${scope}|${name}`) ?? []).filter(
      (instance) => !isGone(instance) && (key === undefined || keyText(instance.index) === key),
    );
    const type = name.slice(0, name.lastIndexOf("."));
    if (isKeyType(type)) {
      for (const instance of instances) {
        const likely = isEach && key === undefined && keyText(instance.index) === this.#instanceKey;
        if (attribute === undefined || keyAttributes.has(attribute))
          this.candidates.push({ instance, attribute: attribute ?? "arn", reference, likely });
        else this.open.add(inScope(reference, scope));
      }
      return;
    }
    if (aliasTypes.test(type)) {
      this.#alias(instances, attribute, reference, scope, isEach);
      return;
    }
    if (type === "aws_kms_key_policy" && attribute === "key_id") {
      for (const instance of instances) {
        const configured = this.#configuration.resourceOf(scope, name);
        this.expression(
          memberIn(configured["expressions"], "key_id"),
          instance.module,
          configured["for_each_expression"],
          "",
        );
      }
      return;
    }
    // A data source that was read, and what is not in the plan, are known: they only choose.
    const isRead = type.startsWith("data.") && !this.#index.others.has(`${scope}|${name}`);
    if (isRead) this.beside += 1;
    else if (this.#index.others.has(`${scope}|${name}`) || instances.length > 0)
      this.open.add(inScope(reference, scope));
  }

  #alias(
    instances: readonly Instance[],
    attribute: string | undefined,
    reference: string,
    scope: string,
    isEach: boolean,
  ): void {
    for (const instance of instances) {
      const likely = isEach && keyText(instance.index) === this.#instanceKey;
      const isTarget = attribute === "target_key_arn" || attribute === "target_key_id";
      if (!isTarget) this.candidates.push({ instance, attribute: attribute ?? "arn", reference, likely });
      if (isTarget || attribute === undefined) this.target(instance, scope, attribute ?? "target_key_arn");
    }
  }

  /** The key behind an alias. */
  target(alias: Instance, scope: string, attribute: string): void {
    const configured = this.#configuration.resourceOf(scope, `${alias.type}.${alias.name}`);
    const before = this.candidates.length;
    const wanted = memberIn(configured["expressions"], "target_key_id");
    this.expression(wanted, alias.module, configured["for_each_expression"], "");
    this.candidates.splice(
      before,
      Infinity,
      ...this.candidates.slice(before).map((candidate) => ({
        ...candidate,
        attribute: attribute === "target_key_arn" ? "arn" : "key_id",
        likely: candidate.likely || (alias.index !== undefined && alias.index === candidate.instance.index),
      })),
    );
  }
}

/** The keys behind an alias of the plan. */
export function behindAlias(
  alias: Instance,
  index: PlanIndex,
  configuration: Configuration,
): readonly ReferenceTarget[] {
  const walk = new Walk(index, configuration, alias.index);
  walk.target(alias, alias.module, "target_key_arn");
  return walk.candidates;
}

/** An instance key as an address has it. */
function keyText(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`;
}

function inScope(reference: string, scope: string): string {
  return scope === "" ? reference : `${scope}.${reference}`;
}
