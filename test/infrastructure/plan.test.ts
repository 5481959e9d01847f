/** Plans and what is said of their keys: where the key comes from, what is known of it, and what is left open. */
import { describe, expect, it } from "vitest";
import { account, checked } from "./checked.js";
import {
  bare,
  configured,
  environment,
  good,
  key,
  logs,
  type PlanParts,
  plan,
  policy,
  refs,
  root,
} from "./plans.js";

const env = "aws_mwaa_environment.this";
const k = "aws_kms_key.k";
const arn = `arn:aws:kms:us-west-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const place = ["--account", account];
const run = (parts: PlanParts, ...argv: string[]) =>
  checked({ "plan.json": plan(parts) }, "--terraform-plan", "plan.json", ...place, ...argv);
const byArn = refs(`${k}.arn`);
const one = (text?: string, more = {}) => ({ resources: [key(k, text, more), environment(env, byArn)] });

describe("a key of the plan", () => {
  it.each([
    ["ready", one(good), "ready", []],
    ["no statement", one(bare), "not-ready", [["logs-access", "fail logs/missing"]]],
    ["no policy set: KMS's default", one(), "not-ready", [["logs-access", "fail logs/missing"]]],
    [
      "disabled",
      one(good, { after: { is_enabled: false } }),
      "not-ready",
      [["key-state", "fail readiness/disabled"]],
    ],
    [
      "multi-Region",
      one(good, { after: { multi_region: true }, expressions: { multi_region: { constant_value: true } } }),
      "not-ready",
      [["single-region", "fail readiness/multi-region"]],
    ],
    [
      "multi-Region, as something says that is not known",
      one(good, { expressions: { multi_region: refs("aws_ssm_parameter.p.value") } }),
      "could-not-tell",
      [["single-region", "unknown iac/after-apply"]],
    ],
    [
      "a policy with an unknown part",
      one(undefined, { expressions: { policy: refs("aws_iam_role.admin.arn") } }),
      "could-not-tell",
      [
        ["identifier", "pass"],
        ["logs-access", "unknown iac/after-apply"],
      ],
    ],
    [
      "a key of a custom key store",
      one(good, { after: { custom_key_store_id: "cks-1234" } }),
      "ready",
      [["key-origin", "warn readiness/custom-key-store"]],
    ],
  ] as const)("%s", async (_name, parts, verdict, checks) => {
    const { verdicts, of } = await run(parts as PlanParts);
    expect(verdicts).toEqual({ [env]: verdict });
    for (const [check, outcome] of checks) expect(of(check)).toBe(outcome);
  });

  it("that is destroyed, and is the environment's all the same, is not ready", async () => {
    const gone = key(k, undefined, { actions: ["delete"], before: { arn, policy: good } });
    const { verdicts, of } = await run({ resources: [gone, environment(env, arn)] });
    expect(verdicts).toEqual({ [env]: "not-ready" });
    expect(of("key-deletion")).toBe("fail readiness/pending-deletion");
  });

  it("that is updated is judged as it will be", async () => {
    const updated = key(k, bare, {
      after: { arn, multi_region: false },
      before: { arn, policy: good },
      actions: ["update"],
      unknown: [],
    });
    expect(
      (await run({ resources: [updated, environment(env, arn, { actions: ["no-op"] })] })).verdicts,
    ).toEqual({
      [env]: "not-ready",
    });
  });

  it("that is replaced replaces the environment, which is said", async () => {
    const replaced = key(k, good, { actions: ["delete", "create"], before: { arn } });
    const kept = environment(env, byArn, { actions: ["delete", "create"], before: { kms_key: arn } });
    const { verdicts, of } = await run({ resources: [replaced, kept] });
    expect(verdicts).toEqual({ [env]: "ready" });
    expect(of("deployment")).toBe("warn iac/key-replaced");
  });
});

describe("how the key is named", () => {
  const target = { target_key_id: refs(`${k}.key_id`) };
  const alias = {
    address: "aws_kms_alias.a",
    after: { name: "alias/a" },
    unknown: ["arn"],
    expressions: target,
  };
  it.each([
    ["an alias's ARN", [alias], refs("aws_kms_alias.a.arn"), "not-ready", "fail iac/key-by-alias"],
    ["the key behind an alias", [alias], refs("aws_kms_alias.a.target_key_arn"), "ready", "pass"],
    ["a bare key ID", [], refs(`${k}.key_id`), "not-ready", "fail iac/bare-key-id"],
    [
      "a key ID in an ARN that is put together",
      [],
      refs(`${k}.key_id`, "data.aws_region.r.name"),
      "could-not-tell",
      "unknown iac/not-told",
    ],
    ["a local value", [], refs("local.key"), "could-not-tell", "unknown iac/after-apply"],
    ["a choice of a variable", [], refs("var.create", `${k}.arn`), "ready", "pass"],
    [
      "a choice of what is not known",
      [{ address: "aws_ssm_parameter.p", unknown: ["value"] }],
      refs("aws_ssm_parameter.p.value", `${k}.arn`),
      "could-not-tell",
      "unknown iac/after-apply",
    ],
    [
      "another resource",
      [{ address: "aws_ssm_parameter.p", unknown: ["value"] }],
      refs("aws_ssm_parameter.p.value"),
      "could-not-tell",
      "unknown iac/after-apply",
    ],
    [
      "a literal",
      [],
      `arn:aws:kms:us-west-2:${account}:key/mrk-1234abcd12ab34cd56ef1234567890ab`,
      "not-ready",
      "fail key/multi-region",
    ],
    [
      "a literal of another Region",
      [],
      `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
      "not-ready",
      "pass",
    ],
    [
      "a literal of another account",
      [],
      "arn:aws:kms:us-west-2:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "not-ready",
      "pass",
    ],
    ["a literal of elsewhere", [], arn, "could-not-tell", "pass"],
  ] as const)("%s", async (_name, more, kmsKey, verdict, identifier) => {
    const { verdicts, of } = await run({ resources: [key(k, good), ...more, environment(env, kmsKey)] });
    expect(verdicts).toEqual({ [env]: verdict });
    expect(of("identifier")).toBe(identifier);
  });

  it("an alias that is known by its ARN", async () => {
    const alias = { arn: `arn:aws:kms:us-west-2:${account}:alias/a`, target_key_arn: arn };
    const { verdicts, report } = await run({
      resources: [
        environment(env, alias.arn, { expressions: { kms_key: refs("data.aws_kms_alias.a.arn") } }),
      ],
      state: [{ address: "data.aws_kms_alias.a", values: alias }],
    });
    expect(verdicts).toEqual({ [env]: "not-ready" });
    expect(JSON.stringify(report)).toContain("kms_key = data.aws_kms_alias.a.target_key_arn");
  });

  it("--key-policy fills in what is elsewhere, and leaves open what it cannot say", async () => {
    const files = { "plan.json": plan({ resources: [environment(env, arn)] }), "policy.json": bare };
    const { verdicts, of } = await checked(
      files,
      ...["--terraform-plan", "plan.json", "--key-policy", `${arn}=policy.json`],
    );
    expect(verdicts).toEqual({ [env]: "not-ready" });
    expect([of("logs-access"), of("key-state")]).toEqual(["fail logs/missing", "unknown iac/elsewhere"]);
  });

  it("a data source says what the key is, and no policy", async () => {
    const values = {
      arn,
      key_state: "Enabled",
      key_spec: "SYMMETRIC_DEFAULT",
      key_usage: "ENCRYPT_DECRYPT",
      origin: "AWS_KMS",
      multi_region: false,
      key_manager: "CUSTOMER",
    };
    const parts = { resources: [environment(env, arn)], state: [{ address: "data.aws_kms_key.k", values }] };
    const { of } = await run(parts);
    expect([of("key-state"), of("logs-access")]).toEqual(["pass", "unknown iac/elsewhere"]);
  });
});

