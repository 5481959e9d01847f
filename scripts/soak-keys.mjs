/** The keys of the soak: third-party statements of many kinds, and whether each of them is still what it was. */
import { CreateKeyCommand } from "@aws-sdk/client-kms";

const account = "111122223333";
const region = "us-east-1";

const root = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};

/** Kinds of statements that other people write; `n` makes each of them one of its own. */
const kinds = [
  (n) => ({
    Sid: `Team ${n}: usage`,
    Effect: "Allow",
    Principal: { AWS: [`arn:aws:iam::${account}:role/Team${n}`, `arn:aws:iam::${account}:role/Other${n}`] },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
  }),
  (n) => ({
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "kms:DescribeKey",
    Resource: "*",
    Condition: {
      StringEquals: { "aws:PrincipalOrgID": `o-${n}abcdefghij` },
      Bool: { "aws:SecureTransport": "true" },
    },
  }),
  (n) => ({
    Sid: `Größe “${n}”`.replaceAll(/[“”]/g, "«"),
    Effect: "Deny",
    NotPrincipal: {
      AWS: [`arn:aws:iam::${account}:root`, `arn:aws:sts::${account}:assumed-role/Administrator/sandbox`],
    },
    Action: "kms:ScheduleKeyDeletion",
    Resource: "*",
    Condition: { NumericLessThan: { "kms:ScheduleKeyDeletionPendingWindowInDays": 30 } },
  }),
  (n) => ({
    Sid: "",
    Effect: "Allow",
    Principal: { Service: ["s3.amazonaws.com", "sns.amazonaws.com"] },
    Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
    Resource: "*",
    Condition: {
      "ForAnyValue:StringLike": {
        "aws:SourceArn": [`arn:aws:s3:::bucket-${n}`, `arn:aws:sns:*:*:topic"\\${n}`],
      },
      Null: { "aws:SourceAccount": "false" },
    },
  }),
  (n) => ({
    Sid: `AllowCloudWatchLogsElsewhere${n}`,
    Effect: "Allow",
    Principal: { Service: "logs.eu-west-1.amazonaws.com" },
    Action: ["kms:Encrypt*", "kms:Decrypt*"],
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-west-1:${account}:log-group:app-${n}`,
      },
    },
  }),
  (n) => ({
    Condition: { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"] } },
    Resource: "*",
    Action: "kms:ListGrants",
    Principal: { AWS: account },
    Effect: "Allow",
    Sid: `Members in another order ${n}`,
  }),
];

/** Creates the keys. @returns for each its ARN and its third-party statements as tokens */
export async function createKeys(client, count, random) {
  const keys = [];
  for (let n = 0; n < count; n++) {
    const chosen = kinds.filter(() => random() < 0.6).map((kind) => kind(n));
    const statements = random() < 0.5 ? [root, ...chosen] : [...chosen, root];
    const policy = {
      Version: "2012-10-17",
      ...(random() < 0.5 ? { Id: `policy-${n}` } : {}),
      Statement: statements,
    };
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ Policy: JSON.stringify(policy) }));
    keys.push(KeyMetadata.Arn);
  }
  return keys;
}

/** How the Sid of a statement begins that a writer of the soak adds while it runs. */
export const foreignSid = "Foreign ";

/** A statement of a foreign writer. `name` makes it one of its own. */
export function foreignStatement(name, random) {
  const kind = kinds[Math.floor(random() * kinds.length)];
  return { ...kind(name), Sid: `${foreignSid}${name}` };
}

/** The statements of a policy, each as the text of its tokens: no white space, all else to the character. */
export function statementsOf(text) {
  return JSON.parse(text).Statement.map((statement) => JSON.stringify(statement));
}

/** What this program writes: the statement of its own name, for log groups of this Region. */
export function isOurs(statement) {
  const { Sid, Principal } = JSON.parse(statement);
  return (
    /^AllowCloudWatchLogsForMwaa\d*$/.test(Sid ?? "") && Principal?.Service === `logs.${region}.amazonaws.com`
  );
}

/** All of a policy that is not this program's: the members around the statements, and theirs in any order, which means nothing. */
export function theirs(text) {
  const { Statement: _, ...frame } = JSON.parse(text);
  return [
    JSON.stringify(frame),
    ...statementsOf(text)
      .filter((statement) => !isOurs(statement))
      .sort(),
  ];
}
