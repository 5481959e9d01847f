/** The reader of Terraform's and OpenTofu's plans (`show -json`). It reads no file and asks nobody. */
import { parseArn } from "../key/arn.js";
import { parseKeyIdentifier } from "../key/identifier.js";
import { parseRegion } from "../key/target.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import { elsewhere } from "./elsewhere.js";
import type {
  Infrastructure,
  Keyed,
  PlannedEnvironment,
  PlannedKey,
  ReadOutcome,
  SourceSpot,
} from "./model.js";
import { placesIn } from "./places.js";
import { Configuration } from "./plan-configuration.js";
import { type Instance, indexPlan, isGone, isReplaced } from "./plan-index.js";
import { listOf, memberIn, objectOf, type PlanJson, textIn } from "./plan-json.js";
import { attributeOf, planKey, policyAttribute, unknownReferences } from "./plan-key.js";
import {
  isSameAccount,
  type PlaceContext,
  placeOf,
  plannedAccount,
  plannedRegion,
  providerOf,
} from "./plan-places.js";
import { policyOf, type SeparatePolicies, separatePolicies } from "./plan-policy.js";
import { behindAlias, isKeyType, type ReferenceTarget, reach } from "./plan-references.js";
import type { Choose } from "./possibilities.js";
import { syntheticId } from "./template.js";

export interface PlanOptions {
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly command: string;
  readonly keyPolicies: ReadonlyMap<string, Fact<string>>;
  /** Where a resource stands in the source, by its address; absent where no source is given. */
  readonly sourceOf?: (instance: Pick<Instance, "module" | "type" | "name">) => string | undefined;
}

const environmentTypes = new Set(["aws_mwaa_environment", "awscc_mwaa_environment"]);

/** Reads what a plan says of environments and keys. */
export function readPlan(plan: PlanJson, options: PlanOptions): Infrastructure {
  const index = indexPlan(plan);
  const configuration = new Configuration(plan);
  const keys = index.all.filter(({ type }) => isKeyType(type));
  const environments = index.all.filter(
    (instance) => environmentTypes.has(instance.type) && !isGone(instance),
  );
  const texts = keys.flatMap(({ after, type }) => textIn(after[policyAttribute(type)]) ?? []);
  const policies = index.all.filter(({ type }) => type === "aws_kms_key_policy");
  const context: PlaceContext = {
    plan,
    index,
    configuration,
    region: options.region,
    account: options.account,
    command: options.command,
    places: placesIn([
      ...texts,
      ...policies.flatMap(({ after }) => textIn(after["policy"]) ?? []),
      ...index.all
        .filter(({ type }) => /region|identity/.test(type))
        .map(({ after }) => JSON.stringify(after)),
      JSON.stringify(memberIn(plan["configuration"], "provider_config") ?? {}),
    ]),
  };
  const reading: PlanSource = {
    context,
    options,
    separate: separatePolicies(context),
    ids: new Map(keys.map(({ address }, at) => [address, syntheticId(at)])),
    byArn: new Map(
      keys.flatMap((key) =>
        textIn(key.after["arn"] ?? key.before["arn"]) === undefined
          ? []
          : [[String(key.after["arn"] ?? key.before["arn"]), key] as const],
      ),
    ),
  };
  return {
    language: "terraform",
    environments: environments.map((environment) => environmentOf(environment, reading)),
    keys: keys.filter((key) => !isGone(key)).map((key) => spotOf(key, "", options)),
    open: openOf(plan),
    notes: [],
  };
}

interface PlanSource {
  readonly context: PlaceContext;
  readonly options: PlanOptions;
  readonly separate: SeparatePolicies;
  readonly ids: ReadonlyMap<string, string>;
  readonly byArn: ReadonlyMap<string, Instance>;
}

function spotOf(instance: Instance, attribute: string, { sourceOf }: PlanOptions): SourceSpot {
  const at = sourceOf?.(instance);
  return { address: `${instance.address}${attribute}`, ...(at === undefined ? {} : { at }) };
}

