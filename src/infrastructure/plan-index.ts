/** A plan's resources by address, module and type, in one walk: a plan may have fifty megabytes. */
import { listOf, memberIn, objectOf, type PlanJson, textIn } from "./plan-json.js";

/** One instance of a resource as the plan leaves it. */
export interface Instance {
  readonly address: string;
  /** The module's address with instance keys; empty for the root. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly index: string | number | undefined;
  readonly actions: readonly string[];
  readonly after: PlanJson;
  readonly unknown: PlanJson;
  /** `true` where everything is. */
  readonly sensitive: unknown;
  readonly before: PlanJson;
}

/** Types that are looked at; the rest of the plan is passed over. */
const wanted = /^(?:aws|awscc)_(?:kms_|mwaa_environment$)/;
const wantedData = /^aws_(?:kms_|caller_identity$|region$|partition$)/;

export interface PlanIndex {
  /** By module and `type.name`, data sources with `data.` before it. */
  readonly instances: ReadonlyMap<string, readonly Instance[]>;
  /** The addresses of a module's child modules. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Types and names of all that is created, for references to other things. */
  readonly others: ReadonlySet<string>;
  readonly all: readonly Instance[];
}

/** @returns the resources of a plan that matter, and those of its state that it does not change */
export function indexPlan(plan: PlanJson): PlanIndex {
  const all: Instance[] = [];
  const others = new Set<string>();
  const modules = new Set<string>();
  for (const item of listOf(plan["resource_changes"])) {
    const change = objectOf(item);
    const type = textIn(change["type"]) ?? "";
    const module = textIn(change["module_address"]) ?? "";
    if (module !== "" && !modules.has(module)) addModules(module, modules);
    const isData = change["mode"] === "data";
    others.add(`${module}|${isData ? "data." : ""}${type}.${textIn(change["name"])}`);
    if (!(isData ? wantedData : wanted).test(type) || change["deposed"] !== undefined) continue;
    all.push(instanceOf(change, module, isData));
  }
  const known = new Set(all.map(({ address }) => address));
  addState(objectOf(memberIn(plan["prior_state"], "values"))["root_module"], known, all);
  for (const { module } of all) if (module !== "") addModules(module, modules);
  return { all, others, instances: grouped(all), children: childrenOf(modules) };
}

function instanceOf(change: PlanJson, module: string, isData: boolean): Instance {
  const planned = objectOf(change["change"]);
  const index = change["index"];
  return {
    address: textIn(change["address"]) ?? "",
    module,
    type: `${isData ? "data." : ""}${textIn(change["type"]) ?? ""}`,
    name: textIn(change["name"]) ?? "",
    index: typeof index === "string" || typeof index === "number" ? index : undefined,
    actions: listOf(planned["actions"]).filter((action) => typeof action === "string"),
    after: objectOf(planned["after"]),
    unknown: objectOf(planned["after_unknown"]),
    sensitive: planned["after_sensitive"],
    before: objectOf(planned["before"]),
  };
}

/** Data sources that were read already, and what the plan does not touch. */
function addState(root: unknown, known: ReadonlySet<string>, all: Instance[]): void {
  const waiting: unknown[] = [root];
  for (let module = waiting.pop(); module !== undefined; module = waiting.pop()) {
    const { resources, child_modules: children, address: moduleAddress } = objectOf(module);
    for (const child of listOf(children)) waiting.push(child);
    for (const item of listOf(resources)) {
      const resource = objectOf(item);
      const type = textIn(resource["type"]) ?? "";
      const isData = resource["mode"] === "data";
      const address = textIn(resource["address"]) ?? "";
      if (!(isData ? wantedData : wanted).test(type) || known.has(address)) continue;
      const change = {
        actions: ["no-op"],
        after: resource["values"],
        after_sensitive: resource["sensitive_values"],
      };
      all.push(instanceOf({ ...resource, change }, textIn(moduleAddress) ?? "", isData));
    }
  }
}

/** A module with each that holds it. */
function addModules(address: string, modules: Set<string>): void {
  let rest = address;
  while (rest !== "" && !modules.has(rest)) {
    modules.add(rest);
    rest = parentOf(rest);
  }
}

const lastModule = /(?:^|\.)module\.[^.[\]"]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?$/;

/** @returns the address of the module that holds a module; empty for the root */
export function parentOf(module: string): string {
  const found = lastModule.exec(module);
  return found === null ? "" : module.slice(0, found.index);
}

/** @returns the name of a module's call, and its instance key as it is written */
export function callOf(module: string): { readonly name: string; readonly key: string } {
  const last = lastModule.exec(module)?.[0] ?? "";
  const [, name = "", key = ""] = /module\.([^.[\]"]+)(.*)$/s.exec(last) ?? [];
  return { name, key };
}

function grouped(all: readonly Instance[]): ReadonlyMap<string, readonly Instance[]> {
  const groups = new Map<string, Instance[]>();
  for (const instance of all) {
    const key = `${instance.module}|${instance.type}.${instance.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [instance]);
    else group.push(instance);
  }
  return groups;
}

function childrenOf(modules: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const module of modules) {
    const parent = parentOf(module);
    const group = children.get(parent);
    if (group === undefined) children.set(parent, [module]);
    else group.push(module);
  }
  return children;
}

/** Whether the plan takes an instance away and leaves nothing in its place. */
export function isGone({ actions }: Instance): boolean {
  return actions.length > 0 && !actions.some((action) => action !== "delete" && action !== "forget");
}

/** Whether something else stands in an instance's place afterwards. */
export function isReplaced({ actions }: Instance): boolean {
  return actions.includes("delete") && actions.includes("create");
}
