/** How requests travel: time-outs, proxies, trusted authorities, bounded responses. It knows no service and no credentials. */
import { setMaxListeners } from "node:events";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { pipeline, Transform } from "node:stream";
import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import { type ChosenProxy, proxyShown } from "./proxy.js";

/** Milliseconds. `call` is the limit of a whole call: credentials, repetitions and waiting between them. */
export interface Timeouts {
  readonly connection: number;
  readonly request: number;
  /** Of a request that writes: cut off early, it would leave unknown what was stored. */
  readonly write: number;
  readonly socket: number;
  /** How long a call goes on while no response arrives; while AWS responds (throttles), only `call` ends it. */
  readonly silence: number;
  readonly call: number;
}

export const defaultTimeouts: Timeouts = {
  connection: 3_000,
  request: 6_500,
  write: 20_000,
  socket: 20_000,
  silence: 6_500,
  call: 60_000,
};

/** A hundred grants and the longest policy stay far below; a server that never stops sending does not fill the memory. */
const longestAnswer = 4_194_304;
/** Milliseconds in which a proxy opens its tunnel: it may have to ask somebody for the right to. */
const longestConnect = 4_000;
/** So many errors are remembered, for those who get only their text. */
const mostErrors = 20;

type Handle = NodeHttpHandler["handle"];
export type HttpRequest = Parameters<Handle>[0];

/** Where a request went, for the problem that speaks of it. */
export interface RequestTarget {
  readonly url: string;
  /** The proxy, without its user and password. */
  readonly proxy?: string;
  /** The variable that names the proxy. */
  readonly proxyVariable?: string;
}

/** The requests of one call. */
export interface Trace {
  readonly asked: RequestTarget;
  /** A whole response arrived, to this request or to an earlier one. */
  readonly isAnswered: boolean;
  /** Why the latest finished request failed; undefined: none has failed. */
  readonly error: unknown;
}

/** One request that ended. */
export interface Sent {
  readonly request: HttpRequest;
  readonly asked: RequestTarget;
  readonly response?: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> };
  readonly error?: unknown;
  readonly milliseconds: number;
}

export interface Transport {
  /** For any client of the SDK, and for those who fetch credentials. */
  readonly handler: Extract<NonNullable<KMSClientConfig["requestHandler"]>, { handle: unknown }>;
  /** @returns where the request of this error or response went; undefined for an error that no request made */
  askedOf(subject: unknown): RequestTarget | undefined;
  /** @returns the error of a request that the SDK has made a text of */
  causeOf(error: unknown): unknown;
  /** @param signal of the call; undefined: whatever was asked last */
  traceOf(signal: AbortSignal | undefined): Trace | undefined;
  /** @returns the origin that answered the latest KMS request; undefined: none answered */
  kmsEndpoint(): string | undefined;
  close(): void;
}

export interface TransportSettings {
  readonly timeouts: Timeouts;
  /** The trusted authorities (PEM) in place of Node's. */
  readonly ca?: string | undefined;
  /** The proxy of a URL; throws where it cannot be used. */
  readonly proxyFor?: ((url: URL) => ChosenProxy | undefined) | undefined;
  /** Is told of each request that ended. */
  readonly sent?: ((request: Sent) => void) | undefined;
}

/**
 * Makes the one transport of a connection. A proxy is chosen for each request by its own address, because NO_PROXY may name
 * KMS and not SSO; hpagent is loaded only when one applies, and never for this very machine.
 */