/** What a plan puts off, and stacks of CloudFormation in which environments may be. */
function openOf(plan: PlanJson): readonly Problem[] {
  const deferred = listOf(plan["deferred_changes"]).flatMap((item) => {
    const change = objectOf(memberIn(item, "resource_change"));
    const type = textIn(change["type"]) ?? "";
    return environmentTypes.has(type) ? [textIn(change["address"]) ?? type] : [];
  });
  const stacks = listOf(plan["resource_changes"]).flatMap((item) => {
    const change = objectOf(item);
    if (change["type"] !== "aws_cloudformation_stack") return [];
    const body = textIn(memberIn(memberIn(change["change"], "after"), "template_body")) ?? "";
    return body.includes("AWS::MWAA::Environment") ? [textIn(change["address"]) ?? "a stack"] : [];
  });
  // Without changes, what is planned would be passed over.
  const isUnread =
    !Array.isArray(plan["resource_changes"]) &&
    JSON.stringify(plan["planned_values"] ?? "").includes("_mwaa_environment");
  return [...deferred, ...stacks, ...(isUnread ? ["planned_values without resource_changes"] : [])].map(
    (what) => problem("iac/not-expanded", { what }),
  );
}

function environmentOf(instance: Instance, reading: PlanSource): PlannedEnvironment {
  return {
    address: instance.address,
    spot: spotOf(instance, "", reading.options),
    open: [],
    decide: (choose) => decide(instance, reading, choose),
  };
}

function decide(instance: Instance, reading: PlanSource, choose: Choose): ReadOutcome {
  const { context, options } = reading;
  const value = attributeOf(instance, "kms_key", context);
  if ((value.is === "unset" && isTold(instance, "kms_key")) || (value.is === "set" && value.value === ""))
    return { is: "own-key" };
  const { region, account } = placeOf(instance, context, choose);
  const name = attributeOf(instance, "name", context);
  const base = {
    is: "keyed",
    spot: spotOf(instance, ".kms_key", options),
    region,
    account,
    ...(name.is === "set" && typeof name.value === "string" ? { environment: name.value } : {}),
  } as const;
  const deciding: PlanReading = { ...reading, instance, choose, base };
  if (!isTold(instance, "kms_key"))
    return open(
      problem("iac/not-told", { what: `kms_key of ${instance.address}`, command: context.command }),
      deciding,
    );
  if (value.is === "set") return byValue(String(value.value), deciding);
  if (value.is === "unset") return { is: "own-key" };
  return value.reason.code === "iac/sensitive" ? open(value.reason, deciding) : byReference(deciding);
}

/** A plan has every attribute: what is not set is null, or unknown. */
function isTold({ after, unknown: open }: Instance, name: string): boolean {
  return name in after || name in open;
}

interface PlanReading extends PlanSource {
  readonly instance: Instance;
  readonly choose: Choose;
  readonly base: Pick<Keyed, "is" | "spot" | "region" | "account" | "environment">;
}

/** The identifier is not known, and no key of the plan is meant for certain. */
function open(reason: Problem, { base, instance, options, context }: PlanReading): Keyed {
  const given = options.keyPolicies.get(instance.address);
  return {
    ...base,
    identifier: unknown(reason),
    deployment: [],
    names: namesOf(context),
    ...(given === undefined ? {} : { key: elsewhere(undefined, given, context.command) }),
  };
}

/** The ARN is in the plan already: that of a key that exists, or one that is written down. */
function byValue(identifier: string, deciding: PlanReading): Keyed {
  const { byArn, base, options, context, instance } = deciding;
  const found = byArn.get(identifier);
  if (found !== undefined) return keyed(found, known(identifier), deciding);
  const parsed = parseKeyIdentifier(identifier);
  const rest = { ...base, identifier: known(identifier), deployment: [], names: namesOf(context) };
  if (/:alias\//.test(identifier)) {
    const expression = expressionOf(instance, deciding);
    const { candidates } = reach(expression, instance, context.index, context.configuration);
    const alias = candidates.find(({ instance: { type } }) => type.endsWith("alias"));
    const target = textIn(alias?.instance.after["target_key_arn"]) ?? "";
    const behind = byArn.get(target);
    const wrong = aliasProblem(alias?.reference ?? identifier, deciding);
    if (behind !== undefined) return { ...keyed(behind, known(identifier), deciding), wrong };
    return { ...rest, wrong };
  }
  if (!parsed.ok) return rest;
  const given = options.keyPolicies.get(identifier) ?? options.keyPolicies.get(instance.address);
  return { ...rest, key: outside(identifier, given, deciding) };
}

