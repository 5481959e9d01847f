/**
 * The six callers of an environment's key, C1 to C6, with what is known of each condition key. Pages: reference_policies_condition-keys.html,
 * access_forward_access_sessions.html, kms conditions-kms.html, mwaa custom-keys-certs.html. What they do not say is unknown.
 */
import {
  account,
  calledVia,
  cryptographic,
  each,
  endpoint,
  everywhere,
  forwarded,
  identity,
  type Keys,
  operationKeys,
  own,
  region,
  source,
} from "./contexts.js";
import { absent, any, foreign, is, isAbsentOr, type Known, present, theirs, unknown } from "./known.js";
import type { Caller, RoleCaller } from "./request.js";
import type { PartialRequest } from "./worlds.js";

export const keyArn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const environment = "demo";
const service = (name: string) => `${name}.${region}.amazonaws.com`;

/** A principal of AWS that we do not know: what it has is not the customer's. */
const foreignRole: RoleCaller = {
  type: "role",
  arn: "arn:aws:iam::999988887777:role/aws-owned",
  session: "airflow",
};

export const use: readonly string[] = cryptographic.map((name) => `kms:${name}`);
const grantOperations = [...cryptographic, "DescribeKey"];

/** The operations of MWAA's four grants, without the two for data key pairs that no page shows (custom-keys-certs.html). */
export const grants: Readonly<Record<string, readonly string[]>> = {
  "mwaa-grant-for-env-mgmt-role-demo": [...grantOperations, "CreateGrant", "RetireGrant"],
  "mwaa-grant-for-lambda-exec-demo": [...grantOperations, "RetireGrant"],
  "mwaa-grant-for-cfn-mgmt-demo": grantOperations,
  "mwaa-fargate-access-for-demo": [...grantOperations, "RetireGrant"],
};

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
      ? { "kms:viaservice": absent, "aws:viaawsservice": present, ...each(calledVia, unknown) }
      : {}),
    ...each(["principalorgid", "principalorgpaths", "principaltag/", "sourceip", "userid"], foreign),
    ...each(["securetransport", "multifactorauthpresent", "tokenissuetime"], unknown),
    ...each(source, unknown),
    ...each(["viaawsmcpservice", "calledviaawsmcp", "referer"], absent),
    "kms:requestalias": unknown,
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
      "aws:multifactorauthpresent": isAbsentOr("false"),
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
    "aws:multifactorauthpresent": isAbsentOr("false"),
  };
  return request(caller, action, keys, { "kms:encryptioncontext:aws:logs:arn": absent });
}

/** C6: a person who calls KMS directly. */
export function direct(caller: Caller, action: string): PartialRequest {
  const keys: Keys = {
    ...everywhere,
    ...identity(caller),
    ...each([...endpoint, "sourceip", "multifactorauthpresent"], theirs),
    ...each(calledVia, absent),
    "kms:viaservice": absent,
    "aws:viaawsservice": is("false"),
    "aws:securetransport": is("true"),
    "kms:requestalias": theirs,
  };
  const grant = [
    "granteeprincipal",
    "retiringprincipal",
    "granteeserviceprincipal",
    "retiringserviceprincipal",
  ];
  const others = [
    "grantconstraintsourcearn",
    "grantconstrainttype",
    "encryptioncontext:",
    "encryptioncontext:aws:logs:arn",
    "encryptioncontextkeys",
  ];
  return request(caller, action, keys, {
    ...Object.fromEntries([...grant, ...others].map((name) => [`kms:${name}`, theirs])),
    "kms:grantoperations": any,
    "kms:grantisforawsresource": is("false"),
  });
}
