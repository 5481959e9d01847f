/** How requests travel: time-outs, proxies, trusted authorities, bounded answers. It knows no service and no credentials. */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { pipeline, Transform } from "node:stream";
import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";

/** Milliseconds. `call` is the limit of a whole call: credentials, repetitions and waiting between them. */
export interface Timeouts {
  readonly connection: number;
  readonly request: number;
  readonly socket: number;
  readonly call: number;
}

export const defaultTimeouts: Timeouts = { connection: 5_000, request: 20_000, socket: 20_000, call: 60_000 };

/** A hundred grants and the longest policy stay far below; a server that never stops sending does not fill the memory. */
const longestAnswer = 4_194_304;

type Handle = NodeHttpHandler["handle"];
type Request = Parameters<Handle>[0];

/** Where a request went, for the problem that speaks of it. */
export interface Asked {
  readonly url: string;
  /** The proxy, without its user and password. */
  readonly proxy?: string;
}

export interface Transport {
  /** For any client of the SDK, the credential chain's included. */
  readonly handler: Extract<NonNullable<KMSClientConfig["requestHandler"]>, { handle: unknown }>;
  /** @returns where the request of this error or response went; undefined for an error that no request made */
  askedOf(subject: unknown): Asked | undefined;
  close(): void;
}

/**
 * Makes the one transport of a connection. A proxy is chosen for each request by its own address, because NO_PROXY may name
 * KMS and not SSO; hpagent is loaded only when one applies, and never for this very machine.
 *
 * @param ca the trusted authorities (PEM) in place of Node's
 * @param proxyFor the proxy of a URL, or "" for none
 */
export function makeTransport(
  timeouts: Timeouts,
  ca: string | undefined,
  proxyFor: ((url: string) => Promise<string>) | undefined,
): Transport {
  const handlers = new Map<string, Promise<NodeHttpHandler>>();
  const asked = new WeakMap<object, Asked>();
  const handlerFor = (proxy: string, keepAlive: boolean) => {
    const name = `${keepAlive} ${proxy}`;
    const made = handlers.get(name) ?? makeHandler(timeouts, ca, proxy, keepAlive);
    handlers.set(name, made);
    return made;
  };
  const handle: Handle = async (request, options) => {
    const url = addressOf(request);
    const proxy = proxyFor === undefined || isLoopback(request.hostname) ? "" : await proxyFor(url);
    const where: Asked = { url, ...(proxy === "" ? {} : { proxy: withoutSecrets(proxy) }) };
    try {
      // A connection that was kept may have died meanwhile, and of a write that it cuts off nobody knows what became.
      const isWrite = /\.PutKeyPolicy$/.test(request.headers["x-amz-target"] ?? "");
      const handler = await handlerFor(proxy, !isWrite);
      const { response } = await handler.handle(request, options ?? {});
      response.body = bounded(response.body);
      asked.set(response, where);
      return { response };
    } catch (error) {
      if (typeof error === "object" && error !== null) asked.set(error, where);
      throw error;
    }
  };
  const close = () => {
    for (const handler of handlers.values())
      void handler.then(
        (made) => made.destroy(),
        () => undefined,
      );
  };
  return {
    handler: {
      handle,
      metadata: { handlerProtocol: "http/1.1" },
      destroy: () => undefined,
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
    askedOf: (subject) => {
      if (typeof subject !== "object" || subject === null) return undefined;
      const response = "$response" in subject ? subject.$response : undefined;
      return (
        asked.get(subject) ??
        (typeof response === "object" && response !== null ? asked.get(response) : undefined)
      );
    },
    close,
  };
}

async function makeHandler(
  timeouts: Timeouts,
  ca: string | undefined,
  proxy: string,
  keepAlive: boolean,
): Promise<NodeHttpHandler> {
  const trust = ca === undefined ? {} : { ca };
  const shared: NodeHttpHandlerOptions = {
    connectionTimeout: timeouts.connection,
    requestTimeout: timeouts.request,
    throwOnRequestTimeout: true,
    socketTimeout: timeouts.socket,
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  };
  if (proxy === "") {
    const agent = new HttpsAgent({ keepAlive, ...trust });
    return new NodeHttpHandler({ ...shared, httpAgent: new HttpAgent({ keepAlive }), httpsAgent: agent });
  }
  const { HttpProxyAgent, HttpsProxyAgent } = await import("hpagent");
  const options = {
    keepAlive,
    proxy,
    ...(ca === undefined ? {} : { proxyRequestOptions: { ca: [ca] } }),
  };
  return new NodeHttpHandler({
    ...shared,
    httpAgent: new HttpProxyAgent(options),
    httpsAgent: new HttpsProxyAgent({ ...options, ...trust }),
  });
}

function bounded(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("pipe" in body)) return body;
  let seen = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > longestAnswer) done(Object.assign(new Error("The answer is too long"), { code: "EFBIG" }));
      else done(null, chunk);
    },
  });
  return pipeline(body as NodeJS.ReadableStream, counter, () => undefined);
}

function addressOf(request: Request): string {
  const port = request.port === undefined ? "" : `:${request.port}`;
  return `${request.protocol}//${request.hostname}${port}`;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}

function withoutSecrets(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).origin : "of the environment";
}
