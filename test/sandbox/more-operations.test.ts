import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateGrantCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListResourceTagsCommand,
  ReEncryptCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { AssumeRoleCommand, type AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { answerOf, policyOf, refused, rootStatement, useSandbox } from "./clients.js";

const dryRun = refused(
  "DryRunOperationException",
  "The request would have succeeded, but the DryRun option is set.",
);

describe("aliases", () => {
  const get = useSandbox();

  it("are made, moved, listed and deleted", async () => {
    const { kms, sandbox } = get();
    const client = kms();
    const AliasName = "alias/new";
    const arn = `arn:aws:kms:us-east-1:111122223333:${AliasName}`;
    const targets = async (KeyId?: string) =>
      (await client.send(new ListAliasesCommand({ KeyId }))).Aliases?.map(({ AliasName: name }) => name);
    await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: sandbox.seeds.ready }));
    expect(
      await answerOf(client.send(new CreateAliasCommand({ AliasName, TargetKeyId: sandbox.seeds.denied }))),
    ).toEqual(refused("AlreadyExistsException", `An alias with the name ${arn} already exists`));
    expect(await targets(sandbox.seeds.ready)).toEqual([AliasName, "alias/ready"]);
    await client.send(new UpdateAliasCommand({ AliasName, TargetKeyId: sandbox.seeds.denied }));
    expect(await targets(sandbox.seeds.ready)).toEqual(["alias/ready"]);
    expect((await client.send(new DescribeKeyCommand({ KeyId: AliasName }))).KeyMetadata?.Arn).toBe(
      sandbox.seeds.denied,
    );
    expect(await targets()).toEqual(["alias/aws/airflow", AliasName, "alias/ready"]);
    await client.send(new DeleteAliasCommand({ AliasName }));
    expect(await answerOf(client.send(new DeleteAliasCommand({ AliasName })))).toEqual(
      refused("NotFoundException", `Alias ${arn} is not found.`),
    );
  });

  it("are nothing without their prefix, and none of AWS's can be made", async () => {
    const { kms, sandbox } = get();
    const make = (AliasName: string) =>
      answerOf(kms().send(new CreateAliasCommand({ AliasName, TargetKeyId: sandbox.seeds.ready })));
    // evidence: recorded from AWS
    expect(await make("new")).toEqual(
      refused(
        "ValidationException",
        'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
      ),
    );
    expect(await make("alias/aws/mine")).toMatchObject({ code: "NotAuthorizedException" });
  });
});

