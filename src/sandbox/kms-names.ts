/** Which key a request names: the identifier forms of KMS and their refusals. Decides no access. */
import { refuse, requiredText } from "./members.js";
import type { Call } from "./model.js";
import { isKeyId, keyArn, partitionOf, readArn } from "./names.js";

/** The ARN of the key that a member names, whether it is there or not. */
export function namedKeyArn(call: Call, member: string, aliasAllowed: boolean): string {
  const id = requiredText(call.body, member);
  if (id.startsWith("arn:")) return arnOfArn(call, id, aliasAllowed);
  if (id.startsWith("alias/")) return arnOfAlias(call, aliasArn(call, id), aliasAllowed);
  // Assumption: an id in upper case is malformed like any other that is not in KMS's own form.
  return isKeyId(id)
    ? keyArn(call.region, call.account, id)
    : refuse("NotFoundException", `Invalid keyId '${id}'`);
}

export function aliasArn({ region, account }: Call, name: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:${account}:${name}`;
}

function arnOfArn(call: Call, id: string, aliasAllowed: boolean): string {
  const arn = readArn(id);
  // Assumption: the answer to text that only begins like an ARN was not recorded; the code is the API model's.
  if (arn?.service !== "kms") return refuse("InvalidArnException", `Invalid arn ${id}`);
  if (arn.region !== call.region) return refuse("NotFoundException", `Invalid arn ${arn.region}`);
  if (arn.resource.startsWith("alias/")) return arnOfAlias(call, id, aliasAllowed);
  const keyId = arn.resource.startsWith("key/") ? arn.resource.slice(4) : arn.resource;
  return isKeyId(keyId) && keyId !== arn.resource
    ? id
    : refuse("NotFoundException", `Invalid keyId '${keyId}'`);
}

function arnOfAlias(call: Call, alias: string, allowed: boolean): string {
  if (!allowed) return refuse("InvalidArnException", "Key Aliases are not supported for this operation.");
  const { aliases } = call.state;
  const found = Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
  return found?.target ?? refuse("NotFoundException", `Alias ${alias} is not found.`);
}
