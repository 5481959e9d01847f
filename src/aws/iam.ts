/** The calls to IAM: the permission policies of a role, all of them. It judges none. Loaded when first asked for. */
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import type { CallerIdentity, ExecutionRole, RolePolicy } from "../key/facts.js";
import { problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import { allPages } from "./all-pages.js";
import { type CallContext, call } from "./call.js";
import type { ClientConfig } from "./clients.js";
import {
  attachedPoliciesAnswer,
  policyAnswer,
  policyNamesAnswer,
  policyVersionAnswer,
  rolePolicyAnswer,
} from "./service-answers.js";

export interface Iam {
  executionRole(arn: string): Promise<Fact<ExecutionRole>>;
  destroy(): void;
}

/** Far above IAM's quotas of one role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostPolicies = 200;
/** So many documents are fetched side by side. */
const abreast = 10;

/** @param caller who asks: IAM takes a role's name and means the caller's account, whatever the ARN says */
export function openIam(
  line: CallContext,
  config: ClientConfig,
  caller: () => Promise<Fact<CallerIdentity>>,
): Iam {
  const client = new IAMClient(config);
  return {
    executionRole: async (arn) => {
      const account = arn.split(":")[4] ?? "";
      const [who, policies] = await Promise.all([caller(), policiesOf({ line, client, arn })]);
      if (!who.known) return who;
      if (who.value.account !== account)
        return unknown(problem("aws/role-of-another-account", { role: arn, account: who.value.account }));
      return policies.known ? known({ arn, policies: policies.value }) : policies;
    },
    destroy: () => client.destroy(),
  };
}

interface SimulatedCall {
  readonly line: CallContext;
  readonly client: IAMClient;
  readonly arn: string;
}

async function policiesOf(asked: SimulatedCall): Promise<Fact<readonly RolePolicy[]>> {
  const [inline, attached] = await Promise.all([inlineOf(asked), attachedOf(asked)]);
  if (!inline.known) return inline;
  return attached.known ? known([...inline.value, ...attached.value]) : attached;
}

async function inlineOf({ line, client, arn }: SimulatedCall): Promise<Fact<readonly RolePolicy[]>> {
  const RoleName = nameOf(arn);
  const action = "iam:ListRolePolicies";
  const names = await allPages(action, mostPolicies, async (Marker) => {
    const fact = await call(line, action, arn, policyNamesAnswer, (abortSignal) =>
      client.send(new ListRolePoliciesCommand({ RoleName, ...(Marker ? { Marker } : {}) }), { abortSignal }),
    );
    return fact.known ? known(pageOf(fact.value.PolicyNames, fact.value)) : fact;
  });
  if (!names.known) return names;
  return each(names.value, async (name) => {
    const fact = await call(line, "iam:GetRolePolicy", arn, rolePolicyAnswer, (abortSignal) =>
      client.send(new GetRolePolicyCommand({ RoleName, PolicyName: name }), { abortSignal }),
    );
    return fact.known ? known({ name, kind: "inline", ...fact.value }) : fact;
  });
}

async function attachedOf({ line, client, arn }: SimulatedCall): Promise<Fact<readonly RolePolicy[]>> {
  const RoleName = nameOf(arn);
  const action = "iam:ListAttachedRolePolicies";
  const arns = await allPages(action, mostPolicies, async (Marker) => {
    const fact = await call(line, action, arn, attachedPoliciesAnswer, (abortSignal) =>
      client.send(new ListAttachedRolePoliciesCommand({ RoleName, ...(Marker ? { Marker } : {}) }), {
        abortSignal,
      }),
    );
    if (!fact.known) return fact;
    const policies = fact.value.AttachedPolicies.map((policy) => policy.PolicyArn);
    return known(pageOf(policies, fact.value));
  });
  return arns.known ? each(arns.value, (policy) => managedPolicy(line, client, policy)) : arns;
}

/** The version in force is the default one. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
async function managedPolicy(
  line: CallContext,
  client: IAMClient,
  PolicyArn: string,
): Promise<Fact<RolePolicy>> {
  const policy = await call(line, "iam:GetPolicy", PolicyArn, policyAnswer, (abortSignal) =>
    client.send(new GetPolicyCommand({ PolicyArn }), { abortSignal }),
  );
  if (!policy.known) return policy;
  const VersionId = policy.value.Policy.DefaultVersionId;
  const fact = await call(line, "iam:GetPolicyVersion", PolicyArn, policyVersionAnswer, (abortSignal) =>
    client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }), { abortSignal }),
  );
  return fact.known ? known({ name: PolicyArn, kind: "attached", ...fact.value }) : fact;
}

/** Everything or the first problem: of a role whose policies are known in part, nobody knows what it may. */
async function each<T>(
  names: readonly T[],
  read: (name: T) => Promise<Fact<RolePolicy>>,
): Promise<Fact<readonly RolePolicy[]>> {
  const policies: RolePolicy[] = [];
  for (let from = 0; from < names.length; from += abreast) {
    for (const fact of await Promise.all(names.slice(from, from + abreast).map(read))) {
      if (!fact.known) return fact;
      policies.push(fact.value);
    }
  }
  return known(policies);
}

function pageOf<T>(
  items: readonly T[],
  { IsTruncated, Marker }: { readonly IsTruncated: boolean; readonly Marker?: string },
) {
  return { items, more: IsTruncated, next: Marker };
}

/** A role's name is one in its account, whatever its path. */
function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
