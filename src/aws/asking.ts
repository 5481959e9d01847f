/** What was being asked of AWS, as far as the sentences about a failure need it. */

/** What was being asked when it failed. */
export interface Asking {
  /** As IAM names it: `kms:DescribeKey`. */
  readonly action: string;
  /** The key as it was named, or `*`. */
  readonly resource: string;
  readonly region: string;
  /** The profile in use, `default` where none was named. */
  readonly profile: string;
  /** The profile has a credential_process, whose failure the SDK hides. */
  readonly hasProcess: boolean;
  /** The policy that was to be stored. */
  readonly policy?: string;
}
