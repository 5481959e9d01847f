/** The six parts of an ARN. It does not know which of them a key needs. */

/** An ARN taken apart; the resource may hold further colons. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

type Named = [partition: string, service: string, region: string, account: string];

/**
 * Takes an ARN apart.
 *
 * @returns its parts, or undefined where the text does not begin with `arn:` or has fewer than six parts
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): Arn | undefined {
  const parts = text.split(":");
  if (parts.length < 6 || parts[0] !== "arn") return undefined;
  const [, partition, service, region, account, ...rest] = parts as [string, ...Named, ...string[]];
  return { partition, service, region, account, resource: rest.join(":") };
}
