/**
 * Proves who signed a request (Signature Version 4, header form); knows no service and no permission.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { refuse } from "./members.js";
import type { StoredPrincipal } from "./model.js";

/** The credential scope and the signature, as the Authorization header carries them. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

/** What the Authorization header says, or undefined where it is absent or in another form. */
export function readAuthorization(header: string | undefined): Authorization | undefined {
  const [, accessKeyId, date, region, service, signedHeaders, signature] = form.exec(header ?? "") ?? [];
  if (!accessKeyId || !date || !region || !service || !signedHeaders || !signature) return undefined;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
}

/**
 * The principal that signed the request.
 * `clock` is the time of the wire; `now` the sandbox's own, against which temporary credentials end.
 * Refuses an unknown key, a wrong token, an ended session, a skewed clock and a wrong signature, in AWS's words.
 */
export function proveSender(
  request: SignedRequest,
  authorization: Authorization | undefined,
  principals: Readonly<Record<string, StoredPrincipal>>,
  { clock, now }: { clock: Date; now: Date },
): StoredPrincipal {
  if (authorization === undefined) {
    return refuse("MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  const { accessKeyId } = authorization;
  const principal = Object.hasOwn(principals, accessKeyId) ? principals[accessKeyId] : undefined;
  if (principal === undefined || request.headers["x-amz-security-token"] !== principal.sessionToken) {
    return refuse("UnrecognizedClientException", "The security token included in the request is invalid.");
  }
  judgeClock(String(request.headers["x-amz-date"]), clock);
  if (!isSignedBy(request, authorization, principal.secretAccessKey)) {
    return refuse(
      "InvalidSignatureException",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    );
  }
  if (principal.expires !== undefined && principal.expires * 1000 <= now.getTime()) {
    return refuse("ExpiredTokenException", "The security token included in the request is expired");
  }
  return principal;
}

const fiveMinutes = 5 * 60 * 1000;

function judgeClock(stamp: string, clock: Date): void {
  const signedAt = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
  if (Number.isNaN(signedAt)) {
    refuse("IncompleteSignatureException", "Date must be in ISO-8601 'basic format'.");
  }
  const earliest = clock.getTime() - fiveMinutes;
  const latest = clock.getTime() + fiveMinutes;
  if (signedAt < earliest) refuse("InvalidSignatureException", expiredText(new Date(signedAt), clock));
  if (signedAt > latest) {
    refuse(
      "InvalidSignatureException",
      `Signature not yet current: ${stamp} is still later than ${basic(latest)} (${basic(clock.getTime())} + 5 min.)`,
    );
  }
}

/** AWS's sentence for a request that was signed too long ago. */
export function expiredText(signedAt: Date, clock: Date): string {
  const limit = basic(clock.getTime() - fiveMinutes);
  return `Signature expired: ${basic(signedAt.getTime())} is now earlier than ${limit} (${basic(clock.getTime())} - 5 min.)`;
}

function basic(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function isSignedBy(request: SignedRequest, authorization: Authorization, secret: string): boolean {
  const { date, region, service, signedHeaders, signature } = authorization;
  if (!String(request.headers["x-amz-date"]).startsWith(date)) return false;
  const hash = payloadHash(request, service);
  if (hash === undefined) return false;
  const [path = "/", query = ""] = request.url.split("?", 2);
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request.headers[name])}\n`).join("");
  const canonical = [
    request.method,
    path,
    canonicalQuery(query),
    headers,
    signedHeaders.join(";"),
    hash,
  ].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature, "hex"));
}

/** S3 wants the hash as a header, and takes a payload that nobody hashed. */
function payloadHash({ headers, body }: SignedRequest, service: string): string | undefined {
  const hash = sha256(body);
  if (service !== "s3") return hash;
  const given = headers["x-amz-content-sha256"];
  return given === "UNSIGNED-PAYLOAD" || given === hash ? given : undefined;
}

/** A name without a value counts as one with an empty value. */
function canonicalQuery(query: string): string {
  const parts = query === "" ? [] : query.split("&");
  return parts
    .map((part) => (part.includes("=") ? part : `${part}=`))
    .sort()
    .join("&");
}

function headerValue(value: string | string[] | undefined): string {
  return [value ?? ""].flat().join(",").trim().replace(/ +/g, " ");
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}
