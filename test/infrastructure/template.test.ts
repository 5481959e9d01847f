/** Templates and what is said of their keys: intrinsic functions, parameters, conditions, stacks beside and inside each other. */
import { describe, expect, it } from "vitest";
import { account, checked } from "./checked.js";

const place = ["--region", "us-west-2", "--account", account];

/** The statement, with the Region and the rest as the template writes them. */
const logs = (
  service = "!Sub 'logs.${AWS::Region}.${AWS::URLSuffix}'",
  pattern = "!Sub 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*'",
) => `
          - Effect: Allow
            Principal: { Service: ${service} }
            Action: [kms:Encrypt*, kms:Decrypt*, kms:ReEncrypt*, kms:GenerateDataKey*, kms:Describe*]
            Resource: '*'
            Condition:
              ArnLike:
                kms:EncryptionContext:aws:logs:arn: ${pattern}`;
const root = (principal = "!Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'") => `
          - { Effect: Allow, Principal: { AWS: ${principal} }, Action: kms:*, Resource: '*' }`;
const key = (statements: string, more = "", id = "Key") => `
  ${id}:
    Type: AWS::KMS::Key
    Properties:${more}
      KeyPolicy:
        Version: 2012-10-17
        Statement:${statements}`;
const environment = (kmsKey: string | undefined, more = "", name = "demo") => `
  Env:
    Type: AWS::MWAA::Environment${more}
    Properties:
      Name: ${name}${kmsKey === undefined ? "" : `\n      KmsKey: ${kmsKey}`}`;
const template = (resources: string, head = "") => `${head}\nResources:${resources}\n`;
const good = key(root() + logs());
const bare = key(root());
const run = (text: string, ...argv: string[]) =>
  checked(
    { "t.yaml": text },
    "--template",
    "t.yaml",
    ...(argv.includes("--nowhere") ? argv.filter((word) => word !== "--nowhere") : [...place, ...argv]),
  );

describe("how the key is named", () => {
  const alias = `\n  Alias:\n    Type: AWS::KMS::Alias\n    Properties: { AliasName: !Sub 'alias/\${AWS::StackName}', TargetKeyId: !Ref Key }`;
  it.each([
    ["its ID", "!Ref Key", "", "ready", "pass"],
    ["its ARN", "!GetAtt Key.Arn", "", "ready", "pass"],
    ["its ARN, as a list", "!GetAtt [Key, Arn]", "", "ready", "pass"],
    [
      "an ARN that is put together",
      "!Sub 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${Key}'",
      "",
      "ready",
      "pass",
    ],
    ["a variable of Sub", "!Sub ['${K}', { K: !GetAtt Key.Arn }]", "", "ready", "pass"],
    ["cut out of its ARN", "!Select [1, !Split ['/', !GetAtt Key.Arn]]", "", "ready", "pass"],
    ["an alias whose name is not known", "!Ref Alias", alias, "not-ready", "fail iac/key-by-alias"],
    ["an alias, written down", "alias/airflow", "", "not-ready", "fail iac/key-by-alias"],
    [
      "another Region's ARN",
      "!Sub 'arn:aws:kms:eu-west-1:${AWS::AccountId}:key/${Key}'",
      "",
      "not-ready",
      "pass",
    ],
    ["an import", "!ImportValue other", "", "could-not-tell", "unknown iac/import"],
    [
      "a dynamic reference",
      "'{{resolve:ssm:/airflow/key}}'",
      "",
      "could-not-tell",
      "unknown iac/dynamic-reference",
    ],
    ["a tag that nobody knows", "!Mystery Key.Arn", "", "could-not-tell", "unknown iac/not-told"],
    ["a resource that is not there", "!GetAtt Missing.Arn", "", "could-not-tell", "unknown iac/broken"],
    [
      "another resource",
      "!GetAtt Function.KeyArn",
      "\n  Function: { Type: 'Custom::Key' }",
      "could-not-tell",
      "unknown iac/not-told",
    ],
  ])("%s", async (_name, kmsKey, more, verdict, identifier) => {
    const { verdicts, of } = await run(template(good + more + environment(kmsKey)));
    expect(verdicts).toEqual({ Env: verdict });
    expect(of("identifier")).toBe(identifier);
  });

  it("a key of elsewhere is open but for what its ARN says", async () => {
    const { of } = await run(
      template(environment(`arn:aws:kms:us-west-2:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab`)),
    );
    expect([of("key-account"), of("logs-access")]).toEqual([
      "fail key/other-account",
      "unknown iac/elsewhere",
    ]);
  });
});

