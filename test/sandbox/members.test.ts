import * as logsSdk from "@aws-sdk/client-cloudwatch-logs";
import * as iamSdk from "@aws-sdk/client-iam";
import * as kmsSdk from "@aws-sdk/client-kms";
import * as stsSdk from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { isRefusal } from "../../src/sandbox/members.js";
import { checkMembers, object } from "../../src/sandbox/shapes.js";
import { kmsShapes } from "../../src/sandbox/shapes-kms.js";
import { logsShapes } from "../../src/sandbox/shapes-logs.js";
import { iamShapes, stsShapes } from "../../src/sandbox/shapes-rest.js";
import { policyOf, rootStatement, useSandbox } from "./clients.js";
import { type Forbidden, forbiddenInputs } from "./forbidden.js";
import { type RawAnswer, sendForm, sendJson } from "./raw.js";

const key = "5eed0000-0000-4000-8000-000000000001";
const role = "arn:aws:iam::111122223333:role/Administrator";
const group = "arn:aws:logs:us-east-1:111122223333:log-group:airflow-recreated-Task";
const bytes = Buffer.from("text").toString("base64");

/** A value for each member that some operation requires. */
const sane: Readonly<Record<string, unknown>> = {
  KeyId: key,
  TargetKeyId: key,
  DestinationKeyId: key,
  SourceKeyId: key,
  AliasName: "alias/new",
  Operations: ["Encrypt"],
  GranteePrincipal: role,
  RetiringPrincipal: role,
  GrantId: "1",
  Plaintext: bytes,
  CiphertextBlob: bytes,
  KeySpec: "AES_256",
  KeyPairSpec: "RSA_2048",
  Policy: policyOf(rootStatement),
  ReplicaRegion: "eu-west-1",
  Tags: [],
  TagKeys: ["a"],
  Description: "",
  WrappingAlgorithm: "RSAES_OAEP_SHA_256",
  WrappingKeySpec: "RSA_2048",
  logGroupName: "airflow-recreated-Task",
  kmsKeyId: `arn:aws:kms:us-east-1:111122223333:key/${key}`,
  resourceArn: group,
  tags: { a: "b" },
  tagKeys: ["a"],
  retentionInDays: 7,
  RoleArn: role,
  RoleSessionName: "session",
  RoleName: "demo-execution",
  PolicyName: "airflow",
  PolicyArn: "arn:aws:iam::111122223333:policy/demo-execution-key",
  VersionId: "v1",
  AssumeRolePolicyDocument: policyOf(),
};

/** All inputs of a service that its SDK's schemas forbid, with the operation of each. */
function allForbidden(sdk: object, operations: readonly string[], isText = false) {
  return operations.flatMap((operation) => {
    const input = (sdk as Record<string, unknown>)[`${operation}Request$`] ?? 0;
    const names = (input as readonly unknown[])[4] as readonly string[] | undefined;
    const required = (names ?? []).slice(0, Number((input as readonly unknown[])[6] ?? 0));
    const base = Object.fromEntries(required.map((name) => [name, sane[name]]));
    return forbiddenInputs(input as never, base, isText).map((one) => ({ operation, ...one }));
  });
}

/** The refusals of members, and not those of a key that is not there. */
const ofMembers = /^(ValidationException|SerializationException|InvalidParameterException|ValidationError)$/;

async function refusals(
  all: readonly (Forbidden & { operation: string })[],
  ask: (operation: string, input: Forbidden["input"]) => Promise<RawAnswer>,
) {
  const answers = await Promise.all(
    all.map(async ({ operation, what, input }) => ({ operation, what, ...(await ask(operation, input)) })),
  );
  return {
    broken: answers.filter(({ status }) => status >= 500),
    taken: answers
      .filter(({ code }) => !ofMembers.test(code ?? ""))
      .map(({ operation, what, code }) => ({ operation, what, code })),
  };
}

