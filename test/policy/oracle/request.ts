/** What the oracle is asked: one caller, one operation, one key, and every condition key with its value. */

export type Caller = ServiceCaller | RoleCaller | UserCaller | RootCaller;

export interface ServiceCaller {
  readonly type: "service";
  /** For example "logs.us-east-1.amazonaws.com". */
  readonly name: string;
}

/** A session of a role. */
export interface RoleCaller {
  readonly type: "role";
  /** The role's ARN with its path. */
  readonly arn: string;
  readonly session: string;
  /** Whether a permissions boundary is attached. */
  readonly boundary?: boolean | undefined;
}

export interface UserCaller {
  readonly type: "user";
  readonly arn: string;
  readonly boundary?: boolean | undefined;
}

export interface RootCaller {
  readonly type: "root";
  readonly account: string;
}

/** Condition key in lower case → its values; a key that is not there is absent from the request. */
export type Context = Readonly<Record<string, readonly string[] | undefined>>;

export interface ConcreteRequest {
  readonly caller: Caller;
  /** For example "kms:Decrypt". */
  readonly action: string;
  readonly keyArn: string;
  readonly context: Context;
}

/** "principal": the policy allows this caller itself. "account": it only lets the account's IAM policies allow it. */
export type By = "principal" | "account";

export function accountOf(caller: Caller): string | undefined {
  if (caller.type === "service") return undefined;
  return caller.type === "root" ? caller.account : caller.arn.split(":")[4];
}

/** What `aws:PrincipalArn` is for this caller: of a session the role's ARN (reference_policies_condition-keys.html). */
export function principalArnOf(caller: Caller): string | undefined {
  if (caller.type === "service") return undefined;
  return caller.type === "root" ? `arn:aws:iam::${caller.account}:root` : caller.arn;
}

/** The session's own ARN: it has the role's name, not its path (reference_policies_elements_principal.html#principal-sessions). */
export function sessionArnOf(caller: Caller): string | undefined {
  if (caller.type !== "role") return undefined;
  const [, partition, , , account, resource] = caller.arn.split(":");
  return `arn:${partition}:sts::${account}:assumed-role/${resource?.split("/").at(-1)}/${caller.session}`;
}
