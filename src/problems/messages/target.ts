/** The words for what was asked in a way that nobody could carry out. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

export const targetWords = {
  "target/no-region": entry<Record<never, never>>({
    severity: "error",
    title: "No Region is set",
    what: () => "A key ID does not include a Region, and no Region is set.",
    why: "A KMS key is in one Region.",
    fix: () => [run("mwaa-kms check KEY --region <region>"), run("export AWS_REGION=<region>")],
    docs: [pages.sdkRegion],
    example: {},
  }),
  "target/region": entry({
    severity: "error",
    title: "Not an AWS Region",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not an AWS Region; expected a name such as us-east-1.`,
    why: "An Availability Zone (us-east-1a) or a city is not a Region.",
    fix: () => [run("aws ec2 describe-regions --all-regions --query 'Regions[].RegionName' --output text")],
    docs: [pages.mwaaRegions],
    example: { given: "us-east-1a" },
  }),
  "target/account": entry({
    severity: "error",
    title: "Not an account ID",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not an account ID of 12 digits.`,
    why: "AWS uses account IDs without hyphens in ARNs, and no names or aliases.",
    fix: () => [run("aws sts get-caller-identity --query Account --output text")],
    docs: [pages.iamPartitions],
    example: { given: "1111-2222-3333" },
  }),
  "target/bucket": entry({
    severity: "error",
    title: "Not a bucket name",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not a bucket name.`,
    why: "A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens. An ARN or s3:// is not a name.",
    fix: () => [run("aws s3api list-buckets --query 'Buckets[].Name' --output text")],
    docs: [pages.s3BucketNames],
    example: { given: "s3://airflow-dags/" },
  }),
  "target/creator": entry({
    severity: "error",
    title: "Not the ARN of a role or user",
    subject: (f) => f.given,
    what: (f) => `${JSON.stringify(f.given)} is not the ARN of a role, a role session or a user.`,
    why: "MWAA creates its grants as a user or role of the environment's account.",
    fix: () => [run("aws sts get-caller-identity --query Arn --output text")],
    docs: [pages.iamArns],
    example: { given: "Deploy" },
  }),
  "target/execution-role": entry({
    severity: "error",
    title: "Not the ARN of a role",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not the ARN of an IAM role.`,
    why: "A role name does not include the account, and the ARN of a session (sts) differs from that of the role.",
    fix: () => [run("aws iam get-role --query Role.Arn --output text --role-name <role>")],
    docs: [pages.iamArns],
    example: { given: "airflow-execution-role" },
  }),
  "target/scope-environment": entry<Record<never, never>>({
    severity: "error",
    title: "--scope environment needs an environment",
    what: () => "--scope environment needs --environment.",
    why: "The statement then names the log groups airflow-<environment>-*.",
    fix: () => [run("mwaa-kms prepare KEY --scope environment -e NAME")],
    docs: [pages.mwaaKeys],
    example: {},
  }),
  "target/log-groups": entry<Record<never, never>>({
    severity: "error",
    title: "--log-groups needs an environment",
    what: () => "--log-groups needs --environment.",
    why: "MWAA names its log groups airflow-<environment>-Task.",
    fix: () => [run("mwaa-kms check KEY -e NAME --log-groups")],
    docs: [pages.mwaaKeys],
    example: {},
  }),
  "target/log-types": entry<Record<never, never>>({
    severity: "error",
    title: "--log-type needs an environment",
    what: () => "--log-type needs --environment.",
    why: "MWAA names its log groups airflow-<environment>-Task.",
    fix: () => [run("mwaa-kms check KEY -e NAME --log-type Task")],
    docs: [pages.mwaaKeys],
    example: {},
  }),
  "target/statement-for": entry({
    severity: "error",
    title: "The statements cannot be composed",
    what: (f) => `--for ${f.reader}: ${f.reason}.`,
    why: "IAM policies name a key by its ARN: a key ID stands for a key of the policy's own account. A key policy for another account names that account.",
    fix: (f) => [
      f.fix.startsWith("mwaa-kms ")
        ? run(f.fix)
        : run(`mwaa-kms statement <key-arn> --for ${f.reader} ${f.fix}`),
    ],
    docs: [pages.kmsCrossAccount, pages.mwaaAccess],
    example: {
      reader: "creator",
      reason: "it needs the ARN of the key",
      fix: "mwaa-kms statement <key-arn>",
    },
  }),
  "target/no-account": entry({
    severity: "error",
    title: "The environment's account is unknown",
    what: (f) => `--scope ${f.scope} needs --account.`,
    why: "The statement names the account of the log groups.",
    fix: (f) => [
      run(
        `mwaa-kms statement --region ${quote(f.region)} --account "$(aws sts get-caller-identity --query Account --output text)"`,
      ),
      run(`mwaa-kms statement --region ${quote(f.region)} --scope region`),
    ],
    docs: [pages.mwaaExecutionRole],
    example: { scope: "account", region: "us-east-1" },
  }),
};

export const environmentWords = {
  "environment/name": entry({
    severity: "error",
    title: "The environment name is not valid",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" (${f.length} characters) is not a valid environment name.`,
    why: "MWAA requires 1 to 80 characters: a letter first, then letters, digits, hyphens and underscores.",
    fix: () => [run("aws mwaa list-environments")],
    docs: [pages.mwaaApiCreate],
    example: { given: "1st environment", length: 15 },
  }),
  "environment/not-found": entry({
    severity: "error",
    title: "MWAA has no environment of this name",
    what: (f) => `MWAA has no environment "${f.name}" in ${f.region} in the caller's account.`,
    why: "Without a key on the command line, the key is the one that MWAA shows for the environment. For an environment that is still planned, name the key.",
    fix: (f) => [
      run(`aws mwaa list-environments --region ${quote(f.region)}`),
      run(`mwaa-kms check KEY --environment ${quote(f.name)}`),
    ],
    docs: [pages.mwaaApiGet],
    example: { name: "prod", region: "us-east-1" },
  }),
  "environment/aws-owned-key": entry({
    severity: "warning",
    title: "The AWS owned key is used",
    what: (f) => `No customer managed key: ${f.environments}. MWAA encrypts with a key that AWS owns.`,
    why: "MWAA takes a customer managed key only when an environment is created. Of the AWS owned key there is nothing to check or to prepare.",
    fix: (f) => [
      ask(
        "the owner of the environment",
        `No customer managed key is used by ${f.environments}. For one, create a new environment with --kms-key.`,
      ),
    ],
    docs: [pages.mwaaKeys, pages.mwaaApiGet],
    example: { environments: "prod (us-east-1)" },
  }),
  "environment/other-account": entry({
    severity: "error",
    title: "The environment belongs to another account",
    what: (f) => `Environment "${f.name}" belongs to account ${f.found}, and account ${f.asked} is meant.`,
    why: "MWAA shows the environments of the caller's account. One of the same name in another account has another key.",
    fix: () => [
      run("aws sts get-caller-identity"),
      run("mwaa-kms check --environment NAME --profile PROFILE"),
    ],
    docs: [pages.mwaaApiGet],
    example: { name: "prod", found: "111122223333", asked: "444455556666" },
  }),
  "environment/not-listed": entry({
    severity: "error",
    title: "The environments of a Region are unknown",
    what: (f) => `The environments of ${f.region} could not be listed. ${f.because}`,
    why: "An environment that is not seen is not checked, so the result for all of them is unknown.",
    fix: (f) => [
      run(`aws mwaa list-environments --region ${quote(f.region)}`),
      run("mwaa-kms explain permissions"),
    ],
    docs: [pages.mwaaApiList],
    example: { region: "eu-west-1", because: "AWS did not answer airflow:ListEnvironments in time." },
  }),
  "environment/regions-left-out": entry({
    severity: "warning",
    title: "Regions that do not accept the credentials were left out",
    what: (f) => `Left out: ${f.regions}. They do not accept credentials that other Regions accept.`,
    why: "An account enables opt-in Regions first; until then they refuse its credentials. Environments there, if any, are not checked.",
    fix: () => [run("aws account list-regions --region-opt-status-contains ENABLED ENABLED_BY_DEFAULT")],
    docs: [pages.iamEnableRegions],
    example: { regions: "af-south-1, ap-east-1" },
  }),
  "environment/none-to-write": entry({
    severity: "error",
    title: "There is nothing to write into a manifest",
    what: (f) =>
      f.count === 0
        ? `No environment with a customer managed key was seen in ${f.regions}.`
        : `There are ${f.count} environments, more than a manifest holds.`,
    why: "A manifest names at least one environment and at most 5000. Write several, for some Regions each.",
    fix: () => [
      run("mwaa-kms manifest init --regions us-east-1,eu-west-1"),
      run("aws sts get-caller-identity"),
    ],
    docs: [pages.mwaaApiList],
    example: { regions: "us-east-1", count: 0 },
  }),
  "environment/none": entry({
    severity: "warning",
    title: "There is no environment",
    what: (f) => `There is no MWAA environment in ${f.regions}.`,
    why: "MWAA lists the environments of the caller's account in one Region at a time.",
    fix: () => [run("aws sts get-caller-identity"), run("mwaa-kms check --all-environments --regions all")],
    docs: [pages.mwaaApiList],
    example: { regions: "us-east-1" },
  }),
};