/** A key that the plan does not manage: a data source may know its state, a resource may set its policy. */
function outside(identifier: string, given: Fact<string> | undefined, deciding: PlanReading): PlannedKey {
  const { context, separate, choose, instance, base } = deciding;
  const bare = elsewhere(identifier, given, context.command);
  const data = context.index.all.find(
    ({ type, after }) => type === "data.aws_kms_key" && after["arn"] === identifier,
  );
  const owners =
    separate.get(identifier) ?? separate.get(parseArn(identifier)?.resource.slice(4) ?? "") ?? [];
  const [owner] = owners;
  const set =
    given === undefined && owner !== undefined
      ? policyOf(
          owner,
          instance,
          { partition: "aws", account: base.account },
          new Map(),
          undefined,
          context,
          choose,
        ).policy
      : bare.policy;
  if (data === undefined) return { ...bare, policy: set };
  const member = (name: string) => {
    const value = textIn(data.after[name]);
    return value === "" ? undefined : value;
  };
  const read = {
    KeyState: member("key_state"),
    KeySpec: member("key_spec") ?? member("customer_master_key_spec"),
    KeyUsage: member("key_usage"),
    Origin: member("origin"),
    KeyManager: member("key_manager"),
    ExpirationModel: member("expiration_model"),
  };
  const isMulti = data.after["multi_region"];
  const checks = {
    KeyState: "key-state",
    KeySpec: "key-spec",
    KeyUsage: "key-usage",
    Origin: "key-origin",
    KeyManager: "key-manager",
  };
  const answered = new Set([
    ...Object.entries(checks).flatMap(([name, check]) =>
      read[name as keyof typeof checks] === undefined ? [] : [check],
    ),
    ...(typeof isMulti === "boolean" ? ["single-region"] : []),
  ]);
  return {
    ...bare,
    policy: set,
    metadata: {
      ...bare.metadata,
      ...Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)),
      ...(typeof isMulti === "boolean" ? { MultiRegion: isMulti } : {}),
    },
    unknown: Object.fromEntries(Object.entries(bare.unknown).filter(([check]) => !answered.has(check))),
  };
}

function expressionOf({ module, type, name }: Instance, { context }: PlanSource): unknown {
  return memberIn(context.configuration.resourceOf(module, `${type}.${name}`)["expressions"], "kms_key");
}

/** The ARN is known only after the deployment: the configuration says whose it will be. */
function byReference(deciding: PlanReading): Keyed {
  const { instance, context, choose } = deciding;
  const expression = expressionOf(instance, deciding);
  const reached = reach(expression, instance, context.index, context.configuration);
  const candidates = distinct(reached.candidates);
  const references = reached.open.join(", ");
  const told = references === "" ? unknownReferences(expression, instance, context) : references;
  const facts = {
    subject: `kms_key of ${instance.address}`,
    references: told,
    command: context.command,
    address: instance.address,
  };
  const afterApply = problem("iac/after-apply", facts);
  const [only, ...others] = candidates;
  if (only === undefined) return open(afterApply, deciding);
  const options: { label: string; value: ReferenceTarget | undefined }[] = candidates.map((candidate) => ({
    label: candidate.instance.address,
    value: candidate,
  }));
  if (references !== "") options.push({ label: references, value: undefined });
  if (options.length === 1 && others.length === 0) return byCandidate(only, reached.beside, deciding);
  const several = problem("iac/several-candidates", {
    environment: instance.address,
    candidates: candidates.map((candidate) => candidate.instance.address).join(", "),
  });
  const reasons = [...(candidates.length > 1 ? [several] : []), ...(references === "" ? [] : [afterApply])];
  const chosen = choose(`key of ${instance.address}`, reasons, options);
  if (chosen === undefined) return open(afterApply, deciding);
  return { ...byCandidate(chosen, reached.beside, deciding), likely: chosen.likely };
}

/** One and the same key may be reached on several ways. */
function distinct(candidates: readonly ReferenceTarget[]): readonly ReferenceTarget[] {
  const seen = new Map<string, ReferenceTarget>();
  for (const candidate of candidates) {
    const id = `${candidate.instance.address}|${candidate.attribute}`;
    const before = seen.get(id);
    if (before === undefined || candidate.likely) seen.set(id, candidate);
  }
  return [...seen.values()];
}

function byCandidate(candidate: ReferenceTarget, beside: number, deciding: PlanReading): Keyed {
  const { instance: key, attribute, reference } = candidate;
  const { instance, context, base, choose } = deciding;
  if (!isKeyType(key.type)) {
    const wrong = aliasProblem(reference, deciding);
    const reason = problem("iac/not-told", { what: reference, command: context.command });
    const behind = distinct(behindAlias(key, context.index, context.configuration));
    const options = behind.map((each) => ({ label: each.instance.address, value: each.instance }));
    const [first] = options;
    const rest = {
      ...base,
      identifier: unknown<string>(reason),
      wrong,
      deployment: [],
      names: namesOf(context),
    };
    if (first === undefined) return rest;
    const target =
      options.length === 1 ? first.value : choose(`key behind ${key.address}`, [reason], options);
    return { ...keyed(target, unknown(reason), deciding), wrong };
  }
  const found = keyed(key, undefined, deciding);
  if (attribute === "arn" || instance.type.startsWith("awscc_")) return found;
  const facts = { environment: instance.address, reference, key: key.address };
  // Beside other references, a key ID may be a part of an ARN that is put together.
  const wrong = problem("iac/bare-key-id", facts);
  if (beside === 0) return { ...found, wrong };
  const reason = problem("iac/not-told", {
    what: `kms_key of ${instance.address}`,
    command: context.command,
  });
  return { ...found, identifier: unknown(reason), isPutTogether: true };
}

