/**
 * The one call that writes, and when it may be sent a second time. The SDK's own repetition is off for it: PutKeyPolicy
 * replaces the whole policy, so a repetition after an unclear answer could overwrite what somebody else wrote in between.
 */
import { type KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import * as z from "zod";
import { type Fact, known } from "../problems/result.js";
import { type Attempt, type CallContext, call } from "./call.js";
import { readFailure } from "./error-facts.js";
import { isConnectTimeout, notSent } from "./network-errors.js";
import { isThrottled } from "./service-errors.js";

/**
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 *
 * It is sent again only where it is certain that nothing was stored: AWS throttled it or refused the signature's time (which
 * the SDK corrects by AWS's own clock), or no connection came about. After anything else the caller has to read first.
 *
 * @param client one that repeats nothing by itself
 * @param isUnchanged asked before it is sent again: somebody else may have written while this one waited
 */
export async function putKeyPolicy(
  line: CallContext,
  client: KMSClient,
  KeyId: string,
  Policy: string,
  maxAttempts: number,
  isUnchanged: () => Promise<boolean>,
): Promise<Fact<"accepted">> {
  let failed: unknown;
  let isOver = false;
  const fact = await call(
    { ...line, policy: Policy },
    "kms:PutKeyPolicy",
    KeyId,
    z.unknown(),
    async (abortSignal) => {
      isOver = failed !== undefined && !(await isUnchanged());
      if (isOver) throw failed;
      return client.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy }), { abortSignal });
    },
    (attempt) => {
      failed = attempt.error;
      return isOver ? undefined : waitBefore(attempt, maxAttempts);
    },
  );
  return fact.known ? known("accepted") : fact;
}

/** @returns milliseconds: doubled each time, with chance in it so that several writers do not keep step */
function waitBefore({ error, number }: Attempt, maxAttempts: number): number | undefined {
  const failure = readFailure(error, []);
  const unsent = !failure.answered && (notSent.has(failure.code) || isConnectTimeout(failure));
  if (number >= maxAttempts || !(unsent || isThrottled(failure) || isClockCorrected(error))) return undefined;
  const most = Math.min(8_000, (isThrottled(failure) ? 500 : 100) * 2 ** (number - 1));
  return most / 2 + Math.random() * (most / 2);
}

function isClockCorrected(error: unknown): boolean {
  const metadata =
    typeof error === "object" && error !== null && "$metadata" in error ? error.$metadata : undefined;
  return (
    typeof metadata === "object" &&
    metadata !== null &&
    "clockSkewCorrected" in metadata &&
    metadata.clockSkewCorrected === true &&
    /Signature|RequestExpired|RequestInTheFuture|TimeTooSkewed/.test(readFailure(error, []).name)
  );
}
