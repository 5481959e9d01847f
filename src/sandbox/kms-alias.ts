/** The names of keys: CreateAlias, UpdateAlias, DeleteAlias, ListAliases. https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html */
import { keyFor, requireIdentityAccess } from "./kms-access.js";
import { aliasArn, namedKeyArn } from "./kms-names.js";
import { requireState } from "./kms-state.js";
import { optionalText, page, refuse, requiredText, wholeNumber } from "./members.js";
import type { Call, SandboxOperation, StoredAlias } from "./model.js";
import { keyIdOf } from "./names.js";

export const createAlias: SandboxOperation = (call) => {
  const arn = ownAlias(call);
  if (Object.hasOwn(call.state.aliases, arn)) {
    refuse("AlreadyExistsException", `An alias with the name ${arn} already exists`);
  }
  const time = call.now.getTime() / 1000;
  call.state.aliases[arn] = { target: targetOf(call), created: time, updated: time };
  return undefined;
};

export const updateAlias: SandboxOperation = (call) => {
  const alias = existing(call, ownAlias(call));
  alias.target = targetOf(call);
  alias.updated = call.now.getTime() / 1000;
  return undefined;
};

export const deleteAlias: SandboxOperation = (call) => {
  const arn = ownAlias(call);
  const { target } = existing(call, arn);
  keyFor({ ...call, body: { KeyId: target } });
  delete call.state.aliases[arn];
  return undefined;
};

export const listAliases: SandboxOperation = (call) => {
  requireIdentityAccess(call, "kms:ListAliases", "*");
  const key = call.body["KeyId"] === undefined ? undefined : namedKeyArn(call, "KeyId", false);
  if (key !== undefined && !Object.hasOwn(call.state.keys, key)) {
    refuse("NotFoundException", `Key '${key}' does not exist`);
  }
  const limit = wholeNumber(call.body, "Limit", { min: 1, max: 100, otherwise: 50 });
  const prefix = aliasArn(call, "");
  const found = Object.entries(call.state.aliases)
    .filter(([arn, { target }]) => arn.startsWith(prefix) && (key === undefined || target === key))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const { items, rest } = page(found, limit, optionalText(call.body, "Marker"));
  const Aliases = items.map(([AliasArn, { target, created, updated }]) => ({
    AliasArn,
    AliasName: AliasArn.slice(AliasArn.indexOf("alias/")),
    CreationDate: created,
    LastUpdatedDate: updated,
    TargetKeyId: keyIdOf(target),
  }));
  return { Aliases, ...rest };
};

/** The alias that is named, for a caller who may change it. Its policy is the identity policy alone. */
function ownAlias(call: Call): string {
  const name = requiredText(call.body, "AliasName");
  if (!name.startsWith("alias/") || name === "alias/") {
    refuse(
      "ValidationException",
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  }
  // Assumption: "cannot begin with alias/aws/" is documented; code and sentence were not recorded.
  if (name.startsWith("alias/aws/")) refuse("NotAuthorizedException", `${name} is reserved for AWS.`);
  const arn = aliasArn(call, name);
  requireIdentityAccess(call, `kms:${call.operation}`, arn);
  return arn;
}

/** A key of the same account and Region, by id or ARN; the caller needs the permission on it too. */
function targetOf(call: Call): string {
  const key = keyFor(call, { member: "TargetKeyId" });
  requireState(key, call.operation);
  return key.Arn;
}

function existing(call: Call, arn: string): StoredAlias {
  const { aliases } = call.state;
  const alias = Object.hasOwn(aliases, arn) ? aliases[arn] : undefined;
  return alias ?? refuse("NotFoundException", `Alias ${arn} is not found.`);
}
