/** Partial requests for every caller, and the principals that a policy makes interesting. */
import {
  awsRoleUnderGrant,
  creator,
  direct,
  executionRole,
  grants,
  logs,
  serviceUnderGrant,
  use,
} from "./callers.js";
import { account } from "./contexts.js";
import type { Caller, RoleCaller } from "./request.js";
import type { PartialRequest } from "./worlds.js";

const role = (name: string, session: string): RoleCaller => ({
  type: "role",
  arn: `arn:aws:iam::${account}:role/${name}`,
  session,
});

export const people = {
  creator: role("MwaaCreator", "alice"),
  execution: role("mwaa-execution", "AmazonMWAA-airflow"),
  administrator: role("path/to/KeyAdmin", "bob"),
  user: { type: "user", arn: `arn:aws:iam::${account}:user/carol` },
  root: { type: "root", account },
} as const satisfies Record<string, Caller>;

/** Every caller with every operation that it needs; id: the caller's number and what it does. */
export const requests: readonly { readonly id: string; readonly request: PartialRequest }[] = [
  ...[people.creator, people.user, people.root].flatMap((caller) => [
    { id: `C1 ${caller.type} DescribeKey`, request: creator(caller, "kms:DescribeKey") },
    ...Object.keys(grants).map((name) => ({
      id: `C1 ${caller.type} ${name}`,
      request: creator(caller, "kms:CreateGrant", name),
    })),
  ]),
  ...[...use, "kms:DescribeKey", "kms:CreateGrant"].flatMap((action) => [
    { id: `C2 service ${action}`, request: serviceUnderGrant("airflow", action) },
    { id: `C2 role ${action}`, request: awsRoleUnderGrant(action) },
    { id: `C3 sqs ${action}`, request: awsRoleUnderGrant(action, "sqs") },
    { id: `C3 dynamodb ${action}`, request: serviceUnderGrant("dynamodb", action) },
  ]),
  ...use.map((action) => ({ id: `C4 ${action}`, request: logs(action) })),
  ...["sqs", "s3", "secretsmanager"].flatMap((through) =>
    ["kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt", "kms:DescribeKey"].map((action) => ({
      id: `C5 ${through} ${action}`,
      request: executionRole(people.execution, through, action),
    })),
  ),
  ...[people.administrator, people.user, people.root].flatMap((caller) =>
    ["kms:PutKeyPolicy", "kms:GetKeyPolicy", "kms:Decrypt", "kms:CreateGrant"].map((action) => ({
      id: `C6 ${caller.type} ${action}`,
      request: direct(caller, action),
    })),
  ),
];

/**
 * The principals of the environment's account that could create the environment: those that the policy names anywhere,
 * and a role, a user and the root user that it does not name. "Some principal can" is asked of all of them.
 */
export function principalsFor(policy: string): readonly Caller[] {
  const arns =
    policy.match(/arn:aws:(?:iam|sts)::111122223333:(?:role|user|assumed-role)\/[\w+=,.@/*?-]+/g) ?? [];
  const named = [...new Set(arns)].flatMap((arn): readonly Caller[] => {
    const concrete = arn.replaceAll(/[*?]/g, "x");
    if (concrete.includes(":user/")) return [{ type: "user", arn: concrete }];
    const [, name = "", session = "session"] = /assumed-role\/([^/]+)\/(.+)/.exec(concrete) ?? [];
    return concrete.includes(":sts:")
      ? [role(name, session)]
      : [{ type: "role", arn: concrete, session: "session" }];
  });
  return [
    ...named,
    role("zz-fresh", "session"),
    { type: "user", arn: `arn:aws:iam::${account}:user/zz-fresh` },
    people.root,
  ];
}
