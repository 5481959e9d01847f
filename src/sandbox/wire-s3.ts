/** S3's REST and XML: which operation a path means, and how answers and errors look. Knows no operation's meaning. */
import { randomBytes } from "node:crypto";
import type { Answer, Output } from "./model.js";
import type { SignedRequest } from "./sigv4.js";
import { xml } from "./wire-query.js";

const subresources: Readonly<Record<string, string>> = {
  encryption: "GetBucketEncryption",
  location: "GetBucketLocation",
};

/**
 * The operation and the bucket of a request: the bucket stands first in the path, or before the name of this machine.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function readS3({ method, url, headers, body }: SignedRequest): {
  readonly operation: string;
  readonly [member: string]: string;
} {
  const { pathname, searchParams } = new URL(url, "http://sandbox");
  const host = (headers.host ?? "").replace(/:\d+$/, "");
  const [, virtual] = /^(.+)\.localhost$/.exec(host) ?? [];
  const [first = "", ...rest] = pathname.slice(1).split("/");
  const isObject = virtual === undefined ? rest.some((part) => part !== "") : pathname !== "/";
  const owner = headers["x-amz-expected-bucket-owner"];
  const members = {
    Bucket: virtual ?? decoded(first),
    ...(typeof owner === "string" ? { ExpectedBucketOwner: owner } : {}),
  };
  if (isObject) {
    const path = virtual === undefined ? rest.join("/") : pathname.slice(1);
    const isPlain = [...searchParams.keys()].every((name) => name === "x-id");
    const operation = (isPlain && { PUT: "PutObject", GET: "GetObject" }[method]) || "";
    return { operation, ...members, Key: decoded(path), ...encryptionIn(headers), Body: body.toString() };
  }
  const named = Object.keys(subresources).find((name) => searchParams.has(name));
  if (method === "HEAD") return { operation: "HeadBucket", ...members };
  const operation = method === "GET" && named !== undefined ? (subresources[named] ?? "") : "";
  return { operation, ...members };
}

function encryptionIn(headers: SignedRequest["headers"]): Record<string, string> {
  const names = {
    ServerSideEncryption: "x-amz-server-side-encryption",
    SSEKMSKeyId: "x-amz-server-side-encryption-aws-kms-key-id",
  };
  const found = Object.entries(names).map(([member, name]) => [member, headers[name]]);
  return Object.fromEntries(found.filter(([, value]) => typeof value === "string"));
}

/** A name that is no percent-encoding stays as it is: there is no bucket of that name. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const roots: Readonly<Record<string, string>> = {
  GetBucketEncryption: "ServerSideEncryptionConfiguration",
  GetBucketLocation: "LocationConstraint",
};

/** HeadBucket and the objects answer in headers; the others in one element. */
export function s3Answer(operation: string, output: Output): Answer {
  const root = roots[operation];
  if (root === undefined) {
    const { "#text": body = "", ...told } = output ?? {};
    const shown = Object.entries(told).map(([name, value]) => [name, String(value)]);
    return { status: 200, headers: { ...requestIds(), ...Object.fromEntries(shown) }, body: String(body) };
  }
  const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
  const body = `${declaration}<${root} xmlns="${namespace}">${xml(output ?? {})}</${root}>`;
  return { status: 200, headers: { ...requestIds(), "content-type": "application/xml" }, body };
}

/** The server sends no body to a HEAD, so that HeadBucket's errors have neither code nor text: as S3 does it. */
export function s3Error(
  code: string,
  text: string | undefined,
  status: number,
  headers: Readonly<Record<string, string>>,
): Answer {
  const isSkewed = code === "InvalidSignatureException" && /expired|not yet/.test(text ?? "");
  const [Code, itsStatus] = isSkewed ? ["RequestTimeTooSkewed", 403] : (codes[code] ?? [code, status]);
  const ids = requestIds();
  const error = {
    Code,
    ...(text === undefined ? {} : { Message: text }),
    RequestId: ids["x-amz-request-id"],
    HostId: ids["x-amz-id-2"],
  };
  const body = `${declaration}${xml({ Error: error })}`;
  return { status: itsStatus, headers: { ...ids, "content-type": "application/xml", ...headers }, body };
}

/** S3 has names and statuses of its own. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const codes: Readonly<Record<string, readonly [string, number]>> = {
  AccessDeniedException: ["AccessDenied", 403],
  ExpiredTokenException: ["ExpiredToken", 400],
  IncompleteSignatureException: ["AuthorizationHeaderMalformed", 400],
  InternalFailure: ["InternalError", 500],
  InvalidSignatureException: ["SignatureDoesNotMatch", 403],
  MissingAuthenticationTokenException: ["AccessDenied", 403],
  ThrottlingException: ["SlowDown", 503],
  UnknownOperationException: ["NotImplemented", 501],
  UnrecognizedClientException: ["InvalidAccessKeyId", 403],
  ValidationException: ["InvalidArgument", 400],
};

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

function requestIds() {
  return {
    "x-amz-request-id": randomBytes(8).toString("hex").toUpperCase(),
    "x-amz-id-2": randomBytes(24).toString("base64"),
  };
}