export function makeTransport({ timeouts, ca, proxyFor, sent }: TransportSettings): Transport {
  const handlers = new Map<string, Promise<NodeHttpHandler>>();
  const asked = new WeakMap<object, RequestTarget>();
  const traces = new WeakMap<AbortSignal, Trace>();
  let latest: Trace | undefined;
  let kmsEndpoint: string | undefined;
  const errors: unknown[] = [];
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const handlerFor = (proxy: string, isWrite: boolean) => {
    const name = `${isWrite} ${proxy}`;
    const made = handlers.get(name) ?? makeHandler(timeouts, ca, proxy, isWrite, closing.signal);
    handlers.set(name, made);
    return made;
  };
  const handle: Handle = async (request, options) => {
    // What a call left behind when its time was over, such as the SDK's repetitions, ends here.
    if (closing.signal.aborted) throw new Error("The connection is closed");
    const url = new URL(addressOf(request));
    const signal = options?.abortSignal as AbortSignal | undefined;
    const note = (change: Partial<Trace>, where: RequestTarget) => {
      const before = signal === undefined ? undefined : traces.get(signal);
      latest = { isAnswered: false, error: undefined, ...before, ...change, asked: where };
      if (signal !== undefined) traces.set(signal, latest);
    };
    let where: RequestTarget = { url: url.origin };
    const began = performance.now();
    const tell = (end: Pick<Sent, "response" | "error">) =>
      sent?.({ request, asked: where, milliseconds: performance.now() - began, ...end });
    try {
      const proxy = isOwnNetwork(url.hostname) ? undefined : proxyFor?.(url);
      if (proxy !== undefined) where = { ...where, proxy: proxyShown(proxy), proxyVariable: proxy.variable };
      note({}, where);
      // A connection that was kept may have died meanwhile, and of a write that it cuts off nobody knows what became.
      const operation = request.headers["x-amz-target"] ?? "";
      const isWrite = /\.PutKeyPolicy$/.test(operation);
      const handler = await handlerFor(proxy?.url ?? "", isWrite);
      const { response } = await handler.handle(request, options ?? {});
      response.body = bounded(response.body, () => note({ isAnswered: true }, where));
      asked.set(response, where);
      if (operation.startsWith("TrentService.")) kmsEndpoint = where.url;
      tell({ response });
      return { response };
    } catch (error) {
      note({ error }, where);
      if (typeof error === "object" && error !== null) asked.set(error, where);
      errors.push(error);
      if (errors.length > mostErrors) errors.shift();
      tell({ error });
      throw error;
    }
  };
  const close = () => {
    closing.abort();
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
    causeOf: (error) => {
      if (!(error instanceof Error) || asked.has(error)) return error;
      const isIn = (cause: unknown) =>
        cause instanceof Error && cause.message !== "" && error.message.includes(cause.message);
      return errors.findLast(isIn) ?? error;
    },
    traceOf: (signal) => (signal === undefined ? latest : traces.get(signal)),
    kmsEndpoint: () => kmsEndpoint,
    close,
  };
}

async function makeHandler(
  timeouts: Timeouts,
  ca: string | undefined,
  proxy: string,
  isWrite: boolean,
  signal: AbortSignal,
): Promise<NodeHttpHandler> {
  const keepAlive = !isWrite;
  // NODE_TLS_REJECT_UNAUTHORIZED means nothing to the AWS CLI, and switches nothing off here.
  const trust = { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) };
  const shared: NodeHttpHandlerOptions = {
    connectionTimeout: timeouts.connection,
    requestTimeout: isWrite ? timeouts.write : timeouts.request,
    throwOnRequestTimeout: true,
    socketTimeout: timeouts.socket,
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  };
  if (proxy === "") {
    const agent = new HttpsAgent({ keepAlive, ...trust });
    return new NodeHttpHandler({ ...shared, httpAgent: new HttpAgent({ keepAlive }), httpsAgent: agent });
  }
  const { HttpProxyAgent, HttpsProxyAgent } = await import("hpagent");
  // Of a proxy that never answers its agent's own request would keep the process alive.
  const options = {
    keepAlive,
    proxy,
    timeout: Math.min(timeouts.request, longestConnect),
    proxyRequestOptions: { signal, rejectUnauthorized: true, ...(ca === undefined ? {} : { ca: [ca] }) },
  };
  return new NodeHttpHandler({
    ...shared,
    // The tunnel counts as part of the connection.
    connectionTimeout: Math.max(timeouts.connection, options.timeout),
    httpAgent: new HttpProxyAgent(options),
    httpsAgent: new HttpsProxyAgent({ ...options, ...trust }),
  });
}

function bounded(body: unknown, ended: () => void): unknown {
  if (typeof body !== "object" || body === null || !("pipe" in body)) return body;
  let seen = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > longestAnswer) done(Object.assign(new Error("The answer is too long"), { code: "EFBIG" }));
      else done(null, chunk);
    },
    flush(done) {
      ended();
      done();
    },
  });
  return pipeline(body as NodeJS.ReadableStream, counter, () => undefined);
}

function addressOf(request: HttpRequest): string {
  const port = request.port === undefined ? "" : `:${request.port}`;
  return `${request.protocol}//${request.hostname}${port}`;
}

/** This machine, and the addresses where containers and instances get their credentials: no proxy leads there. */
function isOwnNetwork(hostname: string): boolean {
  return /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+|169\.254\.\d+\.\d+|\[fd00:ec2::[0-9a-f]+\])$/i.test(
    hostname,
  );
}
