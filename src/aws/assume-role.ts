/** Roles assumed with STS: with the credentials of another source, or with a web identity token. */
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import * as z from "zod";
import type { Host } from "../platform/host.js";
import { readAnswer } from "./answers.js";
import type { Credentials, RoleSource, WebIdentitySource } from "./credential-source.js";

/** Seconds: the least that every role's maximum allows, and the most that a role may have which another role takes on. */
const duration = 3_600;
const longestToken = 65_536;

const text = z.string().min(1).max(10_000);
const answer = z.object({
  Credentials: z.object({ AccessKeyId: text, SecretAccessKey: text, SessionToken: text }),
});

/** Uses a client of STS that signs with these credentials. */
export type StsCall = <T>(
  credentials: () => Promise<Credentials>,
  use: (client: STSClient) => Promise<T>,
) => Promise<T>;

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * @param mfaCode the code of the source's MFA device
 * @param base with whose credentials the request is signed
 */
export function assumedRole(
  source: RoleSource,
  mfaCode: string | undefined,
  base: () => Promise<Credentials>,
  sts: StsCall,
): Promise<Credentials> {
  const seconds = source.seconds ?? duration;
  const input = {
    RoleArn: source.roleArn,
    RoleSessionName: source.sessionName ?? "mwaa-kms",
    DurationSeconds: seconds,
    ...(source.externalId === undefined ? {} : { ExternalId: source.externalId }),
    ...(mfaCode === undefined ? {} : { SerialNumber: source.mfaSerial, TokenCode: mfaCode }),
  };
  return assumed("sts:AssumeRole", seconds, async () => {
    // Signed with them in any case, but a failure to get them is not one of STS.
    await base();
    return sts(base, (client) => client.send(new AssumeRoleCommand(input)));
  });
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html. The request is not signed. */
export async function webIdentityRole(
  source: WebIdentitySource,
  { files }: Pick<Host, "files">,
  sts: StsCall,
): Promise<Credentials> {
  const token = await files.read(source.tokenFile, longestToken).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
    throw new Error(`the token file cannot be read (${code})`);
  });
  const input = {
    RoleArn: source.roleArn,
    RoleSessionName: source.sessionName ?? "mwaa-kms",
    WebIdentityToken: token.trim(),
  };
  const unsigned = async () => ({ accessKeyId: "", secretAccessKey: "" });
  return assumed("sts:AssumeRoleWithWebIdentity", duration, () =>
    sts(unsigned, (client) => client.send(new AssumeRoleWithWebIdentityCommand(input))),
  );
}

/**
 * The end is counted on this machine's clock from before the request, and not taken from the response: a clock that is wrong
 * is wrong on both sides.
 */
async function assumed(action: string, seconds: number, ask: () => Promise<unknown>): Promise<Credentials> {
  const expiration = new Date(Date.now() + seconds * 1000);
  const read = readAnswer(answer, await ask());
  if ("wrong" in read) throw new Error(`${action}: ${read.wrong}`);
  const { AccessKeyId, SecretAccessKey, SessionToken } = read.value.Credentials;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration,
  };
}
