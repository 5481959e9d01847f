/** AWS's Query protocol, which STS and IAM speak: a form that comes, XML that goes. Knows no operation's meaning. */
import { randomUUID } from "node:crypto";
import type { Answer, Output } from "./model.js";
import { xml } from "./xml.js";

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
