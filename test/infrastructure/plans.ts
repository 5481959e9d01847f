/** Plans as Terraform writes them, of a few resources: what `terraform show -json` has that is read, and no more. */
import { account, five } from "./checked.js";

export type Json = Record<string, unknown>;

export const root = {
  Sid: "Root",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};

export const logs = {
  Effect: "Allow",
  Principal: { Service: "logs.us-west-2.amazonaws.com" },
  Action: five,
  Resource: "*",
  Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-west-2:${account}:*` } },
};

export const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
export const good = policy(root, logs);
export const bare = policy(root);

/** One resource: what is planned and what was written. `unknown` names attributes that only the deployment knows. */
export interface Resource {
  readonly address: string;
  readonly after?: Json;
  readonly unknown?: readonly string[];
  readonly sensitive?: Json;
  readonly before?: Json;
  readonly actions?: readonly string[];
  readonly expressions?: Json;
  readonly forEach?: unknown;
  readonly dependsOn?: readonly string[];
  readonly provider?: string;
}

interface Parts {
  readonly module: string;
  readonly mode: "data" | "managed";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
}

function partsOf(address: string): Parts {
  const found = /^((?:module\.[^.[]+(?:\[[^\]]*\])?\.?)*?)\.?(data\.)?([a-z_]+)\.([^.[]+)(?:\[(.*)\])?$/.exec(
    address,
  );
  if (found === null) throw new Error(address);
  const [, module = "", data, type = "", name = "", index] = found;
  return {
    module: module.replace(/\.$/, ""),
    mode: data === undefined ? "managed" : "data",
    type,
    name,
    ...(index === undefined ? {} : { index: JSON.parse(index) }),
  };
}

/** References as Terraform lists them: each with its shorter form behind it. */
export function refs(...references: string[]): Json {
  return {
    references: references.flatMap((reference) => {
      const shorter = /^((?:data\.)?(?:module\.[^.]+|[a-z_]+\.[^.]+))\.[^.]+$/.exec(reference)?.[1];
      return shorter === undefined || reference.startsWith("var.") ? [reference] : [reference, shorter];
    }),
  };
}

export interface PlanParts {
  readonly resources: readonly Resource[];
  /** Data sources that were read. */
  readonly state?: readonly { readonly address: string; readonly values: Json }[];
  readonly providers?: Json;
  readonly variables?: Json;
  readonly declared?: Json;
  /** Module calls of the root; modules hold `resources` by name as in `configured`. */
  readonly calls?: Json;
  readonly more?: Json;
}

export function configured(resource: Resource): Json {
  const { mode, type, name } = partsOf(resource.address);
  return {
    address: `${mode === "data" ? "data." : ""}${type}.${name}`,
    mode,
    type,
    name,
    provider_config_key: resource.provider ?? "aws",
    expressions: resource.expressions ?? {},
    ...(resource.forEach === undefined ? {} : { for_each_expression: resource.forEach }),
    ...(resource.dependsOn === undefined ? {} : { depends_on: resource.dependsOn }),
  };
}

export function plan({
  resources,
  state = [],
  providers,
  variables,
  declared,
  calls,
  more,
}: PlanParts): string {
  const inRoot = resources.filter(({ address }) => partsOf(address).module === "");
  const unique = new Map(
    inRoot.map((resource) => [JSON.stringify(configured(resource)["address"]), resource]),
  );
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    ...(variables === undefined ? {} : { variables }),
    planned_values: { root_module: {} },
    resource_changes: resources.map(change),
    prior_state: {
      format_version: "1.0",
      values: {
        root_module: {
          resources: state.map(({ address, values }) => ({
            ...partsOf(address),
            address,
            values,
            sensitive_values: {},
          })),
        },
      },
    },
    configuration: {
      provider_config: providers ?? {
        aws: { name: "aws", expressions: { region: { constant_value: "us-west-2" } } },
      },
      root_module: {
        resources: [...unique.values()].map(configured),
        ...(calls === undefined ? {} : { module_calls: calls }),
        ...(declared === undefined ? {} : { variables: declared }),
      },
    },
    ...more,
  });
}

function change(resource: Resource): Json {
  const { module, ...parts } = partsOf(resource.address);
  const { after = {}, unknown = [], actions = ["create"], before = null, sensitive = {} } = resource;
  return {
    address: resource.address,
    ...(module === "" ? {} : { module_address: module }),
    ...parts,
    change: {
      actions,
      before,
      after: actions.join() === "delete" ? null : after,
      after_unknown: Object.fromEntries(unknown.map((name) => [name, true])),
      before_sensitive: false,
      after_sensitive: sensitive,
    },
  };
}

/** A key that is created. Where no policy is given, none is set. */
export function key(address: string, text?: string, more: Partial<Resource> = {}): Resource {
  const { after, unknown, expressions, ...rest } = more;
  return {
    address,
    after: {
      customer_master_key_spec: "SYMMETRIC_DEFAULT",
      enable_key_rotation: true,
      is_enabled: true,
      key_usage: "ENCRYPT_DECRYPT",
      custom_key_store_id: null,
      ...(text === undefined ? {} : { policy: text }),
      ...after,
    },
    unknown: [
      ...["arn", "id", "key_id", "multi_region"].filter((name) => after?.[name] === undefined),
      ...(text === undefined ? ["policy"] : []),
      ...(unknown ?? []),
    ],
    expressions: {
      ...(text === undefined ? {} : { policy: refs("data.aws_iam_policy_document.key.json") }),
      ...expressions,
    },
    ...rest,
  };
}

/** An environment whose key is what the references say, or the ARN. */
export function environment(
  address: string,
  kmsKey: Json | string | null,
  more: Partial<Resource> = {},
): Resource {
  const isKnown = kmsKey === null || typeof kmsKey === "string";
  const { after, expressions, ...rest } = more;
  return {
    address,
    after: { name: "demo", ...(isKnown ? { kms_key: kmsKey } : {}), ...after },
    unknown: ["arn", "airflow_version", ...(isKnown ? [] : ["kms_key"])],
    sensitive: { airflow_configuration_options: true },
    expressions: {
      ...(kmsKey === null ? {} : { kms_key: isKnown ? { constant_value: kmsKey } : kmsKey }),
      ...expressions,
    },
    ...rest,
  };
}
