/** AWS's Query protocol, which STS and IAM speak: a form that comes, XML that goes. Knows no operation's meaning. */

import { randomUUID } from "node:crypto";
import type { Answer, JsonObject, Output } from "./model.js";

export type QueryService = "sts" | "iam";

/** The API version is all that tells the two apart before the signature is read. */
export const queryVersions: Readonly<Record<string, QueryService>> = {
  "2011-06-15": "sts",
  "2010-05-08": "iam",
};

const namespaces: Readonly<Record<QueryService, string>> = {
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
};

export function queryAnswer(service: QueryService, operation: string, output: Output): Answer {
  return xmlAnswer(service, 200, `${operation}Response`, xml({ [`${operation}Result`]: output ?? {} }));
}

export function queryError(
  service: QueryService,
  code: string,
  text: string | undefined,
  status: number,
): Answer {
  const Code = codes[code] ?? code;
  const Type = status < 500 ? "Sender" : "Receiver";
  const error = { Type, Code, ...(text === undefined ? {} : { Message: text }) };
  const itsStatus = status === 400 && forbidden.has(Code) ? 403 : status;
  return xmlAnswer(service, itsStatus, "ErrorResponse", xml({ Error: error }));
}

/** Both are older than the JSON services and name the common errors otherwise. https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
const codes: Readonly<Record<string, string>> = {
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

function xmlAnswer(service: QueryService, status: number, root: string, content: string): Answer {
  const id = randomUUID();
  const requestId =
    root === "ErrorResponse" ? xml({ RequestId: id }) : xml({ ResponseMetadata: { RequestId: id } });
  const body = `<${root} xmlns="${namespaces[service]}">${content}${requestId}</${root}>`;
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": id }, body };
}

/** The members as elements, lists as `<member>`s of theirs; a member `#text` is the element's own text. */
export function xml(value: JsonObject): string {
  return Object.entries(value)
    .map(([name, item]) => (name === "#text" ? escapeXml(String(item)) : `<${name}>${inner(item)}</${name}>`))
    .join("");
}

function inner(item: unknown): string {
  if (Array.isArray(item)) return item.map((one) => `<member>${inner(one)}</member>`).join("");
  return typeof item === "object" && item !== null ? xml(item as JsonObject) : escapeXml(String(item));
}

function escapeXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}
