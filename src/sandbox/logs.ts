/**
 * The CloudWatch Logs operations: a log group with a key is only made where the key lets the Logs service in.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
 */
import { requireIdentityAccess } from "./kms-access.js";
import { requireUsableKey } from "./logs-key.js";
import {
  isRefusal,
  optionalText,
  page,
  readMarker,
  refuse,
  requiredText,
  textList,
  textMap,
  wholeNumber,
  writeMarker,
} from "./members.js";
import type { Call, SandboxOperation, StoredLogGroup } from "./model.js";
import { logGroupArn } from "./names.js";

const createLogGroup: SandboxOperation = (call) => {
  const { state, body, region, account, now } = call;
  const name = requiredText(body, "logGroupName");
  const arn = logGroupArn(region, account, name);
  requireIdentityAccess(call, "logs:CreateLogGroup", arn);
  if (Object.hasOwn(state.logGroups, arn)) {
    refuse("ResourceAlreadyExistsException", "The specified log group already exists");
  }
  const kmsKeyId = optionalText(body, "kmsKeyId");
  const tags = textMap(body["tags"]);
  // Assumption: the caller needs no right of its own on the key (the Logs guide asks for one; whether it is enforced is unknown).
  if (kmsKeyId !== undefined) requireUsableKey(call, kmsKeyId, arn);
  state.logGroups[arn] = {
    name,
    region,
    account,
    creationTime: now.getTime(),
    logGroupClass: optionalText(body, "logGroupClass") ?? "STANDARD",
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  };
  return undefined;
};

const describeLogGroups: SandboxOperation = (call) => {
  const { state, body, region, account } = call;
  requireIdentityAccess(call, "logs:DescribeLogGroups", logGroupArn(region, account, "*"));
  const prefix = optionalText(body, "logGroupNamePrefix");
  const pattern = optionalText(body, "logGroupNamePattern");
  if (prefix !== undefined && pattern !== undefined) {
    // Assumption: that the two exclude each other is documented, the sentence is ours.
    refuse("InvalidParameterException", "logGroupNamePrefix and logGroupNamePattern exclude each other.");
  }
  const identifiers = textList(body, "logGroupIdentifiers");
  const itsClass = optionalText(body, "logGroupClass");
  const limit = wholeNumber(body, "limit", { min: 1, max: 50, otherwise: 50 });
  const token = optionalText(body, "nextToken");
  const groups = Object.values(state.logGroups)
    .filter((group) => group.region === region && group.account === account)
    // "Matches the string based on a case-sensitive substring search" (API page).
    .filter(({ name }) => name.startsWith(prefix ?? "") && name.includes(pattern ?? ""))
    .filter(({ logGroupClass }) => itsClass === undefined || logGroupClass === itsClass)
    .filter(({ name }) => identifiers.length === 0 || identifiers.some((given) => isNamed(given, name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, rest } = pageFrom(groups, limit, token);
  const next = rest.Truncated
    ? { nextToken: writeMarker(items.length + (token ? readMarker(token) : 0)) }
    : {};
  return { logGroups: items.map(describe), ...next };
};

/** Assumption: Logs has its one code for a token of another making too. */
function pageFrom<T>(items: readonly T[], limit: number, token: string | undefined) {
  try {
    return page(items, limit, token);
  } catch (error) {
    return isRefusal(error) ? refuse("InvalidParameterException", error.text) : refuse("InternalFailure");
  }
}

/** By its name or its ARN, with `:*` or without. */
function isNamed(identifier: string, name: string): boolean {
  return identifier === name || identifier.replace(/:\*$/, "").endsWith(`:log-group:${name}`);
}

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
    ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
    storedBytes: 0,
  };
}

const deleteLogGroup: SandboxOperation = (call) => {
  const { arn } = groupFor(call, requiredText(call.body, "logGroupName"));
  delete call.state.logGroups[arn];
  return undefined;
};

const associateKmsKey: SandboxOperation = (call) => {
  const { arn, group } = groupFor(call, groupNamed(call));
  const kmsKeyId = requiredText(call.body, "kmsKeyId");
  requireUsableKey(call, kmsKeyId, arn);
  group.kmsKeyId = kmsKeyId;
  return undefined;
};

const disassociateKmsKey: SandboxOperation = (call) => {
  const { group } = groupFor(call, groupNamed(call));
  delete group.kmsKeyId;
  return undefined;
};

/** "One of logGroupName and resourceIdentifier" (API page). The results of queries, which the latter can mean too, are not here. */
function groupNamed({ body }: Call): string {
  const name = optionalText(body, "logGroupName");
  const identifier = optionalText(body, "resourceIdentifier");
  if ((name === undefined) === (identifier === undefined)) {
    // Assumption: the sentence.
    refuse("InvalidParameterException", "Specify either logGroupName or resourceIdentifier.");
  }
  return name ?? nameIn(identifier ?? "");
}

function nameIn(arn: string): string {
  return /:log-group:([^:]+)(:\*)?$/.exec(arn)?.[1] ?? arn;
}

const days = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const putRetentionPolicy: SandboxOperation = (call) => {
  const wanted = call.body["retentionInDays"];
  // Assumption: the sentence; the numbers are documented.
  if (typeof wanted !== "number" || !days.includes(wanted)) {
    return refuse("InvalidParameterException", `retentionInDays is one of ${days.join(", ")}.`);
  }
  groupFor(call, requiredText(call.body, "logGroupName")).group.retentionInDays = wanted;
  return undefined;
};

const deleteRetentionPolicy: SandboxOperation = (call) => {
  delete groupFor(call, requiredText(call.body, "logGroupName")).group.retentionInDays;
  return undefined;
};

const listTagsForResource: SandboxOperation = (call) => ({ tags: groupInArn(call).tags ?? {} });

const tagResource: SandboxOperation = (call) => {
  const group = groupInArn(call);
  group.tags = { ...group.tags, ...textMap(call.body["tags"]) };
  return undefined;
};

const untagResource: SandboxOperation = (call) => {
  const group = groupInArn(call);
  const names = textList(call.body, "tagKeys");
  group.tags = Object.fromEntries(Object.entries(group.tags ?? {}).filter(([name]) => !names.includes(name)));
  return undefined;
};

function groupInArn(call: Call): StoredLogGroup {
  return groupFor(call, nameIn(requiredText(call.body, "resourceArn"))).group;
}

function groupFor(call: Call, name: string): { arn: string; group: StoredLogGroup } {
  const arn = logGroupArn(call.region, call.account, name);
  requireIdentityAccess(call, `logs:${call.operation}`, arn);
  const { logGroups } = call.state;
  const group = Object.hasOwn(logGroups, arn) ? logGroups[arn] : undefined;
  // Assumption: the sentence was not recorded.
  if (group === undefined) refuse("ResourceNotFoundException", "The specified log group does not exist.");
  return { arn, group: group as StoredLogGroup };
}

export const logsOperations: Readonly<Record<string, SandboxOperation>> = {
  AssociateKmsKey: associateKmsKey,
  CreateLogGroup: createLogGroup,
  DeleteLogGroup: deleteLogGroup,
  DeleteRetentionPolicy: deleteRetentionPolicy,
  DescribeLogGroups: describeLogGroups,
  DisassociateKmsKey: disassociateKmsKey,
  ListTagsForResource: listTagsForResource,
  PutRetentionPolicy: putRetentionPolicy,
  TagResource: tagResource,
  UntagResource: untagResource,
};
