/** The inputs of the KMS operations that the sandbox knows, as AWS's API model has them. A table, and no behaviour. */
import { bytes, choice, flag, list, map, object, type Shapes, text, whole } from "./shapes.js";

const aliasName = text(1, 256, "^[a-zA-Z0-9:/_-]+$");
const granteePrincipal = text(1, 256, String.raw`^[\w+=,.@:/-]+$`);
const grantTokens = list(text(1, 8192), 0, 10);
const granteeServicePrincipal = text(
  1,
  128,
  String.raw`^([A-Za-z0-9\-]+)\.([A-Za-z0-9\-]+)(\.[A-Za-z0-9\-]+)+$`,
);
const policy = text(1, 131072, String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`);
const customerMasterKeySpec = choice(
  "RSA_2048 ECC_NIST_P384 ECC_NIST_P256 ECC_NIST_P521 HMAC_384 RSA_3072 ECC_SECG_P256K1 RSA_4096 SYMMETRIC_DEFAULT HMAC_256 HMAC_224 HMAC_512",
);
const tagsItem = object({ TagKey: text(1, 128), TagValue: text(0, 256) }, "TagKey", "TagValue");
const tags = list(tagsItem);
const encryptionAlgorithm = choice("SYMMETRIC_DEFAULT RSAES_OAEP_SHA_1 RSAES_OAEP_SHA_256 SM2PKE");
const recipient = object({
  KeyEncryptionAlgorithm: choice("RSAES_OAEP_SHA_256"),
  AttestationDocument: bytes(1, 262144),
});
const dryRunModifiers = list(choice("IGNORE_CIPHERTEXT"));
const keyPairSpec = choice(
  "RSA_2048 RSA_3072 RSA_4096 ECC_NIST_P256 ECC_NIST_P384 ECC_NIST_P521 ECC_SECG_P256K1 SM2 ECC_NIST_EDWARDS25519",
);
const marker = text(1, 1024, String.raw`[\u0020-\u00FF]*`);

export const kmsShapes: Shapes = {
  CancelKeyDeletion: object({ KeyId: text(1, 2048) }, "KeyId"),
  CreateAlias: object({ AliasName: aliasName, TargetKeyId: text(1, 2048) }, "AliasName", "TargetKeyId"),
  CreateGrant: object(
    {
      KeyId: text(1, 2048),
      GranteePrincipal: granteePrincipal,
      RetiringPrincipal: granteePrincipal,
      Operations: list(
        choice(
          "Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo Sign Verify GetPublicKey CreateGrant RetireGrant DescribeKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateMac VerifyMac DeriveSharedSecret",
        ),
      ),
      Constraints: object({
        EncryptionContextSubset: map(text(), text()),
        EncryptionContextEquals: map(text(), text()),
        SourceArn: text(20, 512, "^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$"),
      }),
      GrantTokens: grantTokens,
      Name: aliasName,
      DryRun: flag,
      GranteeServicePrincipal: granteeServicePrincipal,
      RetiringServicePrincipal: granteeServicePrincipal,
    },
    "KeyId",
    "Operations",
  ),
  CreateKey: object({
    Policy: policy,
    Description: text(0, 8192),
    KeyUsage: choice("SIGN_VERIFY ENCRYPT_DECRYPT GENERATE_VERIFY_MAC KEY_AGREEMENT"),
    CustomerMasterKeySpec: customerMasterKeySpec,
    KeySpec: customerMasterKeySpec,
    Origin: choice("AWS_KMS EXTERNAL AWS_CLOUDHSM EXTERNAL_KEY_STORE"),
    CustomKeyStoreId: text(1, 64),
    BypassPolicyLockoutSafetyCheck: flag,
    Tags: tags,
    MultiRegion: flag,
    XksKeyId: text(1, 128, "^[a-zA-Z0-9-_.]+$"),
  }),
  Decrypt: object({
    CiphertextBlob: bytes(1, 6144),
    EncryptionContext: map(text(), text()),
    GrantTokens: grantTokens,
    KeyId: text(1, 2048),
    EncryptionAlgorithm: encryptionAlgorithm,
    Recipient: recipient,
    DryRun: flag,
    DryRunModifiers: dryRunModifiers,
  }),
  DeleteAlias: object({ AliasName: aliasName }, "AliasName"),
  DescribeKey: object({ KeyId: text(1, 2048), GrantTokens: grantTokens }, "KeyId"),
  DisableKey: object({ KeyId: text(1, 2048) }, "KeyId"),
  DisableKeyRotation: object({ KeyId: text(1, 2048) }, "KeyId"),
  EnableKey: object({ KeyId: text(1, 2048) }, "KeyId"),
  EnableKeyRotation: object({ KeyId: text(1, 2048), RotationPeriodInDays: whole(90, 2560) }, "KeyId"),
  Encrypt: object(
    {
      KeyId: text(1, 2048),
      Plaintext: bytes(1, 4096),
      EncryptionContext: map(text(), text()),
      GrantTokens: grantTokens,
      EncryptionAlgorithm: encryptionAlgorithm,
      DryRun: flag,
    },
    "KeyId",
    "Plaintext",
  ),
  GenerateDataKey: object(
    {
      KeyId: text(1, 2048),
      EncryptionContext: map(text(), text()),
      NumberOfBytes: whole(1, 1024),
      KeySpec: choice("AES_256 AES_128"),
      GrantTokens: grantTokens,
      Recipient: recipient,
      DryRun: flag,
    },
    "KeyId",
  ),
  GenerateDataKeyPair: object(
    {
      EncryptionContext: map(text(), text()),
      KeyId: text(1, 2048),
      KeyPairSpec: keyPairSpec,
      GrantTokens: grantTokens,
      Recipient: recipient,
      DryRun: flag,
    },
    "KeyId",
    "KeyPairSpec",
  ),
  GenerateDataKeyPairWithoutPlaintext: object(
    {
      EncryptionContext: map(text(), text()),
      KeyId: text(1, 2048),
      KeyPairSpec: keyPairSpec,
      GrantTokens: grantTokens,
      DryRun: flag,
    },
    "KeyId",
    "KeyPairSpec",
  ),
  GenerateDataKeyWithoutPlaintext: object(
    {
      KeyId: text(1, 2048),
      EncryptionContext: map(text(), text()),
      KeySpec: choice("AES_256 AES_128"),
      NumberOfBytes: whole(1, 1024),
      GrantTokens: grantTokens,
      DryRun: flag,
    },
    "KeyId",
  ),
  GetKeyPolicy: object({ KeyId: text(1, 2048), PolicyName: text(1, 128, String.raw`[\w]+`) }, "KeyId"),
  GetKeyRotationStatus: object({ KeyId: text(1, 2048) }, "KeyId"),
  GetParametersForImport: object(
    {
      KeyId: text(1, 2048),
      WrappingAlgorithm: choice(
        "RSAES_PKCS1_V1_5 RSAES_OAEP_SHA_1 RSAES_OAEP_SHA_256 RSA_AES_KEY_WRAP_SHA_1 RSA_AES_KEY_WRAP_SHA_256 SM2PKE",
      ),
      WrappingKeySpec: choice("RSA_2048 RSA_3072 RSA_4096 SM2"),
    },
    "KeyId",
    "WrappingAlgorithm",
    "WrappingKeySpec",
  ),
  ListAliases: object({ KeyId: text(1, 2048), Limit: whole(1, 1000), Marker: marker }),
  ListGrants: object(
    {
      Limit: whole(1, 1000),
      Marker: marker,
      KeyId: text(1, 2048),
      GrantId: text(1, 128),
      GranteePrincipal: granteePrincipal,
      GranteeServicePrincipal: granteeServicePrincipal,
    },
    "KeyId",
  ),
  ListKeyPolicies: object({ KeyId: text(1, 2048), Limit: whole(1, 1000), Marker: marker }, "KeyId"),
  ListKeyRotations: object(
    {
      KeyId: text(1, 2048),
      IncludeKeyMaterial: choice("ALL_KEY_MATERIAL ROTATIONS_ONLY"),
      Limit: whole(1, 1000),
      Marker: marker,
    },
    "KeyId",
  ),
  ListKeys: object({ Limit: whole(1, 1000), Marker: marker }),
  ListResourceTags: object({ KeyId: text(1, 2048), Limit: whole(1, 1000), Marker: marker }, "KeyId"),
  ListRetirableGrants: object({
    Limit: whole(1, 1000),
    Marker: marker,
    RetiringPrincipal: granteePrincipal,
    RetiringServicePrincipal: granteeServicePrincipal,
  }),
  PutKeyPolicy: object(
    {
      KeyId: text(1, 2048),
      PolicyName: text(1, 128, String.raw`[\w]+`),
      Policy: policy,
      BypassPolicyLockoutSafetyCheck: flag,
    },
    "KeyId",
    "Policy",
  ),
  ReEncrypt: object(
    {
      CiphertextBlob: bytes(1, 6144),
      SourceEncryptionContext: map(text(), text()),
      SourceKeyId: text(1, 2048),
      DestinationKeyId: text(1, 2048),
      DestinationEncryptionContext: map(text(), text()),
      SourceEncryptionAlgorithm: encryptionAlgorithm,
      DestinationEncryptionAlgorithm: encryptionAlgorithm,
      GrantTokens: grantTokens,
      DryRun: flag,
      DryRunModifiers: dryRunModifiers,
    },
    "DestinationKeyId",
  ),
  ReplicateKey: object(
    {
      KeyId: text(1, 2048),
      ReplicaRegion: text(1, 32, String.raw`^([a-z]+-){2,3}\d+$`),
      Policy: policy,
      BypassPolicyLockoutSafetyCheck: flag,
      Description: text(0, 8192),
      Tags: tags,
    },
    "KeyId",
    "ReplicaRegion",
  ),
  RetireGrant: object({
    GrantToken: text(1, 8192),
    KeyId: text(1, 2048),
    GrantId: text(1, 128),
    DryRun: flag,
  }),
  RevokeGrant: object({ KeyId: text(1, 2048), GrantId: text(1, 128), DryRun: flag }, "KeyId", "GrantId"),
  RotateKeyOnDemand: object({ KeyId: text(1, 2048) }, "KeyId"),
  ScheduleKeyDeletion: object({ KeyId: text(1, 2048), PendingWindowInDays: whole(1, 365) }, "KeyId"),
  TagResource: object({ KeyId: text(1, 2048), Tags: tags }, "KeyId", "Tags"),
  UntagResource: object({ KeyId: text(1, 2048), TagKeys: list(text(1, 128)) }, "KeyId", "TagKeys"),
  UpdateAlias: object({ AliasName: aliasName, TargetKeyId: text(1, 2048) }, "AliasName", "TargetKeyId"),
  UpdateKeyDescription: object({ KeyId: text(1, 2048), Description: text(0, 8192) }, "KeyId", "Description"),
};