describe("several candidates", () => {
  const each = { references: [k, "each.key"] };
  const keys = (prod: string, test: string) => [key(`${k}["prod"]`, prod), key(`${k}["test"]`, test)];
  const both = ["prod", "test"].map((name) => environment(`${env}["${name}"]`, each));
  const verdictsOf = async (prod: string, test: string) =>
    Object.values((await run({ resources: [...keys(prod, test), ...both] })).verdicts);

  it("ready only if all are; an instance key is good enough for a no", async () => {
    expect(await verdictsOf(good, good)).toEqual(["ready", "ready"]);
    expect(await verdictsOf(bare, bare)).toEqual(["not-ready", "not-ready"]);
    expect(await verdictsOf(good, bare)).toEqual(["could-not-tell", "not-ready"]);
  });

  it("a constant index is one key", async () => {
    const resources = [...keys(good, bare), environment(env, refs(`${k}["prod"].arn`))];
    expect((await run({ resources })).verdicts).toEqual({ [env]: "ready" });
  });
});

describe("through modules", () => {
  const kms = (name: string, text: string) => key(`module.p["${name}"].module.kms.aws_kms_key.k`, text);
  const airflow = (name: string) =>
    environment(`module.p["${name}"].module.airflow.aws_mwaa_environment.this`, refs("var.kms_key"));
  const inner = {
    kms: { module: { outputs: { key_arn: { expression: byArn } }, resources: [configured(key(k, good))] } },
    airflow: {
      expressions: { kms_key: refs("module.kms.key_arn") },
      module: { resources: [configured(environment(env, refs("var.kms_key")))] },
    },
  };
  it("an environment gets the key of its own module instance", async () => {
    const { verdicts } = await run({
      resources: [kms("prod", good), kms("test", bare), airflow("prod"), airflow("test")],
      calls: { p: { for_each_expression: refs("var.environments"), module: { module_calls: inner } } },
    });
    expect(Object.values(verdicts)).toEqual(["ready", "not-ready"]);
  });

  it("each.value is what for_each hands on", async () => {
    const resources = [
      key(k, bare),
      environment('aws_mwaa_environment.this["a"]', refs("each.value"), { forEach: byArn }),
    ];
    expect(Object.values((await run({ resources })).verdicts)).toEqual(["not-ready"]);
  });

  it("an output of several kinds of key counts those that there are", async () => {
    const output = refs("aws_kms_external_key.k[0].arn", "aws_kms_key.k[0].arn");
    const { verdicts } = await run({
      resources: [key("module.kms.aws_kms_key.k[0]", good), environment(env, refs("module.kms.key_arn"))],
      calls: {
        kms: {
          module: { outputs: { key_arn: { expression: output } }, resources: [configured(key(k, good))] },
        },
      },
    });
    expect(verdicts).toEqual({ [env]: "ready" });
  });
});

