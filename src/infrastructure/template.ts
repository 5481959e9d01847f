/** The reader of templates: CloudFormation, SAM, and what the CDK synthesizes. It reads no file and asks nobody. */
import { parseKeyIdentifier } from "../key/identifier.js";
import { parseRegion } from "../key/target.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import { elsewhere } from "./elsewhere.js";
import { Intrinsics } from "./intrinsics.js";
import { expand } from "./loops.js";
import type {
  FixLanguage,
  Infrastructure,
  Keyed,
  PlannedEnvironment,
  ReadOutcome,
  SourceSpot,
} from "./model.js";
import { placesIn, textsIn } from "./places.js";
import type { Choose } from "./possibilities.js";
import { type Deployment, propertiesOf, type Stack, typeOf } from "./stack.js";
import { templateKey } from "./template-key.js";
import { member, membersOf, type Sources, type Tree, textOf } from "./tree.js";

export interface TemplateOptions {
  readonly sources: Sources;
  readonly language: FixLanguage;
  /** Policies given with --key-policy, by address or ARN. */
  readonly keyPolicies: ReadonlyMap<string, Fact<string>>;
}

const keyTypes = new Set(["AWS::KMS::Key", "AWS::KMS::ReplicaKey"]);
const mwaaType = "AWS::MWAA::Environment";

/** Transforms of AWS that make no environment and change none. A macro of another name can do anything. */
const harmless = new Set([
  "AWS::Serverless-2016-10-31",
  "AWS::LanguageExtensions",
  "AWS::CodeDeployBlueGreen",
  "AWS::SecretsManager-2020-07-23",
  "AWS::SecretsManager-2024-09-16",
]);

/** Reads what the templates of a deployment say of environments and keys. */
export function readTemplates(deployment: Deployment, options: TemplateOptions): Infrastructure {
  const { stacks } = deployment;
  const keys = stacks.flatMap((stack) =>
    [...stack.resources]
      .filter(([, tree]) => keyTypes.has(typeOf(tree)))
      .map(([id, tree]) => ({ stack, id, tree })),
  );
  const ids = new Map(keys.map(({ stack, id }, index) => [`${stack.prefix}${id}`, syntheticId(index)]));
  const places = placesIn(
    stacks.flatMap((stack) => [
      `${stack.region ?? ""} ${stack.account ?? ""}`,
      ...textsIn([...stack.resources.values()].filter((tree) => /^AWS::(KMS|MWAA)::/.test(typeOf(tree)))),
      ...textsIn([member(stack.root, "Mappings"), member(stack.root, "Parameters")]),
    ]),
  );
  const reading: TemplateReading = { deployment, options, keys, ids, places };
  const looped = stacks.flatMap((stack) => loopsOf(stack, reading));
  const environments = stacks.flatMap((stack) =>
    [...stack.resources]
      .filter(([, tree]) => typeOf(tree) === mwaaType)
      .map(([id, tree]) => environmentOf(stack, id, tree, reading, [])),
  );
  return {
    language: options.language,
    environments: [...environments, ...looped.flatMap((each) => ("address" in each ? [each] : []))],
    keys: keys.map(({ stack, id, tree }) => ({
      at: options.sources.placeOf(tree.at),
      address: `${stack.prefix}${id}`,
    })),
    open: [
      ...stacks.flatMap((stack) => macrosOf(stack, options.sources)),
      ...looped.flatMap((each) => ("code" in each ? [each] : [])),
    ],
    notes: stacks.flatMap((stack) => nestedNotes(stack, deployment, options.sources)),
  };
}

interface TemplateReading {
  readonly deployment: Deployment;
  readonly options: TemplateOptions;
  readonly keys: readonly { readonly stack: Stack; readonly id: string; readonly tree: Tree }[];
  readonly ids: ReadonlyMap<string, string>;
  readonly places: ReturnType<typeof placesIn>;
}

