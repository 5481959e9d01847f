/** Facts on Principal and NotPrincipal that an evaluator easily gets wrong, each with its page. */
import type { Caller } from "./request.js";
import { people } from "./requests.js";
import { allow, ask, deny, logsService, pages, policy, policyRows, type Row, root } from "./rows.js";

const to = (AWS: string | readonly string[]) => policy([allow({ Principal: { AWS } })]);
const toService = (Service: string | readonly string[]) => policy([allow({ Principal: { Service } })]);
const except = (NotPrincipal: unknown) => policy([allow(), deny({ NotPrincipal })]);
const from = (caller: Caller) => ask({}, caller);

const { creator, user, root: rootUser, administrator } = people;
const session = "arn:aws:sts::111122223333:assumed-role/MwaaCreator/alice";
const elsewhere: Caller = {
  type: "role",
  arn: "arn:aws:iam::444455556666:role/MwaaCreator",
  session: "alice",
};
const china: Caller = {
  type: "role",
  arn: "arn:aws-cn:iam::111122223333:role/MwaaCreator",
  session: "alice",
};
const named = { AWS: [session, creator.arn, root] };

export const principalEdges: readonly Row[] = [
  ...policyRows(pages.principal, [
    ["the account principal does not allow a role by itself", to(root), ask(), "allow", "account"],
    [
      "a role that is named beside the account is allowed itself",
      to([root, creator.arn]),
      ask(),
      "allow",
      "principal",
    ],
    ["the session's ARN names this session", to(session), ask(), "allow", "principal"],
    ["and no other session of the role", to(session.replace("alice", "bob")), ask(), "implicit"],
    ["no wildcard means all sessions", to(session.replace("alice", "*")), ask(), "implicit"],
    ["no wildcard means all roles", to("arn:aws:iam::111122223333:role/*"), ask(), "implicit"],
    ["no wildcard means all accounts", to("arn:aws:iam::*:root"), ask(), "implicit"],
    [
      "a wildcard in a Deny's principal is none either",
      policy([allow(), deny({ Principal: { AWS: "arn:aws:iam::111122223333:role/Mwaa*" } })]),
      ask(),
      "allow",
    ],
    [
      "a role's path is part of its ARN",
      to("arn:aws:iam::111122223333:role/KeyAdmin"),
      from(administrator),
      "implicit",
    ],
    [
      "a session's ARN has no path",
      to("arn:aws:sts::111122223333:assumed-role/KeyAdmin/bob"),
      from(administrator),
      "allow",
      "principal",
    ],
    ["a user's name is case-sensitive", to("arn:aws:iam::111122223333:user/Carol"), from(user), "implicit"],
    ["another account's id is another account", to("444455556666"), ask(), "implicit"],
    ["the same role name in another account is another role", to(creator.arn), from(elsewhere), "implicit"],
    ["another partition's account is another account", to(root), from(china), "implicit"],
    ["the id of a deleted role is nobody", to("AROAEXAMPLEROLEID123"), ask(), "implicit"],
    ["{AWS: *} and * are the same", to("*"), from(elsewhere), "allow", "principal"],
    ["all principals are services too", policy([allow()]), from(logsService), "allow", "principal"],
    [
      "several kinds are joined by OR",
      policy([allow({ Principal: { AWS: root, Service: logsService.name } })]),
      from(logsService),
      "allow",
      "principal",
    ],
    ["an account is no service", to(root), from(logsService), "implicit"],
    ["a service is no account", toService(logsService.name), ask(), "implicit"],
    [
      "a service in another Region is another principal",
      toService("logs.eu-west-1.amazonaws.com"),
      from(logsService),
      "implicit",
    ],
    [
      "a federated principal is no role session",
      policy([allow({ Principal: { Federated: "cognito-identity.amazonaws.com" } })]),
      ask(),
      "implicit",
    ],
    ["Service * is not possible", toService("*"), from(logsService), "undecided"],
    ["a group is no principal", to("arn:aws:iam::111122223333:group/admins"), ask(), "undecided"],
    [
      "a Deny for the account reaches its roles",
      policy([allow(), deny({ Principal: { AWS: root } })]),
      ask(),
      "deny",
    ],
    [
      "and its root user",
      policy([allow(), deny({ Principal: { AWS: "111122223333" } })]),
      from(rootUser),
      "deny",
    ],
    [
      "a Deny for a role reaches its sessions",
      policy([allow(), deny({ Principal: { AWS: creator.arn } })]),
      ask(),
      "deny",
    ],
    [
      "a Deny for a role does not reach others",
      policy([allow(), deny({ Principal: { AWS: creator.arn } })]),
      from(user),
      "allow",
    ],
  ]),
  ...policyRows(pages.notPrincipal, [
    ["the account alone does not exempt its roles for certain", except({ AWS: root }), ask(), "undecided"],
    ["session and account without the role", except({ AWS: [session, root] }), ask(), "undecided"],
    ["the whole chain exempts", except(named), ask(), "allow"],
    [
      "another session of the role is not named",
      except(named),
      from({ ...creator, session: "bob" }),
      "undecided",
    ],
    ["a role of another account is denied", except(named), from(elsewhere), "deny"],
    [
      "a service that is named is exempt",
      except({ AWS: root, Service: logsService.name }),
      from(logsService),
      "allow",
    ],
    ["the account's root user is the account", except({ AWS: root }), from(rootUser), "allow"],
    ["all principals but all are none", except("*"), ask(), "allow"],
    [
      "a permissions boundary makes the exemption void",
      except(named),
      from({ ...creator, boundary: true }),
      "deny",
    ],
    [
      "with Allow it is not supported",
      policy([allow({ NotPrincipal: { AWS: root } })]),
      from(elsewhere),
      "undecided",
    ],
  ]),
];