describe("a policy of its own", () => {
  const separate = (text: string, more = {}) => ({
    address: "aws_kms_key_policy.p",
    after: { policy: text },
    unknown: ["key_id"],
    expressions: { key_id: refs(`${k}.id`), policy: refs("data.aws_iam_policy_document.key.json") },
    ...more,
  });
  const waiting = environment(env, byArn, { dependsOn: ["aws_kms_key_policy.p"] });
  it.each([
    ["is the key's policy", [key(k), separate(good), waiting], "ready", ""],
    [
      "that the environment does not wait for",
      [key(k), separate(good), environment(env, byArn)],
      "ready",
      "warn iac/race",
    ],
    ["without the statement", [key(k), separate(bare), waiting], "not-ready", ""],
    [
      "beside another that says the same",
      [key(k, good), separate(good), waiting],
      "ready",
      "warn iac/two-owners",
    ],
    [
      "beside another that does not",
      [key(k, good), separate(bare), waiting],
      "could-not-tell",
      "warn iac/two-owners",
    ],
  ] as const)("%s", async (_name, resources, verdict, deployment) => {
    const { verdicts, of } = await run({ resources });
    expect(verdicts).toEqual({ [env]: verdict });
    expect(of("deployment")).toBe(deployment);
  });
});

describe("Region and account", () => {
  const aws = (region: object, more = {}) => ({ name: "aws", expressions: { region, ...more } });
  const east = { ...key(k, good), provider: "aws.east" };
  it.each([
    [
      "another provider's Region",
      { aws: aws({ constant_value: "us-west-2" }), "aws.east": aws({ constant_value: "us-east-1" }) },
      east,
      "not-ready",
      "fail key/other-region",
    ],
    ["a variable's Region", { aws: aws(refs("var.region")) }, key(k, good), "ready", "pass"],
    ["a Region of the environment's settings", { aws: aws({}) }, key(k, good), "could-not-tell", "pass"],
  ] as const)("%s", async (_name, providers, made, verdict, region) => {
    const { verdicts, of } = await run({
      resources: [made, environment(env, byArn)],
      providers,
      variables: { region: { value: "us-west-2" } },
    });
    expect(verdicts).toEqual({ [env]: verdict });
    expect(of("key-region")).toBe(region);
  });

  it("without an account, a policy that names one is left open, and says how to close it", async () => {
    const files = { "plan.json": plan(one(good)) };
    const { verdicts, of } = await checked(files, "--terraform-plan", "plan.json");
    expect(verdicts).toEqual({ [env]: "could-not-tell" });
    expect(of("logs-access")).toBe("unknown iac/account-unknown");
  });

  it("the caller's identity says the account", async () => {
    const state = [{ address: "data.aws_caller_identity.c", values: { account_id: account } }];
    const { resources } = one(good);
    const text = JSON.parse(plan({ resources, state }));
    text.configuration.root_module.resources.push(configured({ address: "data.aws_caller_identity.c" }));
    const { verdicts } = await checked(
      { "plan.json": JSON.stringify(text) },
      "--terraform-plan",
      "plan.json",
    );
    expect(verdicts).toEqual({ [env]: "ready" });
  });
});

