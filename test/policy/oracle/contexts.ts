/** What is known of the condition keys of each kind of request. Pages: reference_policies_condition-keys.html, conditions-kms.html. */
import { absent, any, foreign, is, type Known, present, theirs, unknown } from "./known.js";
import { accountOf, type Caller, principalArnOf } from "./request.js";

export const account = "111122223333";
export const region = "us-east-1";
const now = "2026-01-15T12:00:00Z";

export const cryptographic = [
  "Encrypt",
  "Decrypt",
  "ReEncryptFrom",
  "ReEncryptTo",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
];

export type Keys = Readonly<Record<string, Known>>;

export const everywhere: Keys = {
  "aws:requestedregion": is(region),
  "aws:resourceaccount": is(account),
  "aws:useragent": any,
  "aws:currenttime": is(now),
  "aws:epochtime": is(String(Date.parse(now) / 1000)),
};

/** Keys that only requests through a VPC endpoint have. */
export const endpoint = [
  "sourcevpc",
  "sourcevpce",
  "vpcsourceip",
  "sourcevpcarn",
  "vpceaccount",
  "vpceorgid",
  "vpceorgpaths",
];
export const calledVia = ["calledvia", "calledviafirst", "calledvialast"];
/** Keys that only a service principal's own requests have. */
export const source = ["sourceaccount", "sourcearn", "sourceorgid", "sourceorgpaths"];
export const each = (names: readonly string[], known: Known): Keys =>
  Object.fromEntries(names.map((name) => [`aws:${name}`, known]));

/** Keys of the operation: a key that an operation has not is absent (the tables of conditions-kms.html). */
export function operationKeys(action: string, keys: Keys): Keys {
  const name = action.replace("kms:", "");
  const has = {
    "kms:grantisforawsresource": ["CreateGrant", "ListGrants", "RevokeGrant"],
    "kms:granteeprincipal": ["CreateGrant"],
    "kms:retiringprincipal": ["CreateGrant"],
    "kms:granteeserviceprincipal": ["CreateGrant"],
    "kms:retiringserviceprincipal": ["CreateGrant"],
    "kms:grantconstraintsourcearn": ["CreateGrant"],
    "kms:grantconstrainttype": ["CreateGrant"],
    "kms:grantoperations": ["CreateGrant"],
    "kms:encryptioncontext:": ["CreateGrant", ...cryptographic],
    "kms:encryptioncontext:aws:logs:arn": ["CreateGrant", ...cryptographic],
    "kms:encryptioncontextkeys": ["CreateGrant", ...cryptographic],
  };
  return Object.fromEntries(
    Object.entries(has).map(([key, names]) => [key, names.includes(name) ? (keys[key] ?? unknown) : absent]),
  );
}

/** Keys that follow from who a user, role or root user is. */
export function identity(caller: Caller): Keys {
  const name = caller.type === "user" ? caller.arn.split("/").at(-1) : undefined;
  return {
    "aws:principalisawsservice": is("false"),
    "aws:principalservicename": absent,
    "aws:principalservicenameslist": absent,
    "aws:principalarn": is(principalArnOf(caller) ?? ""),
    "aws:principalaccount": is(accountOf(caller) ?? ""),
    "kms:calleraccount": is(accountOf(caller) ?? ""),
    "aws:principaltype": is(
      caller.type === "role" ? "AssumedRole" : caller.type === "user" ? "User" : "Account",
    ),
    "aws:username": name === undefined ? absent : is(name),
    "aws:userid": caller.type === "root" ? is(caller.account) : any,
    "aws:principalorgid": theirs,
    "aws:principalorgpaths": theirs,
    "aws:principaltag/": theirs,
    "aws:tokenissuetime": caller.type === "role" ? any : theirs,
    "aws:referer": theirs,
    "aws:viaawsmcpservice": theirs,
    "aws:calledviaawsmcp": theirs,
    ...each(source, absent),
  };
}

/** A forwarded session: the caller's own identity, through a service. */
export function forwarded(caller: Caller, through: string): Keys {
  return {
    ...everywhere,
    ...identity(caller),
    ...each(endpoint, absent),
    "kms:viaservice": is(through),
    "aws:viaawsservice": is("true"),
    ...each(calledVia, any),
    "aws:sourceip": theirs,
    "aws:multifactorauthpresent": caller.type === "user" ? is("false") : theirs,
    "aws:securetransport": is("true"),
    "kms:requestalias": absent,
  };
}

/** A service under its own name. */
export function own(name: string): Keys {
  return {
    ...everywhere,
    ...each(endpoint, absent),
    ...each(calledVia, absent),
    "kms:viaservice": absent,
    "aws:viaawsservice": present,
    "aws:principalisawsservice": is("true"),
    "aws:principalservicename": is(name),
    "aws:principalservicenameslist": present,
    "aws:principalaccount": present,
    "aws:principaltype": present,
    "aws:userid": present,
    "aws:principalorgid": absent,
    "aws:principalorgpaths": absent,
    "aws:sourceip": foreign,
    "aws:viaawsmcpservice": absent,
    "aws:calledviaawsmcp": absent,
  };
}