describe("what real clients do to a key besides", () => {
  const get = useSandbox();

  it("rotation, description and tags change, and are told", async () => {
    const { kms, sandbox } = get();
    const client = kms();
    const KeyId = sandbox.seeds.denied;
    const rotation = async () => {
      const { KeyRotationEnabled, RotationPeriodInDays } = await client.send(
        new GetKeyRotationStatusCommand({ KeyId }),
      );
      return [KeyRotationEnabled, RotationPeriodInDays];
    };
    await client.send(new DisableKeyRotationCommand({ KeyId }));
    expect(await rotation()).toEqual([false, undefined]);
    await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    expect(await rotation()).toEqual([true, 90]);
    await client.send(new UpdateKeyDescriptionCommand({ KeyId, Description: "" }));
    expect(sandbox.keyOf(KeyId).Description).toBe("");
    await client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "" }] }));
    await client.send(new UntagResourceCommand({ KeyId, TagKeys: ["sandbox", "none"] }));
    expect((await client.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([
      { TagKey: "a", TagValue: "" },
    ]);
    const again = [
      { TagKey: "b", TagValue: "" },
      { TagKey: "b", TagValue: "" },
    ];
    expect(await answerOf(client.send(new TagResourceCommand({ KeyId, Tags: again })))).toMatchObject({
      code: "TagException",
    });
  });

  it("cryptographic operations are tried, each with its own permission", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds.ready;
    const asking = { KeyId, DryRun: true };
    const IGNORE = { DryRunModifiers: ["IGNORE_CIPHERTEXT" as const] };
    const reEncrypt = { SourceKeyId: KeyId, DestinationKeyId: sandbox.seeds.denied, DryRun: true, ...IGNORE };
    const send = (client = kms()) => [
      answerOf(client.send(new DecryptCommand({ ...asking, ...IGNORE }))),
      answerOf(client.send(new ReEncryptCommand(reEncrypt))),
      answerOf(client.send(new GenerateDataKeyWithoutPlaintextCommand({ ...asking, KeySpec: "AES_256" }))),
    ];
    expect(await Promise.all(send())).toEqual([dryRun, dryRun, dryRun]);
    const identityPolicy = {
      Statement: [{ Effect: "Allow", Action: ["kms:Decrypt", "kms:ReEncryptFrom"], Resource: "*" }],
    };
    const some = kms({ as: sandbox.addPrincipal({ role: "Some", identityPolicy }) });
    const [decrypt, other, generate] = (await Promise.all(send(some))) as { message: string }[];
    expect(decrypt).toEqual(dryRun);
    expect(other?.message).toContain(`kms:ReEncryptTo on resource: ${sandbox.seeds.denied}`);
    expect(generate?.message).toContain("kms:GenerateDataKeyWithoutPlaintext");
    const garbage = new DecryptCommand({ ...asking, CiphertextBlob: Buffer.from("garbage") });
    expect(await answerOf(kms().send(garbage))).toMatchObject({ code: "InvalidCiphertextException" });
  });

  it("the encryption context decides, in policies and in grants", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["wrong-region-statement"];
    const identityPolicy = { Statement: [] };
    const as = sandbox.addPrincipal({ role: "Tenant", identityPolicy });
    const role = "arn:aws:iam::111122223333:role/Tenant";
    const tenant = {
      ...rootStatement,
      Principal: { AWS: role },
      Action: "kms:Encrypt",
      Condition: {
        StringEquals: { "kms:EncryptionContext:tenant": "a" },
        "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["tenant"] },
      },
    };
    sandbox.putPolicyRaw(KeyId, policyOf(rootStatement, tenant));
    const encrypt = (EncryptionContext?: Record<string, string>) =>
      answerOf(
        kms({ as }).send(
          new EncryptCommand({ KeyId, Plaintext: Buffer.from("x"), DryRun: true, EncryptionContext }),
        ),
      );
    const denied = { code: "AccessDeniedException" };
    expect(await encrypt({ tenant: "a" })).toEqual(dryRun);
    expect(await encrypt({ tenant: "b" })).toMatchObject(denied);
    expect(await encrypt({ tenant: "a", more: "b" })).toMatchObject(denied);
    expect(await encrypt()).toMatchObject(denied);
    const Constraints = { EncryptionContextSubset: { tenant: "b" } };
    await kms().send(
      new CreateGrantCommand({ KeyId, GranteePrincipal: role, Operations: ["Encrypt"], Constraints }),
    );
    expect(await encrypt({ tenant: "b", more: "c" })).toEqual(dryRun);
    expect(await encrypt({ tenant: "c" })).toMatchObject(denied);
  });
});

describe("log groups", () => {
  const get = useSandbox();

  it("are given a key, lose it, and are found by a part of their name", async () => {
    const { logs, sandbox } = get();
    const client = logs();
    const logGroupName = "airflow-new-Task";
    const described = async (input: object) =>
      (await client.send(new DescribeLogGroupsCommand(input))).logGroups?.map(({ kmsKeyId }) => kmsKeyId);
    await client.send(new CreateLogGroupCommand({ logGroupName, tags: { a: "b" } }));
    const associate = (kmsKeyId: string) =>
      answerOf(client.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId })));
    expect(await associate(sandbox.seeds.ready)).toBe("ok");
    expect(await described({ logGroupNamePattern: "-new-" })).toEqual([sandbox.seeds.ready]);
    expect(await described({ logGroupNamePattern: "-NEW-" })).toEqual([]);
    // evidence: field reports
    expect(await associate(sandbox.seeds.denied)).toMatchObject({ code: "AccessDeniedException" });
    // evidence: AWS documentation
    expect(await associate(sandbox.seeds.disabled)).toMatchObject({ code: "InvalidParameterException" });
    const resourceIdentifier = `arn:aws:logs:us-east-1:111122223333:log-group:${logGroupName}`;
    await client.send(new DisassociateKmsKeyCommand({ resourceIdentifier }));
    expect(await described({ logGroupNamePrefix: "airflow-new" })).toEqual([undefined]);
    const tags = await client.send(new ListTagsForResourceCommand({ resourceArn: resourceIdentifier }));
    expect(tags.tags).toEqual({ a: "b" });
    const both = { logGroupNamePattern: "a", logGroupNamePrefix: "a" };
    expect(await answerOf(client.send(new DescribeLogGroupsCommand(both)))).toMatchObject({
      code: "InvalidParameterException",
    });
  });
});

