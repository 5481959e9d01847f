/** Whether a tool that deploys code owns a key, and so its policy: told by tags and description, which are only customs. */
import type { Finding } from "../checks/check.js";
import { impactOf } from "../checks/run-checks.js";
import { keyArn, type Snapshot } from "../checks/snapshot.js";
import type { KeyMetadata } from "../key/facts.js";
import { pages } from "../problems/links.js";
import { problem } from "../problems/problem.js";

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

/** The tool that owns the key, as far as tags and description tell. */
export interface ManagedBy extends DeploymentTool {
  /** In which language `statement --as` writes the statement for it. */
  readonly language: "terraform" | "cloudformation" | "cdk" | "json";
}

/** @returns the owner, or undefined where nothing gives one away; tags that may not be read give nothing away */
export function ownerOf({ key, tags, target }: Snapshot): ManagedBy | undefined {
  const found =
    target.policyOwners?.[0] ??
    deploymentToolOf(key.known ? key.value : {}, tags.known ? tags.value : undefined);
  return found === undefined ? undefined : { ...found, language: languages[found.tool] ?? "json" };
}

const languages: Readonly<Record<string, ManagedBy["language"]>> = {
  Terraform: "terraform",
  OpenTofu: "terraform",
  CloudFormation: "cloudformation",
  "the AWS CDK": "cdk",
};

/** @returns nothing where nothing gives a tool away: that none is found says nothing */
export function policyOwnerFinding(snapshot: Snapshot): Finding | undefined {
  const { key, tags, target } = snapshot;
  const stated = (target.policyOwners ?? []).map(({ tool, evidence }) => `${tool} (${evidence})`);
  const tagged = deploymentToolOf(key.known ? key.value : {}, tags.known ? tags.value : undefined);
  const isOther =
    tagged !== undefined && !(target.policyOwners ?? []).some(({ tool }) => tool === tagged.tool);
  const owners = [...stated, ...(isOther ? [`${tagged.tool} (${tagged.evidence})`] : [])];
  if (owners.length === 0) return undefined;
  const name = keyArn(snapshot) ?? target.key.given;
  const outcome = owners.length > 1 ? "warn" : "pass";
  return {
    check: "policy-owner",
    title: "At most one tool manages the key policy",
    page: pages.kmsModifyPolicy,
    weight: "advice",
    bearing: impactOf(outcome, "advice"),
    outcome,
    evidence: owners.join("; "),
    problems:
      owners.length > 1 ? [problem("iac/two-owners", { owners: owners.join(" and "), key: name })] : [],
  };
}
