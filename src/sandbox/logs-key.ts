/**
 * Whether a key lets the Logs service encrypt a log group. Knows no operation.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
import { askResourcePolicy } from "./authorise.js";
import { contextOf } from "./conditions.js";
import { policyInForce } from "./kms-access.js";
import { allowsInState } from "./kms-state.js";
import { refuse } from "./members.js";
import type { Call, StoredKey } from "./model.js";
import { accountOf, logsPrincipal } from "./names.js";

/** What Logs needs of a key. It reads and writes data keys only; `kms:Describe*` is of no use under an encryption context. */
const needed = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
];

/**
 * The proof of a ready key. A bare id, an alias, another Region's key, and a key of the account that is missing or
 * switched off cannot be found ("InvalidParameterException", API pages); a key of another account that does not exist
 * and one whose policy does not let Logs in get one and the same answer.
 */
export function requireUsableKey(call: Call, kmsKeyId: string, groupArn: string): void {
  const form = /^arn:[^:]+:kms:([^:]+):\d{12}:key\/[^/]+$/.exec(kmsKeyId);
  const key = Object.hasOwn(call.state.keys, kmsKeyId) ? call.state.keys[kmsKeyId] : undefined;
  const offline = key !== undefined && !allowsInState(key, "Encrypt");
  // Assumption: a key that is not symmetric is answered like one that is switched off.
  const unfit = key !== undefined && key.KeySpec !== "SYMMETRIC_DEFAULT";
  const missing = key === undefined && accountOf(kmsKeyId) === call.account;
  if (form?.[1] !== call.region || offline || unfit || missing) {
    refuse("InvalidParameterException", "The specified KMS Key Id could not be found.");
  }
  if (key === undefined || !letsLogsIn(call, key, groupArn)) {
    refuse(
      "AccessDeniedException",
      `The specified KMS key does not exist or is not allowed to be used with Arn '${groupArn}'`,
    );
  }
}

/**
 * Whether the key policy lets the Logs service principal use the key for this log group.
 * Assumption: the call carries no aws:SourceArn, aws:SourceAccount, kms:ViaService nor kms:CallerAccount (the Logs pages show them for other uses).
 */
export function letsLogsIn(call: Call, key: StoredKey, groupArn: string): boolean {
  const service = logsPrincipal(call.region);
  const policy = JSON.parse(policyInForce(call, key));
  const context = contextOf({
    "kms:EncryptionContext:aws:logs:arn": groupArn,
    "kms:EncryptionContextKeys": ["aws:logs:arn"],
    "kms:KeySpec": key.KeySpec,
    "kms:KeyUsage": key.KeyUsage,
    "kms:KeyOrigin": key.Origin,
    "kms:MultiRegion": String(key.MultiRegionKeyType !== undefined),
    "aws:PrincipalIsAWSService": "true",
    "aws:PrincipalServiceName": service,
    "aws:PrincipalServiceNamesList": [service],
    "aws:ResourceAccount": accountOf(key.Arn),
    "aws:SecureTransport": "true",
  });
  return needed.every((action) => {
    const { allows, denies } = askResourcePolicy(policy, {
      who: { service },
      action,
      resource: key.Arn,
      context,
    });
    return allows === "directly" && !denies;
  });
}
