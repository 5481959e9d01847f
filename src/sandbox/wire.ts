/** AWS's two protocols, JSON 1.1 and Query: reads which operation a request means, writes answers. Knows no operation's meaning. */
import { randomUUID } from "node:crypto";
import type { JsonObject, Output } from "./model.js";
import { readAuthorization, type SignedRequest } from "./sigv4.js";

export type Service = "kms" | "sts" | "logs";

/** What a request asks for; `service` and `operation` are undefined or empty where the sandbox cannot tell. */
export interface Question {
  readonly service: Service | undefined;
  readonly operation: string;
  readonly authorization: ReturnType<typeof readAuthorization>;
  /** Undefined for a body that is not what the protocol wants. */
  readonly body: JsonObject | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const targets: Readonly<Record<string, Service>> = { TrentService: "kms", Logs_20140328: "logs" };
const stsVersion = "2011-06-15";

/** Reads a request: JSON 1.1 by its X-Amz-Target, Query by its form. */
export function readQuestion(request: SignedRequest): Question {
  const authorization = readAuthorization(request.headers.authorization);
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const [prefix = "", operation = ""] = target.split(".", 2);
    const service = Object.hasOwn(targets, prefix) ? targets[prefix] : undefined;
    return { service, operation, authorization, body: readJson(request.body) };
  }
  const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
  const isSts = form["Version"] === stsVersion;
  return { service: isSts ? "sts" : undefined, operation: form["Action"] ?? "", authorization, body: form };
}

function readJson(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A success. An operation without output answers with an empty body, as PutKeyPolicy was recorded to. */
export function answerWith(question: Question, output: Output): Answer {
  if (question.service !== "sts") return jsonAnswer(200, output === undefined ? "" : JSON.stringify(output));
  const result = `<${question.operation}Result>${xml(output ?? {})}</${question.operation}Result>`;
  return xmlAnswer(200, `${question.operation}Response`, result);
}

/** An error in the protocol of the service; without a text there is no message member at all. */
export function answerError(
  service: Service | undefined,
  code: string,
  text: string | undefined,
  status: number,
): Answer {
  if (service !== "sts") {
    return jsonAnswer(
      status,
      JSON.stringify({ __type: code, ...(text === undefined ? {} : { message: text }) }),
    );
  }
  const queryCode = queryCodes[code] ?? code;
  const message = text === undefined ? "" : `<Message>${escapeXml(text)}</Message>`;
  const type = status < 500 ? "Sender" : "Receiver";
  const queryStatus = status === 400 && forbidden.has(queryCode) ? 403 : status;
  return xmlAnswer(
    queryStatus,
    "ErrorResponse",
    `<Error><Type>${type}</Type><Code>${queryCode}</Code>${message}</Error>`,
  );
}

/** STS is older than the JSON services and names the common errors otherwise. https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
const queryCodes: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  ExpiredTokenException: "ExpiredToken",
  IncompleteSignatureException: "IncompleteSignature",
  InvalidSignatureException: "SignatureDoesNotMatch",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  ThrottlingException: "Throttling",
  UnknownOperationException: "InvalidAction",
  UnrecognizedClientException: "InvalidClientTokenId",
  ValidationException: "ValidationError",
};
const forbidden = new Set([
  "AccessDenied",
  "ExpiredToken",
  "InvalidClientTokenId",
  "MissingAuthenticationToken",
  "SignatureDoesNotMatch",
]);

function jsonAnswer(status: number, body: string): Answer {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": randomUUID() };
  return { status, headers, body };
}

function xmlAnswer(status: number, root: string, inner: string): Answer {
  const id = randomUUID();
  const requestId = root === "ErrorResponse" ? `<RequestId>${id}</RequestId>` : metadata(id);
  const body = `<${root} xmlns="https://sts.amazonaws.com/doc/${stsVersion}/">${inner}${requestId}</${root}>`;
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": id }, body };
}

function metadata(id: string): string {
  return `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`;
}

function xml(value: JsonObject): string {
  return Object.entries(value)
    .map(([name, item]) => {
      const inner =
        typeof item === "object" && item !== null ? xml(item as JsonObject) : escapeXml(String(item));
      return `<${name}>${inner}</${name}>`;
    })
    .join("");
}

function escapeXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}
