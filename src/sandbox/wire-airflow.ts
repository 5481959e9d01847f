/** MWAA's REST and JSON: which operation a path means, and how answers and errors look. Knows no operation's meaning. */
import { randomUUID } from "node:crypto";
import type { Answer, JsonObject, Output } from "./model.js";
import type { SignedRequest } from "./sigv4.js";

const byMethod: Readonly<Record<string, string>> = {
  GET: "GetEnvironment",
  PUT: "CreateEnvironment",
  DELETE: "DeleteEnvironment",
};

/** @returns the operation, empty for a path that the sandbox does not know, and its members; undefined for a body that is no JSON object */
export function readAirflow({ method, url, body }: SignedRequest): {
  operation: string;
  body: JsonObject | undefined;
} {
  const { pathname, searchParams } = new URL(url, "http://sandbox");
  if (pathname === "/environments" && method === "GET") {
    return { operation: "ListEnvironments", body: Object.fromEntries(searchParams) };
  }
  const [, name] = /^\/environments\/([^/]+)$/.exec(pathname) ?? [];
  const operation = byMethod[method];
  if (name === undefined || operation === undefined) return { operation: "", body: {} };
  const members = body.length === 0 ? {} : jsonObject(body);
  if (members === undefined) return { operation, body: undefined };
  try {
    return { operation, body: { ...members, Name: decodeURIComponent(name) } };
  } catch {
    return { operation, body: undefined };
  }
}

/** The object in a body, or undefined for anything else. */
export function jsonObject(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

export function airflowAnswer(output: Output): Answer {
  return answer(200, JSON.stringify(output ?? {}));
}

/** The code goes into a header. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export function airflowError(code: string, text: string | undefined, status: number): Answer {
  const itsStatus = status === 400 ? (statuses[code] ?? 400) : status;
  const error = answer(itsStatus, JSON.stringify(text === undefined ? {} : { message: text }));
  return { ...error, headers: { ...error.headers, "x-amzn-errortype": code } };
}

/** Those of the API model, and of the errors that all AWS services share. */
const statuses: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  ResourceNotFoundException: 404,
  ThrottlingException: 429,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
};

function answer(status: number, body: string): Answer {
  const headers = { "content-type": "application/json", "x-amzn-requestid": randomUUID() };
  return { status, headers, body };
}
