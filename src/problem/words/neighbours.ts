/** The words for what stands around a key: the environment's bucket, its execution role, and log groups of before. */
import { ask, type Entry, edit, entry, run } from "../entry.js";
import { pages } from "../pages.js";
import { quote } from "../quote.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const other = "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
const roleDocs = [pages.mwaaExecutionRole];
const via = ["sqs.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"];

/** The statement of AWS's sample, for the execution role of an environment with a customer managed key. */
function roleStatement(facts: { readonly key: string; readonly services: readonly string[] }): object {
  return {
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:Encrypt"],
    Resource: facts.key,
    Condition: { StringLike: { "kms:ViaService": facts.services } },
  };
}

interface RoleLacks {
  readonly role: string;
  readonly operations: string;
  readonly through: string;
  readonly key: string;
  readonly services: readonly string[];
}

const lacks: RoleLacks = {
  role: "arn:aws:iam::111122223333:role/airflow-demo",
  operations: "kms:Decrypt, kms:GenerateDataKey",
  through: "sqs.us-east-1.amazonaws.com",
  key,
  services: via,
};

function roleFixes(facts: RoleLacks): ReturnType<Entry<RoleLacks>["fix"]> {
  const statement = roleStatement(facts);
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return [
    edit("/Statement/-", statement),
    run(
      `aws iam put-role-policy --role-name ${quote(nameOf(facts.role))} --policy-name mwaa-kms-key --policy-document ${quote(document)}`,
    ),
  ];
}

/** The role's name, without its path. */
function nameOf(role: string): string {
  return role.split("/").at(-1) ?? role;
}

/** A statement of the role that nearly allows it the key. */
interface RoleMiss {
  readonly statement: string;
  readonly found: string;
  readonly key: string;
  readonly pointer: string;
}

const statement = `The statement /Statement/1 of the policy "airflow-demo"`;

