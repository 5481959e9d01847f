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
import type { CallerIdentity, Denial, DryRun, DryRunAction } from "../key/facts.js";
import { problem } from "../problems/problem.js";
import { type Fact, known } from "../problems/result.js";
import { type CallContext, call } from "./call.js";
import { readDenial } from "./denial.js";
import { readFailure } from "./error-facts.js";

const answers = z.enum(["would-have-succeeded", "carried-out"]);

type Send = (abortSignal: AbortSignal) => Promise<unknown>;

/**
 * Tries all of them. CreateGrant goes last, and only to a server that is known to understand DryRun: another one would
 * make the grant.
 *
 * @param grantee the caller's ARN, or who asks, once that is known: only CreateGrant waits for it
 * @param isSandbox the server is this program's own
 * @returns one of each, always known: what could not be told says so by itself
 */
export async function dryRun(
  line: CallContext,
  client: KMSClient,
  KeyId: string,
  grantee: string | Promise<Fact<CallerIdentity>>,
  isSandbox = false,
): Promise<Fact<readonly DryRun[]>> {
  const encrypt: Send = (abortSignal) =>
    client.send(new EncryptCommand({ KeyId, Plaintext: Uint8Array.of(0), DryRun: true }), { abortSignal });
  const generate: Send = (abortSignal) =>
    client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", DryRun: true }), { abortSignal });
  const grantTo =
    (arn: string): Send =>
    (abortSignal) =>
      client.send(
        new CreateGrantCommand({
          KeyId,
          GranteePrincipal: arn,
          Operations: ["Encrypt", "Decrypt"],
          DryRun: true,
        }),
        { abortSignal },
      );
  const [caller, ...probes] = await Promise.all([
    typeof grantee === "string" ? known({ arn: grantee }) : grantee,
    tried(line, "kms:Encrypt", KeyId, encrypt),
    tried(line, "kms:GenerateDataKey", KeyId, generate),
  ]);
  if (!caller.known) return caller;
  // Who carries one dry run out may carry out another.
  const isSafe =
    (isSandbox || probes.some((each) => each.knowsDryRun)) && !probes.some(({ run }) => isCarriedOut(run));
  const created = isSafe
    ? (await tried(line, "kms:CreateGrant", KeyId, grantTo(caller.value.arn))).run
    : leftOut(probes, KeyId);
  return known([created, ...probes.map(({ run }) => run)]);
}

/** Nothing is created where nobody knows what the server makes of DryRun. */
function leftOut([{ run }]: readonly [Tried, ...Tried[]], key: string): DryRun {
  const action = "kms:CreateGrant";
  const reason =
    run.answer === "unknown" && !isCarriedOut(run)
      ? run.problem
      : problem("aws/dry-run-left-out", { action, key });
  return { action, answer: "unknown", problem: reason };
}

function isCarriedOut(run: DryRun): boolean {
  return run.answer === "unknown" && run.problem.code === "aws/dry-run-answered";
}

interface Tried {
  readonly run: DryRun;
  /** AWS answered, or another server as AWS answers a dry run. */
  readonly knowsDryRun: boolean;
}

async function tried(line: CallContext, action: DryRunAction, KeyId: string, send: Send): Promise<Tried> {
  let knowsDryRun = false;
  let denial: Denial | undefined;
  const fact = await call(line, action, KeyId, answers, async (abortSignal) => {
    try {
      await send(abortSignal);
    } catch (error) {
      const { name, said } = readFailure(error, []);
      const isDryRun = name === "DryRunOperationException";
      knowsDryRun ||= isDryRun || isOfAws(line.transport.askedOf(error)?.url);
      if (isDryRun) return "would-have-succeeded";
      denial = readDenial(said);
      throw error;
    }
    return "carried-out";
  });
  if (!fact.known) {
    const { problem: reason } = fact;
    const run: DryRun =
      reason.code === "aws/access-denied"
        ? { action, answer: "refused", problem: reason, ...(denial === undefined ? {} : { denial }) }
        : { action, answer: "unknown", problem: reason };
    return { knowsDryRun, run };
  }
  const run: DryRun =
    fact.value === "would-have-succeeded"
      ? { action, answer: "allowed" }
      : { action, answer: "unknown", problem: problem("aws/dry-run-answered", { action, key: KeyId }) };
  return { knowsDryRun, run };
}

/**
 * The ends of AWS's host names, those of VPC endpoints (`….vpce.amazonaws.com`) and dual-stack ones among them.
 * Source: partitions.json and the endpoint rules of the AWS SDKs.
 */
const hostsOfAws =
  /(^|\.)(amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/** @returns whether a URL is of a host of AWS, asked over TLS */
export function isOfAws(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" && hostsOfAws.test(hostname);
}