describe("roles", () => {
  const get = useSandbox();
  const RoleArn = "arn:aws:iam::111122223333:role/Reader";
  const assume = (over: Partial<AssumeRoleCommandInput> = {}) =>
    get()
      .sts()
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "session", ...over }));
  const as = async (over: Partial<AssumeRoleCommandInput> = {}) => {
    const { Credentials } = await assume(over);
    return {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
  };
  const describeKey = async (over: Partial<AssumeRoleCommandInput>) => {
    const { kms, sandbox } = get();
    return answerOf(kms({ as: await as(over) }).send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready })));
  };
  const allow = (Action: string) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

  it("give a session no more than its session policy allows", async () => {
    expect(await describeKey({ Policy: allow("kms:DescribeKey") })).toBe("ok");
    expect(await describeKey({ Policy: allow("kms:GetKeyPolicy") })).toMatchObject({
      message: expect.stringContaining("because no session policy allows the kms:DescribeKey action"),
    });
    expect(await describeKey({ Policy: allow("kms:CreateKey") })).toMatchObject({
      code: "AccessDeniedException",
    });
    const arn = "arn:aws:iam::111122223333:policy/demo-execution-key";
    expect(await describeKey({ PolicyArns: [{ arn }] })).toMatchObject({ code: "AccessDeniedException" });
    expect(await answerOf(assume({ Policy: "{" }))).toMatchObject({
      code: "MalformedPolicyDocumentException",
    });
  });

  it("ask for the external id and the MFA that their trust policy wants", async () => {
    const { sandbox } = get();
    const trust = (Condition: object) => ({
      Statement: [
        { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole", Condition },
      ],
    });
    const denied = { code: "AccessDenied" };
    sandbox.setRole(RoleArn, { trustPolicy: trust({ StringEquals: { "sts:ExternalId": "agreed" } }) });
    expect(await answerOf(assume())).toMatchObject(denied);
    expect(await answerOf(assume({ ExternalId: "other" }))).toMatchObject(denied);
    expect(await answerOf(assume({ ExternalId: "agreed" }))).toBe("ok");
    sandbox.setRole(RoleArn, { trustPolicy: trust({ Bool: { "aws:MultiFactorAuthPresent": "true" } }) });
    expect(await answerOf(assume())).toMatchObject(denied);
    const SerialNumber = "arn:aws:iam::111122223333:mfa/me";
    expect(await answerOf(assume({ SerialNumber, TokenCode: "123456" }))).toBe("ok");
    sandbox.setRole(RoleArn, { trustPolicy: trust({ StringLike: { "sts:RoleSessionName": "ses*" } }) });
    expect(await answerOf(assume({ RoleSessionName: "other" }))).toMatchObject(denied);
    // A session with tags needs sts:TagSession too.
    expect(await answerOf(assume({ Tags: [{ Key: "a", Value: "b" }] }))).toMatchObject({
      message: expect.stringContaining("sts:TagSession"),
    });
  });

  it("are shown by IAM with their trust policy", async () => {
    const { Role } = await get()
      .iam()
      .send(new GetRoleCommand({ RoleName: "demo-execution" }));
    expect(Role).toMatchObject({ Arn: "arn:aws:iam::111122223333:role/demo-execution", Path: "/" });
    expect(
      JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).Statement[0].Principal.Service,
    ).toEqual(["airflow.amazonaws.com", "airflow-env.amazonaws.com"]);
  });
});
