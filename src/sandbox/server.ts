/** The HTTP server: takes a request in, has its sender proven and its operation carried out, keeps the state. Knows no operation. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Exchange, type Fault, respond, type SandboxCall } from "./faults.js";
import { iamOperations } from "./iam.js";
import { kmsOperations } from "./kms.js";
import { logsOperations } from "./logs.js";
import type { Answer, Operation } from "./model.js";
import { accountOf, isKeyId, keyArn } from "./names.js";
import { isRefusal, refuse } from "./refusal.js";
import { s3Operations } from "./s3.js";
import { proveSender, type SignedRequest } from "./sigv4.js";
import type { Store } from "./state.js";
import { stsOperations } from "./sts.js";
import { answerError, answerWith, type Question, readQuestion, type Service } from "./wire.js";

const operations: Readonly<Record<Service, Readonly<Record<string, Operation>>>> = {
  iam: iamOperations,
  kms: kmsOperations,
  logs: logsOperations,
  s3: s3Operations,
  sts: stsOperations,
};

/** No AWS request of these services is near to this size. */
const largestBody = 1024 * 1024;

export interface ServerParts {
  readonly store: Store;
  readonly calls: SandboxCall[];
  readonly now: () => Date;
  readonly fault: (call: SandboxCall) => Fault | undefined;
  /** Aborted when the sandbox closes; ends every pause. */
  readonly closing: AbortSignal;
}

/** A server that listens on 127.0.0.1 and nowhere else. Rejects when the port is taken. */
export async function listen(parts: ServerParts, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      if (!response.headersSent)
        send(response, answerError(undefined, "InternalFailure", `sandbox: ${text}`, 500));
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}

async function handle(
  parts: ServerParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming);
  if (body === undefined) {
    response.setHeader("connection", "close");
    return send(
      response,
      answerError(undefined, "RequestEntityTooLargeException", "Request is too large.", 413),
    );
  }
  const request: SignedRequest = {
    method: incoming.method ?? "",
    url: incoming.url ?? "",
    headers: incoming.headers,
    body,
  };
  const question = readQuestion(request);
  const callerArn = arnOfCaller(question, parts.store);
  const call = callOf(question, callerArn, parts.calls.length);
  parts.calls.push(call);
  const exchange: Exchange = {
    call,
    callerArn,
    response,
    carryOut: () => carryOut(parts, request, question),
    send: (answer) => send(response, answer),
    pause: (ms) => pause(ms, parts.closing),
  };
  await respond(parts.fault(call), exchange);
}

/** The operation from the state that is kept to the state that is kept again, with nothing in between. */
function carryOut({ store, now }: ServerParts, request: SignedRequest, question: Question): Answer {
  const { service, operation, authorization, body } = question;
  try {
    const state = store.read();
    const times = { clock: new Date(), now: now() };
    const caller = proveSender(request, authorization, state.principals, times);
    const known = service === undefined ? {} : operations[service];
    const act = Object.hasOwn(known, operation) ? known[operation] : undefined;
    // The signature binds the service too. Assumption: AWS sends no text with this code.
    if (act === undefined || authorization?.service !== service) return refuse("UnknownOperationException");
    if (body === undefined) return refuse("SerializationException");
    const region = authorization?.region ?? "";
    const account = accountOf(caller.arn);
    const output = act({ state, now: times.now, region, caller, account, operation, body });
    store.write(state);
    return answerWith(question, output);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return answerError(service, error.code, error.text, error.status, error.headers);
  }
}

/** Who the request says it is from, before that is proven. */
function arnOfCaller({ authorization }: Question, store: Store): string {
  const { principals } = store.read();
  const id = authorization?.accessKeyId ?? "";
  return (Object.hasOwn(principals, id) ? principals[id]?.arn : undefined) ?? "";
}

function callOf(question: Question, callerArn: string, index: number): SandboxCall {
  const { authorization, body = {}, service = "kms", operation } = question;
  const region = authorization?.region ?? "";
  const caller = authorization?.accessKeyId ?? "";
  const named = body["KeyId"] ?? body["kmsKeyId"];
  const call = { service, operation, region, caller, index, body };
  if (typeof named !== "string") return call;
  if (named.startsWith("arn:")) return { ...call, keyArn: named };
  return isKeyId(named) && callerArn !== ""
    ? { ...call, keyArn: keyArn(region, accountOf(callerArn), named) }
    : call;
}

/** The whole body, or undefined where it is larger than we take; the rest is read and dropped so that the answer arrives. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const part: Buffer = chunk;
    size += part.length;
    if (size <= largestBody) chunks.push(part);
  }
  return size > largestBody ? undefined : Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  // Node's own Date is up to a second old, and the SDK sets its clock by it.
  const date = new Date().toUTCString();
  response.writeHead(status, { ...headers, date, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

function pause(ms: number, closing: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      closing.removeEventListener("abort", done);
      resolve(!closing.aborted);
    };
    const timer = setTimeout(done, ms);
    if (closing.aborted) done();
    else closing.addEventListener("abort", done);
  });
}
