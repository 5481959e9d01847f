/** Who else writes the policy of a key: a deployment tool would undo what is written here. */
import { type DeploymentTool, deploymentToolOf } from "../key/deployment-tool.js";
import type { Snapshot } from "../readiness/snapshot.js";

/** The tool that owns the key, as far as tags and description tell. */
export interface Owner extends DeploymentTool {
  /** In which language `statement --as` writes the statement for it. */
  readonly language: "terraform" | "cloudformation" | "cdk" | "json";
}

/** @returns the owner, or undefined where nothing gives one away; tags that may not be read give nothing away */
export function ownerOf({ key, tags, target }: Snapshot): Owner | undefined {
  const found =
    target.policyOwners?.[0] ??
    deploymentToolOf(key.known ? key.value : {}, tags.known ? tags.value : undefined);
  return found === undefined ? undefined : { ...found, language: languages[found.tool] ?? "json" };
}

const languages: Readonly<Record<string, Owner["language"]>> = {
  Terraform: "terraform",
  OpenTofu: "terraform",
  CloudFormation: "cloudformation",
  "the AWS CDK": "cdk",
};
