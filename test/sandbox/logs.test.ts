import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import type { SeedName } from "../../src/sandbox/start.js";
import { answerOf, logsStatement, policyOf, refused, rootStatement, useSandbox } from "./clients.js";

const logGroupName = "airflow-demo-Task";
const groupArn = `arn:aws:logs:us-east-1:111122223333:log-group:${logGroupName}`;
const notAllowed = refused(
  "AccessDeniedException",
  `The specified KMS key does not exist or is not allowed to be used with Arn '${groupArn}'`,
);
const notFound = refused("InvalidParameterException", "The specified KMS Key Id could not be found.");

describe("CreateLogGroup with a key", () => {
  const get = useSandbox();
  const createWith = async (kmsKeyId: string, region = "us-east-1") => {
    const client = get().logs({ region });
    const answer = await answerOf(client.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId })));
    if (answer === "ok") await client.send(new DeleteLogGroupCommand({ logGroupName }));
    return answer;
  };

  it("is refused until the documented statement is in the policy", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["lacks-statement"];
    expect(await createWith(KeyId)).toEqual(notAllowed);
    const policy = JSON.parse(sandbox.policyOf(KeyId));
    const Policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, logsStatement()] });
    await kms().send(new PutKeyPolicyCommand({ KeyId, Policy }));
    expect(await createWith(KeyId)).toBe("ok");
  });

  it.each<[SeedName, unknown]>([
    ["ready", "ok"],
    ["denied", notAllowed],
    ["wrong-region-statement", notAllowed],
    ["other-account", notAllowed],
    ["nearly-full", notAllowed],
    ["four-grants", "ok"],
    ["disabled", notFound],
    ["pending-deletion", notFound],
    ["pending-import", notFound],
    ["rsa", notFound],
    ["multi-region-replica", notFound],
  ])("of the seed %s", async (seed, expected) => {
    expect(await createWith(get().sandbox.seeds[seed])).toEqual(expected);
  });

  it.each([
    ["a bare key id", "5eed0000-0000-4000-8000-000000000001", notFound],
    ["an alias", "arn:aws:kms:us-east-1:111122223333:alias/ready", notFound],
    [
      "a key that does not exist",
      "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000000",
      notFound,
    ],
  ])("named by %s", async (_name, id, expected) => {
    expect(await createWith(id)).toEqual(expected);
  });

  const arnLike = (value: string) => ({ ArnLike: { "kms:EncryptionContext:aws:logs:arn": value } });
  const six = [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
  ];

  it.each<[string, object, boolean]>([
    ["the documented statement", {}, true],
    ["its Region-wide form", { Condition: arnLike("arn:aws:logs:us-east-1:*:*") }, true],
    ["no condition", { Condition: undefined }, true],
    ["anyone (recorded from AWS)", { Principal: "*", Action: "kms:*", Condition: undefined }, true],
    ["the six actions alone", { Action: six }, true],
    ...six.map((action): [string, object, boolean] => [
      `five of six, without ${action}`,
      { Action: six.filter((one) => one !== action) },
      false,
    ]),
    ["the environment's groups", { Condition: arnLike(`${groupArn.replace("Task", "*")}`) }, true],
    ["exactly the group", { Condition: { StringEquals: arnLike(groupArn).ArnLike } }, true],
    ["the group with :* behind", { Condition: arnLike(`${groupArn}:*`) }, false],
    ["another account", { Condition: arnLike("arn:aws:logs:us-east-1:444455556666:*") }, false],
    ["another environment", { Condition: arnLike(groupArn.replace("demo", "prod")) }, false],
    ["another Region", { Principal: { Service: "logs.us-west-2.amazonaws.com" } }, false],
    ["the service without its Region", { Principal: { Service: "logs.amazonaws.com" } }, false],
    ["another service", { Principal: { Service: "airflow.us-east-1.amazonaws.com" } }, false],
    [
      "an account that is asked for",
      { Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } },
      false,
    ],
    ["no Resource", { Resource: undefined }, false],
    ["no Action", { Action: undefined }, false],
  ])("under %s", async (_name, over, allowed) => {
    const { sandbox } = get();
    const KeyId = sandbox.seeds.ready;
    sandbox.putPolicyRaw(KeyId, policyOf(rootStatement, logsStatement(over)));
    expect(await createWith(KeyId)).toEqual(allowed ? "ok" : notAllowed);
  });

  it("in China asks for China's principal and partition", async () => {
    const { kms, sandbox } = get();
    const region = "cn-north-1";
    const { KeyMetadata } = await kms({ region }).send(new CreateKeyCommand({}));
    const KeyId = KeyMetadata?.Arn ?? "";
    const root = { ...rootStatement, Principal: { AWS: "arn:aws-cn:iam::111122223333:root" } };
    const over = (partition: string, suffix: string) =>
      logsStatement({
        Principal: { Service: `logs.cn-north-1.${suffix}` },
        Condition: arnLike(`arn:${partition}:logs:cn-north-1:111122223333:*`),
      });
    for (const [partition, suffix, expected] of [
      ["aws", "amazonaws.com.cn", "refused"],
      ["aws-cn", "amazonaws.com", "refused"],
      ["aws-cn", "amazonaws.com.cn", "ok"],
    ] as const) {
      const Policy = policyOf(root, over(partition, suffix));
      await kms({ region }).send(new PutKeyPolicyCommand({ KeyId, Policy }));
      const answer = await createWith(KeyId, region);
      expect(answer === "ok" ? "ok" : "refused").toBe(expected);
    }
    expect(sandbox.calls.at(-1)?.region).toBe(region);
  });
});

