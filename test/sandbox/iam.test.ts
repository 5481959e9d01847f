/** IAM's readings of a role: its inline and its managed policies, page by page, and who may not see them. */
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { answerOf, refused, useSandbox } from "./clients.js";

const RoleName = "demo-execution";
const PolicyArn = "arn:aws:iam::111122223333:policy/demo-execution-key";

describe("roles", () => {
  const get = useSandbox();

  it("have managed policies, with a default version", async () => {
    const iam = get().iam();
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toEqual([{ PolicyArn, PolicyName: "demo-execution-key" }]);
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    expect(Policy?.DefaultVersionId).toBe("v2");
    const version = async (VersionId: string) => {
      const answer = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
      return JSON.parse(decodeURIComponent(answer.PolicyVersion?.Document ?? "")).Statement[0];
    };
    // The KMS statement of the MWAA guide's page on execution roles.
    expect(await version("v2")).toEqual({
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:Encrypt"],
      Resource: get().sandbox.seeds.ready,
      Condition: {
        StringLike: { "kms:ViaService": ["sqs.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"] },
      },
    });
    expect((await version("v1")).Resource).not.toBe(get().sandbox.seeds.ready);
  });

  it.each([
    ["demo-execution-owned", ["airflow", "keys-of-aws"], true],
    ["demo-execution-bare", ["airflow"], false],
    ["Administrator", ["sandbox"], true],
  ])("%s has the inline policies %j", async (name, names, speaksOfKms) => {
    const iam = get().iam();
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: name }));
    expect(PolicyNames).toEqual(names);
    const texts = await Promise.all(
      PolicyNames.map(async (PolicyName) => {
        const answer = await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
        return decodeURIComponent(answer.PolicyDocument ?? "");
      }),
    );
    expect(texts.join().includes("kms:")).toBe(speaksOfKms);
  });

  it("show two policies at a time", async () => {
    const { sandbox, iam } = get();
    const inlinePolicies = Object.fromEntries(["a", "b", "c"].map((name) => [name, {}]));
    sandbox.setRole("arn:aws:iam::111122223333:role/demo-execution-bare", { inlinePolicies });
    const list = (Marker?: string) =>
      iam().send(
        new ListRolePoliciesCommand({ RoleName: "demo-execution-bare", ...(Marker ? { Marker } : {}) }),
      );
    const first = await list();
    expect(first).toMatchObject({ PolicyNames: ["a", "b"], IsTruncated: true });
    expect(await list(first.Marker)).toMatchObject({ PolicyNames: ["c"], IsTruncated: false });
  });

  it("that are not there are not found", async () => {
    const iam = get().iam();
    expect(await answerOf(iam.send(new ListRolePoliciesCommand({ RoleName: "nobody-at-all" })))).toEqual(
      refused("NoSuchEntityException", "The role with name nobody-at-all cannot be found.", 404),
    );
    expect(await answerOf(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "none" })))).toEqual(
      refused("NoSuchEntityException", "The role policy with name none cannot be found.", 404),
    );
    const missing = "arn:aws:iam::111122223333:policy/none";
    expect(await answerOf(iam.send(new GetPolicyCommand({ PolicyArn: missing })))).toEqual(
      refused("NoSuchEntityException", `Policy ${missing} was not found.`, 404),
    );
  });

  it("are of the caller's own account, and for those whom IAM allows", async () => {
    const { iam, sandbox } = get();
    const other = sandbox.principals["other-administrator"];
    expect(await answerOf(iam({ as: other }).send(new ListRolePoliciesCommand({ RoleName })))).toMatchObject({
      code: "NoSuchEntityException",
    });
    const as = sandbox.principals.reader;
    expect(await answerOf(iam({ as }).send(new ListRolePoliciesCommand({ RoleName })))).toEqual(
      refused(
        "AccessDenied",
        `User: ${as.arn} is not authorized to perform: iam:ListRolePolicies on resource: role demo-execution because no identity-based policy allows the iam:ListRolePolicies action`,
        403,
      ),
    );
    expect(sandbox.calls.at(-1)).toMatchObject({ service: "iam", operation: "ListRolePolicies" });
  });
});