describe("the key's own properties", () => {
  it.each([
    ["disabled", "\n      Enabled: false", "key-state", "fail readiness/disabled"],
    ["disabled, as a text", "\n      Enabled: 'False'", "key-state", "fail readiness/disabled"],
    ["of several Regions", "\n      MultiRegion: true", "single-region", "fail readiness/multi-region"],
    ["with imported material", "\n      Origin: EXTERNAL", "key-state", "fail readiness/pending-import"],
    [
      "asymmetric",
      "\n      KeySpec: RSA_2048\n      KeyUsage: SIGN_VERIFY",
      "key-usage",
      "fail readiness/usage",
    ],
    ["not rotated", "", "rotation", "warn readiness/rotation-off"],
    ["rotated", "\n      EnableKeyRotation: true", "rotation", "pass"],
    ["disabled or not", "\n      Enabled: !Ref On", "key-state", "unknown iac/no-default"],
  ])("%s", async (_name, more, check, outcome) => {
    const { of } = await run(
      template(key(root() + logs(), more) + environment("!Ref Key"), "Parameters: { On: { Type: String } }"),
    );
    expect(of(check)).toBe(outcome);
  });

  it("a replica is a multi-Region key", async () => {
    const replica = good.replace("AWS::KMS::Key", "AWS::KMS::ReplicaKey");
    expect((await run(template(replica + environment("!Ref Key")))).of("single-region")).toBe(
      "fail readiness/multi-region",
    );
  });

  it("without a policy it gets KMS's default one", async () => {
    const none = "\n  Key: { Type: 'AWS::KMS::Key' }";
    expect((await run(template(none + environment("!Ref Key")))).of("logs-access")).toBe("fail logs/missing");
  });
});

describe("parts of the policy that are not known", () => {
  const head = "Parameters: { P: { Type: String }, Q: { Type: String, AllowedValues: [a, b] } }";
  const deny = (principal: string) =>
    `\n          - { Effect: Deny, Principal: { AWS: ${principal} }, Action: kms:*, Resource: '*' }`;
  it.each([
    ["an administrator, beside the statement", root() + root("!Ref P") + logs(), "ready"],
    [
      "an administrator by the ARN of a role, and no statement",
      root("!Sub 'arn:aws:iam::${AWS::AccountId}:role/${P}'"),
      "not-ready",
    ],
    ["a role of the template, and no statement", root("!GetAtt Role.Arn"), "not-ready"],
    ["anybody, and no statement", root("!Ref P"), "could-not-tell"],
    ["the service", root() + logs("!Ref P"), "could-not-tell"],
    ["another service for certain", root() + logs("!Sub 'lambda.${P}'"), "not-ready"],
    ["the pattern of the condition", root() + logs(undefined, "!Ref P"), "could-not-tell"],
    [
      "one of two patterns",
      root() + logs(undefined, `[!Ref P, !Sub 'arn:aws:logs:us-west-2:${account}:*']`),
      "ready",
    ],
    ["who is denied", root() + logs() + deny("!Ref P"), "could-not-tell"],
    [
      "which role is denied: it may be the one that creates the environment",
      root() + logs() + deny("!Sub 'arn:aws:iam::${AWS::AccountId}:role/${P}'"),
      "could-not-tell",
    ],
    [
      "a value of a few, of which one is right",
      root() + logs("!If [IsA, logs.us-west-2.amazonaws.com, logs.us-east-1.amazonaws.com]"),
      "could-not-tell",
    ],
    [
      "a value of a few that are all wrong",
      root() + logs("!If [IsA, logs.eu-west-1.amazonaws.com, logs.us-east-1.amazonaws.com]"),
      "not-ready",
    ],
  ])("%s", async (_name, statements, verdict) => {
    const conditions = "\nConditions: { IsA: !Equals [!Ref Q, a] }";
    const role = "\n  Role: { Type: 'AWS::IAM::Role' }";
    const { verdicts } = await run(
      template(key(statements) + role + environment("!Ref Key"), head + conditions),
    );
    expect(verdicts).toEqual({ Env: verdict });
  });

  it("a parameter that is the environment's name means that name in the policy too", async () => {
    const pattern = "!Sub 'arn:aws:logs:us-west-2:${AWS::AccountId}:log-group:airflow-${P}-*'";
    const own = template(
      key(root() + logs(undefined, pattern)) + environment("!Ref Key", "", "!Ref P"),
      head,
    );
    expect((await run(own)).verdicts).toEqual({ Env: "ready" });
    const fixed = pattern.replace("${P}", "prod");
    const other = template(
      key(root() + logs(undefined, fixed)) + environment("!Ref Key", "", "!Ref P"),
      head,
    );
    expect((await run(other)).verdicts).toEqual({ Env: "could-not-tell" });
    expect((await run(other, "--parameter", "P=prod")).verdicts).toEqual({ Env: "ready" });
    expect((await run(other, "--parameter", "P=test")).verdicts).toEqual({ Env: "not-ready" });
  });
});