export const neighbourWords = {
  "bucket/region": entry({
    severity: "error",
    title: "The bucket lives in another Region",
    what: (f) => `The bucket ${f.bucket} is in ${f.bucketRegion}, the environment in ${f.region}.`,
    why: "Key, environment and bucket must be in one Region, says the MWAA User Guide.",
    fix: (f) => [
      run(`aws s3 mb s3://BUCKET --region ${quote(f.region)}`),
      ask("whoever owns the bucket", `Is there a bucket for these DAGs in ${f.region}?`),
    ],
    docs: [pages.mwaaKeys, pages.mwaaBucket],
    example: { bucket: "airflow-demo", bucketRegion: "eu-west-1", region: "us-east-1" },
  }),
  "bucket/other-key": entry({
    severity: "warning",
    title: "The bucket is encrypted with another key",
    what: (f) => `By default the bucket ${f.bucket} encrypts with ${f.found}, not with this key.`,
    why: "A bucket's own customer managed key must also be the environment's, says the MWAA User Guide. Whether MWAA refuses another one is not documented.",
    fix: (f) => [bucketKey(f)],
    docs: [pages.mwaaBucket, pages.mwaaCreate, pages.s3DefaultEncryption],
    example: { bucket: "airflow-demo", found: other, key },
  }),
  "bucket/not-this-key": entry({
    severity: "note",
    title: "The bucket is not encrypted with this key",
    what: (f) => `The bucket ${f.bucket} has ${f.found} by default, not this key.`,
    why: "MWAA allows it. What lies in the bucket is then not under the key that the environment is under.",
    fix: (f) => [bucketKey(f)],
    docs: [pages.mwaaBucket, pages.s3DefaultEncryption],
    example: { bucket: "airflow-demo", found: "AES256", key },
  }),
  "bucket/alias": entry({
    severity: "warning",
    title: "The bucket names its key by an alias",
    what: (f) =>
      `By default the bucket ${f.bucket} encrypts with ${f.found}; which key that is was not asked.`,
    why: "An alias can be moved to another key at any time; S3 follows it, and MWAA does not take aliases.",
    fix: (f) => [
      run(`aws kms describe-key --key-id ${quote(f.found)} --query KeyMetadata.Arn --output text`),
      bucketKey(f),
    ],
    docs: [pages.s3DefaultEncryption, pages.mwaaKeys],
    example: { bucket: "airflow-demo", found: "alias/airflow", key },
  }),
  "role/missing": entry<RoleLacks>({
    severity: "error",
    title: "The execution role may not use the key",
    what: (f) => `No policy of ${f.role} allows ${f.operations} on the key through ${f.through}.`,
    why: "With a customer managed key the execution role needs a statement of its own for that key: the environment's queue, and a bucket under the key, are used with the role's permissions.",
    fix: roleFixes,
    docs: [...roleDocs, pages.kmsConditions],
    example: lacks,
  }),
  "role/missing-s3": entry<RoleLacks>({
    severity: "warning",
    title: "The execution role may not use the key through S3",
    what: (f) => `No policy of ${f.role} allows ${f.operations} on the key through ${f.through}.`,
    why: "AWS's sample names Amazon S3 beside Amazon SQS. The role needs it where the environment's bucket is encrypted with this key.",
    fix: roleFixes,
    docs: [...roleDocs, pages.kmsConditions],
    example: { ...lacks, through: "s3.us-east-1.amazonaws.com" },
  }),
  "role/denied": entry({
    severity: "error",
    title: "A Deny keeps the execution role from the key",
    what: (f) => `${f.statement} denies the role ${f.operations} on the key.`,
    why: "An explicit Deny wins over every Allow, in whichever policy of the role it stands.",
    fix: (f) => [ask("whoever owns that policy", `Except the key ${f.key} from this Deny.`)],
    docs: [pages.iamEvaluation, ...roleDocs],
    example: { statement, operations: "kms:Decrypt", key },
  }),
  "role/unknown": entry({
    severity: "error",
    title: "Whether the execution role may use the key cannot be told",
    what: (f) => `${f.statement} decides about ${f.operations}, by what this tool cannot know: ${f.unknown}.`,
    why: "AWS does not say which value the role's requests have there; unknown is neither yes nor no.",
    fix: (f) => [
      run(
        `aws iam simulate-principal-policy --policy-source-arn ${quote(f.role)} --action-names kms:Decrypt --resource-arns ${quote(f.key)}`,
      ),
    ],
    docs: [...roleDocs, pages.iamContextKeys],
    example: {
      statement,
      operations: "kms:Decrypt",
      unknown: "StringEquals aws:RequestedRegion",
      role: lacks.role,
      key,
    },
  }),
  "role/unread": entry({
    severity: "error",
    title: "A policy of the execution role cannot be read",
    what: (f) =>
      `The policy ${JSON.stringify(f.policy)} of ${f.role} is no policy that this version can read.`,
    why: "What a policy says that cannot be read is unknown; it may allow the key, or deny it.",
    fix: (f) => [
      run(
        f.policy.startsWith("arn:")
          ? `aws iam get-policy --policy-arn ${quote(f.policy)}`
          : `aws iam get-role-policy --role-name ${quote(nameOf(f.role))} --policy-name ${quote(f.policy)}`,
      ),
    ],
    docs: [pages.iamGrammar],
    example: { policy: "airflow-demo", role: lacks.role },
  }),
  "role/key-policy": entry({
    severity: "error",
    title: "The key policy shuts the execution role out",
    what: (f) =>
      `The key policy does not let ${f.role} do ${f.operations}, whatever the role's policies say.`,
    why: "IAM policies count for a key only where its key policy says so: by the statement for the account's root, or by one for the role.",
    fix: (f) => [edit("/Statement/-", f.statement)],
    docs: [pages.kmsDefaultPolicy, ...roleDocs],
    example: {
      role: lacks.role,
      operations: "kms:Decrypt",
      statement: {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      } as object,
    },
  }),
  "role/key-policy-unknown": entry({
    severity: "error",
    title: "Whether the key policy lets the execution role in cannot be told",
    what: (f) =>
      `Whether the key policy lets ${f.role} do ${f.operations} depends on conditions that cannot be judged.`,
    why: "A statement for the role or its account, or a Deny, has a condition whose value in the role's requests is not known here.",
    fix: (f) => [
      ask(
        "whoever wrote the key policy",
        `May ${f.role} do ${f.operations} through Amazon SQS and Amazon S3?`,
      ),
    ],
    docs: [pages.kmsDefaultPolicy, pages.kmsConditions],
    example: { role: lacks.role, operations: "kms:Decrypt" },
  }),
  "role/not-resource": entry<RoleMiss>({
    severity: "error",
    title: "The role's statement is the one for AWS owned keys",
    what: (f) => `${f.statement} allows all keys but ${f.found}, which this key is one of.`,
    why: "AWS's sample for an environment without a key of its own has NotResource with every key of the account. With a customer managed key, Resource is that key.",
    fix: (f) => [
      ask("whoever owns that policy", `Replace NotResource by "Resource": ${JSON.stringify(f.key)}.`),
    ],
    docs: roleDocs,
    example: {
      statement,
      found: "arn:aws:kms:*:111122223333:key/*",
      key,
      pointer: "/Statement/1/NotResource",
    },
  }),
  "role/other-key": entry<RoleMiss>({
    severity: "error",
    title: "The role's statement is for another key",
    what: (f) => `${f.statement} is for ${f.found}, which is not this key.`,
    why: "In an IAM policy, Resource is the key's ARN: Region, account and key ID must be this key's.",
    fix: (f) => [{ do: "edit", pointer: f.pointer, was: f.found, json: f.key }],
    docs: [...roleDocs, pages.kmsKeyId],
    example: { statement, found: other, key, pointer: "/Statement/1/Resource" },
  }),
  "role/alias": entry<RoleMiss>({
    severity: "error",
    title: "The role's statement names an alias",
    what: (f) => `${f.statement} is for ${f.found}; an alias's ARN stands for the alias, not for the key.`,
    why: "To allow the use of a key, Resource must be the key's own ARN.",
    fix: (f) => [{ do: "edit", pointer: f.pointer, was: f.found, json: f.key }],
    docs: [...roleDocs, pages.kmsKeyId],
    example: {
      statement,
      found: "arn:aws:kms:us-east-1:111122223333:alias/airflow",
      key,
      pointer: "/Statement/1/Resource",
    },
  }),
  "role/via-service": entry({
    severity: "error",
    title: "The role's statement is for other services",
    what: (f) =>
      `${f.statement} asks for kms:ViaService ${f.found}; it never is where the role uses the key through ${f.lacking}.`,
    why: "kms:ViaService has the name of the service with its Region. MWAA's sample names Amazon SQS and Amazon S3 of the environment's Region.",
    fix: (f) => [edit(f.pointer, f.wanted)],
    docs: [...roleDocs, pages.kmsConditions],
    example: {
      statement,
      found: "sqs.eu-west-1.amazonaws.com",
      lacking: "sqs.us-east-1.amazonaws.com",
      wanted: via,
      pointer: "/Statement/1/Condition/StringLike/kms:ViaService",
    },
  }),
  "logs/group-other-key": entry({
    severity: "error",
    title: "A log group of before has another key",
    what: (f) =>
      `${f.groups.join(", ")} ${f.groups.length === 1 ? "is" : "are"} there already, encrypted with another key: ${f.found}.`,
    why: "MWAA uses log groups of its names that are there, and its service-linked role may not change their key: the environment comes up, and its task logs are missing. A new key counts for what is logged from then on; the rest stays under the old one.",
    fix: (f) => [
      ...f.groups.map((group) => associate(group, f.key)),
      ask("whoever owns these logs", "May these log groups be deleted, with all that is in them?"),
    ],
    docs: [pages.mwaaServiceRole, pages.logsAssociateKey, pages.logsEncryption],
    example: { groups: ["airflow-demo-Task"], found: other, key },
  }),
  "logs/group-no-key": entry({
    severity: "warning",
    title: "A log group of before has no key",
    what: (f) =>
      `${f.groups.join(", ")} ${f.groups.length === 1 ? "is" : "are"} there already, without a customer managed key.`,
    why: "MWAA uses log groups of its names that are there, and its service-linked role may not change their key: these logs would not be under the environment's key.",
    fix: (f) => [
      ...f.groups.map((group) => associate(group, f.key)),
      ask("whoever owns these logs", "May these log groups be deleted, with all that is in them?"),
    ],
    docs: [pages.mwaaServiceRole, pages.logsAssociateKey, pages.logsEncryption],
    example: { groups: ["airflow-demo-Task"], key },
  }),
};

function associate(group: string, keyArn: string) {
  return run(`aws logs associate-kms-key --log-group-name ${quote(group)} --kms-key-id ${quote(keyArn)}`);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html */
function bucketKey(facts: { readonly bucket: string; readonly key: string }) {
  const rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: facts.key },
    BucketKeyEnabled: true,
  };
  return run(
    `aws s3api put-bucket-encryption --bucket ${quote(facts.bucket)} --server-side-encryption-configuration ${quote(JSON.stringify({ Rules: [rule] }))}`,
  );
}
