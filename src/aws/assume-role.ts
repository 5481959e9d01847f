/** A role taken on with other credentials: its own are used from then on, and asked for anew before they end. */
import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import * as z from "zod";
import { readAnswer } from "./answers.js";
import type { Identity } from "./credentials.js";

/** Seconds: the least that every role's maximum allows, and the most that a role may have which another role takes on. */
const duration = 3_600;
/** Milliseconds before the end: the SDK too asks for new ones then. */
const early = 300_000;

const text = z.string().min(1).max(10_000);
const answer = z.object({
  Credentials: z.object({ AccessKeyId: text, SecretAccessKey: text, SessionToken: text }),
});

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * The end is counted on this machine's clock from before the request, and not taken from the answer: a clock that is wrong
 * is wrong on both sides.
 *
 * @param base whose credentials the client signs with
 */
export function assumedIdentity(base: Identity, sts: STSClient, RoleArn: string): Identity {
  const seen = new Set<string>();
  let current: ReturnType<typeof assume> | undefined;
  let ends = 0;
  const assume = async () => {
    const expiration = new Date(Date.now() + duration * 1000);
    const command = new AssumeRoleCommand({
      RoleArn,
      RoleSessionName: "mwaa-kms",
      DurationSeconds: duration,
    });
    const read = readAnswer(answer, await sts.send(command));
    if ("wrong" in read) throw new Error(`sts:AssumeRole: ${read.wrong}`);
    const { AccessKeyId, SecretAccessKey, SessionToken } = read.value.Credentials;
    seen.add(SecretAccessKey).add(SessionToken);
    ends = expiration.getTime() - early;
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration,
    };
  };
  const credentials = () => {
    if (current !== undefined && (ends === 0 || Date.now() < ends)) return current;
    ends = 0;
    const asked = assume();
    // What failed is not kept: the next call tries again.
    asked.catch(() => {
      if (current === asked) current = undefined;
    });
    current = asked;
    return asked;
  };
  return { ...base, credentials, secrets: () => [...base.secrets(), ...seen] };
}
