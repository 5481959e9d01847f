/** The words for what infrastructure code leaves open, and for what it says of a key before it exists. */
import { ask, entry, run } from "../define.js";
import { pages } from "../links.js";
import { planFormatPage, showPage } from "./iac-files.js";

const cfn = "https://docs.aws.amazon.com/AWSCloudFormation/latest";
const provider = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources";
const pagesOf = {
  environment: `${cfn}/TemplateReference/aws-resource-mwaa-environment.html`,
  key: `${cfn}/TemplateReference/aws-resource-kms-key.html`,
  parameters: `${cfn}/UserGuide/parameters-section-structure.html`,
  import: `${cfn}/TemplateReference/intrinsic-function-reference-importvalue.html`,
  dynamic: `${cfn}/UserGuide/dynamic-references.html`,
  transform: `${cfn}/UserGuide/transform-section-structure.html`,
  getTemplate: "https://docs.aws.amazon.com/cli/latest/reference/cloudformation/get-template.html",
  tfEnvironment: `${provider}/mwaa_environment`,
  tfKey: `${provider}/kms_key`,
  tfKeyPolicy: `${provider}/kms_key_policy`,
};

const processed =
  "aws cloudformation get-template --stack-name STACK --template-stage Processed --query TemplateBody";

export const iacWords = {
  "iac/after-apply": entry({
    severity: "error",
    title: "A value is known only after the deployment",
    what: (f) => `${f.subject} depends on ${f.references}, which is known only after the deployment.`,
    why: "One unknown part makes the whole value unknown in a plan. Name accounts and roles by their IDs and names instead of by a resource that the same deployment creates.",
    fix: (f) => [
      ask(
        "the author of the code",
        `Replace ${f.references} with a value that is known before the deployment.`,
      ),
      run(`mwaa-kms check ${f.command} --key-policy ${f.address}=policy.json`),
    ],
    docs: [planFormatPage],
    example: {
      subject: "The policy of aws_kms_key.airflow",
      references: "aws_iam_role.admin.arn",
      command: "--terraform-plan plan.json",
      address: "aws_kms_key.airflow",
    },
  }),
  "iac/elsewhere": entry({
    severity: "error",
    title: "The key is not in this file",
    what: (f) => `${f.key} is not in this file: its policy and its state are unknown.`,
    why: "Without AWS, only what the file says is known.",
    fix: (f) => [
      run(`mwaa-kms check ${f.key}`),
      run(`mwaa-kms check ${f.command} --key-policy ${f.key}=policy.json`),
    ],
    docs: [pages.kmsGetKeyPolicy],
    example: {
      key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      command: "--terraform-plan plan.json",
    },
  }),
  "iac/no-default": entry({
    severity: "error",
    title: "A parameter has no value",
    what: (f) => `The parameter ${f.parameter} has no default value, and none is given.`,
    why: "Its value is known only when the stack is deployed.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --parameter ${f.parameter}=VALUE`)],
    docs: [pagesOf.parameters],
    example: { parameter: "KeyArn", command: "--template template.yaml" },
  }),
  "iac/import": entry({
    severity: "error",
    title: "A value is imported from another stack",
    what: (f) => `${f.name} is the export of a stack whose template is not given.`,
    why: "The other stack's template has the key and its policy.",
    fix: (f) => [
      run(`mwaa-kms check ${f.command} --template OTHER_TEMPLATE`),
      run(`aws cloudformation list-exports --query "Exports[?Name=='NAME'].Value" --output text`),
    ],
    docs: [pagesOf.import],
    example: { name: "keys-AirflowKeyArn", command: "--template template.yaml" },
  }),
  "iac/dynamic-reference": entry({
    severity: "error",
    title: "A value is read from a parameter store",
    what: (f) => `${f.what} is read from Parameter Store or Secrets Manager when the stack is deployed.`,
    why: "The file has the parameter's name and not its value.",
    fix: (f) => [
      run("aws ssm get-parameter --name NAME --query Parameter.Value --output text"),
      ...(f.parameter === "" ? [] : [run(`mwaa-kms check ${f.command} --parameter ${f.parameter}=VALUE`)]),
    ],
    docs: [pagesOf.dynamic],
    example: { what: "The parameter KeyArn", parameter: "KeyArn", command: "--template template.yaml" },
  }),
  "iac/several-candidates": entry({
    severity: "error",
    title: "Several keys are possible",
    what: (f) => `${f.environment} uses one of these keys, and the plan does not say which: ${f.candidates}.`,
    why: "Terraform's JSON leaves out the index of a reference such as aws_kms_key.airflow[each.key]. The answer is yes only if all of these keys are ready.",
    fix: () => [
      ask("the author of the code", "Make all of these keys ready, or name the key by a constant index."),
    ],
    docs: [planFormatPage],
    example: {
      environment: 'aws_mwaa_environment.this["prod"]',
      candidates: 'aws_kms_key.airflow["prod"], aws_kms_key.airflow["test"]',
    },
  }),
  "iac/two-owners": entry({
    severity: "warning",
    title: "Two resources set one key policy",
    what: (f) => `${f.owners} both set the policy of ${f.key}.`,
    why: "Each deployment undoes the policy of the other. Which of the two is in force is not certain.",
    fix: () => [
      ask("the author of the code", "Keep one of the two: policy of aws_kms_key, or aws_kms_key_policy."),
    ],
    docs: [pagesOf.tfKeyPolicy],
    example: { owners: "aws_kms_key.airflow and aws_kms_key_policy.airflow", key: "aws_kms_key.airflow" },
  }),
  "iac/not-expanded": entry({
    severity: "error",
    title: "A part of the file is expanded only by the deployment",
    what: (f) => `${f.what} can make or change environments, and only the deployment expands it.`,
    why: "The expanded template is the one that counts. This tool does not run macros, and it takes its own expansion of a loop for a no, never for a yes.",
    fix: () => [run(processed)],
    docs: [pagesOf.transform, pagesOf.getTemplate],
    example: { what: "Fn::ForEach::Environments" },
  }),
  "iac/nested-stack": entry({
    severity: "note",
    title: "The template of a nested stack is not given",
    what: (f) =>
      `The template of the nested stack ${f.stack} is not given: environments in it are not checked.`,
    why: "A template behind an address is not fetched.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --template NESTED_TEMPLATE`)],
    docs: [],
    example: { stack: "Network", command: "--template template.yaml" },
  }),
  "iac/region-unknown": entry({
    severity: "error",
    title: "The Region is not known",
    what: (f) => `The file does not say in which Region ${f.subject} is.`,
    why: "The file names a Region literally, or a partition: whether it is the right one depends on where it is deployed.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --region us-east-1`)],
    docs: [pages.mwaaKeys],
    example: { subject: "the stack", command: "--template template.yaml" },
  }),
  "iac/account-unknown": entry({
    severity: "error",
    title: "The account is not known",
    what: (f) => `The file does not say in which account ${f.subject} is.`,
    why: "The key policy names an account literally: whether it is the right one depends on where it is deployed.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --account ACCOUNT_ID`)],
    docs: [pages.mwaaEncryption],
    example: { subject: "the stack", command: "--template template.yaml" },
  }),
  "iac/not-told": entry({
    severity: "error",
    title: "A value cannot be worked out from the file",
    what: (f) => `${f.what} cannot be worked out from the file.`,
    why: "Some values come from AWS during the deployment, and some functions are not evaluated here.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --key-policy ADDRESS=policy.json`)],
    docs: [],
    example: { what: "Fn::GetAZs", command: "--template template.yaml" },
  }),
  "iac/broken": entry({
    severity: "error",
    title: "The template contradicts itself",
    what: (f) => `${f.what}.`,
    why: "CloudFormation refuses such a template, so nothing is concluded from it.",
    fix: (f) => [run(`aws cloudformation validate-template --template-body file://${f.file}`)],
    docs: [],
    example: { what: "The condition Cmk refers to itself", file: "template.yaml" },
  }),
  "iac/sensitive": entry({
    severity: "error",
    title: "A value is marked sensitive",
    what: (f) => `${f.subject} is marked sensitive: it is not read, and appears in no report.`,
    why: "Terraform marks what may be a secret. A report can be read by more people than the plan.",
    fix: (f) => [
      ask("the author of the code", `Remove the mark (nonsensitive()) if ${f.subject} is no secret.`),
      run(`mwaa-kms check ${f.command} --key-policy ${f.address}=policy.json`),
    ],
    docs: [showPage],
    example: {
      subject: "The policy of aws_kms_key.airflow",
      command: "--terraform-plan plan.json",
      address: "aws_kms_key.airflow",
    },
  }),
  "iac/every-way": entry<Record<never, never>>({
    severity: "error",
    title: "The key is not ready in any case",
    what: () => "In each case that the file leaves open, the key is not ready, for one reason or another.",
    why: "Each case was checked by itself.",
    fix: () => [ask("the author of the code", "See the other checks for what fails in which case.")],
    docs: [],
    example: {},
  }),
  "iac/too-many": entry({
    severity: "error",
    title: "The file leaves too much open",
    what: (f) => `${f.environment} can come out in more than ${f.limit} ways.`,
    why: "Each way is checked by itself, and there are too many.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --region us-east-1 --account ACCOUNT_ID`)],
    docs: [],
    example: { environment: "Environment", limit: 64, command: "--template template.yaml" },
  }),
  "iac/own-key": entry({
    severity: "note",
    title: "An environment uses MWAA's own key",
    what: (f) => `${f.environments} sets no key: MWAA uses a key of its own, and there is nothing to check.`,
    why: "The key of an environment cannot be changed later. A customer managed key in the same file is not the environment's.",
    fix: (f) => [
      ask("the author of the code", `Set ${f.member} if the environment is to have a key of yours.`),
    ],
    docs: [pagesOf.environment, pages.mwaaEncryption],
    example: { environments: "aws_mwaa_environment.this", member: "kms_key" },
  }),
  "iac/nothing-to-check": entry({
    severity: "note",
    title: "No environment has a key to check",
    what: (f) => `${f.file} has no MWAA environment with a key of its own: there is nothing to check.`,
    why: "Environments without a key use one that MWAA owns. Under --strict this counts as unknown.",
    fix: () => [run("mwaa-kms explain iac/own-key")],
    docs: [pages.mwaaEncryption],
    example: { file: "plan.json" },
  }),
  "iac/key-not-used": entry({
    severity: "note",
    title: "A key is not used by any environment",
    what: (f) => `No environment in the file uses ${f.keys}.`,
    why: "A key beside an environment is not its key until the environment names it.",
    fix: (f) => [
      ask("the author of the code", `Set ${f.member} of the environment if this is to be its key.`),
    ],
    docs: [pagesOf.environment],
    example: { keys: "aws_kms_key.data", member: "kms_key" },
  }),
  "iac/race": entry({
    severity: "warning",
    title: "The environment does not wait for the key policy",
    what: (f) => `${f.environment} does not depend on ${f.policy}: both wait for the key alone.`,
    why: "The environment can be created while the key still has the default policy. Its log groups then fail.",
    fix: (f) => [
      { do: "write", where: f.environment, language: "terraform", text: `depends_on = [${f.policy}]` },
    ],
    docs: [pagesOf.tfKeyPolicy],
    example: { environment: "aws_mwaa_environment.this", policy: "aws_kms_key_policy.airflow" },
  }),
  "iac/key-replaced": entry({
    severity: "warning",
    title: "The key is replaced, and the environment with it",
    what: (f) => `${f.key} is replaced, so ${f.environment} is replaced too.`,
    why: "The key of an environment cannot be changed. A replaced environment loses its metadata, and takes about 30 minutes to create.",
    fix: () => [
      ask(
        "the author of the code",
        "Look at what replaces the key (-/+ in terraform plan) before applying it.",
      ),
    ],
    docs: [pagesOf.tfEnvironment],
    example: { key: "aws_kms_key.airflow", environment: "aws_mwaa_environment.this" },
  }),
  "iac/bare-key-id": entry({
    severity: "error",
    title: "The environment gets a key ID instead of an ARN",
    what: (f) => `kms_key of ${f.environment} is ${f.reference}, a bare key ID.`,
    why: "MWAA accepts a key ID, but the AWS provider of Terraform refuses all but ARNs for kms_key, and only while it applies.",
    fix: (f) => [
      {
        do: "write",
        where: `kms_key of ${f.environment}`,
        language: "terraform",
        text: `kms_key = ${f.key}.arn`,
      },
    ],
    docs: [pagesOf.tfEnvironment],
    example: {
      environment: "aws_mwaa_environment.this",
      reference: "aws_kms_key.airflow.key_id",
      key: "aws_kms_key.airflow",
    },
  }),
  "iac/key-by-alias": entry({
    severity: "error",
    title: "Aliases are not supported",
    what: (f) => `The key of ${f.environment} is ${f.reference}, the name or the ARN of an alias.`,
    why: "MWAA accepts a key ID or a key ARN. An alias passes the validation of the deployment tool, and the environment fails later.",
    fix: (f) => [{ do: "write", where: f.where, language: f.language, text: f.text }],
    docs: [pages.mwaaKeys],
    example: {
      environment: "aws_mwaa_environment.this",
      reference: "aws_kms_alias.airflow.arn",
      where: "kms_key of aws_mwaa_environment.this",
      language: "terraform",
      text: "kms_key = aws_kms_alias.airflow.target_key_arn",
    },
  }),
};
