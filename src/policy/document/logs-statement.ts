/**
 * The statement by which a key policy lets CloudWatch Logs use the key for MWAA's log groups, in three scopes.
 * It knows how AWS prints the statement; whether a policy already allows as much is evaluate.ts's question.
 */
import type { Partition } from "../../key/arn.js";

/** For whom the statement is. Region, account (12 digits) and environment are those of the MWAA environment. */
export type LogsStatementFor =
  | { readonly scope: "region"; readonly partition: Partition; readonly region: string }
  | {
      readonly scope: "account";
      readonly partition: Partition;
      readonly region: string;
      readonly account: string;
    }
  | {
      readonly scope: "environment";
      readonly partition: Partition;
      readonly region: string;
      readonly account: string;
      readonly environment: string;
    };

/** The statement as JSON, members in AWS's order. */
export interface LogsStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly Service: string };
  readonly Action: readonly string[];
  readonly Resource: "*";
  readonly Condition: { readonly ArnLike: { readonly [key: string]: string | readonly string[] } };
}

/** Our Sid: letters and digits only, because nobody documents what else KMS takes besides spaces. */
export const logsSid = "AllowCloudWatchLogsForMwaa";

/** AWS's five action families, in AWS's order. `kms:Describe*` has no effect under the condition, but AWS prints it. */
export const logsActions = [
  "kms:Encrypt*",
  "kms:Decrypt*",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:Describe*",
] as const;

/** The condition key: the encryption context that CloudWatch Logs sends, whose value is the log group's ARN. */
export const logsContextKey = "kms:EncryptionContext:aws:logs:arn";

/**
 * CloudWatch Logs as a principal: regional, and with the partition's DNS suffix (`.com.cn` in China; AWS's own sources
 * disagree there, so a check accepts both).
 */
export function logsPrincipal(partition: Partition, region: string): string {
  return `logs.${region}.${partition.dnsSuffix}`;
}

/** The ARN pattern of the log groups that a scope covers; it has no `:*` at its end, as the context's value has none. */
export function logGroupPattern(wanted: LogsStatementFor): string {
  const start = `arn:${wanted.partition.id}:logs:${wanted.region}`;
  switch (wanted.scope) {
    case "region":
      return `${start}:*:*`;
    case "account":
      return `${start}:${wanted.account}:*`;
    case "environment":
      return `${start}:${wanted.account}:log-group:airflow-${wanted.environment}-*`;
  }
}

/**
 * Composes the statement.
 *
 * @param wanted partition, Region and scope
 * @param sid another Sid, where ours is taken by somebody else's statement
 * @returns the statement as AWS prints it
 * Source: custom-keys-certs (scope `region`) and mwaa-create-role (scope `account`) of the MWAA User Guide.
 */
export function composeLogsStatement(wanted: LogsStatementFor, sid: string = logsSid): LogsStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: logsPrincipal(wanted.partition, wanted.region) },
    Action: logsActions,
    Resource: "*",
    Condition: { ArnLike: { [logsContextKey]: logGroupPattern(wanted) } },
  };
}
