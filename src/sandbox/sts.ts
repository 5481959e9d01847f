/** GetCallerIdentity and AssumeRole. Knows the roles and who may take them on, nothing of keys. */
import { randomBytes } from "node:crypto";
import { whyNotAuthorised } from "./authorise.js";
import { contextOf } from "./conditions.js";
import { callerContext } from "./kms-access.js";
import { optionalText, refuse, requiredText, structure, textList } from "./members.js";
import type { Call, JsonObject, SandboxOperation, StoredPrincipal, StoredRole } from "./model.js";
import { accountOf, readArn } from "./names.js";

/** Needs no permission: "even if denied, you can still perform this operation" (API page). */
const getCallerIdentity: SandboxOperation = ({ caller, account }) => ({
  Arn: caller.arn,
  UserId: caller.userId,
  Account: account,
});

const assumeRole: SandboxOperation = (call) => {
  const { state, body, now } = call;
  const roleArn = requiredText(body, "RoleArn");
  const name = requiredText(body, "RoleSessionName");
  const arn = readArn(roleArn);
  if (arn === undefined) return refuse("ValidationException", `${roleArn} is invalid`);
  const duration = body["DurationSeconds"];
  const tags = tagsIn(body);
  const role = trustingRole(call, roleArn, name, tags);
  const policies = sessionPolicies(call);
  const accessKeyId = `SANDBOXSESSION${randomBytes(6).toString("hex").toUpperCase()}`;
  const secretAccessKey = randomBytes(30).toString("base64");
  const sessionToken = randomBytes(120).toString("base64");
  const expires = Math.floor(now.getTime() / 1000) + (typeof duration === "number" ? duration : 3600);
  const taken: StoredPrincipal = {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expires,
    arn: `arn:${arn.partition}:sts::${arn.account}:assumed-role/${roleArn.split("/").at(-1)}/${name}`,
    userId: `${role.roleId}:${name}`,
    identityPolicy: role.identityPolicy,
    ...(policies === undefined ? {} : { sessionPolicies: policies }),
    session: sessionContext(call, tags),
  };
  state.principals[accessKeyId] = taken;
  const sourceIdentity = optionalText(body, "SourceIdentity");
  return {
    AssumedRoleUser: { AssumedRoleId: taken.userId, Arn: taken.arn },
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expires * 1000).toISOString().replace(/\.\d{3}/, ""),
    },
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    ...(policies === undefined ? {} : { PackedPolicySize: 10 }),
  };
};

/** The role, where its trust policy and the caller's own let the caller have it under these conditions. */
function trustingRole(call: Call, roleArn: string, name: string, tags: Record<string, string>): StoredRole {
  const { state, body, caller } = call;
  const role = Object.hasOwn(state.roles, roleArn) ? state.roles[roleArn] : undefined;
  const tagKeys = Object.keys(tags);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html (keys of STS)
  const context = contextOf({
    ...callerContext(call),
    ...sessionContext(call, {}),
    "sts:ExternalId": optionalText(body, "ExternalId"),
    "sts:RoleSessionName": name,
    "sts:SourceIdentity": optionalText(body, "SourceIdentity"),
    "aws:TagKeys": tagKeys.length === 0 ? undefined : tagKeys,
    ...Object.fromEntries(tagKeys.map((tag) => [`aws:RequestTag/${tag}`, tags[tag]])),
  });
  const policies = {
    identity: caller.identityPolicy,
    resource: role?.trustPolicy ?? {},
    owner: accountOf(roleArn),
    ...(caller.sessionPolicies === undefined ? {} : { session: caller.sessionPolicies }),
  };
  const may = (action: string): boolean =>
    whyNotAuthorised({ who: { arn: caller.arn }, action, resource: roleArn, context }, policies) ===
    undefined;
  // "You must have sts:TagSession to pass session tags" (IAM guide, session tags).
  const missing = may("sts:AssumeRole")
    ? tagKeys.length > 0 && !may("sts:TagSession")
      ? "sts:TagSession"
      : undefined
    : "sts:AssumeRole";
  if (role !== undefined && missing === undefined) return role;
  return refuse(
    "AccessDeniedException",
    `User: ${caller.arn} is not authorized to perform: ${missing ?? "sts:AssumeRole"} on resource: ${roleArn}`,
  );
}

/** Assumption: a device and six digits are MFA that succeeded; nothing holds the digits against a device. */
function sessionContext({ body }: Call, tags: Readonly<Record<string, string>>): Record<string, string> {
  const hasMfa = body["SerialNumber"] !== undefined && body["TokenCode"] !== undefined;
  const identity = optionalText(body, "SourceIdentity");
  return {
    ...(hasMfa ? { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0" } : {}),
    ...(identity === undefined ? {} : { "aws:SourceIdentity": identity }),
    ...Object.fromEntries(Object.entries(tags).map(([name, text]) => [`aws:PrincipalTag/${name}`, text])),
  };
}

/** The policy in the request and the managed ones that it names; undefined where it has none of both. */
function sessionPolicies({ body, state }: Call): JsonObject[] | undefined {
  const text = optionalText(body, "Policy");
  const managed: unknown[] = Array.isArray(body["PolicyArns"]) ? body["PolicyArns"] : [];
  if (text === undefined && managed.length === 0) return undefined;
  const named = managed.map((item) => {
    const arn = String(structure(item)["arn"]);
    const policy = Object.hasOwn(state.policies, arn) ? state.policies[arn] : undefined;
    // Assumption: code and sentence.
    return policy?.versions[policy.defaultVersionId] ?? malformed(`Policy ${arn} was not found.`);
  });
  return [...(text === undefined ? [] : [parsePolicy(text)]), ...named];
}

function parsePolicy(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (Object.hasOwn(structure(value), "Statement")) return structure(value);
  } catch {
    // Not JSON.
  }
  return malformed("This policy contains invalid Json");
}

function malformed(text: string): never {
  return refuse("MalformedPolicyDocument", text);
}

function tagsIn(body: JsonObject): Record<string, string> {
  const list: unknown[] = Array.isArray(body["Tags"]) ? body["Tags"] : [];
  const tags = list.map((item) => [String(structure(item)["Key"]), String(structure(item)["Value"])]);
  const missing = textList(body, "TransitiveTagKeys").find((name) => !tags.some(([key]) => key === name));
  // Assumption: the sentence.
  if (missing !== undefined) {
    refuse("ValidationException", `The transitive tag key ${missing} is not among the tags.`);
  }
  return Object.fromEntries(tags);
}

export const stsOperations: Readonly<Record<string, SandboxOperation>> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
};
