import {
  CreateGrantCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  ListGrantsCommand,
  PutKeyPolicyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import type { KeyFacts, SeedName } from "../../src/sandbox/start.js";
import { answerOf, policyOf, refused, rootStatement, useSandbox } from "./clients.js";

const role = "arn:aws:iam::111122223333:role/Worker";
const dryRun = refused(
  "DryRunOperationException",
  "The request would have succeeded, but the DryRun option is set.",
);

describe("grants", () => {
  const get = useSandbox();
  const create = (over: object = {}) => {
    const { kms, sandbox } = get();
    const wanted = {
      KeyId: sandbox.seeds.ready,
      GranteePrincipal: role,
      Operations: ["Decrypt"] as "Decrypt"[],
    };
    return kms().send(new CreateGrantCommand({ ...wanted, ...over }));
  };

  // evidence: recorded from AWS
  it("are an empty page where there are none", async () => {
    const { kms, sandbox } = get();
    const answer = await kms().send(new ListGrantsCommand({ KeyId: sandbox.seeds.denied }));
    expect(answer).toMatchObject({ Grants: [], Truncated: false });
    expect(answer.NextMarker).toBeUndefined();
  });

  // evidence: API model and the MWAA guide
  it("list MWAA's four and Aurora's two with all their members", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["four-grants"];
    const { Grants = [] } = await kms().send(new ListGrantsCommand({ KeyId }));
    expect(Grants.map((grant) => grant.Name)).toEqual([
      "mwaa-grant-for-env-mgmt-role-demo",
      "mwaa-grant-for-lambda-exec-demo",
      "mwaa-grant-for-cfn-mgmt-demo",
      "mwaa-fargate-access-for-demo",
      undefined,
      undefined,
    ]);
    expect(Grants[0]).toEqual({
      KeyId,
      GrantId: expect.stringMatching(/^[0-9a-f]{64}$/),
      Name: "mwaa-grant-for-env-mgmt-role-demo",
      CreationDate: expect.any(Date),
      GranteePrincipal: "airflow.us-east-1.amazonaws.com",
      RetiringPrincipal: "airflow.us-east-1.amazonaws.com",
      IssuingAccount: "arn:aws:iam::111122223333:root",
      Operations: [
        "Encrypt",
        "Decrypt",
        "ReEncryptFrom",
        "ReEncryptTo",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "CreateGrant",
        "DescribeKey",
        "RetireGrant",
      ],
    });
    expect(Grants[2]?.Operations).not.toContain("RetireGrant");
    const three = await kms().send(new ListGrantsCommand({ KeyId: sandbox.seeds["three-grants"] }));
    expect(three.Grants?.map((grant) => grant.Name)).not.toContain("mwaa-fargate-access-for-demo");
  });

  // evidence: AWS documentation
  it("come in pages, up to 100 at a time", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["four-grants"];
    const list = (over: object) => kms().send(new ListGrantsCommand({ KeyId, ...over }));
    const first = await list({ Limit: 4 });
    expect(first).toMatchObject({ Truncated: true, NextMarker: expect.any(String) });
    const second = await list({ Limit: 4, Marker: first.NextMarker });
    expect(second).toMatchObject({ Truncated: false });
    expect(second.NextMarker).toBeUndefined();
    expect([first.Grants?.length, second.Grants?.length]).toEqual([4, 2]);
    expect((await list({ Limit: 6 })).Truncated).toBe(false);
    expect(await answerOf(list({ Limit: 100 }))).toBe("ok");
    expect(await answerOf(list({ Limit: 101 }))).toEqual(
      refused(
        "ValidationException",
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
      ),
    );
    expect(await answerOf(list({ Marker: "nonsense" }))).toMatchObject({ code: "InvalidMarkerException" });
  });

  it("are found by id and by grantee; not by service principal", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["four-grants"];
    const list = (over: object) => kms().send(new ListGrantsCommand({ KeyId, ...over }));
    const all = (await list({})).Grants ?? [];
    expect((await list({ GrantId: all[1]?.GrantId })).Grants).toEqual([all[1]]);
    expect((await list({ GranteePrincipal: "rds.us-east-1.amazonaws.com" })).Grants).toEqual(all.slice(4));
    const byService = list({ GranteeServicePrincipal: "rds.us-east-1.amazonaws.com" });
    expect(await answerOf(byService)).toMatchObject({ code: "ValidationException" });
  });

  // evidence: AWS documentation
  it("are one for one Name and the same parameters, with a new token each time", async () => {
    const first = await create({ Name: "same" });
    const again = await create({ Name: "same" });
    expect(again.GrantId).toBe(first.GrantId);
    expect(again.GrantToken).not.toBe(first.GrantToken);
    const other = await create({ Name: "same", Operations: ["Encrypt"] });
    expect(other.GrantId).not.toBe(first.GrantId);
    expect((await create()).GrantId).not.toBe((await create()).GrantId);
  });

  // evidence: AWS-validated test
  it("of one Name on two keys are two", async () => {
    const first = await create({ Name: "two-keys" });
    const other = await create({ Name: "two-keys", KeyId: get().sandbox.seeds.denied });
    expect(other.GrantId).not.toBe(first.GrantId);
    expect(await answerOf(create({ KeyId: "invalid" }))).toEqual(
      refused("NotFoundException", "Invalid keyId 'invalid'"),
    );
  });

  it.each<[string, object, string, string | RegExp]>([
    // evidence: field report
    [
      "a group as grantee",
      { GranteePrincipal: "arn:aws:iam::111122223333:group/G" },
      "InvalidArnException",
      "ARN does not refer to a valid principal: arn:aws:iam::111122223333:group/G",
    ],
    // evidence: AWS documentation (the code)
    [
      "a service as grantee",
      { GranteePrincipal: "airflow.us-east-1.amazonaws.com" },
      "InvalidArnException",
      /airflow/,
    ],
    [
      "a name with a space",
      { Name: " mwaa" },
      "ValidationException",
      /at 'name' failed to satisfy constraint/,
    ],
    [
      "an operation with a wildcard",
      { Operations: ["kms:ReEncrypt*"] },
      "ValidationException",
      /enum value set/,
    ],
    ["an operation the key has not", { Operations: ["GenerateMac"] }, "ValidationException", /GenerateMac/],
    ["no grantee", { GranteePrincipal: undefined }, "ValidationException", /Grantee/],
    [
      "a service grantee without a source",
      { GranteePrincipal: undefined, GranteeServicePrincipal: "airflow.us-east-1.amazonaws.com" },
      "ValidationException",
      /SourceArn/,
    ],
  ])("are refused with %s", async (_name, over, code, message) => {
    const text = typeof message === "string" ? message : expect.stringMatching(message);
    expect(await answerOf(create(over))).toEqual({ code, message: text, status: 400 });
  });

  // evidence: the sentence recorded on another operation
  it("are left alone by a dry run", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["wrong-region-statement"];
    const { GrantId } = await create({ KeyId });
    expect(await answerOf(create({ KeyId, DryRun: true }))).toEqual(dryRun);
    expect(await answerOf(kms().send(new RevokeGrantCommand({ KeyId, GrantId, DryRun: true })))).toEqual(
      dryRun,
    );
    expect(await answerOf(kms().send(new RetireGrantCommand({ KeyId, GrantId, DryRun: true })))).toEqual(
      dryRun,
    );
    expect((await kms().send(new ListGrantsCommand({ KeyId }))).Grants).toHaveLength(1);
    await kms().send(new RevokeGrantCommand({ KeyId, GrantId }));
    expect((await kms().send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([]);
    expect(await answerOf(kms().send(new RevokeGrantCommand({ KeyId, GrantId })))).toMatchObject({
      code: "NotFoundException",
    });
  });

  it("are retired by their retiring principal and by a grantee who may, by token, and by nobody else", async () => {
    const { kms, sandbox } = get();
    const { nobody } = sandbox.principals;
    const as = sandbox.addPrincipal({ role: "Worker" });
    const made = await create({ RetiringPrincipal: role });
    const retire = (who: object) => kms(who).send(new RetireGrantCommand({ GrantToken: made.GrantToken }));
    expect(await answerOf(retire({ as: nobody }))).toMatchObject({ code: "AccessDeniedException" });
    expect(await answerOf(retire({ as }))).toBe("ok");
    expect(await answerOf(retire({}))).toMatchObject({ code: "NotFoundException" });
    const self = await create({ Operations: ["RetireGrant"] });
    expect(await answerOf(kms({ as }).send(new RetireGrantCommand({ GrantToken: self.GrantToken })))).toBe(
      "ok",
    );
    const not = await create();
    const answer = await answerOf(kms({ as }).send(new RetireGrantCommand({ GrantToken: not.GrantToken })));
    expect(answer).toMatchObject({ code: "AccessDeniedException" });
    expect(await answerOf(kms().send(new RetireGrantCommand({ GrantToken: "x" })))).toMatchObject({
      code: "InvalidGrantTokenException",
    });
  });

  it("let their grantee do their operations", async () => {
    const { kms, sandbox } = get();
    const as = sandbox.addPrincipal({ role: "Describer" });
    const describe = () => kms({ as }).send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready }));
    expect(await answerOf(describe())).toMatchObject({ code: "AccessDeniedException" });
    const grant = {
      GranteePrincipal: "arn:aws:iam::111122223333:role/Describer",
      Operations: ["DescribeKey"],
    };
    await create({ ...grant, Constraints: { EncryptionContextSubset: { department: "data" } } });
    expect(await answerOf(describe())).toMatchObject({ code: "AccessDeniedException" });
    await create(grant);
    expect(await answerOf(describe())).toBe("ok");
  });
});

