/** Whether a tool that deploys code owns a key, and so its policy: told by tags and description, which are only customs. */
import type { KeyMetadata } from "./metadata.js";

/** The tool, and what gave it away. */
export interface DeploymentTool {
  readonly tool: string;
  readonly evidence: string;
}

const tools: readonly (readonly [word: RegExp, tool: string])[] = [
  [/terraform/i, "Terraform"],
  [/opentofu/i, "OpenTofu"],
  [/pulumi/i, "Pulumi"],
  [/\b(aws[- ]?)?cdk\b/i, "the AWS CDK"],
  [/cloudformation/i, "CloudFormation"],
];

/** Names of tags by which people say who manages a thing. */
const managers =
  /^(managed|created|provisioned|deployed)[-_ ]?(by|with)$|^(provisioner|iac|terraform|pulumi)$/i;

/**
 * Looks for an owner.
 *
 * CloudFormation's own tags begin with `aws:cloudformation:`; whether KMS shows them for a key is not documented. The rest are
 * customs of those who write the code: that none is found says nothing.
 *
 * @param key as DescribeKey has it
 * @param tags the key's tags; undefined where they could not be read
 */
export function deploymentToolOf(
  key: Pick<KeyMetadata, "Description">,
  tags: Readonly<Record<string, string>> | undefined,
): DeploymentTool | undefined {
  const stack = tags?.["aws:cloudformation:stack-name"];
  if (stack !== undefined) return { tool: "CloudFormation", evidence: `the stack ${stack}` };
  for (const [name, value] of Object.entries(tags ?? {})) {
    const evidence = `the tag ${name} = ${value}`;
    if (/^aws:cloudformation:/i.test(name)) return { tool: "CloudFormation", evidence };
    const tool = managers.test(name) ? toolIn(`${name} ${value}`) : undefined;
    if (tool !== undefined && !/^(false|no|none)$/i.test(value)) return { tool, evidence };
  }
  const description = key.Description ?? "";
  const tool = /\b(managed|created|provisioned|deployed) (by|with)\b/i.test(description)
    ? toolIn(description)
    : undefined;
  return tool === undefined ? undefined : { tool, evidence: `the description "${description}"` };
}

function toolIn(text: string): string | undefined {
  return tools.find(([word]) => word.test(text))?.[1];
}
