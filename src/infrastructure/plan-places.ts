/** In which Region and account a plan's resources are: what providers, data sources and existing ARNs say. */
import { parseArn, partitionOfRegion } from "../key/arn.js";
import { problem } from "../problems/problem.js";
import type { Places } from "./intrinsics.js";
import type { Configuration } from "./plan-configuration.js";
import { referencesOf } from "./plan-configuration.js";
import type { Instance, PlanIndex } from "./plan-index.js";
import { memberIn, objectOf, type PlanJson, textIn } from "./plan-json.js";
import type { Choose } from "./possibilities.js";

export interface PlaceContext {
  readonly plan: PlanJson;
  readonly index: PlanIndex;
  readonly configuration: Configuration;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly places: Places;
  readonly command: string;
}

/** The provider's key of an instance. */
export function providerOf({ module, type, name }: Instance, { configuration }: PlaceContext): string {
  return configuration.providerKey(module, `${type}.${name}`);
}

/** The Region of an instance, as far as the plan says it. */
export function plannedRegion(instance: Instance, context: PlaceContext): string | undefined {
  // From version 6 of the provider on, a resource has a Region of its own.
  const own = textIn(instance.after["region"]);
  if (own !== undefined) return own;
  const arn = parseArn(textIn(instance.after["arn"]) ?? "");
  return arn?.region || regionOfProvider(providerOf(instance, context), context);
}

function regionOfProvider(key: string, context: PlaceContext): string | undefined {
  const expression = memberIn(context.configuration.provider(key), "region");
  const constant = textIn(memberIn(expression, "constant_value"));
  if (constant !== undefined) return constant;
  const [reference, ...others] = referencesOf(expression);
  const name = /^var\.([^.[]+)$/.exec(reference ?? "")?.[1];
  if (name !== undefined && others.length === 0 && !key.includes(":")) {
    const value = textIn(memberIn(memberIn(context.plan["variables"], name), "value"));
    // A text that is no Region was put together with others.
    if (value !== undefined && partitionOfRegion(value) !== undefined) return value;
  }
  const data = dataOf("data.aws_region", key, context);
  return textIn(data?.after["region"]) ?? textIn(data?.after["name"]) ?? textIn(data?.after["id"]);
}

/** A data source that was read with a provider. */
function dataOf(type: string, key: string, context: PlaceContext): Instance | undefined {
  return context.index.all.find(
    (instance) => instance.type === type && providerOf(instance, context) === key,
  );
}

export function plannedAccount(instance: Instance, context: PlaceContext): string | undefined {
  const arn = parseArn(textIn(instance.after["arn"]) ?? "");
  if (arn !== undefined && /^\d{12}$/.test(arn.account)) return arn.account;
  const key = providerOf(instance, context);
  const data = dataOf("data.aws_caller_identity", key, context);
  const told = textIn(data?.after["account_id"]);
  if (told !== undefined) return told;
  const other = context.index.all.find(
    (each) => providerOf(each, context) === key && parseArn(textIn(each.after["arn"]) ?? "")?.account,
  );
  return parseArn(textIn(other?.after["arn"]) ?? "")?.account || undefined;
}

/** The environment's Region and account; where the plan does not say them, those of the options, and then each that can be. */
export function placeOf(
  instance: Instance,
  context: PlaceContext,
  choose: Choose,
): { readonly region: string; readonly account: string } {
  const { command, places } = context;
  const region = plannedRegion(instance, context) ?? context.region;
  const account = context.account ?? plannedAccount(instance, context);
  const subject = `the provider ${providerOf(instance, context)}`;
  return {
    region:
      region ??
      choose("Region", [problem("iac/region-unknown", { subject, command })], optionsOf(places.regions)),
    account:
      account ??
      choose("account", [problem("iac/account-unknown", { subject, command })], optionsOf(places.accounts)),
  };
}

/** Whether two instances are certainly in one account: their providers differ in the Region alone. */
export function isSameAccount(one: Instance, other: Instance, context: PlaceContext): boolean {
  const [first, second] = [plannedAccount(one, context), plannedAccount(other, context)];
  const keys = [providerOf(one, context), providerOf(other, context)] as const;
  if (keys[0] === keys[1]) return true;
  if (first !== undefined && second !== undefined) return first === second;
  const [left, right] = keys.map((key) => {
    const { region: _, default_tags: __, ...rest } = objectOf(context.configuration.provider(key));
    return JSON.stringify(rest);
  });
  return left === right;
}

function optionsOf(values: readonly string[]) {
  return values.map((value, index) => ({ label: index === 0 ? "any other" : value, value }));
}
