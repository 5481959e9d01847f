/** What is to be written down in some language: the statement alone, or the whole policy around it. */
import type { LogsStatement } from "../policy/logs-statement.js";

export interface Snippet {
  readonly statement: LogsStatement;
  /** Whether the default statement, which keeps the key in its account's hands, is to stand beside ours. */
  readonly whole: boolean;
  readonly partition: string;
  /** The key's owner; needed for the whole policy. Absent: a placeholder. */
  readonly account?: string;
  /** The key, for the CLI's commands. Absent: a placeholder. */
  readonly key?: string;
  /** Its Region, for the CLI's commands. Absent: a placeholder. */
  readonly region?: string;
}

/**
 * The default key policy with our statement beside it.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function wholePolicy({ statement, partition, account }: Snippet): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: rootArn(partition, account) },
        Action: "kms:*",
        Resource: "*",
      },
      statement,
    ],
  };
}

/** The account as a principal. */
export function rootArn(partition: string, account: string | undefined): string {
  return `arn:${partition}:iam::${account ?? "ACCOUNT"}:root`;
}
