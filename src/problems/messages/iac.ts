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
    why: "In a plan, one unknown part makes the whole value unknown.",
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
    what: (f) => `The policy and the state of ${f.key} are not in this file.`,
    why: "Without AWS, mwaa-kms knows only what is in the file.",
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
    subject: (f) => f.parameter,
    what: (f) => `The parameter ${f.parameter} has no default value, and none is given.`,
    why: "CloudFormation sets the value when the stack is deployed.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --parameter ${f.parameter}=<value>`)],
    docs: [pagesOf.parameters],
    example: { parameter: "KeyArn", command: "--template template.yaml" },
  }),
  "iac/import": entry({
    severity: "error",
    title: "A value is imported from another stack",
    what: (f) => `${f.name} is an export of a stack whose template is not given.`,
    why: "The template of the other stack has the key and its policy.",
    fix: (f) => [
      run(`mwaa-kms check ${f.command} --template <file>`),
      run(
        `aws cloudformation list-exports --query "Exports[?Name=='${f.name.replace(/[^\w:./-]/g, "")}'].Value" --output text`,
      ),
    ],
    docs: [pagesOf.import],
    example: { name: "keys-AirflowKeyArn", command: "--template template.yaml" },
  }),
  "iac/dynamic-reference": entry({
    severity: "error",
    title: "A value comes from a parameter store",
    what: (f) =>
      `CloudFormation reads ${f.what.replace(/^The /, "the ")} from Parameter Store or Secrets Manager during the deployment.`,
    why: "The file has the name of the parameter, and not its value.",
    fix: (f) => [
      run("aws ssm get-parameter --query Parameter.Value --output text --name <name>"),
      ...(f.parameter === "" ? [] : [run(`mwaa-kms check ${f.command} --parameter ${f.parameter}=<value>`)]),
    ],
    docs: [pagesOf.dynamic],
    example: { what: "The parameter KeyArn", parameter: "KeyArn", command: "--template template.yaml" },
  }),
  "iac/several-candidates": entry({
    severity: "error",
    title: "Several keys are possible",
    what: (f) =>
      `${f.environment} uses one of these keys, and the plan does not show which: ${f.candidates}.`,
    why: "Terraform's JSON leaves out the index of a reference such as aws_kms_key.airflow[each.key], so all of these keys must be ready.",
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
    why: "Each deployment replaces the policy of the other.",
    fix: () => [
      ask("the author of the code", "Keep one of the two: policy of aws_kms_key, or aws_kms_key_policy."),
    ],
    docs: [pagesOf.tfKeyPolicy],
    example: { owners: "aws_kms_key.airflow and aws_kms_key_policy.airflow", key: "aws_kms_key.airflow" },
  }),
  "iac/not-expanded": entry({
    severity: "error",
    title: "A part of the file is expanded during the deployment",
    what: (f) =>
      `${f.what} can add or change environments, and CloudFormation expands it during the deployment.`,
    why: "mwaa-kms does not run macros: only the processed template can show that a key is ready.",
    fix: () => [run(processed)],
    docs: [pagesOf.transform, pagesOf.getTemplate],
    example: { what: "Fn::ForEach::Environments" },
  }),
  "iac/nested-stack": entry({
    severity: "note",
    title: "The template of a nested stack is not given",
    what: (f) =>
      `The template of the nested stack ${f.stack} is not given, so its environments are not checked.`,
    why: "mwaa-kms does not download templates.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --template <file>`)],
    docs: [],
    example: { stack: "Network", command: "--template template.yaml" },
  }),
  "iac/region-unknown": entry({
    severity: "error",
    title: "The Region is unknown",
    what: (f) => `The file does not name the Region of ${f.subject}.`,
    why: "The file names a Region or a partition, which might differ from that of the deployment.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --region <region>`)],
    docs: [pages.mwaaKeys],
    example: { subject: "the stack", command: "--template template.yaml" },
  }),
  "iac/account-unknown": entry({
    severity: "error",
    title: "The account is unknown",
    what: (f) => `The file does not name the account of ${f.subject}.`,
    why: "The key policy names an account, which might differ from that of the deployment.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --account <account>`)],
    docs: [pages.mwaaEncryption],
    example: { subject: "the stack", command: "--template template.yaml" },
  }),
  "iac/not-told": entry({
    severity: "error",
    title: "A value cannot be evaluated",
    what: (f) => `${f.what} cannot be evaluated from the file.`,
    why: "AWS sets some values during the deployment, and mwaa-kms does not evaluate all functions.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --key-policy <address>=policy.json`)],
    docs: [],
    example: { what: "Fn::GetAZs", command: "--template template.yaml" },
  }),
  "iac/broken": entry({
    severity: "error",
    title: "The template contradicts itself",
    what: (f) => `${f.what}.`,
    why: "CloudFormation rejects such a template.",
    fix: (f) => [run(`aws cloudformation validate-template --template-body file://${f.file}`)],
    docs: [],
    example: { what: "The condition Cmk refers to itself", file: "template.yaml" },
  }),
  "iac/sensitive": entry({
    severity: "error",
    title: "A value is marked sensitive",
    what: (f) => `${f.subject} is marked sensitive, so mwaa-kms does not read it.`,
    why: "Terraform marks values that might be secrets, and more people can read a report than the plan.",
    fix: (f) => [
      ask("the author of the code", `Remove the mark with nonsensitive() if ${f.subject} is not a secret.`),
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
    what: () => "The file leaves several cases open, and the key is ready in none of them.",
    why: "Each case was checked separately.",
    fix: () => [ask("the author of the code", "Correct what the other checks report for each case.")],
    docs: [],
    example: {},
  }),
  "iac/too-many": entry({
    severity: "error",
    title: "The file leaves too many cases open",
    what: (f) => `${f.environment} has more than ${f.limit} possible results.`,
    why: "mwaa-kms checks each case separately, up to this limit.",
    fix: (f) => [run(`mwaa-kms check ${f.command} --region <region>`)],
    docs: [],
    example: { environment: "Environment", limit: 64, command: "--template template.yaml" },
  }),
  "iac/own-key": entry({
    severity: "note",
    title: "An environment uses the key of MWAA",
    what: (f) => `${f.environments} sets no key, so MWAA uses an AWS owned key. There is nothing to check.`,
    why: "MWAA cannot change the key of an environment later.",
    fix: (f) => [
      ask("the author of the code", `Set ${f.member} if the environment must use a customer managed key.`),
    ],
    docs: [pagesOf.environment, pages.mwaaEncryption],
    example: { environments: "aws_mwaa_environment.this", member: "kms_key" },
  }),
  "iac/nothing-to-check": entry({
    severity: "note",
    title: "No environment has a key to check",
    what: (f) => `${f.file} has no MWAA environment with a customer managed key.`,
    why: "Environments without a key use an AWS owned key. With --strict this is unknown.",
    fix: () => [run("mwaa-kms explain iac/own-key")],
    docs: [pages.mwaaEncryption],
    example: { file: "plan.json" },
  }),
  "iac/key-not-used": entry({
    severity: "note",
    title: "No environment uses the key",
    what: (f) => `No environment in the file uses ${f.keys}.`,
    why: "MWAA uses a key only if the environment names it.",
    fix: (f) => [
      ask("the author of the code", `Set ${f.member} of the environment if it must use this key.`),
    ],
    docs: [pagesOf.environment],
    example: { keys: "aws_kms_key.data", member: "kms_key" },
  }),
  "iac/race": entry({
    severity: "warning",
    title: "The environment does not wait for the key policy",
    what: (f) => `${f.environment} does not depend on ${f.policy}: both depend on the key only.`,
    why: "The environment might be created while the key has its default policy, and its log groups would fail.",
    fix: (f) => [
      { do: "write", where: f.environment, language: "terraform", text: `depends_on = [${f.policy}]` },
    ],
    docs: [pagesOf.tfKeyPolicy],
    example: { environment: "aws_mwaa_environment.this", policy: "aws_kms_key_policy.airflow" },
  }),
  "iac/key-replaced": entry({
    severity: "warning",
    title: "The key and the environment are replaced",
    what: (f) => `${f.key} is replaced, so ${f.environment} is replaced too.`,
    why: "MWAA cannot change the key of an environment. A new one loses its metadata and takes about 30 minutes to create.",
    fix: () => [
      ask(
        "the author of the code",
        "Check what replaces the key (-/+ in terraform plan) before you apply it.",
      ),
    ],
    docs: [pagesOf.tfEnvironment],
    example: { key: "aws_kms_key.airflow", environment: "aws_mwaa_environment.this" },
  }),
  "iac/bare-key-id": entry({
    severity: "error",
    title: "The environment has a key ID instead of an ARN",
    what: (f) => `kms_key of ${f.environment} is ${f.reference}, a key ID.`,
    why: "MWAA accepts a key ID, but the Terraform AWS provider accepts only ARNs, and fails during apply.",
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
    subject: (f) => f.reference,
    what: (f) => `The key of ${f.environment} is ${f.reference}, an alias.`,
    why: "MWAA accepts a key ID or a key ARN. Deployment tools accept an alias too; the environment fails later.",
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
