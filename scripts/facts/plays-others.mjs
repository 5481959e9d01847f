/** Plays on the use of keys, and on the services around KMS. By the facts' ids. */
import { openTools, policyOf, rootStatement } from "./tools.mjs";

const refusedUse =
  (code) =>
  async ({ codeOf, seeds }, _fact, state) =>
    (await codeOf("kms", "GenerateDataKey", { KeyId: seeds[state], KeySpec: "AES_256" })) === code;
const encrypt = ({ ask }, KeyId, over = {}) =>
  ask("kms", "Encrypt", { KeyId, Plaintext: Buffer.from("fact"), DryRun: true, ...over });
const putObject = ({ ask }, SSEKMSKeyId) =>
  ask("s3", "PutObject", {
    Bucket: "demo-plain",
    Key: "fact.txt",
    Body: "fact",
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId,
  });
const group = (logGroupName, kmsKeyId) => ["logs", "CreateLogGroup", { logGroupName, kmsKeyId }];
const lets = (tools, name) =>
  tools.ask("logs", "CreateLogGroup", { logGroupName: "airflow-fact-Task", kmsKeyId: tools.seeds[name] });

export const otherPlays = Object.entries({
  "7cfc86f5514e": (tools) => encrypt(tools, tools.seeds["pending-import"]),
  "3d29272f0293": ({ ask, seeds }) => ask("kms", "RotateKeyOnDemand", { KeyId: seeds.disabled }),
  e7fd1503a95e: ({ ask, seeds }) => ask("kms", "RotateKeyOnDemand", { KeyId: seeds.rsa }),
  "82ee62962880": async (tools) => {
    const { Arn } = await tools.create({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" });
    return encrypt(tools, Arn);
  },
  a92dbff1feb6: ({ ask, seeds }) =>
    ask("kms", "GetParametersForImport", {
      KeyId: seeds.ready,
      WrappingAlgorithm: "RSAES_OAEP_SHA_256",
      WrappingKeySpec: "RSA_2048",
    }),
  "7b3f342f7afa": ({ ask, seeds }) =>
    ask("kms", "GenerateDataKeyPair", { KeyId: seeds.ready, KeyPairSpec: "RSA_2048", DryRun: true }),
  "10e0b5f624d4": ({ ask, seeds }) =>
    ask("kms", "CreateAlias", { AliasName: "fact", TargetKeyId: seeds.ready }),
  "4984ed23c5de": (tools) => putObject(tools, "fake-key-id"),
  "109ddf04551a": (tools) => putObject(tools, "134f2428-cec1-4b25-a1ae-9048164dba47"),
  "1a0f0ee7e35d": (tools) => putObject(tools, tools.seeds["multi-region-replica"]),
  "3bb64b191372": (tools) => putObject(tools, tools.seeds.disabled),
  "72668ba44006": async (tools) => {
    await putObject(tools, tools.seeds.ready);
    await tools.send("kms", "ScheduleKeyDeletion", { KeyId: tools.seeds.ready });
    return tools.ask("s3", "GetObject", { Bucket: "demo-plain", Key: "fact.txt" });
  },
  "9d1d3c45fc21": ({ ask }) => ask("s3", "HeadBucket", { Bucket: "demo-dags" }),
  "472797ffed31": async ({ ask }) => {
    const { status, code } = await ask("s3", "HeadBucket", { Bucket: "none" });
    // Without a body there is nothing but the status: the SDKs make a code and a text of it, each its own.
    return status === 404 && ["404", "NotFound"].includes(code)
      ? { status, code: "404", message: "Not Found" }
      : { status, code, message: "" };
  },
  bd038234bc19: ({ ask }) =>
    ask("sts", "AssumeRole", { RoleArn: "nothing-valid-in-here", RoleSessionName: "Session1" }),
  f7267c667ba5: ({ ask }) =>
    ask("sts", "AssumeRole", {
      RoleArn: "arn:aws:iam::111122223333:role/Administrator",
      RoleSessionName: "Session1:2",
    }),
  "121b3549f029": async ({ ask, send, create }) => {
    const everyone = { ...rootStatement, Principal: "*" };
    const { Arn } = await create({ Policy: policyOf(everyone) });
    await send(...group("fact", Arn));
    return ask("logs", "DescribeLogGroups", { logGroupNamePrefix: "fact" });
  },
  "1a9759ba910d": async ({ ask, send }) => {
    await send(...group("fact"));
    return ask(...group("fact"));
  },
  d2a6c56070b8: ({ ask }) =>
    ask("iam", "CreateRole", { RoleName: "fact", AssumeRolePolicyDocument: "{ no JSON" }),
  "8e629ebc8a60": ({ ask, seeds, sandbox }) =>
    ask("kms", "ListKeyRotations", { KeyId: seeds["other-account"] }, { as: sandbox.credentials }),
  d5825887cf89: ({ ask, seeds }) => ask("kms", "GetKeyRotationStatus", { KeyId: seeds["pending-import"] }),
  f90f974d090e: (tools, fact) => refusedUse("DisabledException")(tools, fact, "disabled"),
  c63ef78f44b4: (tools, fact) => refusedUse("KMSInvalidStateException")(tools, fact, "pending-deletion"),
  e96b06254a70: async (tools) => {
    const { seeds } = tools;
    const alias = "alias/ready";
    const names = [seeds.ready, seeds.ready.split("/")[1], alias, `${seeds.ready.split("key/")[0]}${alias}`];
    const answers = await Promise.all(names.map((KeyId) => encrypt(tools, KeyId)));
    return answers.every(({ code }) => code === "DryRunOperationException");
  },
  b8303475d961: async () => {
    const throttling = await openTools({ quotas: true });
    const { ask, seeds, close } = throttling;
    const asked = Array.from({ length: 20 }, () =>
      ask("kms", "PutKeyPolicy", { KeyId: seeds.ready, Policy: policyOf(rootStatement) }),
    );
    const answers = await Promise.all(asked);
    await close();
    return answers.find(({ code }) => code !== undefined) ?? { status: 200, body: {} };
  },
  "9335ab4621d8": ({ ask, seeds }) =>
    ask(
      "kms",
      "DescribeKey",
      { KeyId: seeds.ready },
      { as: { accessKeyId: "NONE", secretAccessKey: "none" } },
    ),
  "8e103e95b7f7": async () => {
    const skewed = await openTools({ fault: () => ({ kind: "clock-skew" }) });
    const answer = await skewed.ask("kms", "DescribeKey", { KeyId: skewed.seeds.ready });
    await skewed.close();
    return answer;
  },
  eed4847dd1b2: (tools) => lets(tools, "lacks-statement"),
  "4b68bfea771b": ({ ask, seeds }) => ask(...group("airflow-fact-Task", seeds.ready.split("/")[1])),
  a5c2eed8675c: async (_tools, fact) => {
    const now = { ms: Date.now() };
    const lagging = await openTools({ manners: { lagMs: 60_000 }, now: () => new Date(now.ms) });
    const { seeds, sandbox, send, close } = lagging;
    await send("kms", "PutKeyPolicy", {
      KeyId: seeds["lacks-statement"],
      Policy: JSON.stringify(JSON.parse(sandbox.policyOf(seeds.ready))),
    });
    const first = await lets(lagging, "lacks-statement");
    now.ms += 61_000;
    const second = await lets(lagging, "lacks-statement");
    await close();
    const isGone = second.code === undefined;
    return {
      ...first,
      message: isGone && /not allowed to be used/.test(first.message) ? fact.message : first.message,
    };
  },
});
