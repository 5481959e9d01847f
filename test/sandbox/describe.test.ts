import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  ListGrantsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import type { SeedName } from "../../src/sandbox/start.js";
import { answerOf, refused, useSandbox } from "./clients.js";

const unknownId = "134f2428-cec1-4b25-a1ae-9048164dba47";
const unknownArn = `arn:aws:kms:us-east-1:111122223333:key/${unknownId}`;
const mrk = "mrk-134f2428cec14b25a1ae9048164dba47";

describe("identifiers", () => {
  const get = useSandbox();
  // evidence: recorded from AWS
  it.each([
    ["a UUID that does not exist", unknownId, `Key '${unknownArn}' does not exist`],
    ["an ARN that does not exist", unknownArn, `Key '${unknownArn}' does not exist`],
    [
      "an mrk- id that does not exist",
      mrk,
      `Key 'arn:aws:kms:us-east-1:111122223333:key/${mrk}' does not exist`,
    ],
    ["text that is no key id", "fake-key-id", "Invalid keyId 'fake-key-id'"],
    [
      "a UUID without hyphens",
      "134f2428cec14b25a1ae9048164dba47",
      "Invalid keyId '134f2428cec14b25a1ae9048164dba47'",
    ],
    ["a malformed mrk- id", "mrk-fake-key-id", "Invalid keyId 'mrk-fake-key-id'"],
    ["an ARN of another Region", unknownArn.replace("us-east-1", "eu-west-1"), "Invalid arn eu-west-1"],
    [
      "an alias that does not exist",
      "alias/none",
      "Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found.",
    ],
  ])("DescribeKey of %s", async (_name, KeyId, message) => {
    expect(await answerOf(get().kms().send(new DescribeKeyCommand({ KeyId })))).toEqual(
      refused("NotFoundException", message),
    );
  });

  it("names the called Region for a bare id of another Region's key", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds.ready.split("/")[1];
    const answer = await answerOf(kms({ region: "eu-west-1" }).send(new DescribeKeyCommand({ KeyId })));
    const arn = sandbox.seeds.ready.replace("us-east-1", "eu-west-1");
    expect(answer).toEqual(refused("NotFoundException", `Key '${arn}' does not exist`));
  });

  it("takes key id, key ARN, alias and alias ARN in DescribeKey", async () => {
    const { kms, sandbox } = get();
    const { ready } = sandbox.seeds;
    for (const KeyId of [
      ready,
      ready.split("/")[1],
      "alias/ready",
      "arn:aws:kms:us-east-1:111122223333:alias/ready",
    ]) {
      const { KeyMetadata } = await kms().send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata?.Arn).toBe(ready);
    }
  });

  // evidence: AWS documentation (who takes aliases), field report (the text)
  it("refuses an alias everywhere else", async () => {
    const { kms } = get();
    for (const command of [
      new GetKeyPolicyCommand({ KeyId: "alias/ready" }),
      new ListGrantsCommand({ KeyId: "alias/ready" }),
    ]) {
      const answer = await answerOf(kms().send(command as GetKeyPolicyCommand));
      expect(answer).toEqual(
        refused("InvalidArnException", "Key Aliases are not supported for this operation."),
      );
    }
  });

  it("refuses an ARN without key/ and one of another service", async () => {
    const { kms } = get();
    const bare = new DescribeKeyCommand({ KeyId: unknownArn.replace("key/", "") });
    expect(await answerOf(kms().send(bare))).toMatchObject({ code: "NotFoundException" });
    const other = new DescribeKeyCommand({ KeyId: "arn:aws:s3:::bucket" });
    expect(await answerOf(kms().send(other))).toMatchObject({ code: "InvalidArnException" });
  });

  it("refuses a missing and an overlong key id in the generic form", async () => {
    const { kms } = get();
    expect(await answerOf(kms().send(new DescribeKeyCommand({ KeyId: "x".repeat(2049) })))).toMatchObject({
      code: "ValidationException",
      message: expect.stringContaining("Member must have length less than or equal to 2048"),
    });
    const missing = new DescribeKeyCommand({} as { KeyId: string });
    expect(await answerOf(kms().send(missing))).toEqual(
      refused(
        "ValidationException",
        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
      ),
    );
  });
});

const common = ["AWSAccountId", "Arn", "CreationDate", "CustomerMasterKeySpec", "Description", "Enabled"];
const rest = ["KeyId", "KeyManager", "KeySpec", "KeyState", "KeyUsage", "MultiRegion", "Origin"];
const symmetric = [...common, "CurrentKeyMaterialId", "EncryptionAlgorithms", ...rest];

