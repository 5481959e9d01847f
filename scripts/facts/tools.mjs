/** A new sandbox for one fact, real clients for it, and what they were answered. */

import { createHash, createHmac } from "node:crypto";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import * as sts from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { startSandbox } from "../../dist/sandbox.js";

const services = {
  kms: [kms, "KMSClient"],
  logs: [logs, "CloudWatchLogsClient"],
  iam: [iam, "IAMClient"],
  s3: [s3, "S3Client"],
  sts: [sts, "STSClient"],
};

export const rootStatement = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

export const policyOf = (...Statement) => JSON.stringify({ Version: "2012-10-17", Statement });

export async function openTools(options = {}) {
  const sandbox = await startSandbox(options);
  const clients = [];
  /** One request; `as` and `region` where it is not the administrator at home. */
  const send = async (
    service,
    operation,
    input,
    { as = sandbox.credentials, region = sandbox.region } = {},
  ) => {
    const [sdk, name] = services[service];
    const client = new sdk[name]({
      endpoint: sandbox.url,
      region,
      credentials: as,
      maxAttempts: 1,
      forcePathStyle: true,
    });
    clients.push(client);
    return client.send(new sdk[`${operation}Command`](input));
  };
  /** What was answered: status, and the body or the code with its message, empty where there is none. */
  const ask = async (...request) => {
    try {
      const { $metadata, ...body } = await send(...request);
      return { status: $metadata.httpStatusCode, body };
    } catch (error) {
      if (error.$metadata === undefined) throw error;
      const message = error.message === "UnknownError" ? "" : error.message;
      return { status: error.$metadata.httpStatusCode, code: error.Code ?? error.name, message };
    }
  };
  /** MWAA, whose SDK would ask a host of another name. */
  const airflow = async (method, path, content) => {
    const signer = new SignatureV4({
      credentials: sandbox.credentials,
      region: sandbox.region,
      service: "airflow",
      sha256: Hash,
    });
    const { host, hostname, port } = new URL(sandbox.url);
    const text = content === undefined ? undefined : JSON.stringify(content);
    const request = {
      method,
      protocol: "http:",
      hostname,
      port,
      path,
      query: {},
      headers: { host },
      body: text,
    };
    const { headers } = await signer.sign(request);
    const response = await fetch(`${sandbox.url}${path}`, { method, headers, body: text });
    return { status: response.status, body: await response.json() };
  };
  const codeOf = async (...request) => (await ask(...request)).code;
  const isOk = async (...request) => (await ask(...request)).code === undefined;
  const describe = async (KeyId, where) =>
    body(await ask("kms", "DescribeKey", { KeyId }, where), "KeyMetadata");
  const create = async (input = {}) => (await send("kms", "CreateKey", input)).KeyMetadata;
  const close = async () => {
    for (const client of clients) client.destroy();
    await sandbox.close();
  };
  return { sandbox, seeds: sandbox.seeds, send, ask, codeOf, isOk, describe, create, close, airflow };
}

/** Node's hashes as the signer wants them. */
class Hash {
  constructor(secret) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret);
  }
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return this.hash.digest();
  }
}

/** The answer with one of its members for a body: the recordings show that alone. */
export function body(answer, member) {
  return answer.body === undefined ? answer : { ...answer, body: answer.body[member] };
}