describe("parameters and conditions", () => {
  const head = (preset: string) =>
    `Parameters: { Cmk: { Type: String${preset} } }\nConditions: { Own: !Equals [!Ref Cmk, 'yes'] }`;
  const maybe = environment("!If [Own, !Ref Key, !Ref 'AWS::NoValue']");
  it.each([
    ["the default chooses", ", Default: 'yes'", [], good, "not-ready"],
    ["--parameter is over it", ", Default: 'no'", ["--parameter", "Cmk=yes"], bare, "not-ready"],
    ["both are good", "", [], good, "ready"],
    ["one is not", "", [], bare, "could-not-tell"],
  ] as const)("%s", async (name, preset, argv, made, verdict) => {
    const { verdicts } = await run(
      template((name === "the default chooses" ? bare : made) + maybe, head(preset)),
      ...argv,
    );
    expect(verdicts).toEqual({ Env: verdict });
  });

  it("NoValue by default is MWAA's own key", async () => {
    const { report, codes } = await run(template(bare + maybe, head(", Default: 'no'")));
    expect([report.exitCode, ...codes]).toEqual([
      0,
      "iac/nothing-to-check",
      "iac/own-key",
      "iac/key-not-used",
    ]);
  });

  it("a parameter of Parameter Store has no value here, whatever its default", async () => {
    const ssm = `Parameters: { K: { Type: 'AWS::SSM::Parameter::Value<String>', Default: alias/x } }`;
    expect((await run(template(environment("!Ref K"), ssm))).of("identifier")).toBe(
      "unknown iac/dynamic-reference",
    );
  });

  it("conditions that refer to each other in a circle end", async () => {
    const circle = "Conditions: { Own: !Not [!Condition Other], Other: !Not [!Condition Own] }";
    expect((await run(template(good + maybe, circle))).report.exitCode).toBeLessThan(4);
  });

  it.each([
    ["the AWS CLI's list", [{ ParameterKey: "Cmk", ParameterValue: "yes" }]],
    ["a map under Parameters", { Parameters: { Cmk: "yes" } }],
    ["a map", { Cmk: "yes" }],
    ["a list of pairs", ["Cmk=yes"]],
  ])("--parameters takes %s", async (_name, json) => {
    const files = { "t.yaml": template(bare + maybe, head("")), "p.json": JSON.stringify(json) };
    const { verdicts } = await checked(files, "--template", "t.yaml", "--parameters", "p.json", ...place);
    expect(verdicts).toEqual({ Env: "not-ready" });
  });

  it("a parameter that no template has is refused", async () => {
    const { report, codes } = await run(template(good + environment("!Ref Key")), "--parameter", "Nope=1");
    expect([report.exitCode, ...codes]).toEqual([2, "iac/option"]);
  });

  it("a mapping by Region is read with each Region that it has", async () => {
    const mapping = "Mappings: { M: { us-west-2: { S: logs.us-west-2.amazonaws.com } } }";
    const mapped = template(
      key(root() + logs("!FindInMap [M, !Ref 'AWS::Region', S]")) + environment("!Ref Key"),
      mapping,
    );
    expect((await run(mapped)).verdicts).toEqual({ Env: "ready" });
    expect((await run(mapped, "--nowhere", "--account", account)).verdicts).toEqual({
      Env: "could-not-tell",
    });
  });
});

