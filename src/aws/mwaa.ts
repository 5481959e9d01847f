/** The calls to MWAA: which environments there are, and what one of them uses. Loaded when first asked for. */
import { type BinaryLike, createHash, createHmac } from "node:crypto";
import { text as textOf } from "node:stream/consumers";
import { SignatureV4 } from "@smithy/signature-v4";
import type * as z from "zod";
import { partitionOfRegion } from "../key/arn.js";
import type { MwaaEnvironment } from "../key/facts.js";
import { type Fact, known } from "../problems/result.js";
import { allPages } from "./all-pages.js";
import { type Attempt, type CallContext, call } from "./call.js";
import type { ClientConfig } from "./clients.js";
import { readFailure } from "./error-facts.js";
import { environmentAnswer, environmentNamesAnswer } from "./service-answers.js";
import { isThrottled } from "./service-errors.js";
import type { HttpRequest } from "./transport.js";

export interface Mwaa {
  /** The names of all environments of the account in the Region. */
  environments(): Promise<Fact<readonly string[]>>;
  environment(name: string): Promise<Fact<MwaaEnvironment>>;
}

/** Far above the quota of environments, which accounts can have raised. */
const mostEnvironments = 5_000;

/** The SDK's signer and this connection's transport: two operations need no client of their own. */
export function openMwaa(line: CallContext, config: ClientConfig, maxAttempts: number): Mwaa {
  const signer = new SignatureV4({
    service: "airflow",
    region: line.region,
    credentials: config.credentials,
    sha256: Sha256,
  });
  const ask = <T>(action: string, resource: string, schema: z.ZodType<T>, path: string, query = {}) =>
    call(
      line,
      action,
      resource,
      schema,
      async (abortSignal) => {
        const request = await signer.sign(requestFor(line, config, path, query));
        return answerOf(await line.transport.handler.handle(request as HttpRequest, { abortSignal }));
      },
      (attempt) => waitBefore(attempt, maxAttempts),
    );
  return {
    environments: () =>
      allPages("airflow:ListEnvironments", mostEnvironments, async (token) => {
        const query = { MaxResults: "25", ...(token === undefined ? {} : { NextToken: token }) };
        const path = "/environments";
        const fact = await ask("airflow:ListEnvironments", "*", environmentNamesAnswer, path, query);
        if (!fact.known) return fact;
        const { Environments, NextToken: next } = fact.value;
        return known({ items: Environments, more: next !== undefined, next });
      }),
    environment: (name) =>
      ask(
        "airflow:GetEnvironment",
        name,
        environmentAnswer(name, line.region),
        `/environments/${encodeURIComponent(name)}`,
      ),
  };
}

/** The endpoints of the API model's rules: airflow, or airflow-fips, in the partition's domain or its dual-stack one. */
function requestFor(
  { region, modes }: CallContext,
  { endpoint }: ClientConfig,
  path: string,
  query: Readonly<Record<string, string>>,
) {
  const domain = partitionOfRegion(region)?.dnsSuffix ?? "amazonaws.com";
  const dual = domain === "amazonaws.com.cn" ? "api.amazonwebservices.com.cn" : "api.aws";
  const service = modes.fips === undefined ? "airflow" : "airflow-fips";
  const own = `https://${service}.${region}.${modes.dualStack === undefined ? domain : dual}`;
  const url = new URL(typeof endpoint === "string" ? endpoint : own);
  return {
    method: "GET",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    path: `${url.pathname.replace(/\/$/, "")}${path}`,
    query,
    headers: { host: url.host, "user-agent": "mwaa-kms", accept: "application/json" },
  };
}

interface Answered {
  readonly response: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: NodeJS.ReadableStream;
  };
}

/** https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization */
async function answerOf({ response }: Answered): Promise<unknown> {
  const { statusCode, headers, body } = response;
  const said = body === undefined ? "" : await textOf(body);
  const about = { $response: response, $metadata: { httpStatusCode: statusCode } };
  const answer = parsed(said);
  if (statusCode < 300 && answer !== undefined) return answer;
  if (answer === undefined) {
    const message = `Unknown\n  Deserialization error: the answer is no JSON`;
    throw Object.assign(new Error(message), { ...about, $responseBodyText: said });
  }
  const { code, __type, message, Message } = answer;
  const name = String(headers["x-amzn-errortype"] ?? code ?? __type ?? "Unknown");
  const words = [message, Message].find((text) => typeof text === "string");
  const error = new Error(words ?? "");
  error.name = name.replace(/:.*$/, "").replace(/^.*#/, "");
  throw Object.assign(error, { ...about, $fault: statusCode < 500 ? "client" : "server" });
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Reading twice does no harm. @returns milliseconds, doubled each time, with chance in it */
function waitBefore({ error, number }: Attempt, maxAttempts: number): number | undefined {
  const failure = readFailure(error, []);
  const isWorthIt = !failure.answered || isThrottled(failure) || (failure.status ?? 0) >= 500;
  if (number >= maxAttempts || !isWorthIt) return undefined;
  const most = Math.min(8_000, (isThrottled(failure) ? 500 : 100) * 2 ** (number - 1));
  return most / 2 + Math.random() * (most / 2);
}

/** Node's own hash, as the signer wants it. */
class Sha256 {
  readonly #hash: { update(data: BinaryLike): unknown; digest(): Buffer };
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as BinaryLike);
  }
  update(data: unknown): void {
    this.#hash.update(data as BinaryLike);
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }
  reset(): void {
    throw new Error("The signer uses a hash once");
  }
}
