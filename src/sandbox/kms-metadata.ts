/** What DescribeKey tells of a key: its kinds and their algorithms. Knows no caller. */
import type { JsonObject, StoredKey } from "./model.js";
import { accountOf, keyArn, keyIdOf } from "./names.js";

/** What a request that names no usage means. */
export const defaultUsage = "ENCRYPT_DECRYPT";

const ecdsa: Readonly<Record<string, string>> = {
  ECC_NIST_P256: "ECDSA_SHA_256",
  ECC_NIST_P384: "ECDSA_SHA_384",
  ECC_NIST_P521: "ECDSA_SHA_512",
  ECC_SECG_P256K1: "ECDSA_SHA_256",
};

/** The usages that each spec allows. https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const usages: Readonly<Record<string, readonly string[]>> = {
  SYMMETRIC_DEFAULT: ["ENCRYPT_DECRYPT"],
  RSA_2048: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  RSA_3072: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  RSA_4096: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  ECC_NIST_P256: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  ECC_NIST_P384: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  ECC_NIST_P521: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  ECC_SECG_P256K1: ["SIGN_VERIFY"],
  HMAC_224: ["GENERATE_VERIFY_MAC"],
  HMAC_256: ["GENERATE_VERIFY_MAC"],
  HMAC_384: ["GENERATE_VERIFY_MAC"],
  HMAC_512: ["GENERATE_VERIFY_MAC"],
};

const rsaEncryption = ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"];
const rsaSigning = ["SHA_256", "SHA_384", "SHA_512"].flatMap((hash) => [
  `RSASSA_PKCS1_V1_5_${hash}`,
  `RSASSA_PSS_${hash}`,
]);

/** The algorithms that DescribeKey names for a key; members that do not apply are absent, not empty. */
function algorithmsOf({ KeySpec, KeyUsage }: StoredKey): JsonObject {
  if (KeySpec === "SYMMETRIC_DEFAULT") return { EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"] };
  if (KeySpec.startsWith("HMAC_")) return { MacAlgorithms: [KeySpec.replace("HMAC_", "HMAC_SHA_")] };
  if (KeyUsage === "KEY_AGREEMENT") return { KeyAgreementAlgorithms: ["ECDH"] };
  if (KeyUsage !== "SIGN_VERIFY") return { EncryptionAlgorithms: rsaEncryption };
  const curve = ecdsa[KeySpec];
  return { SigningAlgorithms: curve === undefined ? rsaSigning : [curve] };
}

/** The KeyMetadata of a key, with exactly the members that KMS was recorded to send for its kind and state. */
export function metadataOf(key: StoredKey): JsonObject {
  const waiting = key.KeyState === "PendingImport" || key.KeyState === "Creating";
  return {
    AWSAccountId: accountOf(key.Arn),
    Arn: key.Arn,
    CreationDate: key.CreationDate,
    ...(key.CurrentKeyMaterialId === undefined || waiting
      ? {}
      : { CurrentKeyMaterialId: key.CurrentKeyMaterialId }),
    CustomerMasterKeySpec: key.KeySpec,
    ...(key.DeletionDate === undefined ? {} : { DeletionDate: key.DeletionDate }),
    Description: key.Description,
    Enabled: key.KeyState === "Enabled",
    ...algorithmsOf(key),
    KeyId: keyIdOf(key.Arn),
    KeyManager: key.KeyManager,
    KeySpec: key.KeySpec,
    KeyState: key.KeyState,
    KeyUsage: key.KeyUsage,
    MultiRegion: key.MultiRegionKeyType !== undefined,
    ...multiRegionOf(key),
    Origin: key.Origin,
  };
}

function multiRegionOf(key: StoredKey): JsonObject {
  if (key.MultiRegionKeyType === undefined) return {};
  const inRegion = (region: string) => ({
    Arn: keyArn(region, accountOf(key.Arn), keyIdOf(key.Arn)),
    Region: region,
  });
  return {
    MultiRegionConfiguration: {
      MultiRegionKeyType: key.MultiRegionKeyType,
      PrimaryKey: inRegion(key.PrimaryRegion ?? ""),
      ReplicaKeys: (key.ReplicaRegions ?? []).map(inRegion),
    },
  };
}
