/** Two accounts: calls that only the key's account can make go out as the key's owner, all others as the environment's side. */
import { connect } from "../aws/connect.js";
import type { Connection } from "../aws/connection.js";
import type { ConnectSettings } from "../aws/settings.js";
import { parseKeyIdentifier } from "../key/identifier.js";
import { roleArn } from "../key/target.js";
import type { Host } from "../platform/host.js";
import { type Problem, problem } from "../problems/problem.js";
import { ok, type Result } from "../problems/result.js";
import type { AwsOptions } from "./context.js";

/** @returns whether the options name credentials for the key's account */
export function hasKeyOwner({ keyProfile, keyRoleArn }: AwsOptions): boolean {
  return keyProfile !== undefined || keyRoleArn !== undefined;
}

/** STS's patterns: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const patterns = {
  keyRoleArn: roleArn,
  keyExternalId: /^[\w+=,.@:/-]{2,1224}$/,
  keySessionName: /^[\w+=,.@-]{2,64}$/,
  keyMfaSerial: /^[\w+=/:,.@-]{9,256}$/,
} as const;

const optionNames = {
  keyRoleArn: "--key-role-arn",
  keyExternalId: "--key-external-id",
  keySessionName: "--key-session-name",
  keyMfaSerial: "--key-mfa-serial",
} as const;

/** @returns what is wrong with the options for the key's account; nothing where none is given */
export function keyOwnerProblems(key: string | undefined, options: AwsOptions): readonly Problem[] {
  const names = Object.keys(patterns) as (keyof typeof patterns)[];
  const problems = names.flatMap((name) => {
    const [given, option] = [options[name], optionNames[name]];
    if (given === undefined) return [];
    if (!patterns[name].test(given))
      return [problem("usage/key-owner", { option, reason: "STS does not accept its value" }, option)];
    const needsRole = name !== "keyRoleArn" && options.keyRoleArn === undefined;
    return needsRole
      ? [problem("usage/key-owner", { option, reason: "it needs --key-role-arn" }, option)]
      : [];
  });
  if (!hasKeyOwner(options) || key === undefined) return problems;
  const read = parseKeyIdentifier(key);
  if (!read.ok || read.value.form === "arn") return problems;
  const account = options.keyRoleArn?.split(":")[4];
  const facts = { keyId: read.value.keyId, ...(account === undefined ? {} : { account }) };
  return [...problems, problem("key/id-of-other-account", facts, "key")];
}

/** @returns the connection itself where no credentials for the key's account are given */
export async function withKeyOwner(
  own: Connection,
  settings: ConnectSettings,
  options: AwsOptions,
  host: Host,
): Promise<Result<Connection>> {
  if (!hasKeyOwner(options)) return ok(own);
  const { keyProfile, keyRoleArn, keyExternalId, keySessionName, keyMfaSerial } = options;
  const role = {
    ...(keyExternalId === undefined ? {} : { externalId: keyExternalId }),
    ...(keySessionName === undefined ? {} : { sessionName: keySessionName }),
    ...(keyMfaSerial === undefined ? {} : { mfaSerial: keyMfaSerial }),
  };
  const owner = await connect(
    {
      ...settings,
      ...labelled(settings, "key owner"),
      ...(keyProfile === undefined ? {} : { profile: keyProfile }),
      ...(keyRoleArn === undefined ? {} : { assumeRole: { roleArn: keyRoleArn, ...role } }),
    },
    host,
  );
  if (owner.ok) return ok(joined(own, owner.value));
  own.close();
  return owner;
}

/** @returns debug lines that say which side a call goes out as */
export function labelled({ debug }: ConnectSettings, side: string): Pick<ConnectSettings, "debug"> {
  return debug === undefined ? {} : { debug: (line: string) => debug(`${side}: ${line}`) };
}

/**
 * KMS offers the key policy and its tags to the key's account only. The key and its grants are read as the owner too: before
 * the owner's statements are in the policy, the environment's account can read neither.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
function joined(own: Connection, owner: Connection): Connection {
  return {
    ...own,
    describeKey: owner.describeKey,
    getKeyPolicy: owner.getKeyPolicy,
    putKeyPolicy: owner.putKeyPolicy,
    listGrants: owner.listGrants,
    listResourceTags: owner.listResourceTags,
    getKeyRotationStatus: owner.getKeyRotationStatus,
    keyCaller: () => owner.getCallerIdentity(),
    close: () => {
      own.close();
      owner.close();
    },
  };
}
