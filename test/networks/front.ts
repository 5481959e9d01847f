/** Stands for AWS behind TLS: KMS, STS and the SSO portal, with responses that are always the same. It keeps who asked for what. */
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";

/** One request, as far as the situations ask. */
export interface Seen {
  readonly host: string;
  readonly operation: string;
  /** The access key of the signature; `none` for a request without one. */
  readonly accessKey: string;
}

/** Answers in place of the usual; false: the usual. */
export type Special = (seen: Seen, response: ServerResponse) => boolean;

export const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";

const policy = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
};

const answers: Readonly<Record<string, object>> = {
  DescribeKey: {
    KeyMetadata: {
      KeyId: keyId,
      Arn: `arn:aws:kms:us-east-1:111122223333:key/${keyId}`,
      AWSAccountId: "111122223333",
      KeyState: "Enabled",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyManager: "CUSTOMER",
      Origin: "AWS_KMS",
      MultiRegion: false,
    },
  },
  GetKeyPolicy: { Policy: JSON.stringify(policy) },
  ListGrants: { Grants: [], Truncated: false },
  GetKeyRotationStatus: { KeyRotationEnabled: true },
};

/** Handles one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** @param tell takes each request; @param special answers some of them otherwise */
export function awsHandler(tell: (seen: Seen) => void, special: Special): Handler {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const seen = seenOf(request, Buffer.concat(chunks).toString("utf8"));
      tell(seen);
      if (!special(seen, response)) usual(seen, response, Buffer.concat(chunks).toString("utf8"));
    });
  };
}

export function httpServer(handler: Handler) {
  return createHttp(handler);
}

export function httpsServer(handler: Handler, cert: Buffer, key: Buffer) {
  return createHttps({ cert, key }, handler);
}

/** An error of AWS JSON 1.1. */
export function refuse(response: ServerResponse, type: string, message: string, status = 400): true {
  sendJson(response, status, { __type: type, message });
  return true;
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": "request-1",
  });
  response.end(JSON.stringify(body));
}

export function sendXml(response: ServerResponse, status: number, body: string): true {
  response.writeHead(status, { "content-type": "text/xml", "x-amzn-requestid": "request-1" });
  response.end(body);
  return true;
}

function seenOf({ headers, url }: IncomingMessage, body: string): Seen {
  const target = String(headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1);
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  return {
    host: String(headers.host).replace(/:\d+$/, ""),
    operation: target || action || String(url).split("?")[0] || "",
    accessKey: /Credential=([^/]+)\//.exec(String(headers.authorization))?.[1] ?? "none",
  };
}

const credentialsXml = (key: string) =>
  `<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>secret-of-${key}</SecretAccessKey><SessionToken>token-of-${key}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`;

function usual({ operation, accessKey }: Seen, response: ServerResponse, body: string): void {
  const role = /role%2F(\w+)/.exec(body)?.[1]?.toUpperCase() ?? "";
  switch (operation) {
    case "GetCallerIdentity":
      return void sendXml(
        response,
        200,
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/${accessKey}/s</Arn><UserId>AROA:s</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    case "AssumeRole":
    case "AssumeRoleWithWebIdentity":
      return void sendXml(
        response,
        200,
        `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result>${credentialsXml(`ASIAROLE${role}`)}<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/${role}/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser></${operation}Result></${operation}Response>`,
      );
    case "/federation/credentials":
      return void sendJson(response, 200, {
        roleCredentials: {
          accessKeyId: "ASIASSO",
          secretAccessKey: "secret-of-sso",
          sessionToken: "token-of-sso",
          expiration: 4_070_908_800_000,
        },
      });
    default: {
      const answer = answers[operation];
      if (answer !== undefined) return void sendJson(response, 200, answer);
      refuse(
        response,
        "DryRunOperationException",
        "The request would have succeeded, but the DryRun option is set.",
      );
    }
  }
}
