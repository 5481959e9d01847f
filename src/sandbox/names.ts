/** How AWS names Regions' partitions, accounts, roles and keys. Knows nothing of what exists. */

export interface ArnParts {
  partition: string;
  service: string;
  region: string;
  account: string;
  resource: string;
}

/** The parts of an ARN, or undefined for text that is none. */
export function readArn(text: string): ArnParts | undefined {
  const parts = text.split(":");
  const [arn, partition, service, region, account] = parts;
  if (arn !== "arn" || !partition || !service || region === undefined || account === undefined)
    return undefined;
  const resource = parts.slice(5).join(":");
  return resource === "" ? undefined : { partition, service, region, account, resource };
}

/** The partition that a Region lies in. The sandbox knows the commercial one, China and GovCloud. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The Logs service principal of a Region; it is regional, and China has a suffix of its own. */
export function logsPrincipal(region: string): string {
  return `logs.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

export function keyArn(region: string, account: string, keyId: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:${account}:key/${keyId}`;
}

export function logGroupArn(region: string, account: string, name: string): string {
  return `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${name}`;
}

export function rootArn(region: string, account: string): string {
  return `arn:${partitionOf(region)}:iam::${account}:root`;
}

/** The account that an IAM or STS ARN belongs to; empty for text that is no ARN. */
export function accountOf(arn: string): string {
  return readArn(arn)?.account ?? "";
}

/** The key id at the end of a key ARN. */
export function keyIdOf(arn: string): string {
  return arn.slice(arn.indexOf("key/") + 4);
}

/** The ARN of the role behind an assumed-role session, or undefined for any other principal. */
export function roleOfSession(arn: string): string | undefined {
  const found = /^arn:([^:]+):sts::(\d{12}):assumed-role\/(.+)\/[^/]+$/.exec(arn);
  return found === null ? undefined : `arn:${found[1]}:iam::${found[2]}:role/${found[3]}`;
}

const keyIdForm = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;

/** Whether text has the form of a key id: a lower-case UUID, or `mrk-` and 32 hex digits. */
export function isKeyId(text: string): boolean {
  return keyIdForm.test(text);
}