/** A key of the plan. */
function keyed(key: Instance, identifier: Fact<string> | undefined, deciding: PlanReading): Keyed {
  const { base, instance, context, options, separate, ids, choose } = deciding;
  const isOne = isSameAccount(key, instance, context);
  const isAlike = providerOf(key, context) === providerOf(instance, context);
  const region = plannedRegion(key, context) ?? (isAlike ? base.region : otherRegion(key, deciding));
  const account = (isOne ? base.account : plannedAccount(key, context)) ?? base.account;
  const place = parseRegion(region);
  const partition = place.ok ? place.value.partition : "aws";
  const existing = isReplaced(key)
    ? undefined
    : textIn(key.after["arn"] ?? (isGone(key) ? key.before["arn"] : undefined));
  const arn =
    existing ?? `arn:${partition}:kms:${region}:${account}:key/${ids.get(key.address) ?? syntheticId(0)}`;
  const given = options.keyPolicies.get(key.address);
  const set = policyOf(key, instance, { partition, account }, separate, given, context, choose);
  const planned = planKey(key, arn, withSource(set.policy, key, options), context);
  const isOpenAccount = !isOne && plannedAccount(key, context) === undefined;
  const spots = Object.fromEntries(
    Object.entries(planned.spots).map(([check, spot]) => [check, { ...spotOf(key, "", options), ...spot }]),
  );
  return {
    ...base,
    identifier: identifier ?? known(arn),
    key: { ...planned, spot: spotOf(key, "", options), spots },
    ...(isOpenAccount
      ? { otherAccount: problem("iac/account-unknown", { subject: key.address, command: context.command }) }
      : {}),
    deployment: [
      ...set.problems,
      ...(isReplaced(key) && !instance.actions.every((action) => action === "create")
        ? [problem("iac/key-replaced", { key: key.address, environment: instance.address })]
        : []),
    ].map((each) => ({ ...each, resource: instance.address, ...atOf(base.spot) })),
    names: [
      ...(existing === undefined
        ? [[arn, key.address] as const, [arn.slice(-36), key.address] as const]
        : []),
      ...namesOf(context),
    ],
  };
}

function atOf({ at }: SourceSpot): { readonly at?: string } {
  return at === undefined ? {} : { at };
}

function withSource(policy: PlannedKey["policy"], key: Instance, options: PlanOptions): PlannedKey["policy"] {
  const { at } = spotOf(key, "", options);
  if (!policy.known || at === undefined) return policy;
  const { text, spotOf: plain } = policy.value;
  return known({ text, spotOf: (pointer) => ({ at, ...plain(pointer) }) });
}

/** Another provider than the environment's, of which nothing is known. */
function otherRegion(key: Instance, { context, choose, base }: PlanReading): string {
  const provider = providerOf(key, context);
  const reason = problem("iac/region-unknown", {
    subject: `the provider ${provider}`,
    command: context.command,
  });
  const other = context.places.regions.find((region) => region !== base.region) ?? "eu-west-1";
  return choose(
    `Region of ${provider}`,
    [reason],
    [
      { label: "the environment's", value: base.region },
      { label: "another", value: other },
    ],
  );
}

function aliasProblem(reference: string, { instance }: PlanReading): Problem {
  const text = /^[^:]+\.arn$/.test(reference)
    ? `kms_key = ${reference.replace(/\.arn$/, ".target_key_arn")}`
    : "kms_key = aws_kms_key.NAME.arn";
  return problem("iac/key-by-alias", {
    environment: instance.address,
    reference,
    where: `kms_key of ${instance.address}`,
    language: "terraform",
    text,
  });
}

/** What stands for any Region or account in this run, where the plan does not say them. */
function namesOf({ places, region, account }: PlaceContext): Keyed["names"] {
  return [
    ...(region === undefined ? [[places.regions[0] ?? "", "the Region"] as const] : []),
    ...(account === undefined ? [[places.accounts[0] ?? "", "the account"] as const] : []),
  ];
}
