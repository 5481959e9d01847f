/**
 * The six callers of an environment's key, C1 to C6, with what is known of each condition key. Pages: reference_policies_condition-keys.html,
 * access_forward_access_sessions.html, kms conditions-kms.html, mwaa custom-keys-certs.html. What they do not say is "unknown".
 */
import type { Caller } from "./request.js";
import { accountOf, principalArnOf } from "./request.js";
import type { Known, PartialRequest } from "./worlds.js";

export const account = "111122223333";
export const region = "us-east-1";
export const keyArn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const environment = "demo";
const now = "2026-01-15T12:00:00Z";

const absent: Known = { oneOf: [undefined] };
const is = (...values: string[]): Known => ({ oneOf: [values] });
const service = (name: string) => `${name}.${region}.amazonaws.com`;

const cryptographic = [
  "Encrypt",
  "Decrypt",
  "ReEncryptFrom",
  "ReEncryptTo",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
];
export const use: readonly string[] = cryptographic.map((name) => `kms:${name}`);
const grantOperations = [...cryptographic, "DescribeKey"];

/** The operations of MWAA's four grants, without the two for data key pairs that no page shows (custom-keys-certs.html). */
export const grants: Readonly<Record<string, readonly string[]>> = {
  "mwaa-grant-for-env-mgmt-role-demo": [...grantOperations, "CreateGrant", "RetireGrant"],
  "mwaa-grant-for-lambda-exec-demo": [...grantOperations, "RetireGrant"],
  "mwaa-grant-for-cfn-mgmt-demo": grantOperations,
  "mwaa-fargate-access-for-demo": [...grantOperations, "RetireGrant"],
};

type Keys = Readonly<Record<string, Known>>;

/** A principal of AWS that we do not know: what it has is not the customer's. */
const foreignRole: Caller = {
  type: "role",
  arn: "arn:aws:iam::999988887777:role/aws-owned",
  session: "airflow",
};

const everywhere: Keys = {
  "aws:requestedregion": is(region),
  "aws:currenttime": is(now),
  "aws:epochtime": is(String(Date.parse(now) / 1000)),
};

/** Keys that only requests through a VPC endpoint have. */
const endpoint = [
  "sourcevpc",
  "sourcevpce",
  "vpcsourceip",
  "sourcevpcarn",
  "vpceaccount",
  "vpceorgid",
  "vpceorgpaths",
];
/** Keys that only a service principal's own requests have. */
const source = ["sourceaccount", "sourcearn", "sourceorgid", "sourceorgpaths"];
const each = (names: readonly string[], known: Known): Keys =>
  Object.fromEntries(names.map((name) => [`aws:${name}`, known]));

/** Keys of the operation: a key that an operation has not is absent (the tables of conditions-kms.html). */
function operationKeys(action: string, keys: Keys): Keys {
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
    Object.entries(has).map(([key, names]) => [
      key,
      names.includes(name) ? (keys[key] ?? "unknown") : absent,
    ]),
  );
}

/** Keys that follow from who a user, role or root user is. */
function identity(caller: Caller): Keys {
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
    "aws:userid": caller.type === "root" ? is(caller.account) : "present",
    "aws:principalorgid": "unknown",
    "aws:principalorgpaths": "unknown",
    "aws:principaltag/": "unknown",
    "aws:tokenissuetime": caller.type === "role" ? "present" : "unknown",
    ...each(source, absent),
  };
}

/** A forwarded session: the caller's own identity, through a service. */
function forwarded(caller: Caller, through: string): Keys {
  return {
    ...everywhere,
    ...identity(caller),
    ...each(endpoint, absent),
    "kms:viaservice": is(through),
    "aws:viaawsservice": is("true"),
    "aws:calledvia": "present",
    "aws:calledviafirst": "present",
    "aws:calledvialast": "present",
    "aws:sourceip": "unknown",
    "aws:multifactorauthpresent": caller.type === "user" ? is("false") : "unknown",
    "aws:securetransport": is("true"),
    "kms:requestalias": absent,
  };
}

