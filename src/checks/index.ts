/** The checks, in the order in which a reader wants them. */

import { bucketEncryption, bucketRegion, logGroups } from "./bucket-and-logs.js";
import { creatorPermissions, grantsQuota } from "./caller.js";
import type { Check } from "./check.js";
import { executionRole } from "./execution-role.js";
import { grantsCreate } from "./grants-create.js";
import { grantsUse } from "./grants-use.js";
import { identifier, keyAccountCheck, keyExists, keyRegion, singleRegion } from "./key.js";
import { keyDeletion, keyManager, keyOrigin, keySpec, keyState, keyUsage, rotation } from "./key-state.js";
import { logsAccess, logsDeny, overGrants } from "./logs-access.js";
import { lockout, storedPolicy } from "./policy.js";

export const checks: readonly Check[] = [
  identifier,
  keyExists,
  keyAccountCheck,
  keyRegion,
  keyState,
  keyDeletion,
  keySpec,
  keyUsage,
  keyManager,
  singleRegion,
  keyOrigin,
  logsAccess,
  logsDeny,
  grantsCreate,
  grantsUse,
  overGrants,
  storedPolicy,
  lockout,
  grantsQuota,
  creatorPermissions,
  rotation,
  bucketRegion,
  bucketEncryption,
  executionRole,
  logGroups,
];
