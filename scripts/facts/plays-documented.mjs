/** Plays of what AWS documents rather than what was recorded: states, quotas, MWAA, Logs. By the facts' ids. */
import { openTools, policyOf, rootStatement } from "./tools.mjs";

const role = "arn:aws:iam::111122223333:role/Administrator";
const grant = (KeyId) => ({ KeyId, GranteePrincipal: role, Operations: ["Encrypt"] });
const states = [
  "Enabled",
  "Disabled",
  "PendingDeletion",
  "PendingImport",
  "Unavailable",
  "Creating",
  "Updating",
];

/** What a cell of the table of key states takes: "ok", or the codes that it names. */
function takes(cell, code) {
  if (cell.startsWith("ok")) return code === undefined || code === "DryRunOperationException";
  return code !== undefined && cell.includes(code);
}

const inputs = {
  DescribeKey: (KeyId) => ({ KeyId }),
  GetKeyPolicy: (KeyId) => ({ KeyId }),
  PutKeyPolicy: (KeyId) => ({ KeyId, Policy: policyOf(rootStatement) }),
  ListGrants: (KeyId) => ({ KeyId }),
  ListKeyPolicies: (KeyId) => ({ KeyId }),
  ListAliases: (KeyId) => ({ KeyId }),
  RevokeGrant: (KeyId, GrantId) => ({ KeyId, GrantId, DryRun: true }),
  RetireGrant: (KeyId, GrantId) => ({ KeyId, GrantId, DryRun: true }),
  CreateGrant: (KeyId) => ({ ...grant(KeyId), DryRun: true }),
  GenerateDataKey: (KeyId) => ({ KeyId, KeySpec: "AES_256", DryRun: true }),
  Encrypt: (KeyId) => ({ KeyId, Plaintext: Buffer.from("fact"), DryRun: true }),
  ReEncrypt: (KeyId) => ({
    SourceKeyId: KeyId,
    DestinationKeyId: KeyId,
    DryRun: true,
    DryRunModifiers: ["IGNORE_CIPHERTEXT"],
  }),
  DisableKey: (KeyId) => ({ KeyId }),
  ScheduleKeyDeletion: (KeyId) => ({ KeyId }),
};

