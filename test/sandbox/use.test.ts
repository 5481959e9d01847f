/** Rotation, and the dry runs of what a key is used for. */
import { EncryptCommand, GenerateDataKeyCommand, GetKeyRotationStatusCommand } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import type { SeedName } from "../../src/sandbox/start.js";
import { answerOf, policyOf, refused, rootStatement, useSandbox } from "./clients.js";

describe("GetKeyRotationStatus", () => {
  const get = useSandbox();
  const statusOf = (KeyId: string) => get().kms().send(new GetKeyRotationStatusCommand({ KeyId }));

  it("tells whether, and how often", async () => {
    const { sandbox } = get();
    const KeyId = sandbox.seeds.ready;
    expect(await statusOf(KeyId)).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
    sandbox.setKey(KeyId, { RotationPeriodInDays: 90 });
    expect(await statusOf(KeyId)).toMatchObject({ RotationPeriodInDays: 90 });
    sandbox.setKey(KeyId, { KeyRotationEnabled: false });
    const off = await statusOf(KeyId);
    expect(off).toMatchObject({ KeyRotationEnabled: false });
    expect(off).not.toHaveProperty("RotationPeriodInDays");
  });

  // https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
  it.each<[SeedName, unknown]>([
    ["disabled", true],
    ["pending-deletion", false],
    ["aws-managed", true],
    ["rsa", "UnsupportedOperationException"],
    ["hmac", "UnsupportedOperationException"],
    ["pending-import", "UnsupportedOperationException"],
  ])("of the seed %s", async (seed, expected) => {
    const answer = await statusOf(get().sandbox.seeds[seed]).catch((error) => error);
    expect(answer instanceof Error ? answer.name : answer.KeyRotationEnabled).toBe(expected);
  });

  it("works across accounts where both sides allow it", async () => {
    const { sandbox } = get();
    const KeyId = sandbox.seeds["other-account"];
    expect(await answerOf(statusOf(KeyId))).toMatchObject({ code: "AccessDeniedException" });
    sandbox.putPolicyRaw(KeyId, policyOf(rootStatement));
    expect(await answerOf(statusOf(KeyId))).toBe("ok");
  });

  it("needs its own permission", async () => {
    const { kms, sandbox } = get();
    const client = kms({ as: sandbox.principals.auditor });
    const answer = client.send(new GetKeyRotationStatusCommand({ KeyId: sandbox.seeds.ready }));
    expect(await answerOf(answer)).toMatchObject({ code: "AccessDeniedException" });
  });
});

describe("Encrypt and GenerateDataKey", () => {
  const get = useSandbox();
  const Plaintext = Uint8Array.of(0);
  const tries = (KeyId: string, as = get().sandbox.principals.administrator, DryRun = true) => [
    get().kms({ as }).send(new EncryptCommand({ KeyId, Plaintext, DryRun })),
    get()
      .kms({ as })
      .send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", DryRun })),
  ];
  const dry = refused(
    "DryRunOperationException",
    "The request would have succeeded, but the DryRun option is set.",
  );

  it("end a dry run that would have succeeded as KMS does", async () => {
    const { seeds } = get().sandbox;
    for (const KeyId of [seeds.ready, "alias/ready"])
      for (const answer of tries(KeyId)) expect(await answerOf(answer)).toEqual(dry);
  });

  it.each<[SeedName, string]>([
    ["disabled", "DisabledException"],
    ["pending-deletion", "KMSInvalidStateException"],
    ["rsa", "InvalidKeyUsageException"],
    ["hmac", "InvalidKeyUsageException"],
    ["other-account", "AccessDeniedException"],
  ])("refuse the seed %s: %s", async (seed, code) => {
    for (const answer of tries(get().sandbox.seeds[seed]))
      expect(await answerOf(answer)).toMatchObject({ code });
  });

  it("refuse a caller without the permission", async () => {
    const { principals, seeds } = get().sandbox;
    for (const answer of tries(seeds.ready, principals.auditor))
      expect(await answerOf(answer)).toMatchObject({ code: "AccessDeniedException" });
  });

  it("are dry runs only: the sandbox encrypts nothing", async () => {
    const { principals, seeds } = get().sandbox;
    for (const answer of tries(seeds.ready, principals.administrator, false))
      expect(await answerOf(answer)).toMatchObject({ code: "UnsupportedOperationException" });
  });

  it("want one of the two sizes of a data key", async () => {
    const KeyId = get().sandbox.seeds.ready;
    for (const size of [{}, { KeySpec: "AES_256", NumberOfBytes: 32 } as const])
      expect(
        await answerOf(
          get()
            .kms()
            .send(new GenerateDataKeyCommand({ KeyId, ...size, DryRun: true })),
        ),
      ).toMatchObject({ code: "ValidationException" });
  });
});
