/** The request to the owner of a key: what to change and why, with commands and the way back. It needs no other document. */
import type { Plan } from "./plan.js";

export interface Handoff {
  /** The key's ARN, or its ID where the account is not known. */
  readonly key: string;
  readonly region: string;
  readonly environment?: string | undefined;
  /** The environment's account, and whether another account owns the key. */
  readonly account?: string | undefined;
  readonly isCrossAccount: boolean;
  /** The statements to add. */
  readonly statements: readonly object[];
  /** For the AWS CLI, and as Terraform code. */
  readonly commands: string;
  readonly terraform: string;
  /** Absent where the policy could not be read: the commands then add the statements to the current policy. */
  readonly plan?: Plan | undefined;
}

/** @returns Markdown */
export function composeHandoff(handoff: Handoff): string {
  const { key, region, commands, terraform, plan } = handoff;
  return [
    "# Please let CloudWatch Logs use this key for Amazon MWAA",
    "",
    `Key: \`${key}\``,
    "",
    ...purpose(handoff),
    "",
    "## The change",
    "",
    ...statementsPart(handoff),
    "",
    ...(plan === undefined
      ? [
          "The policy could not be read here, so the commands below add to the current policy and replace nothing.",
        ]
      : ["The whole new policy, with every other statement unchanged:", "", ...fenced("json", plan.next)]),
    "",
    "## Apply it with the AWS CLI",
    "",
    "Run this as an administrator of the key (kms:GetKeyPolicy and kms:PutKeyPolicy). It saves the current policy and shows the difference before it writes. It needs `jq`.",
    "",
    ...fenced("sh", commands),
    "",
    "## Or apply it with Terraform",
    "",
    "Where Terraform sets the key policy, change its code instead: the next `terraform apply` removes a statement that the code does not have.",
    "",
    ...fenced("hcl", terraform),
    "",
    "## Undo it",
    "",
    "Put the saved policy back. Do it only while no environment uses the key: its logs need the first statement.",
    "",
    ...fenced(
      "sh",
      `aws kms put-key-policy --key-id '${key}' --policy-name default --region ${region} --policy file://policy.before.<time>.json`,
    ),
    "",
  ].join("\n");
}

function purpose({ environment, account, region, isCrossAccount }: Handoff): readonly string[] {
  const name =
    environment === undefined
      ? "An Amazon MWAA environment"
      : `The Amazon MWAA environment \`${environment}\``;
  const where = account === undefined ? ` in ${region}` : ` in account ${account}, ${region},`;
  return [
    `${name}${where} is to be encrypted with this key. CloudWatch Logs encrypts the environment's log groups with it, and needs a statement in the key policy`,
    "(https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html). MWAA itself gets its access by four grants, not by the key policy.",
    ...(isCrossAccount ? ["", ...acrossAccounts] : []),
  ];
}

const acrossAccounts = [
  "The key and the environment are in different accounts. AWS's pages disagree on whether MWAA accepts that:",
  "https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html says to name the key by its ARN,",
  "https://docs.aws.amazon.com/mwaa/latest/userguide/encryption-at-rest.html wants one account for both.",
  "KMS documents two statements for the use of a key by another account",
  "(https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html). The last statement lets that account list the grants, to verify them;",
  "without it the environment works the same. The environment's account still needs an IAM policy of its own for the key.",
];

function statementsPart({ statements }: Handoff): readonly string[] {
  const [only, ...more] = statements;
  if (more.length === 0) return ["Add this statement to the key policy:", "", ...fenced("json", json(only))];
  return [
    `Add these ${statements.length} statements to the key policy:`,
    "",
    ...fenced("json", json(statements)),
  ];
}

function fenced(language: string, text: string): readonly string[] {
  return [`\`\`\`${language}`, text, "```"];
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
