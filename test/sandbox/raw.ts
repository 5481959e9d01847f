/** Signed requests with any body: what no SDK would send, and what a service answers to it. */
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Sandbox } from "../../src/sandbox/start.js";

/** Node's hashes as the signer wants them. */
class Hash {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Buffer);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error("not used");
  }
}

export interface RawAnswer {
  readonly status: number;
  /** Undefined for a success. */
  readonly code: string | undefined;
  readonly text: string;
}

type At = Pick<Sandbox, "url" | "credentials" | "region">;

export async function send(
  { url, credentials, region }: At,
  service: string,
  request: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<RawAnswer> {
  const { method = "POST", path = "/", headers = {}, body } = request;
  const target = new URL(url + path);
  const signer = new SignatureV4({ credentials, region, service, sha256: Hash, uriEscapePath: false });
  const signed = await signer.sign({
    method,
    protocol: "http:",
    hostname: target.hostname,
    port: Number(target.port),
    path: target.pathname,
    query: Object.fromEntries(target.searchParams),
    headers: { host: target.host, ...headers },
    body,
  });
  const answer = await fetch(target, { method, headers: signed.headers, body: body ?? null });
  const text = await answer.text();
  const named = /"__type":"([^"]+)"/.exec(text) ?? /<Code>([^<]+)</.exec(text);
  const code = answer.headers.get("x-amzn-errortype") ?? named?.[1];
  return { status: answer.status, code: answer.ok ? undefined : (code ?? `HTTP ${answer.status}`), text };
}

const prefixes: Readonly<Record<string, string>> = { kms: "TrentService", logs: "Logs_20140328" };

/** A request of AWS JSON 1.1. */
export function sendJson(at: At, service: string, operation: string, body: unknown): Promise<RawAnswer> {
  return send(at, service, {
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${prefixes[service]}.${operation}`,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** A request of the Query protocol: the members as they stand in the form. */
export function sendForm(
  at: At,
  service: "sts" | "iam",
  operation: string,
  form: Readonly<Record<string, unknown>>,
): Promise<RawAnswer> {
  const Version = service === "sts" ? "2011-06-15" : "2010-05-08";
  const texts = Object.entries(form).map(([name, value]) => [name, String(value)]);
  return send(at, service, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ Action: operation, Version, ...Object.fromEntries(texts) }).toString(),
  });
}
