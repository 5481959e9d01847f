/**
 * The CloudWatch Logs operations: a log group with a key is only made where the key lets the Logs service in.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
import { askResourcePolicy } from "./authorise.js";
import { contextOf } from "./conditions.js";
import { requireIdentityAccess } from "./kms-access.js";
import { allowsInState } from "./kms-state.js";
import { optionalText, page, readMarker, requiredText, wholeNumber, writeMarker } from "./members.js";
import type { Call, Operation, StoredKey, StoredLogGroup } from "./model.js";
import { accountOf, logGroupArn, logsPrincipal } from "./names.js";
import { isRefusal, refuse } from "./refusal.js";

const groupName = { max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ };

/** What Logs needs of a key. It reads and writes data keys only; `kms:Describe*` is of no use under an encryption context. */
const needed = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
];

const createLogGroup: Operation = (call) => {
  const { state, body, region, account, now } = call;
  const name = inLogsWords(() => requiredText(body, "logGroupName", groupName));
  const arn = logGroupArn(region, account, name);
  requireIdentityAccess(call, "logs:CreateLogGroup", arn);
  if (Object.hasOwn(state.logGroups, arn)) {
    refuse("ResourceAlreadyExistsException", "The specified log group already exists");
  }
  const kmsKeyId = inLogsWords(() => optionalText(body, "kmsKeyId", { max: 256 }));
  // Assumption: the caller needs no right of its own on the key (the Logs guide asks for one; whether it is enforced is unknown).
  if (kmsKeyId !== undefined) requireUsableKey(call, kmsKeyId, arn);
  state.logGroups[arn] = {
    name,
    region,
    account,
    creationTime: now.getTime(),
    logGroupClass: optionalText(body, "logGroupClass") ?? "STANDARD",
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  };
  return undefined;
};

/**
 * The proof of a ready key. A bare id, an alias, another Region's key and a key that is switched off cannot be found;
 * a key that does not exist and one whose policy does not let Logs in get one and the same answer.
 */
function requireUsableKey(call: Call, kmsKeyId: string, groupArn: string): void {
  const form = /^arn:[^:]+:kms:([^:]+):\d{12}:key\/[^/]+$/.exec(kmsKeyId);
  const key = Object.hasOwn(call.state.keys, kmsKeyId) ? call.state.keys[kmsKeyId] : undefined;
  const offline = key !== undefined && !allowsInState(key, "Encrypt");
  // Assumption: a key that is not symmetric is answered like one that is switched off.
  const unfit = key !== undefined && key.KeySpec !== "SYMMETRIC_DEFAULT";
  if (form?.[1] !== call.region || offline || unfit) {
    refuse("InvalidParameterException", "The specified KMS Key Id could not be found.");
  }
  if (key === undefined || !letsLogsIn(key, call.region, groupArn)) {
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
function letsLogsIn(key: StoredKey, region: string, groupArn: string): boolean {
  const service = logsPrincipal(region);
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
    const { allows, denies } = askResourcePolicy(JSON.parse(key.Policy), {
      who: { service },
      action,
      resource: key.Arn,
      context,
    });
    return allows === "directly" && !denies;
  });
}

const describeLogGroups: Operation = (call) => {
  const { state, body, region, account } = call;
  requireIdentityAccess(call, "logs:DescribeLogGroups", logGroupArn(region, account, "*"));
  const prefix = inLogsWords(() => optionalText(body, "logGroupNamePrefix", groupName)) ?? "";
  const limit = inLogsWords(() => wholeNumber(body, "limit", { min: 1, max: 50, otherwise: 50 }));
  const token = optionalText(body, "nextToken");
  const groups = Object.values(state.logGroups)
    .filter((group) => group.region === region && group.account === account && group.name.startsWith(prefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, rest } = inLogsWords(() => page(groups, limit, token));
  const next = rest.Truncated
    ? { nextToken: writeMarker(items.length + (token ? readMarker(token) : 0)) }
    : {};
  return { logGroups: items.map(describe), ...next };
};

function describe(group: StoredLogGroup) {
  const arn = logGroupArn(group.region, group.account, group.name);
  return {
    arn: `${arn}:*`,
    creationTime: group.creationTime,
    deletionProtectionEnabled: false,
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
    logGroupArn: arn,
    logGroupClass: group.logGroupClass,
    logGroupName: group.name,
    metricFilterCount: 0,
    storedBytes: 0,
  };
}

const deleteLogGroup: Operation = (call) => {
  const name = inLogsWords(() => requiredText(call.body, "logGroupName", groupName));
  const arn = logGroupArn(call.region, call.account, name);
  requireIdentityAccess(call, "logs:DeleteLogGroup", arn);
  if (!Object.hasOwn(call.state.logGroups, arn)) {
    // Assumption: the sentence was not recorded.
    refuse("ResourceNotFoundException", "The specified log group does not exist.");
  }
  delete call.state.logGroups[arn];
  return undefined;
};

/** Logs has one code for every bad member. */
function inLogsWords<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isRefusal(error)) return refuse("InvalidParameterException", error.text);
    throw error;
  }
}

export const logsOperations: Readonly<Record<string, Operation>> = {
  CreateLogGroup: createLogGroup,
  DeleteLogGroup: deleteLogGroup,
  DescribeLogGroups: describeLogGroups,
};
