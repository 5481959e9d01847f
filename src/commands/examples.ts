/** The examples that help prints and that the tests run, each with what it is for. */
import type { Command } from "../report/report.js";

/** One line to type. `{key}` stands for a key's ARN. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

export const sampleKey = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const key = sampleKey;

export const examples: Readonly<Record<Command, readonly Example[]>> = {
  "mwaa-kms": [
    { line: "mwaa-kms prepare --sandbox", does: "try it without an AWS account" },
    { line: `mwaa-kms check ${key} -e prod`, does: "judge a key" },
    { line: "mwaa-kms explain key/alias", does: "ask what a problem means" },
  ],
  prepare: [
    { line: "mwaa-kms prepare --sandbox --yes", does: "on the sandbox's key that lacks the statement" },
    { line: `mwaa-kms prepare ${key} -e prod`, does: "show the change, ask, write" },
    { line: `mwaa-kms prepare ${key} -e prod --scope environment --yes`, does: "for prod's log groups only" },
    { line: `mwaa-kms prepare ${key} -e prod --plan-out plan.json`, does: "for somebody else to review" },
    { line: "mwaa-kms prepare --plan plan.json --yes", does: "carry out what was reviewed, or refuse" },
    { line: "mwaa-kms prepare --manifest mwaa-kms.yaml", does: "all environments, with one yes" },
  ],
  check: [
    { line: `mwaa-kms check ${key} -e prod`, does: "exit code 0 ready, 1 not ready, 3 could not tell" },
    { line: `mwaa-kms check ${key} -e prod --format json`, does: "for a program" },
    { line: `mwaa-kms check ${key} -e prod --report html=report.html`, does: "and a page to look at" },
    {
      line: `mwaa-kms check ${key} -e prod --bucket dags --log-groups`,
      does: "with what stands around the key",
    },
    { line: "mwaa-kms check --manifest mwaa-kms.yaml --strict", does: "all environments; warnings count" },
    { line: "mwaa-kms check --terraform-plan plan.json", does: "a Terraform plan before it is applied" },
    { line: "mwaa-kms check --template template.yaml --region us-east-1", does: "a CloudFormation template" },
  ],
  diff: [
    { line: `mwaa-kms diff ${key} -e prod`, does: "exit code 0 no change, 1 prepare would write" },
    { line: "mwaa-kms diff --sandbox", does: "on the sandbox's key that lacks the statement" },
  ],
  grants: [
    { line: `mwaa-kms grants ${key} -e prod`, does: "what will be created; nobody is asked" },
    { line: `mwaa-kms grants ${key} -e prod --verify`, does: "after the environment is created" },
  ],
  statement: [
    { line: "mwaa-kms statement --region us-east-1 --account 111122223333", does: "as JSON" },
    { line: `mwaa-kms statement ${key} --as terraform`, does: "as a block of aws_iam_policy_document" },
    { line: `mwaa-kms statement ${key} --policy --as cloudformation`, does: "the whole policy" },
  ],
  validate: [
    { line: `mwaa-kms validate ${key}`, does: "exit code 0, or 2 with the mend" },
    { line: "mwaa-kms validate alias/airflow", does: "says how to get the ARN" },
    { line: "mwaa-kms validate --manifest mwaa-kms.yaml", does: "a manifest's words, in a commit hook" },
  ],
  restore: [
    { line: "mwaa-kms restore --last", does: "the newest backup: show the way back, ask, write" },
    {
      line: "mwaa-kms restore ~/.local/state/mwaa-kms/backups/FILE.json",
      does: "that one",
    },
  ],
  backups: [
    { line: "mwaa-kms backups", does: "all of them, the newest last" },
    { line: `mwaa-kms backups ${key}`, does: "those of one key" },
  ],
  explain: [
    { line: "mwaa-kms explain logs/missing", does: "one code" },
    { line: "mwaa-kms explain", does: "all codes" },
    { line: "mwaa-kms explain logs-access", does: "a check, and what it may find" },
    { line: "mwaa-kms explain permissions", does: "the IAM policy that this tool needs" },
  ],
  sandbox: [
    { line: "mwaa-kms sandbox", does: "until Ctrl-C; prints what to export" },
    {
      line: 'eval "$(mwaa-kms sandbox --export)"',
      does: "in the background, for the programs of this shell",
    },
    { line: "mwaa-kms sandbox keys", does: "list the keys, one for each situation" },
    { line: "mwaa-kms sandbox --memory --fault throttle --fault lag=5", does: "as KMS behaves under load" },
    { line: "mwaa-kms sandbox stop", does: "end it" },
    { line: "mwaa-kms sandbox reset", does: "begin again" },
  ],
};
