/** The words for what was asked in a way that nobody could carry out. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

export const targetWords = {
  "target/no-region": entry<Record<never, never>>({
    severity: "error",
    title: "No Region is known",
    what: () => "A key ID does not say in which Region the key lives, and no Region is set.",
    why: "A key lives in one Region; the same ID asked in another does not exist.",
    fix: () => [run("mwaa-kms check KEY --region us-east-1"), run("export AWS_REGION=us-east-1")],
    docs: [pages.sdkRegion],
    example: {},
  }),
  "target/region": entry({
    severity: "error",
    title: "This is no Region",
    what: (f) => `"${f.given}" is no AWS Region.`,
    why: "A Region is written like us-east-1: an availability zone (us-east-1a) or a city's name is none.",
    fix: () => [run("aws ec2 describe-regions --all-regions --query 'Regions[].RegionName' --output text")],
    docs: [pages.mwaaRegions],
    example: { given: "us-east-1a" },
  }),
  "target/account": entry({
    severity: "error",
    title: "This is no account ID",
    what: (f) => `"${f.given}" is no account ID of twelve digits.`,
    why: "An account is named by its ID, without hyphens; names and aliases of accounts do not appear in ARNs.",
    fix: () => [run("aws sts get-caller-identity --query Account --output text")],
    docs: [pages.iamPartitions],
    example: { given: "1111-2222-3333" },
  }),
  "target/bucket": entry({
    severity: "error",
    title: "This is no bucket's name",
    what: (f) => `"${f.given}" is no name of an S3 bucket.`,
    why: "A bucket is named by its name alone: 3 to 63 lower-case letters, digits, dots and hyphens. An ARN or s3:// is none.",
    fix: () => [run("aws s3api list-buckets --query 'Buckets[].Name' --output text")],
    docs: [pages.s3BucketNames],
    example: { given: "s3://airflow-dags/" },
  }),
  "target/creator": entry({
    severity: "error",
    title: "Not the ARN of a role or user",
    what: (f) => `${JSON.stringify(f.given)} is not the ARN of a role, a role's session or a user.`,
    why: "MWAA creates its grants in the name of a user or role of the environment's account.",
    fix: () => [run("aws sts get-caller-identity --query Arn --output text")],
    docs: [pages.iamArns],
    example: { given: "Deploy" },
  }),
  "target/execution-role": entry({
    severity: "error",
    title: "This is no role's ARN",
    what: (f) => `"${f.given}" is no ARN of an IAM role.`,
    why: "A role is named by its ARN, arn:aws:iam::<account>:role/<name>: a name alone does not say whose role it is, and a session's ARN (sts) is not the role's.",
    fix: () => [run("aws iam get-role --role-name NAME --query Role.Arn --output text")],
    docs: [pages.iamArns],
    example: { given: "airflow-execution-role" },
  }),
  "target/scope-environment": entry<Record<never, never>>({
    severity: "error",
    title: "The scope environment needs an environment",
    what: () => "--scope environment was asked for without --environment.",
    why: "The statement then names the log groups airflow-<environment>-*, so the name must be known.",
    fix: () => [run("mwaa-kms prepare KEY --scope environment --environment NAME")],
    docs: [pages.mwaaKeys],
    example: {},
  }),
  "target/log-groups": entry<Record<never, never>>({
    severity: "error",
    title: "Log groups need an environment",
    what: () => "--log-groups was given without --environment.",
    why: "The names of MWAA's log groups begin with the environment's: airflow-<environment>-Task.",
    fix: () => [run("mwaa-kms check KEY --environment NAME --log-groups")],
    docs: [pages.mwaaKeys],
    example: {},
  }),
  "target/log-types": entry<Record<never, never>>({
    severity: "error",
    title: "Log types need an environment",
    what: () => "--log-type was given without --environment.",
    why: "The names of MWAA's log groups begin with the environment's: airflow-<environment>-Task.",
    fix: () => [run("mwaa-kms check KEY --environment NAME --log-type Task")],
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
    title: "The environment's account is not known",
    what: (f) => `The scope ${f.scope} needs the account of the environment, and --account is not given.`,
    why: "The statement names the account whose log groups CloudWatch Logs may encrypt.",
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
    title: "The environment's name is not one that MWAA takes",
    what: (f) => `"${f.given}" (${f.length} characters) is no name that MWAA takes for an environment.`,
    why: "A name has 1 to 80 characters: a letter first, then letters, digits, hyphens and underscores.",
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
