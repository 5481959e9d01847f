/** The HTTP server: takes a request in, has its sender proven and its operation carried out, keeps the state. Knows no operation. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Exchange, type Fault, respond, type SandboxCall } from "./faults.js";
import { isRefusal } from "./members.js";
import type { Answer, Manners } from "./model.js";
import { accountOf, isKeyId, keyArn } from "./names.js";
import type { QuotaCounter } from "./quotas.js";
import { operationOf } from "./services.js";
import { proveSender, type SignedRequest } from "./sigv4.js";
import type { Store } from "./state.js";
import { answerError, answerWith, type Question, readQuestion } from "./wire.js";

/** No AWS request of these services is near to this size. */
const largestBody = 1024 * 1024;

export interface ServerParts {
  readonly store: Store;
  readonly calls: SandboxCall[];
  readonly now: () => Date;
  readonly fault: (call: SandboxCall) => Fault | undefined;
  readonly manners: Manners;
  /** Absent: nothing is throttled. */
  readonly quotas: QuotaCounter | undefined;
  /** Told of each request and its answer. */
  readonly log: ((line: string) => void) | undefined;
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
  if (!isOurHost(incoming.headers.host)) return refuseHost(incoming, response);
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
    carryOut: () => carryOut(parts, request, question, call.index),
    send: (answer) => {
      parts.log?.(logLine(call, answer));
      send(response, answer);
    },
    pause: (ms) => pause(ms, parts.closing),
  };
  const { service, operation, region } = call;
  const counted = { service, operation, region, account: accountOf(callerArn) };
  const isWithin = parts.quotas?.(counted, Date.now()) ?? true;
  await respond(isWithin ? parts.fault(call) : { kind: "throttle" }, exchange);
}

/** The operation from the state that is kept to the state that is kept again, with nothing in between. */
function carryOut(
  { store, now, manners }: ServerParts,
  request: SignedRequest,
  question: Question,
  turn: number,
): Answer {
  const { service, operation, authorization, body } = question;
  try {
    const output = store.change(isRead(operation), (state) => {
      const times = { clock: new Date(), now: now() };
      const caller = proveSender(request, authorization, state.principals, times);
      // The signature binds the service too.
      const signed = authorization?.service === service ? service : undefined;
      // What the model forbids is refused before anyone asks who may.
      const { act, members } = operationOf(signed, operation, body);
      const region = authorization?.region ?? "";
      const account = accountOf(caller.arn);
      const call = { state, now: times.now, region, caller, account, operation, turn, manners };
      return act({ ...call, body: members });
    });
    return answerWith(question, output);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return answerError(service, error.code, error.text, error.status, error.headers);
  }
}

/** By AWS's way of naming: an operation that only reads needs no turn of its own at the state. */
function isRead(operation: string): boolean {
  return /^(Get|List|Describe|Head)/.test(operation);
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

/**
 * This machine under its own names. A page in a browser reaches 127.0.0.1 too, under a name of its maker's choice, and
 * the keys of the sandbox are public: so no other name is answered.
 */
function isOurHost(host: string | undefined): boolean {
  return /^((.+\.)?localhost|(api\.)?127\.0\.0\.1)(:\d+)?$/i.test(host ?? "");
}

function refuseHost(incoming: IncomingMessage, response: ServerResponse): void {
  incoming.resume();
  response.setHeader("connection", "close");
  const text = "The sandbox answers as 127.0.0.1 and localhost only.";
  send(response, answerError(undefined, "AccessDeniedException", text, 403));
}

function logLine({ index, service, operation, region, caller, keyArn }: SandboxCall, answer: Answer): string {
  const code = /"__type":"(\w+)"|<Code>(\w+)</.exec(answer.body.slice(0, 2000));
  return JSON.stringify({
    index,
    service,
    operation,
    region,
    caller,
    ...(keyArn === undefined ? {} : { keyArn }),
    status: answer.status,
    ...(answer.status === 200 ? {} : { error: answer.headers["x-amzn-errortype"] ?? code?.[1] ?? code?.[2] }),
  });
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