/** A service under its own name. */
function own(name: string): Keys {
  return {
    ...everywhere,
    ...each(endpoint, absent),
    "kms:viaservice": absent,
    "aws:viaawsservice": "unknown",
    ...each(["calledvia", "calledviafirst", "calledvialast"], absent),
    "aws:principalisawsservice": is("true"),
    "aws:principalservicename": is(name),
    "aws:principalservicenameslist": "present",
    "aws:principalorgid": absent,
    "aws:principalorgpaths": absent,
    "aws:sourceip": "other",
    "aws:viaawsmcpservice": absent,
    "aws:calledviaawsmcp": absent,
  };
}

const request = (caller: Caller, action: string, keys: Keys, operation: Keys = {}): PartialRequest => ({
  caller,
  action,
  keyArn,
  context: { ...keys, ...operationKeys(action, operation) },
});

/** C1: MWAA creates one of its grants, or describes the key, in the name of the creator. */
export function creator(
  caller: Caller,
  action: string,
  grant = "mwaa-grant-for-env-mgmt-role-demo",
): PartialRequest {
  const principals: Known = { oneOf: [[service("airflow")], ["arn:aws:iam::999988887777:role/aws-owned"]] };
  return request(caller, action, forwarded(caller, service("airflow")), {
    "kms:grantisforawsresource": is("true"),
    "kms:granteeprincipal": principals,
    "kms:retiringprincipal": principals,
    "kms:grantoperations": is(...(grants[grant] ?? [])),
  });
}

/** C2 and C3 as a service principal: MWAA, or a service that it calls, through a grant. */
export function serviceUnderGrant(name: string, action: string): PartialRequest {
  return request({ type: "service", name: service(name) }, action, own(service(name)), {
    "kms:grantisforawsresource": is("true"),
    "kms:encryptioncontext:aws:logs:arn": absent,
  });
}

/** C2 as a role in an account of AWS, or C3: another service in the name of that role. */
export function awsRoleUnderGrant(action: string, through?: string): PartialRequest {
  const keys: Keys = {
    ...forwarded(foreignRole, service(through ?? "")),
    ...(through === undefined
      ? {
          "kms:viaservice": absent,
          "aws:viaawsservice": "unknown",
          ...each(["calledvia", "calledviafirst", "calledvialast"], "unknown"),
        }
      : {}),
    "aws:principalorgid": "other",
    "aws:principalorgpaths": "other",
    "aws:sourceip": "other",
    "aws:securetransport": "unknown",
    "kms:requestalias": "unknown",
    ...each(source, "unknown"),
  };
  return request(foreignRole, action, keys, {
    "kms:grantisforawsresource": is("true"),
    "kms:encryptioncontext:aws:logs:arn": absent,
  });
}

/** C4: CloudWatch Logs, for one log group of the environment. */
export function logs(action: string, group = `airflow-${environment}-Task`): PartialRequest {
  return request(
    { type: "service", name: service("logs") },
    action,
    {
      ...own(service("logs")),
      ...each(source, absent),
      "aws:multifactorauthpresent": { oneOf: [undefined, ["false"]] },
      "aws:principaltag/": absent,
      "kms:requestalias": absent,
    },
    {
      "kms:encryptioncontext:": absent,
      "kms:encryptioncontext:aws:logs:arn": is(`arn:aws:logs:${region}:${account}:log-group:${group}`),
      "kms:encryptioncontextkeys": is("aws:logs:arn"),
    },
  );
}

/** C5: the execution role through a service. */
export function executionRole(caller: Caller, through: string, action: string): PartialRequest {
  const keys: Keys = {
    ...forwarded(caller, service(through)),
    "aws:multifactorauthpresent": { oneOf: [undefined, ["false"]] },
  };
  return request(caller, action, keys, { "kms:encryptioncontext:aws:logs:arn": absent });
}

/** C6: a person who calls KMS directly. */
export function direct(caller: Caller, action: string): PartialRequest {
  return request(
    caller,
    action,
    {
      ...everywhere,
      ...identity(caller),
      "kms:viaservice": absent,
      "aws:viaawsservice": is("false"),
      ...each(["calledvia", "calledviafirst", "calledvialast"], absent),
      "aws:multifactorauthpresent": "unknown",
      "aws:securetransport": is("true"),
    },
    { "kms:grantisforawsresource": is("false") },
  );
}
