/** What S3, IAM and CloudWatch Logs answer instead of an answer, and the sentence that it becomes. */
import { describe, expect, test } from "vitest";
import { failureProblem } from "../../src/aws/errors.js";
import { type Answer, connected, serving } from "./answering.js";

const resources = {
  "s3:GetEncryptionConfiguration": "arn:aws:s3:::demo-dags",
  "iam:ListRolePolicies": "arn:aws:iam::111122223333:role/demo",
  "iam:GetPolicy": "arn:aws:iam::111122223333:policy/p",
  "logs:DescribeLogGroups": "airflow-demo-*",
} as const;

/** The problem of an error as the SDK throws it. */
function told(action: keyof typeof resources, name: string, message: string, status = 400) {
  const error = Object.assign(new Error(message), {
    name,
    $fault: "client",
    $metadata: { httpStatusCode: status },
  });
  const asking = {
    action,
    resource: resources[action],
    region: "us-east-1",
    source: { kind: "given" } as const,
    hasToken: false,
    modes: {},
  };
  return failureProblem(error, "call", asking, undefined, []);
}

describe("an error of", () => {
  const user = "User: arn:aws:iam::111122223333:user/ana is not authorized to perform:";
  test.each([
    [
      ...(["s3:GetEncryptionConfiguration", "AccessDenied", "Access Denied", 403] as const),
      "The caller cannot call s3:GetEncryptionConfiguration on arn:aws:s3:::demo-dags: AWS does not name the policy.",
    ],
    [
      ...(["s3:GetEncryptionConfiguration", "AccessDenied"] as const),
      `${user} s3:GetEncryptionConfiguration on resource: "arn:aws:s3:::demo-dags" with an explicit deny in a resource-based policy`,
      403,
      "arn:aws:iam::111122223333:user/ana cannot call s3:GetEncryptionConfiguration on arn:aws:s3:::demo-dags: the bucket policy denies the action.",
    ],
    [
      ...(["iam:ListRolePolicies", "AccessDenied"] as const),
      `${user} iam:ListRolePolicies on resource: role demo because no identity-based policy allows the iam:ListRolePolicies action`,
      403,
      "arn:aws:iam::111122223333:user/ana cannot call iam:ListRolePolicies on arn:aws:iam::111122223333:role/demo: no identity-based policy allows the action.",
    ],
    [
      ...(["logs:DescribeLogGroups", "AccessDeniedException"] as const),
      `${user} logs:DescribeLogGroups on resource: arn:aws:logs:us-east-1:111122223333:log-group::log-stream: with an explicit deny in a service control policy`,
      400,
      "arn:aws:iam::111122223333:user/ana cannot call logs:DescribeLogGroups on arn:aws:logs:us-east-1:111122223333:log-group::log-stream:: a service control policy denies the action.",
    ],
  ])("%s %s: %s", (action, name, message, status, what) => {
    const problem = told(action, name, message, status);
    expect(problem).toMatchObject({ code: "aws/neighbour-denied", what });
    expect(JSON.stringify(problem)).not.toMatch(/key policy|key's policy/);
  });

  test.each([
    ["s3:GetEncryptionConfiguration", "NoSuchBucket", 404, "aws/bucket-not-found"],
    ["s3:GetEncryptionConfiguration", "SlowDown", 503, "aws/throttled"],
    ["s3:GetEncryptionConfiguration", "InternalError", 500, "aws/service-error"],
    ["s3:GetEncryptionConfiguration", "InvalidAccessKeyId", 403, "aws/invalid-token"],
    ["s3:GetEncryptionConfiguration", "RequestTimeTooSkewed", 403, "aws/clock-skew"],
    ["s3:GetEncryptionConfiguration", "ExpiredToken", 400, "aws/expired-token"],
    ["s3:GetEncryptionConfiguration", "PermanentRedirect", 301, "aws/unexpected"],
    ["s3:GetEncryptionConfiguration", "AuthorizationHeaderMalformed", 400, "aws/refused"],
    ["iam:ListRolePolicies", "NoSuchEntityException", 404, "aws/role-not-found"],
    // A policy that went away between the list and the question is no missing role.
    ["iam:GetPolicy", "NoSuchEntityException", 404, "aws/refused"],
    ["iam:GetPolicy", "Throttling", 400, "aws/throttled"],
    ["logs:DescribeLogGroups", "ResourceNotFoundException", 400, "aws/refused"],
    ["logs:DescribeLogGroups", "ServiceUnavailableException", 500, "aws/service-error"],
  ] as const)("%s: %s (%i) is %s", (action, name, status, code) => {
    expect(told(action, name, "Something.", status).code).toBe(code);
  });
});

describe("a HEAD without a word", () => {
  const bare =
    (status: number, headers: Record<string, string> = {}): Answer =>
    (_request, response) => {
      response.writeHead(status, { "content-type": "application/xml", ...headers });
      response.end();
    };
  const bucket = (answer: Answer) =>
    serving(answer, (endpointUrl) =>
      connected({ endpointUrl }, async (connection) => {
        const fact = await connection.bucket("demo-dags");
        return (fact.known ? fact.value.encryptionUnread : fact.problem) ?? { code: "none" };
      }),
    );

  test.each([
    ["403", bare(403), "aws/neighbour-denied"],
    ["404", bare(404), "aws/bucket-not-found"],
    ["403 with a Region", bare(403, { "x-amz-bucket-region": "eu-west-1" }), "aws/bucket-encryption-unread"],
    ["200 without a Region", bare(200), "aws/answer"],
    ["200 with a Region that is none", bare(200, { "x-amz-bucket-region": "evil.example/" }), "aws/answer"],
  ])("%s", async (_name, answer, code) => {
    expect((await bucket(answer)).code).toBe(code);
  });
});
