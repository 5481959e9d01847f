/** The table of KMS operations that the sandbox carries out. https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
import { createGrant, listGrants, retireGrant, revokeGrant } from "./kms-grants.js";
import {
  cancelKeyDeletion,
  createKey,
  describeKey,
  disableKey,
  enableKey,
  listKeys,
  listResourceTags,
  scheduleKeyDeletion,
  tagResource,
} from "./kms-keys.js";
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from "./kms-policy.js";
import { encrypt, generateDataKey, getKeyRotationStatus } from "./kms-use.js";
import type { Operation } from "./model.js";

export const kmsOperations: Readonly<Record<string, Operation>> = {
  CancelKeyDeletion: cancelKeyDeletion,
  CreateGrant: createGrant,
  CreateKey: createKey,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  EnableKey: enableKey,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  ListGrants: listGrants,
  ListKeyPolicies: listKeyPolicies,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  PutKeyPolicy: putKeyPolicy,
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  TagResource: tagResource,
};