describe("log groups", () => {
  const get = useSandbox();

  // evidence: recorded from AWS
  it("are described with exactly AWS's members", async () => {
    const { logs, sandbox } = get();
    const kmsKeyId = sandbox.seeds.ready;
    await logs().send(new CreateLogGroupCommand({ logGroupName, kmsKeyId }));
    const again = logs().send(new CreateLogGroupCommand({ logGroupName }));
    expect(await answerOf(again)).toEqual(
      refused("ResourceAlreadyExistsException", "The specified log group already exists"),
    );
    const { logGroups } = await logs().send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
    );
    expect(logGroups).toEqual([
      {
        arn: `${groupArn}:*`,
        creationTime: expect.any(Number),
        deletionProtectionEnabled: false,
        kmsKeyId,
        logGroupArn: groupArn,
        logGroupClass: "STANDARD",
        logGroupName,
        metricFilterCount: 0,
        storedBytes: 0,
      },
    ]);
  });

  it("are found by prefix, in pages, in their own Region", async () => {
    const { logs } = get();
    for (const name of ["p-1", "p-2", "p-3", "q-1"]) {
      await logs().send(new CreateLogGroupCommand({ logGroupName: name }));
    }
    const list = (over: object) =>
      logs().send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "p-", ...over }));
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, nextToken: first.nextToken });
    const names = [first, second].map((answer) => answer.logGroups?.map((group) => group.logGroupName));
    expect(names).toEqual([["p-1", "p-2"], ["p-3"]]);
    expect(second.nextToken).toBeUndefined();
    const away = await logs({ region: "us-west-2" }).send(new DescribeLogGroupsCommand({}));
    expect(away.logGroups).toEqual([]);
    expect(await answerOf(list({ nextToken: "nonsense" }))).toMatchObject({
      code: "InvalidParameterException",
    });
  });

  it("need IAM's permission, a good name, and to be there when deleted", async () => {
    const { logs, sandbox } = get();
    const { reader } = sandbox.principals;
    const create = new CreateLogGroupCommand({ logGroupName: "x" });
    expect(await answerOf(logs({ as: reader }).send(create))).toMatchObject({
      code: "AccessDeniedException",
    });
    expect(await answerOf(logs().send(new CreateLogGroupCommand({ logGroupName: "a b" })))).toMatchObject({
      code: "InvalidParameterException",
    });
    expect(await answerOf(logs().send(new DeleteLogGroupCommand({ logGroupName: "none" })))).toMatchObject({
      code: "ResourceNotFoundException",
    });
  });
});
