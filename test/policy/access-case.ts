/** Composes the policy of a case: AWS's statement for the environment "orders", with what the case changes in it. */
import { partitionById } from "../../src/key/arn.js";
import { parsePolicy } from "../../src/policy/document/document.js";
import type { LogsRequest } from "../../src/policy/evaluate/request.js";
import { type AccessVerdict, assessLogsAccess } from "../../src/policy/logs-access.js";

export const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/0f1e2d3c-1111-2222-3333-444455556666";

export const request: LogsRequest = {
  partition: partitionById("aws"),
  region: "eu-central-1",
  account: "123456789012",
  keyArn,
  environment: "orders",
};

export const logsStatement = {
  Sid: "logs",
  Effect: "Allow",
  Principal: { Service: "logs.eu-central-1.amazonaws.com" },
  Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
  Resource: "*",
  Condition: {
    ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:*" },
  },
};

export interface AccessCase {
  readonly why: string;
  readonly expect: string;
  /** Members of the Logs statement that differ; null takes one out. */
  readonly logs?: Readonly<Record<string, unknown>>;
  /** The same, but null stays null: for statements that IAM cannot read. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly more?: readonly unknown[];
  /** Whether `more` stands before the Logs statement. */
  readonly first?: boolean;
  readonly version?: string | null;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly codes?: readonly string[];
}

/** Judges a case: its policy has an administrators' statement, the Logs statement, and what the case adds. */
export function judgeCase(each: AccessCase): AccessVerdict {
  const version = each.version === undefined ? "2012-10-17" : each.version;
  const logs = merged(merged(logsStatement, each.logs ?? {}, true), each.set ?? {}, false);
  const statements = each.first === true ? [...(each.more ?? []), logs] : [logs, ...(each.more ?? [])];
  const policy = {
    ...(version === null ? {} : { Version: version }),
    Statement: [administrators, ...statements],
  };
  return judgePolicy(policy, requestOf(each.request ?? {}));
}

/** Judges a policy given as JSON value or text. */
export function judgePolicy(policy: unknown, asked: LogsRequest = request): AccessVerdict {
  const document = parsePolicy(typeof policy === "string" ? policy : JSON.stringify(policy));
  if (!document.ok) return { level: "not-ready", cells: [], problems: document.problems };
  return assessLogsAccess(document.value, asked);
}

const administrators = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: "kms:*",
  Resource: "*",
};

function requestOf(changes: Readonly<Record<string, unknown>>): LogsRequest {
  const { partition, ...others } = changes;
  const base = partition === "aws-cn" ? { ...request, partition: partitionById("aws-cn") } : request;
  return merged(base, others, true) as unknown as LogsRequest;
}

/** `JSON.parse` of a case keeps a member `__proto__` as a member; so must this. */
function merged(base: object, changes: object, isNullAbsent: boolean): object {
  const changed = new Map<string, unknown>([...Object.entries(base), ...Object.entries(changes)]);
  return Object.fromEntries([...changed].filter(([, value]) => !isNullAbsent || value !== null));
}
