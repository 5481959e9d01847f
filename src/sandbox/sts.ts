/** GetCallerIdentity and AssumeRole. Knows the roles and who may take them on, nothing of keys. */
import { randomBytes } from "node:crypto";
import { whyNotAuthorised } from "./authorise.js";
import { contextOf } from "./conditions.js";
import { callerContext } from "./kms-access.js";
import { requiredText } from "./members.js";
import type { Operation } from "./model.js";
import { accountOf, readArn } from "./names.js";
import { refuse, refuseMember } from "./refusal.js";

/** Needs no permission: "even if denied, you can still perform this operation" (API page). */
const getCallerIdentity: Operation = ({ caller, account }) => ({
  Arn: caller.arn,
  UserId: caller.userId,
  Account: account,
});

const assumeRole: Operation = (call) => {
  const { state, body, caller, now } = call;
  const roleArn = requiredText(body, "RoleArn");
  const session = requiredText(body, "RoleSessionName", { max: 64, pattern: /^[\w+=,.@-]*$/ });
  const duration = Number(body["DurationSeconds"] ?? 3600);
  if (!(duration >= 900))
    refuseMember("durationSeconds", duration, "have value greater than or equal to 900");
  if (duration > 43_200) refuseMember("durationSeconds", duration, "have value less than or equal to 43200");
  const arn = readArn(roleArn);
  if (arn === undefined) return refuse("ValidationException", `${roleArn} is invalid`);
  const role = Object.hasOwn(state.roles, roleArn) ? state.roles[roleArn] : undefined;
  const context = contextOf(callerContext(call));
  const asked = { who: { arn: caller.arn }, action: "sts:AssumeRole", resource: roleArn, context };
  const policies = {
    identity: caller.identityPolicy,
    resource: role?.trustPolicy ?? {},
    owner: accountOf(roleArn),
  };
  if (role === undefined || whyNotAuthorised(asked, policies) !== undefined) {
    return refuse(
      "AccessDeniedException",
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  }
  const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  const accessKeyId = `SANDBOXSESSION${randomBytes(6).toString("hex").toUpperCase()}`;
  const credentials = {
    accessKeyId,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(120).toString("base64"),
    expires: Math.floor(now.getTime() / 1000) + duration,
  };
  const taken = {
    ...credentials,
    arn: `arn:${arn.partition}:sts::${arn.account}:assumed-role/${name}/${session}`,
    userId: `${role.roleId}:${session}`,
    identityPolicy: role.identityPolicy,
  };
  state.principals[accessKeyId] = taken;
  return {
    AssumedRoleUser: { AssumedRoleId: taken.userId, Arn: taken.arn },
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: taken.secretAccessKey,
      SessionToken: taken.sessionToken,
      Expiration: new Date(taken.expires * 1000).toISOString().replace(/\.\d{3}/, ""),
    },
  };
};

export const stsOperations: Readonly<Record<string, Operation>> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
};
