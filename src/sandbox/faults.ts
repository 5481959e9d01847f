/** What a network and a service can do wrong to one request, for tests. Knows no operation. */
import type { ServerResponse } from "node:http";
import type { Answer, JsonObject } from "./model.js";
import { expiredText } from "./sigv4.js";
import { answerError, type Service } from "./wire.js";

/** One request as the fault function sees it. */
export interface SandboxCall {
  service: Service;
  operation: string;
  region: string;
  /** The access key id; empty for an unsigned request. */
  caller: string;
  /** The key that the request names, where it names one by id or ARN. */
  keyArn?: string;
  /** Counts all requests from 0. */
  index: number;
  body: Readonly<Record<string, unknown>>;
}

/** "Not carried out" means that the state is as before; all others carry the operation out first. */
export type Fault =
  /** Not carried out: an AWS error in the service's own protocol. */
  | { kind: "throttle" | "internal" | "expired-token" | "clock-skew" | "access-denied" }
  | { kind: "error"; code: string; message?: string; status?: number }
  /** `before`: the connection breaks and nothing was done; `after`: all was done and nobody hears of it. */
  | { kind: "reset"; when: "before" | "after" }
  /** Not carried out, never answered. */
  | { kind: "hang" }
  /** The right answer, `ms` later. */
  | { kind: "slow"; ms: number }
  /** Not carried out: a proxy's page. */
  | { kind: "html"; status: 200 | 500 }
  /** The answer cut in half, or without its body. */
  | { kind: "truncated" | "empty" }
  /** The right answer in single bytes, each `ms` after the other. */
  | { kind: "drip"; ms: number }
  /** The right answer without these members, at any depth. */
  | { kind: "omit"; members: readonly string[] }
  /** GetKeyPolicy answers this text. */
  | { kind: "stale-policy"; policy: string }
  /** The right answer; the callbacks run just before and just after the operation. */
  | { kind: "hook"; before?: () => void | Promise<void>; after?: () => void | Promise<void> };

/** What a fault can do to a request. */
export interface Exchange {
  readonly call: SandboxCall;
  /** Empty for an unknown access key. */
  readonly callerArn: string;
  readonly response: ServerResponse;
  carryOut(): Answer;
  send(answer: Answer): void;
  /** True after the time; false at once when the sandbox closes. */
  pause(ms: number): Promise<boolean>;
}

/** Answers one request, with a fault or without. */
export async function respond(fault: Fault | undefined, exchange: Exchange): Promise<void> {
  const { carryOut, send, response } = exchange;
  switch (fault?.kind) {
    case undefined:
      return send(carryOut());
    case "throttle":
    case "internal":
    case "expired-token":
    case "clock-skew":
    case "access-denied":
    case "error":
      return send(errorOf(fault, exchange));
    case "reset":
      if (fault.when === "after") carryOut();
      response.socket?.resetAndDestroy();
      return;
    case "hang":
      return;
    case "slow":
      return sendLate(carryOut(), fault.ms, exchange);
    case "html":
      return send({ status: fault.status, headers: { "content-type": "text/html" }, body: page });
    case "truncated":
      return send(withBody(carryOut(), (body) => body.slice(0, Math.floor(body.length / 2))));
    case "empty":
      return send(withBody(carryOut(), () => ""));
    case "drip":
      return drip(carryOut(), fault.ms, exchange);
    case "omit":
      return send(withBody(carryOut(), (body) => without(body, fault.members)));
    case "stale-policy":
      return send(
        withBody(carryOut(), (body) => (isPolicyRead(exchange.call) ? stale(body, fault.policy) : body)),
      );
    case "hook": {
      await fault.before?.();
      const answer = carryOut();
      await fault.after?.();
      return send(answer);
    }
  }
}

const page = "<!DOCTYPE html><html><head><title>Proxy</title></head><body><h1>Sign in</h1></body></html>";

type ErrorFault = Extract<
  Fault,
  { kind: "throttle" | "internal" | "expired-token" | "clock-skew" | "access-denied" | "error" }
>;

function errorOf(fault: ErrorFault, { call, callerArn }: Exchange): Answer {
  const { service, operation, keyArn } = call;
  const error = (code: string, text?: string, status = 400) => answerError(service, code, text, status);
  switch (fault.kind) {
    case "throttle":
      return error(
        "ThrottlingException",
        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
      );
    case "internal":
      // Assumption: the code and the status are the model's, the sentence was not recorded.
      return error(
        service === "kms" ? "KMSInternalException" : "InternalFailure",
        "An internal error occurred.",
        500,
      );
    case "expired-token":
      return error("ExpiredTokenException", "The security token included in the request is expired");
    case "clock-skew": {
      const now = Date.now();
      return error("InvalidSignatureException", expiredText(new Date(now - 20 * 60 * 1000), new Date(now)));
    }
    case "access-denied": {
      const action = `${service}:${operation}`;
      const subject = `User: ${callerArn} is not authorized to perform: ${action} on resource: ${keyArn ?? "*"}`;
      return error(
        "AccessDeniedException",
        `${subject} because no resource-based policy allows the ${action} action`,
      );
    }
    case "error":
      return error(fault.code, fault.message, fault.status);
  }
}

function withBody(answer: Answer, change: (body: string) => string): Answer {
  return { ...answer, body: change(answer.body) };
}

async function sendLate(answer: Answer, ms: number, { send, pause }: Exchange): Promise<void> {
  if (await pause(ms)) send(answer);
}

async function drip(answer: Answer, ms: number, { response, pause }: Exchange): Promise<void> {
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
  for (const byte of Buffer.from(answer.body)) {
    if (!(await pause(ms)) || response.destroyed) return;
    response.write(Buffer.of(byte));
  }
  response.end();
}

function without(body: string, members: readonly string[]): string {
  if (body.startsWith("<")) {
    return members.reduce(
      (text, name) => text.replace(new RegExp(`<${name}>[^]*?</${name}>`, "g"), ""),
      body,
    );
  }
  return body === ""
    ? body
    : JSON.stringify(JSON.parse(body, (name, value) => (members.includes(name) ? undefined : value)));
}

function isPolicyRead({ service, operation }: SandboxCall): boolean {
  return service === "kms" && operation === "GetKeyPolicy";
}

function stale(body: string, policy: string): string {
  const output: JsonObject = JSON.parse(body);
  return JSON.stringify("Policy" in output ? { ...output, Policy: policy } : output);
}