describe("DescribeKey's members", () => {
  const get = useSandbox();
  // evidence: recorded from AWS, except rsa (API model)
  it.each<[SeedName, string[], object]>([
    ["ready", symmetric, { KeyManager: "CUSTOMER", KeyState: "Enabled", Enabled: true, Origin: "AWS_KMS" }],
    ["disabled", symmetric, { KeyState: "Disabled", Enabled: false }],
    ["aws-managed", symmetric, { KeyManager: "AWS", KeyUsage: "ENCRYPT_DECRYPT" }],
    ["pending-deletion", [...symmetric, "DeletionDate"], { KeyState: "PendingDeletion", Enabled: false }],
    [
      "pending-import",
      [...common, "EncryptionAlgorithms", ...rest],
      { KeyState: "PendingImport", Enabled: false, Origin: "EXTERNAL" },
    ],
    ["hmac", [...common, "MacAlgorithms", ...rest], { KeySpec: "HMAC_256", MacAlgorithms: ["HMAC_SHA_256"] }],
    [
      "rsa",
      [...common, "EncryptionAlgorithms", ...rest],
      { KeySpec: "RSA_2048", EncryptionAlgorithms: ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"] },
    ],
    ["multi-region-primary", [...symmetric, "MultiRegionConfiguration"], { MultiRegion: true }],
    ["other-account", symmetric, { AWSAccountId: "444455556666" }],
  ])("%s", async (seed, members, values) => {
    const { kms, sandbox } = get();
    const { KeyMetadata } = await kms().send(new DescribeKeyCommand({ KeyId: sandbox.seeds[seed] }));
    const present = Object.entries(KeyMetadata ?? {}).filter(([, value]) => value !== undefined);
    expect(present.map(([name]) => name).sort()).toEqual([...members].sort());
    expect(KeyMetadata).toMatchObject({
      ...values,
      Arn: sandbox.seeds[seed],
      CreationDate: expect.any(Date),
    });
  });

  it("describes a replica in its own Region, and nowhere else", async () => {
    const { kms, sandbox } = get();
    const { "multi-region-replica": replica, "multi-region-primary": primary } = sandbox.seeds;
    const { KeyMetadata } = await kms({ region: "us-west-2" }).send(
      new DescribeKeyCommand({ KeyId: replica }),
    );
    expect(KeyMetadata?.MultiRegionConfiguration).toEqual({
      MultiRegionKeyType: "REPLICA",
      PrimaryKey: { Arn: primary, Region: "us-east-1" },
      ReplicaKeys: [{ Arn: replica, Region: "us-west-2" }],
    });
    expect(await answerOf(kms().send(new DescribeKeyCommand({ KeyId: replica })))).toEqual(
      refused("NotFoundException", "Invalid arn us-west-2"),
    );
  });
});

describe("the life of a key", () => {
  const get = useSandbox();

  it("makes a key with the default policy, deletes it, and takes that back to Disabled", async () => {
    const { kms, sandbox } = get();
    const client = kms();
    const { KeyMetadata: made } = await client.send(new CreateKeyCommand({ Description: "mine" }));
    const KeyId = made?.KeyId ?? "";
    expect(KeyId).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(sandbox.policyOf(made?.Arn ?? ""))).toEqual({
      Version: "2012-10-17",
      Id: "key-default-1",
      Statement: [{ Sid: "Enable IAM User Permissions", ...rootOnly }],
    });
    const scheduled = await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    expect(scheduled).toMatchObject({
      KeyState: "PendingDeletion",
      KeyId: made?.Arn,
      PendingWindowInDays: 7,
    });
    expect(await answerOf(client.send(new ScheduleKeyDeletionCommand({ KeyId })))).toEqual(
      refused("KMSInvalidStateException", `${made?.Arn} is pending deletion.`),
    );
    await client.send(new CancelKeyDeletionCommand({ KeyId }));
    const { KeyMetadata: back } = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(back).toMatchObject({ KeyState: "Disabled", Enabled: false });
    expect(back?.DeletionDate).toBeUndefined();
  });

  it("gives a multi-Region key an mrk- id, an EXTERNAL one no material, an HMAC one its usage", async () => {
    const client = get().kms();
    const multi = await client.send(new CreateKeyCommand({ MultiRegion: true }));
    expect(multi.KeyMetadata?.KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
    expect(multi.KeyMetadata?.MultiRegionConfiguration).toMatchObject({
      MultiRegionKeyType: "PRIMARY",
      ReplicaKeys: [],
    });
    const external = await client.send(new CreateKeyCommand({ Origin: "EXTERNAL" }));
    expect(external.KeyMetadata).toMatchObject({ KeyState: "PendingImport", Enabled: false });
    const spec = { KeySpec: "HMAC_512", KeyUsage: "GENERATE_VERIFY_MAC" } as const;
    expect((await client.send(new CreateKeyCommand(spec))).KeyMetadata).toMatchObject(spec);
    expect(await answerOf(client.send(new CreateKeyCommand({ KeySpec: "HMAC_512" })))).toMatchObject({
      code: "ValidationException",
    });
    expect(
      await answerOf(client.send(new CreateKeyCommand({ KeySpec: "HMAC_random" as "HMAC_512" }))),
    ).toMatchObject({
      message: expect.stringContaining(
        "Value 'HMAC_random' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [",
      ),
    });
  });

  it("makes keys in China under China's partition", async () => {
    const { kms, sandbox } = get();
    const { KeyMetadata } = await kms({ region: "cn-north-1" }).send(new CreateKeyCommand({}));
    expect(KeyMetadata?.Arn).toMatch(/^arn:aws-cn:kms:cn-north-1:111122223333:key\//);
    expect(sandbox.policyOf(KeyMetadata?.Arn ?? "")).toContain("arn:aws-cn:iam::111122223333:root");
  });

  it("tags a key and lists keys of the caller's account and Region, in pages", async () => {
    const { kms, sandbox } = get();
    const client = kms();
    const KeyId = sandbox.seeds.ready;
    await client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "team", TagValue: "data" }] }));
    const { Tags } = await client.send(new ListResourceTagsCommand({ KeyId }));
    expect(Tags).toContainEqual({ TagKey: "team", TagValue: "data" });
    const first = await client.send(new ListKeysCommand({ Limit: 2 }));
    expect(first).toMatchObject({ Truncated: true, Keys: [{ KeyArn: sandbox.seeds.ready }, {}] });
    const all = await client.send(new ListKeysCommand({ Marker: first.NextMarker }));
    const arns = all.Keys?.map((key) => key.KeyArn) ?? [];
    expect(arns).not.toContain(sandbox.seeds.ready);
    expect(arns).not.toContain(sandbox.seeds["other-account"]);
    expect(arns).not.toContain(sandbox.seeds["multi-region-replica"]);
    expect(arns).toContain(sandbox.seeds["three-grants"]);
  });
});

const rootOnly = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};