describe("where it is deployed", () => {
  it.each([
    ["pseudo-parameters are right everywhere", good, "ready"],
    [
      "a literal Region is right in one",
      key(root() + logs("logs.us-east-1.amazonaws.com", "arn:aws:logs:us-east-1:*:*")),
      "could-not-tell",
    ],
    ["no statement is wrong everywhere", bare, "not-ready"],
    [
      "an account that is written down",
      key(root() + logs(undefined, `!Sub 'arn:\${AWS::Partition}:logs:\${AWS::Region}:${account}:*'`)),
      "could-not-tell",
    ],
  ])("%s", async (_name, made, verdict) => {
    expect((await run(template(made + environment("!Ref Key")), "--nowhere")).verdicts).toEqual({
      Env: verdict,
    });
  });
});

describe("several stacks", () => {
  const keys = `${template(good)}Outputs:\n  Arn: { Value: !GetAtt Key.Arn, Export: { Name: !Sub 'shared-key' } }\n`;
  const airflow = template(environment("!ImportValue shared-key"));
  it("an import is followed to the template beside it", async () => {
    const files = { "keys.yaml": keys, "airflow.yaml": airflow };
    const { verdicts, report } = await checked(
      files,
      "--template",
      "airflow.yaml",
      "--template",
      "keys.yaml",
      ...place,
    );
    expect(verdicts).toEqual({ "airflow/Env": "ready" });
    expect(report.body?.kind === "many" && report.body.reports[0]?.key?.arn).toBe("keys/Key");
  });

  const stack = (file: string, environment: string) => ({
    type: "aws:cloudformation:stack",
    environment,
    properties: { templateFile: file },
  });
  it("a CDK assembly says its stacks and where they go; a key of another Region is seen", async () => {
    const reader = { Type: "Custom::CrossRegionExportReader" };
    const writer = {
      Type: "Custom::CrossRegionExportWriter",
      Properties: { WriterProps: { exports: { "/cdk/exports/A/Key": { "Fn::GetAtt": ["Key", "Arn"] } } } },
    };
    const files = {
      "cdk.out/manifest.json": JSON.stringify({
        version: "55.0.0",
        artifacts: {
          Keys: stack("Keys.template.json", `aws://${account}/us-east-1`),
          A: stack("A.template.json", `aws://${account}/us-west-2`),
        },
      }),
      "cdk.out/Keys.template.json": JSON.stringify({
        Resources: { Key: { Type: "AWS::KMS::Key" }, Writer: writer },
      }),
      "cdk.out/A.template.json": JSON.stringify({
        Resources: {
          Reader: reader,
          Env: {
            Type: "AWS::MWAA::Environment",
            Properties: { KmsKey: { "Fn::GetAtt": ["Reader", "/cdk/exports/A/Key"] } },
          },
        },
      }),
    };
    const { verdicts, of } = await checked(files, "--template", "cdk.out");
    expect(verdicts).toEqual({ "A/Env": "not-ready" });
    expect(of("key-region")).toBe("fail key/other-region");
  });

  it("a nested stack is followed in both directions, and one that is not given is said", async () => {
    const nested = `${template(good, "Parameters: { Name: { Type: String } }")}Outputs: { Arn: { Value: !GetAtt Key.Arn } }\n`;
    const inner = template(environment("!Ref KeyArn"), "Parameters: { KeyArn: { Type: String } }");
    const outer = template(`
  Keys: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: ./keys.yaml } }
  Far: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/far.yaml' } }
  Airflow:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: airflow.yaml, Parameters: { KeyArn: !GetAtt Keys.Outputs.Arn } }`);
    const files = { "t.yaml": outer, "keys.yaml": nested, "airflow.yaml": inner };
    const { verdicts, codes } = await checked(files, "--template", "t.yaml", ...place);
    expect(verdicts).toEqual({ "Airflow/Env": "ready" });
    expect(codes).toEqual(["iac/nested-stack"]);
  });

  it("templates that hold each other end", async () => {
    const circle = template(
      `\n  Self: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: t.yaml } }`,
    );
    expect((await run(circle)).report.exitCode).toBe(0);
  });
});