describe("key states", () => {
  const get = useSandbox();
  const ok = "ok";
  const invalid = (words: string) => `KMSInvalidStateException: ARN is ${words}.`;

  // evidence: AWS documentation (key-state.md); the texts recorded or documented
  it.each<[KeyFacts["KeyState"], string, string]>([
    ["Enabled", ok, ok],
    ["Disabled", "DisabledException: ARN is disabled.", ok],
    ["PendingDeletion", invalid("pending deletion"), invalid("pending deletion")],
    ["PendingReplicaDeletion", invalid("pending replica deletion"), invalid("pending replica deletion")],
    ["PendingImport", invalid("pending import"), invalid("pending import")],
    ["Unavailable", ok, ok],
    ["Creating", invalid("creating"), invalid("creating")],
    ["Updating", ok, invalid("updating")],
  ])("%s", async (KeyState, createGrant, disableKey) => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds.ready;
    const client = kms();
    const said = async (call: Promise<unknown>) => {
      const answer = await answerOf(call);
      if (typeof answer !== "object") return answer;
      const { code, message } = answer as { code: string; message: string };
      return `${code}: ${message.replace(KeyId, "ARN")}`;
    };
    sandbox.setKey(KeyId, { KeyState });
    expect(await said(client.send(new DescribeKeyCommand({ KeyId })))).toBe(ok);
    expect(await said(client.send(new GetKeyPolicyCommand({ KeyId })))).toBe(ok);
    expect(await said(client.send(new ListGrantsCommand({ KeyId })))).toBe(ok);
    const Policy = policyOf(rootStatement);
    expect(await said(client.send(new PutKeyPolicyCommand({ KeyId, Policy })))).toBe(ok);
    const grant = new CreateGrantCommand({ KeyId, GranteePrincipal: role, Operations: ["Decrypt"] });
    expect(await said(client.send(grant))).toBe(createGrant);
    expect(await said(client.send(new DisableKeyCommand({ KeyId })))).toBe(disableKey);
  });

  it.each<[SeedName, string]>([
    ["disabled", "ok"],
    ["pending-deletion", "refused"],
    ["pending-import", "refused"],
  ])("EnableKey of %s", async (seed, expected) => {
    const { kms, sandbox } = get();
    const answer = await answerOf(kms().send(new EnableKeyCommand({ KeyId: sandbox.seeds[seed] })));
    expect(answer === "ok" ? "ok" : "refused").toBe(expected);
  });
});