/** An ID that no key of AWS has: its version and variant are those of no random UUID that KMS makes up here. */
export function syntheticId(index: number): string {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
}

function environmentOf(
  stack: Stack,
  id: string,
  tree: Tree,
  reading: TemplateReading,
  open: readonly Problem[],
): PlannedEnvironment {
  const { sources } = reading.options;
  const address = `${stack.prefix}${id}`;
  const property = member(propertiesOf(tree), "KmsKey") ?? tree;
  return {
    address,
    spot: { at: sources.placeOf(tree.at), address },
    open,
    decide: (choose) => {
      const intrinsics = intrinsicsOf(choose, reading, symbolsOf(stack, tree));
      return decide(
        stack,
        tree,
        { at: sources.placeOf(property.at), address: `${address}.KmsKey` },
        {
          ...reading,
          choose,
          intrinsics,
          address,
        },
      );
    },
  };
}

function intrinsicsOf(
  choose: Choose,
  reading: TemplateReading,
  symbols: ReadonlyMap<string, string>,
): Intrinsics {
  return new Intrinsics({
    deployment: reading.deployment,
    choose,
    places: reading.places,
    keyIdOf: (stack, id) => reading.ids.get(`${stack.prefix}${id}`) ?? "",
    symbols,
  });
}

/** A parameter without a value that makes up the environment's name stands for any name. */
function symbolsOf(stack: Stack, tree: Tree): ReadonlyMap<string, string> {
  const name = member(propertiesOf(tree), "Name");
  const texts = textsIn([name]);
  const parameters = membersOf(member(stack.root, "Parameters")).map(([parameter]) => parameter);
  const named = parameters.filter((parameter) =>
    texts.some((text) => text === parameter || text.includes(`\${${parameter}}`)),
  );
  return new Map(named.map((parameter, index) => [`${stack.prefix}${parameter}`, `${symbolStart}${index}`]));
}

const symbolStart = "anyname7q";

interface ResourceChoice extends TemplateReading {
  readonly choose: Choose;
  readonly intrinsics: Intrinsics;
  readonly address: string;
}

function decide(stack: Stack, tree: Tree, spot: SourceSpot, decision: ResourceChoice): ReadOutcome {
  const { intrinsics, deployment, options } = decision;
  if (!isStackMade(stack, intrinsics) || !intrinsics.isMade(tree, stack)) return { is: "absent" };
  const value = intrinsics.value(member(propertiesOf(tree), "KmsKey"), stack);
  if (value.is === "absent" || (value.is === "text" && value.text === "")) return { is: "own-key" };
  const region = intrinsics.regionOf(stack);
  const account = intrinsics.accountOf(stack);
  const name = intrinsics.value(member(propertiesOf(tree), "Name"), stack);
  const environment = name.is === "text" ? name.text : undefined;
  const base = { is: "keyed", spot, region, account, deployment: [] } as const;
  const given = options.keyPolicies.get(decision.address);
  if (value.is !== "text") {
    const reason =
      value.is === "unknown"
        ? value.reason
        : problem("iac/not-told", { what: "KmsKey", command: deployment.command });
    const start = value.is === "unknown" ? value.start : "";
    const wrong = /^(arn:[^:]*:kms:[^:]*:[^:]*:)?alias\//.test(start)
      ? aliasProblem(start, decision)
      : undefined;
    return withNames(
      {
        ...base,
        identifier: unknown(reason),
        ...(wrong === undefined ? {} : { wrong }),
        ...(environment === undefined ? {} : { environment }),
        ...(given === undefined ? {} : { key: elsewhere(undefined, given, deployment.command) }),
      },
      decision,
    );
  }
  const found =
    keyOf(value.text, decision, region, account) ?? aliasTarget(value.text, decision, region, account);
  const external = () => {
    const policy = given ?? options.keyPolicies.get(value.text);
    const parsed = parseKeyIdentifier(value.text);
    return parsed.ok ? { key: elsewhere(parsed.value.given, policy, deployment.command) } : {};
  };
  const isAlias = /(^|:)alias\//.test(value.text);
  return withNames(
    {
      ...base,
      identifier: known(value.text),
      ...(isAlias ? { wrong: aliasProblem(value.text, decision) } : {}),
      ...(environment === undefined ? {} : { environment }),
      ...(found === undefined ? external() : { key: found }),
    },
    decision,
  );
}

