/** A denied call: who cannot do what, and which kind of policy decides it. It evaluates no policy itself. */
import { type Problem, problem } from "../problem/problem.js";
import type { Asking } from "./asking.js";
import type { Failure } from "./failure.js";

const account = "an administrator of the account";
const keyOwner = "the key's administrator";
const organization = "an administrator of the organization";
const network = "the network administrator";

/** AWS's half-sentences. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const kinds: readonly (readonly [RegExp, string, string])[] = [
  [/explicit deny in an? service control policy/, "a service control policy denies the action", organization],
  [
    /explicit deny in an? resource control policy/,
    "a resource control policy denies the action",
    organization,
  ],
  [/explicit deny in an? VPC endpoint policy/i, "the VPC endpoint's policy denies the action", network],
  [/explicit deny in an? permissions boundary/, "a permissions boundary denies the action", account],
  [/explicit deny in an? session policy/, "the session's policy denies the action", account],
  [/explicit deny in an? identity-based policy/, "an identity-based policy denies the action", account],
  [/explicit deny in an? resource-based policy/, "the key policy denies the action", keyOwner],
  [/with an explicit deny/, "a policy denies the action explicitly", account],
  [/no service control policy allows/, "no service control policy allows the action", organization],
  [/no resource control policy allows/, "no resource control policy allows the action", organization],
  [/no VPC endpoint policy allows/i, "the VPC endpoint's policy does not allow the action", network],
  [/no permissions boundary allows/, "the permissions boundary does not allow the action", account],
  [/no session policy allows/, "the session's policy does not allow the action", account],
  [/no resource-based policy allows/, "the key policy does not allow the action", keyOwner],
  [/no identity-based policy allows/, "no identity-based policy allows the action", account],
];

/** Operations that KMS offers within the key's own account only ("Cross-account use: No"). */
const ownAccountOnly: ReadonlySet<string> = new Set(["kms:GetKeyPolicy", "kms:PutKeyPolicy"]);

/** What AWS's message says about a denied call, with the caller's own names where it has none. */
export interface Refused {
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  readonly because: string;
  readonly ask: string;
  /** AWS's own message, which names the policy that decides; empty where it adds nothing. */
  readonly said: string;
}

/** @returns who cannot do what, and why, as far as AWS's message says */
export function readDenied({ said }: Failure, asking: Asking): Refused {
  const who = /User: (\S+) is not authorized/.exec(said)?.[1] ?? "The caller";
  const action = /to perform: ([\w-]+:\w+)/.exec(said)?.[1] ?? asking.action;
  // S3 quotes the resource; IAM writes "role NAME", which says less than what was asked for.
  const resource = /on resource: "?((?:arn:|\*)[^\s"]*?)"?[.,]?(?:\s|$)/.exec(said)?.[1] ?? asking.resource;
  const [, because, ask] = kinds.find(([words]) => words.test(said)) ?? [
    undefined,
    "AWS does not name the policy",
    keyOwner,
  ];
  const ownAccount = /^arn:[^:]+:(?:sts|iam)::(\d{12}):/.exec(who)?.[1];
  const named =
    ask === account && ownAccount !== undefined ? `an administrator of account ${ownAccount}` : ask;
  const isPlain = !/service control|resource control|VPC endpoint|boundary|session policy/i.test(said);
  return { who, action, resource, because, ask: named, said: isPlain ? "" : said };
}

/** @returns the problem of a call to KMS or STS, with AWS's own names where its message has them */
export function accessDenied(failure: Failure, asking: Asking): Problem {
  const { who, action, resource, because, ask, said } = readDenied(failure, asking);
  const keyAccount = /^arn:[^:]+:kms:[^:]*:(\d{12}):/.exec(resource)?.[1];
  const ownAccount = /^arn:[^:]+:(?:sts|iam)::(\d{12}):/.exec(who)?.[1];
  const foreign = keyAccount !== undefined && ownAccount !== undefined && keyAccount !== ownAccount;
  if (foreign && ownAccountOnly.has(action)) return problem("aws/other-account", { action, resource });
  return problem("aws/access-denied", { who, action, resource, because, ask, said });
}
