/** The checks, in the order in which a reader wants them. */
import type { Check } from "../check.js";
import { identifier } from "./identifier.js";
import { keyAccountCheck } from "./key-account.js";
import { keyExists } from "./key-exists.js";
import { keyManager } from "./key-manager.js";
import { keyOrigin } from "./key-origin.js";
import { keyRegion } from "./key-region.js";
import { keySpec } from "./key-spec.js";
import { keyState } from "./key-state.js";
import { keyUsage } from "./key-usage.js";
import { logsAccess } from "./logs-access.js";
import { singleRegion } from "./single-region.js";
import { storedPolicy } from "./stored-policy.js";

export const checks: readonly Check[] = [
  identifier,
  keyExists,
  keyAccountCheck,
  keyRegion,
  keyState,
  keySpec,
  keyUsage,
  keyManager,
  singleRegion,
  keyOrigin,
  logsAccess,
  storedPolicy,
];
