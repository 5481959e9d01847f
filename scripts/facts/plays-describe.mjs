/** Plays on keys as things: DescribeKey, CreateKey, ReplicateKey, and how they refuse. By the facts' ids. */
import { body } from "./tools.mjs";

const uuid = "12345678-1234-4234-8234-123456789012";
const elsewhere = { region: "ap-southeast-1" };
const arnOf = ({ region, account }, id) => `arn:aws:kms:${region}:${account}:key/${id}`;
const describedAs = (KeyId) => (tools) => tools.describe(KeyId);
const created = async ({ ask }, input) => body(await ask("kms", "CreateKey", input), "KeyMetadata");

async function replicated({ create, send, ask }) {
  const { Arn } = await create({ MultiRegion: true });
  const ReplicaRegion = elsewhere.region;
  const replica = await ask("kms", "ReplicateKey", { KeyId: Arn, ReplicaRegion });
  return { Arn, replica: replica.body.ReplicaKeyMetadata.Arn, answer: replica, send };
}

export const describePlays = Object.entries({
  "4977d0ea8597": async ({ create, describe }, { shape }) =>
    describe((await create({ Description: shape.Description })).Arn),
  c199fe8c83a8: async ({ seeds, describe }) => describe(seeds.ready.split("/")[1], elsewhere),
  "6851fbab8cd9": async ({ seeds, describe }) => describe(seeds.ready, elsewhere),
  "5ee9ad4c5849": describedAs(uuid),
  "0bbefd725b89": ({ sandbox, describe }) => describe(arnOf(sandbox, uuid)),
  "03ecc8f59cce": describedAs(`mrk-${"0123456789abcdef".repeat(2)}`),
  "12b5b59222fc": describedAs("fake-key-id"),
  c8b5b724bc4a: describedAs("134f2428cec14b25a1ae9048164dba47"),
  e59ba7571ab2: describedAs("mrk-fake-key-id"),
  a835096a27a3: describedAs("auto"),
  b155219b0929: async ({ create, send, describe, sandbox }, { shape }) => {
    const { Arn } = await create({ Description: shape.Description });
    await send("kms", "CreateAlias", { AliasName: "alias/fact", TargetKeyId: Arn });
    return describe(`arn:aws:kms:${sandbox.region}:${sandbox.account}:alias/fact`);
  },
  "5f5afd1e814a": async ({ create, describe }, { shape }) => {
    const { Description, KeySpec, KeyUsage } = shape;
    return describe((await create({ Description, KeySpec, KeyUsage })).Arn);
  },
  "06a2fe4fb258": (tools, { shape }) => created(tools, { MultiRegion: true, Description: shape.Description }),
  "2ced301495fc": async (tools) => body((await replicated(tools)).answer, "ReplicaKeyMetadata"),
  d775f607a659: async (tools) => tools.describe((await replicated(tools)).replica, elsewhere),
  "2232d0e8f3ee": async ({ create, describe }) =>
    describe((await create({ MultiRegion: true })).KeyId, elsewhere),
  "8ff4a90becc9": async (tools) => {
    const { replica } = await replicated(tools);
    return tools.ask("kms", "ReplicateKey", { KeyId: replica, ReplicaRegion: "eu-west-1" }, elsewhere);
  },
  "4616ea012071": (tools) => created(tools, { Origin: "EXTERNAL", Description: "fact" }),
  "7cac7ad1337c": async ({ create }) =>
    /^mrk-[0-9a-f]{32}$/.test((await create({ MultiRegion: true })).KeyId),
  beedc20e9ecc: ({ ask }) => ask("kms", "CreateKey", { KeySpec: "HMAC_random" }),
  cdea1c64aaba: ({ ask }) =>
    ask("kms", "CreateKey", { Tags: [{ TagKey: "fact", TagValue: "v".repeat(257) }] }),
  adc627a5c8e9: describedAs("alias/none"),
  a3a8cf421aa1: ({ sandbox, describe }) => describe(sandbox.seeds.ready, { as: sandbox.principals.nobody }),
  af36d965edb2: async ({ seeds, describe }) => {
    const { KeyManager, Origin, KeyUsage } = (await describe(seeds["aws-managed"])).body;
    return { body: { KeyManager, Origin, KeyUsage } };
  },
  "90853c90d49d": async ({ create, send, describe }) => {
    const { Arn } = await create();
    await send("kms", "ScheduleKeyDeletion", { KeyId: Arn });
    const { Enabled, KeyState, DeletionDate } = (await describe(Arn)).body;
    return Enabled === false && KeyState === "PendingDeletion" && DeletionDate instanceof Date;
  },
  "084300ee30ca": async ({ create, send, describe }) => {
    const { Arn } = await create();
    await send("kms", "ScheduleKeyDeletion", { KeyId: Arn });
    await send("kms", "CancelKeyDeletion", { KeyId: Arn });
    const { Enabled, KeyState, DeletionDate } = (await describe(Arn)).body;
    return Enabled === false && KeyState === "Disabled" && DeletionDate === undefined;
  },
  "643b7911709d": async ({ seeds, codeOf }) =>
    (await codeOf("kms", "ScheduleKeyDeletion", { KeyId: seeds["pending-deletion"] })) ===
    "KMSInvalidStateException",
});