const environment = (Name, KmsKey) => ({
  Name,
  KmsKey,
  DagS3Path: "dags",
  ExecutionRoleArn: "arn:aws:iam::111122223333:role/demo-execution",
  SourceBucketArn: "arn:aws:s3:::demo-dags",
  NetworkConfiguration: { SubnetIds: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1"] },
});

const create = ({ airflow }, Name, KmsKey) =>
  airflow("PUT", `/environments/${Name}`, environment(Name, KmsKey));

export const documentedPlays = Object.entries({
  "20b8593b0d67": async ({ send, ask, sandbox }, { shape }) => {
    const KeyId = sandbox.seeds.ready;
    const { GrantId } = await send("kms", "CreateGrant", grant(KeyId));
    for (const [rowName, row] of Object.entries(shape.rows)) {
      for (const operation of rowName.split("/")) {
        for (const [column, KeyState] of states.entries()) {
          sandbox.setKey(KeyId, { KeyState });
          const { code } = await ask("kms", operation, inputs[operation](KeyId, GrantId));
          if (!takes(row[column], code)) return false;
        }
      }
    }
    return true;
  },
  "46e4524bc262": async () => {
    const now = Date.now();
    const { quotaCounter } = await import("../../dist/sandbox.js");
    const asked = {
      PutKeyPolicy: 15,
      GetKeyPolicy: 1000,
      ListGrants: 100,
      DescribeKey: 2000,
      CreateGrant: 50,
    };
    return Object.entries(asked).every(([operation, limit]) => {
      const counter = quotaCounter();
      const one = { service: "kms", operation, region: "us-east-1", account: "111122223333" };
      const within = Array.from({ length: limit + 1 }, () => counter(one, now));
      return within.lastIndexOf(true) === limit - 1;
    });
  },
  "243003c8bd12": async () => {
    const clock = { ms: Date.now() };
    const lagging = await openTools({ manners: { lagMs: 60_000 }, now: () => new Date(clock.ms) });
    const { sandbox, send, ask, seeds, close } = lagging;
    const as = sandbox.addPrincipal({ role: "Grantee" });
    const GranteePrincipal = "arn:aws:iam::111122223333:role/Grantee";
    const { GrantToken } = await send("kms", "CreateGrant", {
      KeyId: seeds.ready,
      GranteePrincipal,
      Operations: ["DescribeKey"],
    });
    const describe = async (GrantTokens) =>
      (await ask("kms", "DescribeKey", { KeyId: seeds.ready, GrantTokens }, { as })).code;
    const codes = [await describe(), await describe([GrantToken])];
    clock.ms += 61_000;
    codes.push(await describe());
    await close();
    return codes.map((code) => code ?? "ok").join() === "AccessDeniedException,ok,ok";
  },
  "3a874c70bfc6": async ({ ask, create: make }) => {
    const results = [];
    for (const PendingWindowInDays of [undefined, 6, 7, 30, 31]) {
      const { Arn } = await make();
      const { code, body } = await ask("kms", "ScheduleKeyDeletion", { KeyId: Arn, PendingWindowInDays });
      results.push(code ?? body.PendingWindowInDays);
    }
    return results.join() === "30,ValidationException,7,30,ValidationException";
  },
  af885a3081ac: async (tools) => {
    const { seeds } = tools;
    const statuses = [];
    for (const [name, key] of Object.entries({
      id: seeds.ready.split("/")[1],
      arn: seeds.ready,
      alias: "alias/ready",
      mrk: seeds["multi-region-primary"],
      region: seeds["multi-region-replica"],
      foreign: seeds["other-account"],
      bare: seeds["other-account"].split("/")[1],
    })) {
      statuses.push((await create(tools, name, key)).status);
    }
    return statuses.join() === "200,200,400,400,400,200,400";
  },
  a02dd51774c6: async (tools) => {
    const { seeds } = tools;
    const id = seeds.ready.split("/")[1];
    const forbidden = [
      `mrk-${"0".repeat(32)}`,
      id.toUpperCase(),
      `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${id}`,
      `alias/${"x".repeat(1224)}`,
    ];
    const answers = await Promise.all(forbidden.map((key, at) => create(tools, `e${at}`, key)));
    const alias = await create(tools, "alias", "alias/ready");
    const isOfModel = ({ body }) => /failed to satisfy constraint/.test(body.message);
    return answers.every((answer) => answer.status === 400 && isOfModel(answer)) && !isOfModel(alias);
  },
  d6b904579f15: async ({ send, seeds }) => {
    const { Grants } = await send("kms", "ListGrants", { KeyId: seeds["four-grants"] });
    const service = "airflow.us-east-1.amazonaws.com";
    const use = "Decrypt,Encrypt,GenerateDataKey,GenerateDataKeyWithoutPlaintext,ReEncryptFrom,ReEncryptTo";
    const wanted = {
      "mwaa-grant-for-env-mgmt-role-demo": `CreateGrant,${use.replace("Decrypt,", "Decrypt,DescribeKey,")},RetireGrant`,
      "mwaa-grant-for-lambda-exec-demo": `${use.replace("Decrypt,", "Decrypt,DescribeKey,")},RetireGrant`,
      "mwaa-grant-for-cfn-mgmt-demo": use.replace("Decrypt,", "Decrypt,DescribeKey,"),
      "mwaa-fargate-access-for-demo": `${use.replace("Decrypt,", "Decrypt,DescribeKey,")},RetireGrant`,
    };
    return Object.entries(wanted).every(([name, operations]) => {
      const found = Grants.find(({ Name }) => Name === name);
      const isSame = found.Operations.slice().sort().join() === operations.split(",").sort().join();
      return isSame && found.GranteePrincipal === service && found.RetiringPrincipal === service;
    });
  },
  b08c62c7b1b1: async ({ send, codeOf, seeds }) => {
    const { Grants } = await send("kms", "ListGrants", { KeyId: seeds["four-grants"] });
    const isPlain = Grants.every(
      ({ Name = "a", Operations }) =>
        /^[a-zA-Z0-9:/_-]+$/.test(Name) && Operations.every((name) => /^[A-Za-z]+$/.test(name)),
    );
    const tries = [
      { Operations: ["kms:Encrypt"] },
      { Operations: ["ReEncrypt*"] },
      { Name: " mwaa" },
      { Name: "{env}" },
    ];
    const codes = await Promise.all(
      tries.map((over) => codeOf("kms", "CreateGrant", { ...grant(seeds.ready), ...over })),
    );
    return isPlain && codes.every((code) => code === "ValidationException");
  },
  f99f8b8bbde8: async ({ send, codeOf, seeds, sandbox }) => {
    await send("logs", "CreateLogGroup", { logGroupName: "fact" });
    const associate = (kmsKeyId) => codeOf("logs", "AssociateKmsKey", { logGroupName: "fact", kmsKeyId });
    const missing = `arn:aws:kms:${sandbox.region}:${sandbox.account}:key/none`;
    const code = "InvalidParameterException";
    return (
      (await associate(seeds.ready)) === undefined &&
      (await associate(seeds.ready.split("/")[1])) === code &&
      (await associate(seeds.rsa)) === code &&
      (await associate(seeds.disabled)) === code &&
      (await associate(missing)) === code
    );
  },
  d303f8bace83: async ({ send, isOk, create: make }) => {
    const arn = "arn:aws:logs:us-east-1:111122223333:log-group:fact";
    const results = [];
    for (const value of [arn, `${arn}:*`]) {
      const statement = {
        ...rootStatement,
        Principal: { Service: "logs.us-east-1.amazonaws.com" },
        Condition: { StringEquals: { "kms:EncryptionContext:aws:logs:arn": value } },
      };
      const { Arn } = await make({ Policy: policyOf(rootStatement, statement) });
      results.push(await isOk("logs", "CreateLogGroup", { logGroupName: "fact", kmsKeyId: Arn }));
      if (results.at(-1)) await send("logs", "DeleteLogGroup", { logGroupName: "fact" });
    }
    return results.join() === "true,false";
  },
  "6afd80778f15": async ({ isOk, create: make }) => {
    const statement = {
      Effect: "Allow",
      Principal: { Service: "logs.us-east-1.amazonaws.com" },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*" },
      },
    };
    const { Arn } = await make({ Policy: policyOf(rootStatement, statement) });
    return isOk("logs", "CreateLogGroup", { logGroupName: "fact", kmsKeyId: Arn });
  },
});