describe("what is beside the environments", () => {
  it("MWAA's own key is listed and counts as neither", async () => {
    const { report, codes } = await run({ resources: [key(k, bare), environment(env, null)] });
    expect([report.exitCode, report.verdict]).toEqual([0, "done"]);
    expect(codes).toEqual(["iac/nothing-to-check", "iac/own-key", "iac/key-not-used"]);
    expect((await run({ resources: [environment(env, null)] }, "--strict")).report.exitCode).toBe(3);
  });

  it("an environment that is destroyed is none", async () => {
    const { report, codes } = await run({ resources: [environment(env, arn, { actions: ["delete"] })] });
    expect([report.exitCode, ...codes]).toEqual([0, "iac/nothing-to-check"]);
  });

  it("an environment in a stack of CloudFormation is not passed over", async () => {
    const stack = {
      address: "aws_cloudformation_stack.s",
      after: { template_body: "Type: AWS::MWAA::Environment" },
    };
    const { report, codes } = await run({ resources: [stack] });
    expect([report.exitCode, ...codes]).toEqual([3, "iac/not-expanded"]);
  });
});

describe("what is marked sensitive", () => {
  const secret = "s3cr3t-of-the-plan";
  it.each([
    ["a policy", one(policy(root, { ...logs, Sid: secret }), { sensitive: { policy: true } })],
    [
      "a key's ARN",
      {
        resources: [
          environment(env, `arn:aws:kms:us-west-2:${account}:key/${secret}`, {
            sensitive: { kms_key: true },
          }),
        ],
      },
    ],
    [
      "a variable",
      {
        ...one(policy(root, { ...logs, Sid: secret, Action: [] })),
        variables: { v: { value: secret } },
        declared: { v: { sensitive: true } },
      },
    ],
    [
      "a name",
      {
        resources: [
          key(k, bare),
          environment(env, byArn, { after: { name: secret }, sensitive: { name: true } }),
        ],
      },
    ],
  ] as const)("%s is in no report", async (_name, parts) => {
    for (const format of ["human", "markdown", "html", "sarif", "junit", "github"]) {
      const { report } = await run(parts as PlanParts, "--report", `${format}=/dev/null`);
      expect(JSON.stringify(report)).not.toContain(secret);
    }
  });
});
