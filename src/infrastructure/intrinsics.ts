/** Works out the values of a template: intrinsic functions, parameters, conditions, imports. What cannot be known stays unknown. */
import { partitionOfRegion } from "../key/arn.js";
import { type Problem, problem } from "../problems/problem.js";
import type { Choose } from "./possibilities.js";
import { type Deployment, propertiesOf, type Stack, typeOf } from "./stack.js";
import { member, membersOf, type Tree, textOf } from "./tree.js";
import { joined, text, unknownValue, type Value } from "./value.js";

/** No template needs more; a hostile one ends here. */
const mostSteps = 200_000;
const mostLevels = 200;

/** What a question about the place of deployment may come to; the first of each stands for all that the file does not name. */
export interface Places {
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
}

export interface IntrinsicSettings {
  readonly deployment: Deployment;
  readonly choose: Choose;
  readonly places: Places;
  /** The ID that stands for a key of the file. */
  readonly keyIdOf: (stack: Stack, resource: string) => string;
  /** Parameters that stand for any text, by stack prefix and name. */
  readonly symbols: ReadonlyMap<string, string>;
}

export class Intrinsics {
  readonly #settings: IntrinsicSettings;
  readonly #busy = new Set<string>();
  #steps = 0;
  #level = 0;

  constructor(settings: IntrinsicSettings) {
    this.#settings = settings;
  }

  /** Works out a node of a stack's template. */
  value(tree: Tree | undefined, stack: Stack): Value {
    if (tree === undefined) return { is: "absent", at: 0 };
    this.#steps += 1;
    if (this.#steps > mostSteps || this.#level > mostLevels) {
      return this.#broken(`${stack.file} takes too many steps to work out`, stack, tree.at);
    }
    this.#level += 1;
    try {
      return this.#value(tree, stack);
    } finally {
      this.#level -= 1;
    }
  }

