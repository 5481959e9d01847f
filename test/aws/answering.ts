/** A server that answers as a test says, a connection to it by the real SDK, and a cleaned environment. It knows no AWS. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ConnectSettings, connect } from "../../src/aws/connect.js";
import type { Connection } from "../../src/aws/connection.js";
import { nodeFiles } from "../../src/platform/node-host.js";
import type { Problem } from "../../src/problems/problem.js";
import type { Fact } from "../../src/problems/result.js";

export const secret = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";
export const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Long enough for a busy machine; a test of time brings its own. */
const timeouts = { connection: 5_000, request: 5_000, socket: 5_000, call: 15_000 };

export interface Request {
  readonly operation: string;
  readonly body: string;
}

export type Answer = (request: Request, response: ServerResponse, raw: IncomingMessage) => void;

export const machine = {
  env: process.env,
  files: nodeFiles,
};

/** Serves one answer for everything while `use` runs. */
export async function serving<T>(
  answer: Answer,
  use: (url: string, requests: readonly Request[]) => Promise<T>,
): Promise<T> {
  const requests: Request[] = [];
  const server = createServer((raw, response) => {
    const chunks: Buffer[] = [];
    raw.on("data", (chunk: Buffer) => chunks.push(chunk));
    raw.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const operation = String(raw.headers["x-amz-target"] ?? body).replace(/^TrentService\./, "");
      const request = { operation, body };
      requests.push(request);
      answer(request, response, raw);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** An answer of AWS JSON 1.1. */
export function json(status: number, body: unknown): Answer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

export function awsError(type: string, message?: string, status = 400): Answer {
  return json(status, { __type: type, ...(message === undefined ? {} : { message }) });
}

/** A connection with fixed credentials, closed afterwards. */
export async function connected<T>(
  settings: Partial<ConnectSettings>,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret };
  const made = await connect({ region: "eu-west-1", credentials, timeouts, ...settings }, machine);
  if (!made.ok) throw new Error(made.problems.map((each) => each.what).join("; "));
  try {
    return await use(made.value);
  } finally {
    made.value.close();
  }
}

/** A connection out of the surroundings. `credentials` is left out, so the environment decides. */
export async function connectedAround<T>(
  settings: Partial<ConnectSettings>,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const made = await connect({ region: "eu-west-1", timeouts, ...settings }, machine);
  if (!made.ok) throw new Error(made.problems.map((each) => `${each.code}: ${each.what}`).join("; "));
  try {
    return await use(made.value);
  } finally {
    made.value.close();
  }
}

/** Changes the environment while `use` runs. */
export async function withEnv<T>(
  changes: Readonly<Record<string, string | undefined>>,
  use: () => Promise<T>,
): Promise<T> {
  const before = Object.fromEntries(Object.keys(changes).map((name) => [name, process.env[name]]));
  const set = (values: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(changes);
  try {
    return await use();
  } finally {
    set(before);
  }
}

/** The problem of an unknown fact; a known one fails the test. */
export function problemOf(fact: Fact<unknown>): Problem {
  if (fact.known) throw new Error(`known: ${JSON.stringify(fact.value)}`);
  return fact.problem;
}
