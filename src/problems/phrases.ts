/** Small parts of sentences that several entries share. They are for people alone: no program reads them. */

/** What a caller cannot do, in words: the objects of the calls that are denied most often. */
const verbs: Readonly<Record<string, string>> = {
  "kms:GetKeyPolicy": "read the key policy",
  "kms:PutKeyPolicy": "change the key policy",
  "kms:DescribeKey": "read the key metadata",
  "kms:ListGrants": "list the grants of the key",
  "kms:GetKeyRotationStatus": "read the rotation status of the key",
  "kms:ListResourceTags": "list the tags of the key",
};

/** @returns `read the key policy`, or `call kms:Encrypt` */
export function verbOf(action: string): string {
  return verbs[action] ?? `call ${action}`;
}

/** @returns a name of a statement as it stands within a sentence: `statement "logs"` */
export function lower(name: string): string {
  return name.replace(/^S(?=tatement )/, "s");
}

/** @returns `2` for `/Statement/1`: people count from one */
export function numberOf(pointer: string): string {
  const index = /^\/Statement\/(\d+)/.exec(pointer)?.[1];
  return index === undefined ? pointer : String(Number(index) + 1);
}

/** @returns ` --region us-east-1` for an ARN, nothing for an identifier without a Region */
export function regionOption(identifier: string): string {
  const region = /^arn:[\w-]+:kms:([a-z]{2}(?:-[a-z]+)+-\d+):/.exec(identifier)?.[1];
  return region === undefined ? "" : ` --region ${region}`;
}