describe("inputs that the API model forbids, made from the SDK's own schemas", () => {
  const get = useSandbox();

  it.each([
    ["kms", kmsSdk, kmsShapes, 500],
    ["logs", logsSdk, logsShapes, 100],
  ] as const)("are refused by %s, all of them", async (service, sdk, shapes, least) => {
    const all = allForbidden(sdk, Object.keys(shapes));
    expect(all.length).toBeGreaterThan(least);
    const refuses = ({ operation, input }: (typeof all)[number]): boolean => {
      try {
        checkMembers(shapes[operation] ?? object({}), input);
        return false;
      } catch (error) {
        return isRefusal(error);
      }
    };
    expect(all.filter((one) => !refuses(one))).toEqual([]);
    // And over the wire some of them, of every operation.
    const some = all.filter((_, at) => at % 15 === 0);
    const ask = (operation: string, input: object) => sendJson(get().sandbox, service, operation, input);
    expect(await refusals(some, ask)).toEqual({ broken: [], taken: [] });
  });

  it.each([
    ["sts", stsSdk, Object.keys(stsShapes)],
    ["iam", iamSdk, Object.keys(iamShapes)],
  ] as const)("are refused by %s, where text can be wrong", async (service, sdk, operations) => {
    const all = allForbidden(sdk, operations, true);
    expect(all.length).toBeGreaterThan(1);
    const ask = (operation: string, input: Forbidden["input"]) =>
      sendForm(get().sandbox, service, operation, input);
    expect(await refusals(all, ask)).toEqual({ broken: [], taken: [] });
  });

  // evidence: the API models (lengths, patterns, choices), and the form of the sentence recorded from AWS
  it.each<[string, object, string]>([
    [
      "DescribeKey",
      { KeyId: "" },
      "Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "DescribeKey",
      { KeyId: key, GrantTokens: Array(11).fill("x") },
      "at 'grantTokens' failed to satisfy constraint: Member must have length less than or equal to 10",
    ],
    [
      "GetKeyPolicy",
      { KeyId: key, PolicyName: "a b" },
      "Value 'a b' at 'policyName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w]+",
    ],
    [
      "EnableKeyRotation",
      { KeyId: key, RotationPeriodInDays: 89 },
      "Value '89' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value greater than or equal to 90",
    ],
    [
      "CreateGrant",
      { KeyId: key, GranteePrincipal: role, Operations: ["encrypt"] },
      "Value 'encrypt' at 'operations.1.member' failed to satisfy constraint: Member must satisfy enum value set: [Decrypt, ",
    ],
    [
      "CreateGrant",
      { KeyId: key, Operations: ["Encrypt"], Constraints: { SourceArn: "arn" } },
      "2 validation errors detected: Value 'arn' at 'constraints.sourceArn' failed to satisfy constraint: Member must have length greater than or equal to 20; Value 'arn' at 'constraints.sourceArn'",
    ],
    [
      "TagResource",
      { KeyId: key, Tags: [{ TagKey: "", TagValue: "x" }] },
      "Value '' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "TagResource",
      { KeyId: key, Tags: [{ TagKey: "a" }] },
      "Value null at 'tags.1.member.tagValue' failed to satisfy constraint: Member must not be null",
    ],
    [
      "CreateAlias",
      {},
      "2 validation errors detected: Value null at 'aliasName' failed to satisfy constraint: Member must not be null; Value null at 'targetKeyId'",
    ],
    [
      "CreateKey",
      { KeyUsage: "ENCRYPT" },
      "Value 'ENCRYPT' at 'keyUsage' failed to satisfy constraint: Member must satisfy enum value set: [",
    ],
    [
      "ReplicateKey",
      { KeyId: key, ReplicaRegion: "Europe" },
      "Value 'Europe' at 'replicaRegion' failed to satisfy constraint: Member must satisfy regular expression pattern: ",
    ],
    [
      "Encrypt",
      { KeyId: key, Plaintext: Buffer.alloc(4097).toString("base64") },
      "at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    ],
  ])("%s %j", async (operation, input, sentence) => {
    const answer = await sendJson(get().sandbox, "kms", operation, input);
    expect(answer).toMatchObject({ status: 400, code: "ValidationException" });
    expect(JSON.parse(answer.text).Message).toContain(sentence);
  });

  it("are refused before anyone asks who may", async () => {
    const { sandbox } = get();
    const nobody = { ...sandbox, credentials: sandbox.principals.nobody };
    const wrong = { KeyId: key, Policy: "€" };
    expect((await sendJson(nobody, "kms", "PutKeyPolicy", wrong)).code).toBe("ValidationException");
    const plain = { KeyId: key, Policy: policyOf(rootStatement) };
    expect((await sendJson(nobody, "kms", "PutKeyPolicy", plain)).code).toBe("AccessDeniedException");
  });

  it.each(["[]", "null", "7", '"text"', "{", "", '{"KeyId":'.repeat(2000), "[".repeat(100_000)])(
    "a body like %.20j",
    async (body) => {
      const answer = await sendJson(get().sandbox, "kms", "DescribeKey", body);
      expect(answer).toMatchObject({ status: 400, code: "SerializationException" });
    },
  );

  it("does not make a grant of a dry run that is a text", async () => {
    const { sandbox } = get();
    const before = sandbox.keyOf(sandbox.seeds.ready).Grants.length;
    const input = { KeyId: key, GranteePrincipal: role, Operations: ["Encrypt"], DryRun: "true" };
    expect(await sendJson(sandbox, "kms", "CreateGrant", input)).toMatchObject({
      code: "SerializationException",
    });
    expect(sandbox.keyOf(sandbox.seeds.ready).Grants).toHaveLength(before);
  });

  it("names an operation that it does not know", async () => {
    const answer = await sendJson(get().sandbox, "kms", "ImportKeyMaterial", {});
    expect(answer).toMatchObject({ status: 400, code: "UnknownOperationException" });
    expect(answer.text).toContain("The sandbox has no operation kms:ImportKeyMaterial.");
  });
});
