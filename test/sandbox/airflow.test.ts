import { ListGrantsCommand, paginateListGrants } from "@aws-sdk/client-kms";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/start.js";
import { clientsOf, policyOf, rootStatement } from "./clients.js";
import { type RawAnswer, send } from "./raw.js";

const service = "airflow.us-east-1.amazonaws.com";
const four = (name: string) => [
  `mwaa-grant-for-env-mgmt-role-${name}`,
  `mwaa-grant-for-lambda-exec-${name}`,
  `mwaa-grant-for-cfn-mgmt-${name}`,
  `mwaa-fargate-access-for-${name}`,
];

describe("MWAA's environments", () => {
  let sandbox: Sandbox;
  let closeAll = (): void => undefined;
  const clock = { ms: Date.now() };
  const open = async (options: SandboxOptions = {}) => {
    clock.ms = Date.now();
    sandbox = await startSandbox({ now: () => new Date(clock.ms), ...options });
    const clients = clientsOf(sandbox);
    closeAll = clients.closeAll;
    return clients;
  };
  afterEach(async () => {
    closeAll();
    await sandbox.close();
  });

  const ask = (method: string, path: string, body?: object): Promise<RawAnswer> =>
    send(sandbox, "airflow", { method, path, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const environment = async (name: string) =>
    JSON.parse((await ask("GET", `/environments/${name}`)).text).Environment;
  const creation = (KmsKey?: string) => ({
    KmsKey,
    DagS3Path: "dags",
    ExecutionRoleArn: "arn:aws:iam::111122223333:role/demo-execution",
    SourceBucketArn: "arn:aws:s3:::demo-dags",
    NetworkConfiguration: { SubnetIds: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1"] },
  });

  it("are listed a page at a time, and shown with the members of the API", async () => {
    await open();
    const first = JSON.parse((await ask("GET", "/environments?MaxResults=4")).text);
    expect(first.Environments).toEqual(["analytics", "creating", "demo", "etl"]);
    const path = `/environments?MaxResults=4&NextToken=${first.NextToken}`;
    expect(JSON.parse((await ask("GET", path)).text)).toEqual({ Environments: ["etl2", "plain"] });
    expect(await environment("demo")).toMatchObject({
      Name: "demo",
      Arn: "arn:aws:airflow:us-east-1:111122223333:environment/demo",
      Status: "AVAILABLE",
      KmsKey: sandbox.seeds["four-grants"],
      ExecutionRoleArn: "arn:aws:iam::111122223333:role/demo-execution",
      LoggingConfiguration: {
        TaskLogs: {
          CloudWatchLogGroupArn: "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-Task",
          Enabled: true,
          LogLevel: "INFO",
        },
      },
    });
    expect(await environment("plain")).not.toHaveProperty("KmsKey");
  });

  it.each([
    ["GET", "/environments/none", 404, "ResourceNotFoundException"],
    ["GET", "/environments/9", 400, "ValidationException"],
    ["GET", "/environments?MaxResults=0", 400, "ValidationException"],
    ["GET", "/environments?MaxResults=many", 400, "SerializationException"],
    ["POST", "/environments", 404, "UnknownOperationException"],
    ["GET", "/environments/%E0%A4%A", 400, "SerializationException"],
  ])("refuse %s %s", async (method, path, status, code) => {
    await open();
    expect(await ask(method, path)).toMatchObject({ status, code });
  });

  it("are hidden from those who may not see them", async () => {
    await open();
    const nobody = { ...sandbox, credentials: sandbox.principals.nobody };
    const answer = await send(nobody, "airflow", { method: "GET", path: "/environments" });
    expect(answer).toMatchObject({ status: 403, code: "AccessDeniedException" });
  });

  it.each(["principal", "service-principal"] as const)(
    "bring their grants one by one while they are made, by %s, and take the four with them",
    async (grantShape) => {
      const { kms } = await open({ manners: { creationMs: 60_000, grantShape } });
      const KeyId = sandbox.seeds.ready;
      const grants = async () => (await kms().send(new ListGrantsCommand({ KeyId }))).Grants ?? [];
      expect((await ask("PUT", "/environments/new", creation(KeyId))).status).toBe(200);
      const counts = [];
      for (let step = 0; step < 7; step++) {
        counts.push((await grants()).length);
        clock.ms += 60_000 / 7 + 1;
      }
      expect(counts).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect((await environment("new")).Status).toBe("AVAILABLE");
      const [first] = await grants();
      expect((await grants()).map(({ Name }) => Name).filter(Boolean)).toEqual(four("new"));
      const own =
        grantShape === "principal"
          ? { GranteePrincipal: service, RetiringPrincipal: service }
          : {
              GranteeServicePrincipal: service,
              RetiringServicePrincipal: service,
              Constraints: { SourceArn: "arn:aws:airflow:us-east-1:111122223333:environment/new" },
            };
      expect(first).toMatchObject(own);
      expect((await ask("DELETE", "/environments/new")).status).toBe(200);
      expect((await environment("new")).Status).toBe("DELETING");
      expect((await grants()).map(({ Name }) => Name)).toEqual([undefined, undefined]);
      clock.ms += 60_001;
      expect((await ask("GET", "/environments/new")).status).toBe(404);
    },
  );

  it("fail in the words of field reports where the key does not let Logs in", async () => {
    await open({ manners: { creationMs: 1000 } });
    await ask("PUT", "/environments/new", creation(sandbox.seeds["lacks-statement"]));
    clock.ms += 1001;
    const { Status, LastUpdate } = await environment("new");
    expect(Status).toBe("CREATE_FAILED");
    expect(LastUpdate.Error.ErrorCode).toBe("INCORRECT_CONFIGURATION");
  });

  it.each([
    ["an alias", "alias/ready", 400],
    ["a multi-Region key", "multi-region-primary", 400],
    ["a disabled key", "disabled", 400],
    ["an asymmetric key", "rsa", 400],
    ["a key of another account", "other-account", 200],
  ] as const)("%s", async (_name, key, status) => {
    await open();
    const named = key.startsWith("alias/") ? key : sandbox.seeds[key as "rsa"];
    expect((await ask("PUT", "/environments/new", creation(named))).status).toBe(status);
  });

  it("need the creator's right to make grants through MWAA, and no other", async () => {
    await open();
    const KeyId = sandbox.seeds.ready;
    const statement = (Condition: object) =>
      policyOf({ ...rootStatement, Action: "kms:*", Condition }, { ...rootStatement, Action: "kms:Put*" });
    const viaMwaa = {
      StringEquals: { "kms:ViaService": service },
      Bool: { "kms:GrantIsForAWSResource": true },
    };
    sandbox.putPolicyRaw(KeyId, statement(viaMwaa));
    expect((await ask("PUT", "/environments/new", creation(KeyId))).status).toBe(200);
    sandbox.putPolicyRaw(
      KeyId,
      statement({ StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } }),
    );
    expect(await ask("PUT", "/environments/newer", creation(KeyId))).toMatchObject({ status: 403 });
  });
});

describe("grants of several environments on one key", () => {
  it("come one a page with empty pages in between, and tell whose they are", async () => {
    const sandbox = await startSandbox({ manners: { emptyPages: true } });
    const { kms, closeAll } = clientsOf(sandbox);
    const pages = paginateListGrants({ client: kms() }, { KeyId: sandbox.seeds["several-environments"] });
    const sizes: number[] = [];
    const grantees = new Map<string, number>();
    const names: string[] = [];
    for await (const { Grants = [] } of pages) {
      sizes.push(Grants.length);
      for (const { GranteePrincipal = "", Name } of Grants) {
        grantees.set(GranteePrincipal, (grantees.get(GranteePrincipal) ?? 0) + 1);
        if (Name !== undefined) names.push(Name);
      }
    }
    closeAll();
    await sandbox.close();
    expect(sizes).toEqual(Array.from({ length: 42 }, (_, at) => at % 2));
    expect(names).toEqual(["etl", "etl2", "retired"].flatMap(four));
    expect(Object.fromEntries(grantees)).toEqual({
      [service]: 12,
      "rds.us-east-1.amazonaws.com": 6,
      "sqs.us-east-1.amazonaws.com": 1,
      "secretsmanager.us-east-1.amazonaws.com": 1,
      "dynamodb.us-east-1.amazonaws.com": 1,
    });
  });

  it("can be added by a test, at once or one after the other", async () => {
    const clock = { ms: 1_800_000_000_000 };
    const sandbox = await startSandbox({ now: () => new Date(clock.ms) });
    const { kms, closeAll } = clientsOf(sandbox);
    const KeyId = sandbox.seeds.ready;
    const count = async () => (await kms().send(new ListGrantsCommand({ KeyId }))).Grants?.length;
    sandbox.addMwaaGrants(KeyId, "a", { shape: "service-principal", children: true });
    expect(await count()).toBe(9);
    sandbox.addMwaaGrants(KeyId, "b", { overMs: 7000 });
    expect(await count()).toBe(9);
    clock.ms += 2001;
    expect(await count()).toBe(11);
    sandbox.setGrants(KeyId, []);
    expect(await count()).toBe(0);
    closeAll();
    await sandbox.close();
  });
});
