/**
 * The IAM operations that read a role and its permission policies. Knows no key.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
import { randomBytes } from "node:crypto";
import { requireIdentityAccess } from "./kms-access.js";
import { optionalText, page, refuse, requiredText } from "./members.js";
import type { Call, JsonObject, SandboxOperation, StoredPolicy, StoredRole } from "./model.js";
import { partitionOf, readArn } from "./names.js";
import { made } from "./seed-day.js";

/** IAM may return fewer than was asked for although there are more (API pages): the sandbox always does. */
const pageSize = 2;

const listRolePolicies: SandboxOperation = (call) => {
  const { items, rest } = pageOf(call, Object.keys(inlineOf(roleFor(call))));
  return { ...rest, PolicyNames: items };
};

const getRolePolicy: SandboxOperation = (call) => {
  const PolicyName = requiredText(call.body, "PolicyName");
  const inline = inlineOf(roleFor(call));
  const document = Object.hasOwn(inline, PolicyName) ? inline[PolicyName] : undefined;
  if (document === undefined) return noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
  return { RoleName: call.body["RoleName"], PolicyName, PolicyDocument: encoded(document) };
};

const listAttachedRolePolicies: SandboxOperation = (call) => {
  const { items, rest } = pageOf(call, roleFor(call).attachedPolicies ?? []);
  const AttachedPolicies = items.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split("/").at(-1) }));
  return { ...rest, AttachedPolicies };
};

const getPolicy: SandboxOperation = (call) => {
  const { arn, defaultVersionId } = policyFor(call);
  const PolicyName = arn.split("/").at(-1);
  return { Policy: { Arn: arn, PolicyName, DefaultVersionId: defaultVersionId, IsAttachable: true } };
};

const getPolicyVersion: SandboxOperation = (call) => {
  const VersionId = requiredText(call.body, "VersionId");
  const { arn, versions, defaultVersionId } = policyFor(call);
  const document = Object.hasOwn(versions, VersionId) ? versions[VersionId] : undefined;
  if (document === undefined)
    return noSuchEntity(`Policy ${arn} version ${VersionId} does not exist or is not attachable.`);
  const IsDefaultVersion = VersionId === defaultVersionId;
  return { PolicyVersion: { VersionId, IsDefaultVersion, Document: encoded(document) } };
};

const getRole: SandboxOperation = (call) => ({ Role: roleShown(roleFor(call)) });

/** Made from a trust policy alone; nothing else of IAM is kept. */
const createRole: SandboxOperation = (call) => {
  const name = requiredText(call.body, "RoleName");
  const path = optionalText(call.body, "Path") ?? "/";
  const arn = `arn:${partitionOf(call.region)}:iam::${call.account}:role${path}${name}`;
  requireIdentityAccess(call, "iam:CreateRole", arn);
  const trustPolicy = trustIn(requiredText(call.body, "AssumeRolePolicyDocument"));
  if (Object.hasOwn(call.state.roles, arn)) {
    refuse("EntityAlreadyExists", `Role with name ${name} already exists.`, 409);
  }
  const description = optionalText(call.body, "Description");
  const role: StoredRole = {
    arn,
    roleId: `AROA${randomBytes(8).toString("hex").toUpperCase()}`,
    trustPolicy,
    identityPolicy: {},
    inlinePolicies: {},
    attachedPolicies: [],
    created: Math.floor(call.now.getTime() / 1000),
    ...(description === undefined ? {} : { description }),
  };
  call.state.roles[arn] = role;
  const { deletedPrincipals } = call.state;
  call.state.deletedPrincipals = deletedPrincipals.filter((deleted) => deleted !== arn);
  return { Role: roleShown(role) };
};

const deleteRole: SandboxOperation = (call) => {
  const { arn } = roleFor(call);
  delete call.state.roles[arn];
  call.state.deletedPrincipals.push(arn);
  return undefined;
};

/** The sandbox has no instance profiles. */
const listInstanceProfilesForRole: SandboxOperation = (call) => {
  roleFor(call);
  return { InstanceProfiles: [], IsTruncated: false };
};

/** The sentence was recorded. */
function trustIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as JsonObject;
  } catch {
    // Not JSON.
  }
  return refuse("MalformedPolicyDocument", "This policy contains invalid Json");
}

function roleShown({ arn, roleId, trustPolicy, created, description }: StoredRole): JsonObject {
  const resource = readArn(arn)?.resource ?? "";
  return {
    Path: resource.slice(resource.indexOf("/"), resource.lastIndexOf("/") + 1),
    RoleName: resource.slice(resource.lastIndexOf("/") + 1),
    RoleId: roleId,
    Arn: arn,
    CreateDate: new Date((created ?? made) * 1000).toISOString().replace(/\.\d{3}/, ""),
    AssumeRolePolicyDocument: encoded(trustPolicy),
    ...(description === undefined ? {} : { Description: description }),
    MaxSessionDuration: 3600,
  };
}

/** The role of the caller's own account: IAM takes a name, and no ARN. */
function roleFor(call: Call): StoredRole {
  const name = requiredText(call.body, "RoleName");
  const owned = `arn:${partitionOf(call.region)}:iam::${call.account}:role/`;
  const role = Object.values(call.state.roles).find(
    ({ arn }) => arn.startsWith(owned) && arn.split("/").at(-1) === name,
  );
  const arn = role?.arn ?? `${owned}${name}`;
  requireIdentityAccess(call, `iam:${call.operation}`, arn, { shown: `role ${name}` });
  return role ?? noSuchEntity(`The role with name ${name} cannot be found.`);
}

function policyFor(call: Call): StoredPolicy {
  const arn = requiredText(call.body, "PolicyArn");
  requireIdentityAccess(call, `iam:${call.operation}`, arn, { shown: `policy ${arn}` });
  const { policies } = call.state;
  const policy = Object.hasOwn(policies, arn) ? policies[arn] : undefined;
  const owner = readArn(arn)?.account;
  const isVisible = owner === call.account || owner === "aws";
  return policy !== undefined && isVisible ? policy : noSuchEntity(`Policy ${arn} was not found.`);
}

function inlineOf(role: StoredRole): Readonly<Record<string, JsonObject>> {
  return role.inlinePolicies ?? { sandbox: role.identityPolicy };
}

function pageOf<T>(call: Call, items: readonly T[]) {
  const asked = Number(call.body["MaxItems"] ?? pageSize);
  const { items: some, rest } = page(items, Math.min(asked, pageSize), optionalText(call.body, "Marker"));
  return {
    items: some,
    rest: rest.Truncated ? { IsTruncated: true, Marker: rest.NextMarker } : { IsTruncated: false },
  };
}

/** "URL-encoded compliant with RFC 3986" (API pages). */
function encoded(document: JsonObject): string {
  return encodeURIComponent(JSON.stringify(document, undefined, 4));
}

function noSuchEntity(text: string): never {
  return refuse("NoSuchEntity", text, 404);
}

export const iamOperations: Readonly<Record<string, SandboxOperation>> = {
  CreateRole: createRole,
  DeleteRole: deleteRole,
  GetPolicy: getPolicy,
  GetPolicyVersion: getPolicyVersion,
  GetRole: getRole,
  GetRolePolicy: getRolePolicy,
  ListAttachedRolePolicies: listAttachedRolePolicies,
  ListInstanceProfilesForRole: listInstanceProfilesForRole,
  ListRolePolicies: listRolePolicies,
};