function isStackMade({ parent }: Stack, intrinsics: Intrinsics): boolean {
  if (parent === undefined) return true;
  const resource = parent.stack.resources.get(parent.resource);
  return (
    isStackMade(parent.stack, intrinsics) &&
    (resource === undefined || intrinsics.isMade(resource, parent.stack))
  );
}

/** The key of the file that an identifier names. */
function keyOf(identifier: string, decision: ResourceChoice, region: string, account: string) {
  const id = /[0-9a-f-]{36}$/.exec(identifier)?.[0];
  const planned = decision.keys.find((key) => decision.ids.get(`${key.stack.prefix}${key.id}`) === id);
  if (planned === undefined || id === undefined) return undefined;
  const { options, intrinsics, choose } = decision;
  const { stack } = planned;
  const where = identifier.startsWith("arn:")
    ? identifier
    : `arn:${partitionOf(region)}:kms:${region}:${account}:key/${id}`;
  const context = { intrinsics, choose, sources: options.sources, partition: where.split(":")[1] ?? "aws" };
  const given = options.keyPolicies.get(`${stack.prefix}${planned.id}`);
  return templateKey(stack, planned.id, planned.tree, where, context, given);
}

/** The key behind an alias of the file: an alias is not taken, and the rest can be checked all the same. */
function aliasTarget(identifier: string, decision: ResourceChoice, region: string, account: string) {
  const name = /alias\/.+$/.exec(identifier)?.[0];
  if (name === undefined) return undefined;
  for (const stack of decision.deployment.stacks) {
    for (const tree of stack.resources.values()) {
      if (typeOf(tree) !== "AWS::KMS::Alias") continue;
      const alias = decision.intrinsics.value(member(propertiesOf(tree), "AliasName"), stack);
      if (alias.is !== "text" || alias.text !== name) continue;
      const target = decision.intrinsics.value(member(propertiesOf(tree), "TargetKeyId"), stack);
      return target.is === "text" ? keyOf(target.text, decision, region, account) : undefined;
    }
  }
  return undefined;
}

const keyTexts = {
  terraform: "",
  cloudformation: "KmsKey: !GetAtt Key.Arn",
  "cloudformation-json": '"KmsKey": { "Fn::GetAtt": ["Key", "Arn"] }',
  cdk: "kmsKey: key.keyArn, // the Key itself, not its Alias",
};

function aliasProblem(reference: string, { options, address }: ResourceChoice): Problem {
  const { language } = options;
  const where = `KmsKey of ${address}`;
  return problem("iac/key-by-alias", {
    environment: address,
    reference,
    where,
    language,
    text: keyTexts[language],
  });
}

function partitionOf(region: string): string {
  const parsed = parseRegion(region);
  return parsed.ok ? parsed.value.partition : "aws";
}

/** What only stands for something is shown as what it stands for. */
function withNames(keyed: Omit<Keyed, "names">, { ids, places, deployment }: ResourceChoice): Keyed {
  const own = [...ids].map(([address, id]) => [id, address] as const);
  const arn = keyed.key?.metadata.Arn;
  const address = keyed.key?.address;
  // A policy that speaks of other names than the symbol leaves the name open.
  const policy = keyed.key?.policy.known ? keyed.key.policy.value.text : "";
  const isSymbol = keyed.environment?.includes(symbolStart) === true;
  const isOther = isSymbol && /log-group:(?:\/aws\/mwaa\/)?airflow-(?!\*|anyname7q)/.test(policy);
  const { environment: _, ...nameless } = keyed;
  return {
    ...(isOther ? nameless : keyed),
    names: [
      ...(arn === undefined || address === undefined || !own.some(([id]) => arn.endsWith(id))
        ? []
        : [[arn, address] as const]),
      ...own,
      ...(deployment.region === undefined ? [[places.regions[0] ?? "", "${AWS::Region}"] as const] : []),
      ...(deployment.account === undefined ? [[places.accounts[0] ?? "", "${AWS::AccountId}"] as const] : []),
    ],
  };
}

