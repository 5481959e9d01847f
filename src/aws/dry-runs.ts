/**
 * What the caller may do with a key, tried without doing it: every command that is made here carries `DryRun: true`.
 * https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html
 */
import {
  CreateGrantCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  type KMSClient,
} from "@aws-sdk/client-kms";
import * as z from "zod";
import type { Denial, DryRun, DryRunAction } from "../key/neighbours.js";
import { type Fact, known } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";
import { call, type Line } from "./call.js";
import { readDenial } from "./denial.js";
import { readFailure } from "./failure.js";

const answers = z.enum(["would-have-succeeded", "carried-out"]);

type Send = (abortSignal: AbortSignal) => Promise<unknown>;

/**
 * Tries all of them side by side.
 *
 * @param grantee the caller's ARN
 * @returns one of each, always known: what could not be told says so by itself
 */
export async function dryRun(
  line: Line,
  client: KMSClient,
  KeyId: string,
  grantee: string,
): Promise<Fact<readonly DryRun[]>> {
  const tries: Readonly<Record<DryRunAction, Send>> = {
    "kms:CreateGrant": (abortSignal) =>
      client.send(
        new CreateGrantCommand({
          KeyId,
          GranteePrincipal: grantee,
          Operations: ["Encrypt", "Decrypt"],
          DryRun: true,
        }),
        { abortSignal },
      ),
    "kms:Encrypt": (abortSignal) =>
      client.send(new EncryptCommand({ KeyId, Plaintext: Uint8Array.of(0), DryRun: true }), { abortSignal }),
    "kms:GenerateDataKey": (abortSignal) =>
      client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", DryRun: true }), { abortSignal }),
  };
  const all = Object.entries(tries) as [DryRunAction, Send][];
  return known(await Promise.all(all.map(([action, send]) => tried(line, action, KeyId, send))));
}

async function tried(line: Line, action: DryRunAction, KeyId: string, send: Send): Promise<DryRun> {
  let denial: Denial | undefined;
  const fact = await call(line, action, KeyId, answers, async (abortSignal) => {
    try {
      await send(abortSignal);
    } catch (error) {
      const { name, said } = readFailure(error, []);
      if (name === "DryRunOperationException") return "would-have-succeeded";
      denial = readDenial(said);
      throw error;
    }
    return "carried-out";
  });
  if (!fact.known) {
    const { problem: reason } = fact;
    if (reason.code !== "aws/access-denied") return { action, answer: "unknown", problem: reason };
    return { action, answer: "refused", problem: reason, ...(denial === undefined ? {} : { denial }) };
  }
  return fact.value === "would-have-succeeded"
    ? { action, answer: "allowed" }
    : { action, answer: "unknown", problem: problem("aws/dry-run-answered", { action, key: KeyId }) };
}