describe("what only the deployment expands", () => {
  const loop = (made: string) =>
    template(
      `${made}
  Fn::ForEach::Environments:
    - Name
    - [prod, test]
    - Airflow\${Name}: { Type: 'AWS::MWAA::Environment', Properties: { Name: !Sub 'x-\${Name}', KmsKey: !Ref Key } }`,
      "Transform: AWS::LanguageExtensions",
    );
  it("a loop is expanded for a no, and a yes stays open", async () => {
    expect((await run(loop(bare))).verdicts).toEqual({ Airflowprod: "not-ready", Airflowtest: "not-ready" });
    expect((await run(loop(good))).verdicts).toEqual({
      Airflowprod: "could-not-tell",
      Airflowtest: "could-not-tell",
    });
  });

  it.each([
    ["a macro", template(good + environment("!Ref Key"), "Transform: [AWS::Serverless-2016-10-31, Mine]"), 3],
    ["SAM", template(good + environment("!Ref Key"), "Transform: AWS::Serverless-2016-10-31"), 0],
    ["a macro in place of a resource", template("\n  Env: { 'Fn::Transform': { Name: Mine } }"), 3],
    ["a module", template("\n  Env: { Type: 'My::Airflow::Env::MODULE' }"), 3],
    ["a macro in the resources", template("\n  Fn::Transform: { Name: AWS::Include }"), 3],
  ])("%s", async (_name, text, code) => {
    expect((await run(text)).report.exitCode).toBe(code);
  });
});

describe("places", () => {
  const at = async (text: string, check: string, name = "t.yaml") => {
    const { report } = await checked({ [name]: text }, "--template", name, ...place);
    const [first] = report.body?.kind === "many" ? report.body.reports : [];
    const found = first?.findings.find((finding) => finding.check === check)?.problems[0];
    return [found?.at?.replace(/^.*\//, ""), found?.resource];
  };
  it("a statement's, in YAML and in JSON, also behind one that is left out", async () => {
    const none = "\n          - !If [No, { Effect: Allow }, !Ref 'AWS::NoValue']";
    const text = template(
      key(none + root() + logs("logs.us-east-1.amazonaws.com")) + environment("!Ref Key"),
      "Conditions: { No: !Equals [a, b] }",
    );
    const [where, resource] = await at(text, "logs-access");
    const line = text.split("\n").findIndex((each) => each.includes("logs.us-east-1")) + 1;
    expect([where?.split(":").slice(0, 2).join(":"), resource]).toEqual(["t.yaml:7", "Key.KeyPolicy"]);
    const [near] = await nearMiss(text);
    expect(near).toMatch(new RegExp(`^t.yaml:${line}:`));
  });
  const nearMiss = async (text: string) => {
    const { report } = await run(text);
    const [first] = report.body?.kind === "many" ? report.body.reports : [];
    const problems = first?.findings.find(({ check }) => check === "logs-access")?.problems ?? [];
    return problems.slice(1).map(({ at: where }) => where?.replace(/^.*\//, "") ?? "");
  };
  it("a property's", async () => {
    const text = template(key(root() + logs(), "\n      Enabled: false") + environment("!Ref Key"));
    expect(await at(text, "key-state")).toEqual(["t.yaml:6:16", "Key.Enabled"]);
    const json = JSON.stringify(
      { Resources: { Env: { Type: "AWS::MWAA::Environment", Properties: { KmsKey: "alias/a" } } } },
      null,
      1,
    );
    expect(await at(json, "identifier", "t.json")).toEqual(["t.json:6:15", "Env.KmsKey"]);
  });
});

it("an account with a leading zero is no number, and a date is a text", async () => {
  const zero = "012345678901";
  const text = template(
    key(root() + logs(undefined, "!Sub 'arn:aws:logs:us-west-2:${A}:*'")) + environment("!Ref Key"),
    `Parameters: { A: { Type: String, Default: ${zero} } }`,
  );
  expect(
    (await checked({ "t.yaml": text }, "--template", "t.yaml", "--region", "us-west-2", "--account", zero))
      .verdicts,
  ).toEqual({ Env: "ready" });
});