  #value(tree: Tree, stack: Stack): Value {
    const { at } = tree;
    switch (tree.is) {
      case "null":
        return { is: "absent", at };
      case "strange":
        return this.#untold(tree.what, at);
      case "text":
        return tree.text.includes("{{resolve:")
          ? this.#dynamic("The value", "", at, tree.text.slice(0, tree.text.indexOf("{{resolve:")))
          : text(tree.text, at);
      case "list":
        return {
          is: "list",
          at,
          items: tree.items.map((item) => this.value(item, stack)).filter(({ is }) => is !== "absent"),
        };
      case "map": {
        const [only, ...others] = [...tree.entries];
        if (only !== undefined && others.length === 0 && (only[0] === "Ref" || only[0].startsWith("Fn::"))) {
          return this.#call(only[0], only[1], stack, at);
        }
        if ([...tree.entries.keys()].some((name) => name.startsWith("Fn::")))
          return this.#untold("a map with a function beside other members", at);
        const entries = new Map<string, Value>();
        for (const [name, item] of tree.entries) {
          const value = this.value(item, stack);
          if (value.is !== "absent") entries.set(name, value);
        }
        return { is: "map", at, entries };
      }
    }
  }

  #call(name: string, argument: Tree, stack: Stack, at: number): Value {
    switch (name) {
      case "Ref":
        return this.ref(textOf(argument) ?? "", stack, at);
      case "Fn::GetAtt":
        return this.#getAtt(argument, stack, at);
      case "Fn::Sub":
        return this.#sub(argument, stack, at);
      case "Fn::Join":
        return this.#join(argument, stack, at);
      case "Fn::Select":
        return this.#select(argument, stack, at);
      case "Fn::Split":
        return this.#split(argument, stack, at);
      case "Fn::If":
        return this.#if(argument, stack, at);
      case "Fn::FindInMap":
        return this.#findInMap(argument, stack, at);
      case "Fn::ImportValue":
        return this.#import(this.value(argument, stack), at);
      default:
        return this.#untold(name, at);
    }
  }

  ref(name: string, stack: Stack, at: number): Value {
    switch (name) {
      case "AWS::NoValue":
        return { is: "absent", at };
      case "AWS::Region":
        return text(this.regionOf(stack), at);
      case "AWS::AccountId":
        return text(this.accountOf(stack), at);
      case "AWS::Partition":
        return text(this.#partition(stack).id, at);
      case "AWS::URLSuffix":
        return text(this.#partition(stack).dnsSuffix, at);
    }
    if (name.startsWith("AWS::")) return this.#untold(name, at);
    const parameter = member(member(stack.root, "Parameters"), name);
    if (parameter !== undefined) return this.#parameter(name, parameter, stack, at);
    const resource = this.#resource(name, stack, at);
    if ("is" in resource) return resource;
    return this.#resourceRef(name, resource.tree, stack, at);
  }

  regionOf(stack: Stack): string {
    const { deployment, choose, places } = this.#settings;
    const known = stack.region ?? stack.parent?.stack.region ?? deployment.region;
    if (known !== undefined) return known;
    const reasons = [problem("iac/region-unknown", { subject: "the stack", command: deployment.command })];
    return choose("Region", reasons, optionsOf(places.regions));
  }

  accountOf(stack: Stack): string {
    const { deployment, choose, places } = this.#settings;
    const known = stack.account ?? stack.parent?.stack.account ?? deployment.account;
    if (known !== undefined) return known;
    const reasons = [problem("iac/account-unknown", { subject: "the stack", command: deployment.command })];
    return choose("account", reasons, optionsOf(places.accounts));
  }

  #partition(stack: Stack) {
    return partitionOfRegion(this.regionOf(stack)) ?? { id: "aws", dnsSuffix: "amazonaws.com" };
  }

  #parameter(name: string, declared: Tree, stack: Stack, at: number): Value {
    const given = stack.given.get(name);
    if (given !== undefined) return this.#typed(given, declared, at);
    if (stack.parent !== undefined) {
      const { parent } = stack;
      const passed = member(propertiesOf(parent.stack.resources.get(parent.resource)), "Parameters");
      const argument = member(passed, name);
      if (argument !== undefined)
        return this.#once(`${stack.prefix}|${name}`, stack, at, () => this.value(argument, parent.stack));
    }
    const type = textOf(member(declared, "Type")) ?? "String";
    const { command } = this.#settings.deployment;
    // The default of such a parameter is the name of another one.
    if (type.startsWith("AWS::SSM::")) return this.#dynamic(`The parameter ${name}`, name, at, "");
    const preset = textOf(member(declared, "Default"));
    if (preset !== undefined) return this.#typed(preset, declared, at);
    const symbol = this.#settings.symbols.get(`${stack.prefix}${name}`);
    if (symbol !== undefined) return text(symbol, at);
    const reason = problem("iac/no-default", { parameter: name, command });
    const allowed = member(declared, "AllowedValues");
    const values =
      allowed?.is === "list" ? allowed.items.map(textOf).filter((value) => value !== undefined) : [];
    if (values.length > 0 && values.length <= 12) {
      const options = values.map((value) => ({ label: value, value }));
      const value = this.#settings.choose(`${stack.prefix}${name}`, [reason], options);
      return this.#typed(value, declared, at);
    }
    return unknownValue(reason, at);
  }

  #typed(value: string, declared: Tree, at: number): Value {
    const type = textOf(member(declared, "Type")) ?? "String";
    if (type.startsWith("AWS::SSM::")) return text(value, at);
    if (value.includes("{{resolve:")) return this.#dynamic("The parameter's value", "", at, "");
    if (type !== "CommaDelimitedList" && !type.startsWith("List<")) return text(value, at);
    return { is: "list", at, items: value.split(",").map((item) => text(item.trim(), at)) };
  }

  /** A resource that is made, or why it has no value. */
  #resource(name: string, stack: Stack, at: number): Value | { readonly tree: Tree } {
    const tree = stack.resources.get(name);
    if (tree === undefined) return this.#broken(`${name} is not in the template`, stack, at);
    if (this.isMade(tree, stack)) return { tree };
    return this.#broken(`${name} is used, and its condition leaves it out`, stack, at);
  }

  /** Whether the condition of a resource lets it be. */
  isMade(resource: Tree, stack: Stack): boolean {
    const condition = textOf(member(resource, "Condition"));
    return condition === undefined || this.#condition(condition, stack);
  }

  #resourceRef(name: string, tree: Tree, stack: Stack, at: number): Value {
    const properties = propertiesOf(tree);
    switch (typeOf(tree)) {
      case "AWS::KMS::Key":
      case "AWS::KMS::ReplicaKey":
        return text(this.#settings.keyIdOf(stack, name), at);
      case "AWS::KMS::Alias":
        return this.#once(`${stack.prefix}|${name}`, stack, at, () => {
          const alias = this.value(member(properties, "AliasName"), stack);
          return alias.is === "unknown" && alias.start === "" ? { ...alias, start: "alias/" } : alias;
        });
      default:
        return this.#untold(`${stack.prefix}${name}`, at);
    }
  }

  #getAtt(argument: Tree, stack: Stack, at: number): Value {
    const whole = textOf(argument);
    const dot = whole?.indexOf(".") ?? -1;
    const parts =
      whole === undefined
        ? argument.is === "list"
          ? argument.items.map((item) => this.value(item, stack))
          : []
        : [text(whole.slice(0, dot), at), text(whole.slice(dot + 1), at)];
    const [name, attribute] = parts;
    if (name?.is !== "text" || attribute?.is !== "text") return this.#untold("Fn::GetAtt", at);
    return this.#attribute(name.text, attribute.text, stack, at);
  }

  #attribute(name: string, attribute: string, stack: Stack, at: number): Value {
    const resource = this.#resource(name, stack, at);
    if ("is" in resource) return resource;
    const type = typeOf(resource.tree);
    if (type === "AWS::KMS::Key" || type === "AWS::KMS::ReplicaKey") {
      const id = this.#settings.keyIdOf(stack, name);
      if (attribute === "KeyId") return text(id, at);
      if (attribute !== "Arn") return this.#untold(`${name}.${attribute}`, at);
      const { id: partition } = this.#partition(stack);
      return text(`arn:${partition}:kms:${this.regionOf(stack)}:${this.accountOf(stack)}:key/${id}`, at);
    }
    if (type === "AWS::CloudFormation::Stack") {
      const nested = this.#settings.deployment.nestedIn(stack, name);
      const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
      const value = member(member(member(nested?.root, "Outputs"), output ?? ""), "Value");
      if (nested === undefined || value === undefined) {
        const { command } = this.#settings.deployment;
        return unknownValue(problem("iac/import", { name: `${name}.${attribute}`, command }), at);
      }
      return this.#once(`${nested.prefix}|Outputs.${output}`, stack, at, () => this.value(value, nested));
    }
    if (type === "Custom::CrossRegionExportReader") return this.#crossRegion(attribute, at);
    const role = /^AWS::IAM::(Role|User)$/.exec(type)?.[1]?.toLowerCase();
    if (role !== undefined && attribute === "Arn") {
      const { id: partition } = this.#partition(stack);
      // Its name is AWS's to make; that it is of this account is certain.
      return text(`arn:${partition}:iam::${this.accountOf(stack)}:${role}/${name}`, at);
    }
    return unknownValue(
      this.#reason(`${stack.prefix}${name}.${attribute}`),
      at,
      attribute === "Arn" ? "arn:" : "",
    );
  }

  #sub(argument: Tree, stack: Stack, at: number): Value {
    const [template, variables] = argument.is === "list" ? argument.items : [argument];
    const pattern = textOf(template);
    if (pattern === undefined) return this.#untold("Fn::Sub", at);
    const parts: Value[] = [];
    let end = 0;
    for (const match of pattern.matchAll(/\$\{(!?)([^}]*)\}/g)) {
      parts.push(this.#plain(pattern.slice(end, match.index), at));
      end = match.index + match[0].length;
      const name = match[2]?.trim() ?? "";
      if (match[1] === "!") parts.push(text(`\${${match[2]}}`, at));
      else parts.push(this.#variable(name, variables, stack, at));
    }
    parts.push(this.#plain(pattern.slice(end), at));
    return joined(parts, "", at);
  }

  #plain(part: string, at: number): Value {
    const found = part.indexOf("{{resolve:");
    return found < 0 ? text(part, at) : this.#dynamic("The value", "", at, part.slice(0, found));
  }

  #variable(name: string, variables: Tree | undefined, stack: Stack, at: number): Value {
    const own = member(variables, name);
    if (own !== undefined) return this.value(own, stack);
    const dot = name.indexOf(".");
    return dot < 0
      ? this.ref(name, stack, at)
      : this.#attribute(name.slice(0, dot), name.slice(dot + 1), stack, at);
  }

  #join(argument: Tree, stack: Stack, at: number): Value {
    if (argument.is !== "list") return this.#untold("Fn::Join", at);
    const separator = textOf(argument.items[0]);
    const list = this.value(argument.items[1], stack);
    if (list.is === "unknown") return list;
    if (separator === undefined || list.is !== "list") return this.#untold("Fn::Join", at);
    return joined(list.items, separator, at);
  }

  #select(argument: Tree, stack: Stack, at: number): Value {
    if (argument.is !== "list") return this.#untold("Fn::Select", at);
    const index = this.value(argument.items[0], stack);
    const list = this.value(argument.items[1], stack);
    if (list.is === "unknown") return unknownValue(list.reason, at);
    if (index.is !== "text" || list.is !== "list") return this.#untold("Fn::Select", at);
    return list.items[Number(index.text)] ?? this.#broken("Fn::Select has no such item", stack, at);
  }

  #split(argument: Tree, stack: Stack, at: number): Value {
    if (argument.is !== "list") return this.#untold("Fn::Split", at);
    const separator = textOf(argument.items[0]);
    const whole = this.value(argument.items[1], stack);
    if (whole.is === "unknown") return whole;
    if (separator === undefined || separator === "" || whole.is !== "text")
      return this.#untold("Fn::Split", at);
    return { is: "list", at, items: whole.text.split(separator).map((part) => text(part, at)) };
  }

  #if(argument: Tree, stack: Stack, at: number): Value {
    if (argument.is !== "list" || argument.items.length !== 3) return this.#untold("Fn::If", at);
    const name = textOf(argument.items[0]);
    if (name === undefined) return this.#untold("Fn::If", at);
    return this.value(argument.items[this.#condition(name, stack) ? 1 : 2], stack);
  }

  #findInMap(argument: Tree, stack: Stack, at: number): Value {
    if (argument.is !== "list") return this.#untold("Fn::FindInMap", at);
    const keys = argument.items.slice(0, 3).map((item) => this.value(item, stack));
    const open = keys.find((key) => key.is === "unknown");
    if (open?.is === "unknown") return unknownValue(open.reason, at);
    let found = member(stack.root, "Mappings");
    for (const key of keys) found = key.is === "text" ? member(found, key.text) : undefined;
    if (found === undefined) {
      const preset = member(argument.items[3], "DefaultValue");
      if (preset !== undefined) return this.value(preset, stack);
      const wanted = keys.map((key) => (key.is === "text" ? key.text : "?")).join(".");
      return this.#broken(`The mappings have no ${wanted}`, stack, at);
    }
    return this.value(found, stack);
  }

  #import(name: Value, at: number): Value {
    const { deployment } = this.#settings;
    if (name.is === "unknown") return unknownValue(name.reason, at);
    if (name.is !== "text") return this.#untold("Fn::ImportValue", at);
    for (const stack of deployment.stacks) {
      for (const [id, output] of membersOf(member(stack.root, "Outputs"))) {
        const exported = member(member(output, "Export"), "Name");
        if (exported === undefined) continue;
        const told = this.#once(`${stack.prefix}|export ${id}`, stack, at, () => this.value(exported, stack));
        if (told.is !== "text" || told.text !== name.text) continue;
        return this.#once(`${stack.prefix}|value ${id}`, stack, at, () =>
          this.value(member(output, "Value"), stack),
        );
      }
    }
    return unknownValue(problem("iac/import", { name: name.text, command: deployment.command }), at);
  }

  /** CDK hands values to another Region by a pair of custom resources that name them alike. */
  #crossRegion(attribute: string, at: number): Value {
    for (const stack of this.#settings.deployment.stacks) {
      for (const [id, resource] of stack.resources) {
        if (typeOf(resource) !== "Custom::CrossRegionExportWriter") continue;
        const value = member(member(member(propertiesOf(resource), "WriterProps"), "exports"), attribute);
        if (value !== undefined)
          return this.#once(`${stack.prefix}|${id} ${attribute}`, stack, at, () => this.value(value, stack));
      }
    }
    return unknownValue(
      problem("iac/import", { name: attribute, command: this.#settings.deployment.command }),
      at,
    );
  }

  /** @returns whether a condition holds; where that is open, one of the two is taken */
  #condition(name: string, stack: Stack): boolean {
    const tree = member(member(stack.root, "Conditions"), name);
    const key = `${stack.prefix}|condition ${name}`;
    if (this.#busy.has(key) || tree === undefined)
      return this.#either(
        name,
        stack,
        this.#brokenReason(`The condition ${name} refers to itself or to nothing`, stack),
      );
    this.#busy.add(key);
    try {
      const truth = this.#truth(tree, stack);
      return typeof truth === "boolean" ? truth : this.#either(name, stack, truth);
    } finally {
      this.#busy.delete(key);
    }
  }

  #either(name: string, stack: Stack, reason: Problem): boolean {
    const options = [
      { label: "true", value: true },
      { label: "false", value: false },
    ];
    return this.#settings.choose(`condition ${stack.prefix}${name}`, [reason], options);
  }

  /** A condition's truth, or why it is not known. */
  #truth(tree: Tree, stack: Stack): boolean | Problem {
    const [only] = membersOf(tree);
    if (only === undefined) return this.#reason("a condition");
    const [name, argument] = only;
    const all = () => (argument.is === "list" ? argument.items : []).map((item) => this.#truth(item, stack));
    switch (name) {
      case "Condition":
        return this.#condition(textOf(argument) ?? "", stack);
      case "Fn::Not": {
        const [first = this.#reason("Fn::Not")] = all();
        return typeof first === "boolean" ? !first : first;
      }
      case "Fn::And": {
        const truths = all();
        return truths.includes(false) ? false : (truths.find((truth) => truth !== true) ?? true);
      }
      case "Fn::Or": {
        const truths = all();
        return truths.includes(true) ? true : (truths.find((truth) => truth !== false) ?? false);
      }
      case "Fn::Equals":
        return this.#equals(argument, stack);
      default:
        return this.#reason(name);
    }
  }

  #equals(argument: Tree, stack: Stack): boolean | Problem {
    if (argument.is !== "list") return this.#reason("Fn::Equals");
    const [one, other] = argument.items.map((item) => this.value(item, stack));
    if (one === undefined || other === undefined) return this.#reason("Fn::Equals");
    const open = [one, other].find((value) => value.is === "unknown");
    if (open?.is === "unknown") return open.reason;
    if (one.is !== "text" || other.is !== "text") return this.#reason("Fn::Equals");
    if (one.text === other.text) return true;
    return this.#standsForMore(`${one.text} ${other.text}`, stack) ?? false;
  }

  /** A text that stands for any other may equal what it does not look like. */
  #standsForMore(texts: string, stack: Stack): Problem | undefined {
    const { symbols, deployment, places } = this.#settings;
    for (const [parameter, symbol] of symbols)
      if (texts.includes(symbol))
        return problem("iac/no-default", { parameter, command: deployment.command });
    const [region = "", ...named] = places.regions;
    const isOpen = (stack.region ?? stack.parent?.stack.region ?? deployment.region) === undefined;
    const others = texts.split(" ").filter((each) => !named.includes(each));
    if (isOpen && others.includes(region))
      return problem("iac/region-unknown", { subject: "the stack", command: deployment.command });
    const isOwner = (stack.account ?? stack.parent?.stack.account ?? deployment.account) === undefined;
    return isOwner && texts.includes(places.accounts[0] ?? "")
      ? problem("iac/account-unknown", { subject: "the stack", command: deployment.command })
      : undefined;
  }

  /** A value that leads back to itself has none. */
  #once(key: string, stack: Stack, at: number, work: () => Value): Value {
    if (this.#busy.has(key)) return this.#broken(`${key.split("|")[1]} refers to itself`, stack, at);
    this.#busy.add(key);
    try {
      return work();
    } finally {
      this.#busy.delete(key);
    }
  }

  #reason(what: string): Problem {
    return problem("iac/not-told", { what, command: this.#settings.deployment.command });
  }

  #untold(what: string, at: number): Value {
    return unknownValue(this.#reason(what), at);
  }

  #brokenReason(what: string, stack: Stack): Problem {
    return problem("iac/broken", { what, file: stack.file });
  }

  #broken(what: string, stack: Stack, at: number): Value {
    return unknownValue(this.#brokenReason(what, stack), at);
  }

  #dynamic(what: string, parameter: string, at: number, start: string): Value {
    const { command } = this.#settings.deployment;
    return unknownValue(problem("iac/dynamic-reference", { what, parameter, command }), at, start);
  }
}

function optionsOf(values: readonly string[]) {
  const first = values.length === 1 ? "any" : "any other";
  return values.map((value, index) => ({ label: index === 0 ? first : value, value }));
}
