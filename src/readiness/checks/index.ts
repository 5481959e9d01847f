/** The checks, in the order in which a reader wants them. */
import type { Check } from "../check.js";
import { bucketEncryption } from "./bucket-encryption.js";
import { bucketRegion } from "./bucket-region.js";
import { creatorPermissions } from "./creator-permissions.js";
import { executionRole } from "./execution-role.js";
import { grantsCreate } from "./grants-create.js";
import { grantsQuota } from "./grants-quota.js";
import { grantsUse } from "./grants-use.js";
import { identifier } from "./identifier.js";
import { keyAccountCheck } from "./key-account.js";
import { keyDeletion } from "./key-deletion.js";
import { keyExists } from "./key-exists.js";
import { keyManager } from "./key-manager.js";
import { keyOrigin } from "./key-origin.js";
import { keyRegion } from "./key-region.js";
import { keySpec } from "./key-spec.js";
import { keyState } from "./key-state.js";
import { keyUsage } from "./key-usage.js";
import { lockout } from "./lockout.js";
import { logGroups } from "./log-groups.js";
import { logsAccess } from "./logs-access.js";
import { logsDeny } from "./logs-deny.js";
import { overGrants } from "./over-grants.js";
import { rotation } from "./rotation.js";
import { singleRegion } from "./single-region.js";
import { storedPolicy } from "./stored-policy.js";

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
