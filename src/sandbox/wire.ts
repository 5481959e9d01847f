/** The protocols, JSON 1.1, Query, S3's and MWAA's: reads which operation a request means, writes answers. Knows no operation's meaning. */
import { randomUUID } from "node:crypto";
import type { Answer, JsonObject, Output } from "./model.js";
import { readAuthorization, type SignedRequest } from "./sigv4.js";
import { airflowAnswer, airflowError, jsonObject, readAirflow } from "./wire-airflow.js";
import { nested } from "./wire-form.js";
import { type QueryService, queryAnswer, queryError, queryVersions } from "./wire-query.js";
import { readS3, s3Answer, s3Error } from "./wire-s3.js";

export type Service = "airflow" | "kms" | "logs" | "s3" | QueryService;

/** What a request asks for; `service` and `operation` are undefined or empty where the sandbox cannot tell. */
export interface Question {
  readonly service: Service | undefined;
  readonly operation: string;
  readonly authorization: ReturnType<typeof readAuthorization>;
  /** Undefined for a body that is not what the protocol wants. */
  readonly body: JsonObject | undefined;
}

const targets: Readonly<Record<string, Service>> = { TrentService: "kms", Logs_20140328: "logs" };

/** Reads a request: JSON 1.1 by its X-Amz-Target, S3 by what it was signed for, Query by its form. */
export function readQuestion(request: SignedRequest): Question {
  const authorization = readAuthorization(request.headers.authorization);
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const [prefix = "", operation = ""] = target.split(".", 2);
    const service = Object.hasOwn(targets, prefix) ? targets[prefix] : undefined;
    return { service, operation, authorization, body: jsonObject(request.body) };
  }
  if (authorization?.service === "s3") {
    const { operation, ...members } = readS3(request);
    return { service: "s3", operation, authorization, body: members };
  }
  if (authorization?.service === "airflow") {
    return { service: "airflow", authorization, ...readAirflow(request) };
  }
  const form = new URLSearchParams(request.body.toString());
  const version = form.get("Version") ?? "";
  const service = Object.hasOwn(queryVersions, version) ? queryVersions[version] : undefined;
  return { service, operation: form.get("Action") ?? "", authorization, body: nested(form) };
}

/** A success. An operation without output answers with an empty body, as PutKeyPolicy was recorded to. */
export function answerWith({ service, operation }: Question, output: Output): Answer {
  switch (service) {
    case "s3":
      return s3Answer(operation, output);
    case "airflow":
      return airflowAnswer(output);
    case "sts":
    case "iam":
      return queryAnswer(service, operation, output);
    default:
      return jsonAnswer(200, output === undefined ? "" : JSON.stringify(output));
  }
}

/** An error in the protocol of the service; without a text there is no message member at all. */
export function answerError(
  service: Service | undefined,
  code: string,
  text: string | undefined,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  switch (service) {
    case "s3":
      return s3Error(code, text, status, headers);
    case "airflow":
      return airflowError(code, text, status);
    case "sts":
    case "iam":
      return queryError(service, code, text, status);
    default: {
      // Recorded of KMS: errors that are not in its model spell the member with a capital.
      const member = service === "kms" && common.has(code) ? "Message" : "message";
      const error = { __type: code, ...(text === undefined ? {} : { [member]: text }) };
      return jsonAnswer(status, JSON.stringify(error));
    }
  }
}

const common = new Set(["AccessDeniedException", "ValidationException"]);

function jsonAnswer(status: number, body: string): Answer {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": randomUUID() };
  return { status, headers, body };
}
