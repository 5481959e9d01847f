/** Real SDK clients that talk to a sandbox, and what they were answered; knows no expectation. */
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll } from "vitest";
import { type Sandbox, type SandboxCredentials, startSandbox } from "../../src/sandbox/start.js";

export interface As {
  as?: SandboxCredentials & { sessionToken?: string };
  region?: string;
}

/** Clients of one sandbox; `closeAll` must be called. */
export function clientsOf(sandbox: Sandbox) {
  const open: { destroy(): void }[] = [];
  const config = ({ as = sandbox.credentials, region = sandbox.region }: As) => ({
    endpoint: sandbox.url,
    region,
    credentials: as,
    maxAttempts: 1,
  });
  const opened = <T extends { destroy(): void }>(client: T): T => {
    open.push(client);
    return client;
  };
  return {
    kms: (options: As = {}) => opened(new KMSClient(config(options))),
    sts: (options: As = {}) => opened(new STSClient(config(options))),
    logs: (options: As = {}) => opened(new CloudWatchLogsClient(config(options))),
    s3: (options: As = {}) => opened(new S3Client(config(options))),
    iam: (options: As = {}) => opened(new IAMClient(config(options))),
    closeAll: () => {
      for (const client of open) client.destroy();
    },
  };
}

/** One sandbox for all tests of a describe block; `get` answers it with its clients. */
export function useSandbox(options: Parameters<typeof startSandbox>[0] = {}) {
  let current: { sandbox: Sandbox } & ReturnType<typeof clientsOf>;
  beforeAll(async () => {
    const sandbox = await startSandbox(options);
    current = { sandbox, ...clientsOf(sandbox) };
  });
  afterAll(async () => {
    current.closeAll();
    await current.sandbox.close();
  });
  return () => current;
}

/** What a refused call says: code, text, HTTP status. A call that is allowed is "ok". */
export async function answerOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return "ok";
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { code: name, message, status: $metadata?.httpStatusCode };
  }
}

export function refused(code: string, message: string, status = 400) {
  return { code, message, status };
}

export const logsStatement = (over: object = {}) => ({
  Effect: "Allow",
  Principal: { Service: "logs.us-east-1.amazonaws.com" },
  Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
  Resource: "*",
  Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*" } },
  ...over,
});

export const rootStatement = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

export const policyOf = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
