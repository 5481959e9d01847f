/** Which tags and descriptions give a deployment tool away, and which only look so. */
import { describe, expect, it } from "vitest";
import { deploymentToolOf } from "../../src/plan/managed-by.js";

describe("what gives a deployment tool away", () => {
  it.each([
    [{ "aws:cloudformation:stack-name": "airflow" }, "", "CloudFormation"],
    [{ ManagedBy: "terraform" }, "", "Terraform"],
    [{ "managed-by": "OpenTofu 1.8" }, "", "OpenTofu"],
    [{ terraform: "true" }, "", "Terraform"],
    [{ provisioner: "pulumi" }, "", "Pulumi"],
    [{ created_by: "cdk" }, "", "the AWS CDK"],
    [{ "PROVISIONED WITH": "aws cdk" }, "", "the AWS CDK"],
    [{ iac: "cloudformation" }, "", "CloudFormation"],
    [{ iac: "nomad and terraform" }, "", "Terraform"],
    [{ "created-by": "terraform, else none" }, "", "Terraform"],
    [{ deployed_by: "AWS-CDK v2" }, "", "the AWS CDK"],
    [{ team: "data", ManagedBy: "terraform" }, "", "Terraform"],
    [{}, "Airflow key. Managed by Terraform.", "Terraform"],
    [{}, "deployed with pulumi", "Pulumi"],
    [undefined, "Provisioned by OpenTofu", "OpenTofu"],
  ])("%j %s", (tags, Description, tool) => {
    expect(deploymentToolOf({ Description }, tags)?.tool).toBe(tool);
  });

  it.each([
    [{ team: "terraform-platform" }, "for the Terraform state bucket"],
    [{ terraform: "false" }, ""],
    [{ terraform: "NO" }, ""],
    [{ terraform: "none" }, ""],
    [{ ManagedBy: "ana" }, "created by hand"],
    [{ "not-managed-by": "terraform" }, ""],
    [{ "managed-by-team": "terraform" }, ""],
    [{ "my-terraform": "yes" }, ""],
    [{ "x:aws:cloudformation:stack-name": "airflow" }, ""],
    [{}, "unmanaged by Terraform".replace("un", "Un")],
    [{}, "Terraform state key"],
    [undefined, ""],
  ])("nothing in %j %s", (tags, Description) => {
    expect(deploymentToolOf({ Description }, tags)).toBeUndefined();
  });

  it("says what gave it away, and looks at tags before the description", () => {
    const found = deploymentToolOf({ Description: "Managed by Pulumi" }, { ManagedBy: "terraform" });
    expect(found).toEqual({ tool: "Terraform", evidence: "the tag ManagedBy = terraform" });
    const described = deploymentToolOf({ Description: "Managed by Pulumi" }, {});
    expect(described).toEqual({ tool: "Pulumi", evidence: 'the description "Managed by Pulumi"' });
    const stack = deploymentToolOf({}, { "aws:cloudformation:stack-id": "s" });
    expect(stack?.evidence).toBe("the tag aws:cloudformation:stack-id = s");
  });
});
