/** The table of KMS operations that the sandbox carries out. https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
import { createAlias, deleteAlias, listAliases, updateAlias } from "./kms-alias.js";
import { createGrant, listGrants, listRetirableGrants, retireGrant, revokeGrant } from "./kms-grants.js";
import {
  cancelKeyDeletion,
  createKey,
  describeKey,
  disableKey,
  enableKey,
  listKeys,
  scheduleKeyDeletion,
} from "./kms-keys.js";
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from "./kms-policy.js";
import { replicateKey } from "./kms-replica.js";
import {
  disableKeyRotation,
  enableKeyRotation,
  getKeyRotationStatus,
  getParametersForImport,
  listKeyRotations,
  rotateKeyOnDemand,
} from "./kms-rotation.js";
import { listResourceTags, tagResource, untagResource, updateKeyDescription } from "./kms-tags.js";
import { decrypt, encrypt, generateDataKey, generateDataKeyPair, reEncrypt } from "./kms-use.js";
import type { Operation } from "./model.js";

export const kmsOperations: Readonly<Record<string, Operation>> = {
  CancelKeyDeletion: cancelKeyDeletion,
  CreateAlias: createAlias,
  CreateGrant: createGrant,
  CreateKey: createKey,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  DisableKeyRotation: disableKeyRotation,
  EnableKey: enableKey,
  EnableKeyRotation: enableKeyRotation,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyPair: generateDataKeyPair,
  GenerateDataKeyPairWithoutPlaintext: generateDataKeyPair,
  GenerateDataKeyWithoutPlaintext: generateDataKey,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  GetParametersForImport: getParametersForImport,
  ListAliases: listAliases,
  ListGrants: listGrants,
  ListKeyPolicies: listKeyPolicies,
  ListKeyRotations: listKeyRotations,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  ListRetirableGrants: listRetirableGrants,
  PutKeyPolicy: putKeyPolicy,
  ReEncrypt: reEncrypt,
  ReplicateKey: replicateKey,
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
  RotateKeyOnDemand: rotateKeyOnDemand,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateKeyDescription: updateKeyDescription,
};