/** Environments that a loop makes, and loops that cannot be looked into. */
function loopsOf(stack: Stack, reading: TemplateReading): readonly (PlannedEnvironment | Problem)[] {
  const { sources } = reading.options;
  const found: (PlannedEnvironment | Problem)[] = [];
  for (const [name, loop] of membersOf(member(stack.root, "Resources"))) {
    if (!name.startsWith("Fn::")) continue;
    const place = sources.placeOf(loop.at);
    const open = problem("iac/not-expanded", { what: `${stack.prefix}${name}` }, place);
    const first: Choose = (_question, _reasons, [option]) => {
      if (option === undefined) throw new Error("no option");
      return option.value;
    };
    const intrinsics = intrinsicsOf(first, reading, new Map());
    const made = name.startsWith("Fn::ForEach::")
      ? expand(loop, (collection) => {
          const value = intrinsics.value(collection, stack);
          if (value.is !== "list") return undefined;
          const texts = value.items.map((item) => (item.is === "text" ? item.text : undefined));
          return texts.every((text) => text !== undefined) ? texts : undefined;
        })
      : undefined;
    if (made === undefined) found.push(open);
    else {
      for (const { id, tree } of made)
        if (typeOf(tree) === mwaaType) found.push(environmentOf(stack, id, tree, reading, [open]));
      // A key that a loop makes is not among those that references are followed to.
    }
  }
  return found;
}

function macrosOf(stack: Stack, sources: Sources): readonly Problem[] {
  const transform = member(stack.root, "Transform");
  const declared = member(stack.root, "Resources");
  // Resources that stand twice, or are no map: which of them count is not known.
  const unread =
    declared === undefined || declared.is === "map"
      ? []
      : [problem("iac/not-expanded", { what: `${stack.prefix}Resources` }, sources.placeOf(declared.at))];
  const items = transform?.is === "list" ? transform.items : transform === undefined ? [] : [transform];
  const macros = items.flatMap((item) => {
    const name = textOf(item) ?? textOf(member(item, "Name")) ?? "a macro";
    if (harmless.has(name)) return [];
    return [problem("iac/not-expanded", { what: `The transform ${name}` }, sources.placeOf(item.at))];
  });
  const resources = [...stack.resources].flatMap(([id, tree]) => {
    const type = typeOf(tree);
    const isOpen =
      type.endsWith("::MODULE") ||
      member(tree, "Fn::Transform") !== undefined ||
      tree.is === "strange" ||
      isMacroKeyed(tree);
    return isOpen
      ? [problem("iac/not-expanded", { what: `The resource ${stack.prefix}${id}` }, sources.placeOf(tree.at))]
      : [];
  });
  return [...unread, ...macros, ...resources];
}

/** A macro in the properties of an environment or a key can set what is not seen. */
function isMacroKeyed(tree: Tree): boolean {
  return /^AWS::(KMS|MWAA)::/.test(typeOf(tree)) && member(propertiesOf(tree), "Fn::Transform") !== undefined;
}

function nestedNotes(stack: Stack, deployment: Deployment, sources: Sources): readonly Problem[] {
  return [...stack.resources].flatMap(([id, tree]) => {
    if (typeOf(tree) !== "AWS::CloudFormation::Stack" || deployment.nestedIn(stack, id) !== undefined)
      return [];
    const facts = { stack: `${stack.prefix}${id}`, command: deployment.command };
    return [problem("iac/nested-stack", facts, sources.placeOf(tree.at))];
  });
}
