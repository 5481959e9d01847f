/** What is to be written down in some language: one statement, what adds it to a policy, or the whole policy. */
import type { LogsStatement } from "../policy/document/logs-statement.js";

export interface Snippet {
  /** Its texts may have marks (parts.ts). */
  readonly statement: LogsStatement;
  /** Further statements, for the CLI's commands: all are added in one write. */
  readonly more?: readonly { readonly Sid: string }[];
  /**
   * `statement`: the bare statement, for a place that has all around it. `addition`: with what adds it to the policy that the
   * key has. `policy`: the whole policy, with the default statement, which keeps the key in its account's hands.
   */
  readonly form: "statement" | "addition" | "policy";
  /** The partition's id, or its mark. */
  readonly partition: string;
  /** The key's owner, or its mark; needed for the whole policy. Absent: a placeholder. */
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

/** The condition's values: one, as a rule. */
export function patternsOf(statement: LogsStatement): readonly string[] {
  const [value] = Object.values(statement.Condition.ArnLike);
  return typeof value === "string" ? [value] : (value ?? []);
}
