/** Each way in which AWS fails to answer, told by a server to the real SDK. */
import { describe, expect, test } from "vitest";
import type { Connection } from "../../src/aws/connection.js";
import { fateOfWrite } from "../../src/aws/connection.js";
import { type Answer, awsError, connected, json, keyArn, problemOf, secret, serving } from "./answering.js";

type Case = readonly [title: string, answer: Answer, code: string, says: RegExp];
const user = "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: kms:GetKeyPolicy";
const html: Answer = (_request, response) => {
  response.writeHead(500, { "content-type": "text/html" });
  response.end("<!DOCTYPE html><html><body>Internal Server Error</body></html>");
};

const refusals: readonly Case[] = [
  [
    "access denied by the key policy",
    awsError(
      "AccessDeniedException",
      `${user} on resource: ${keyArn} because no resource-based policy allows the kms:GetKeyPolicy action`,
    ),
    "aws/access-denied",
    /user\/ana cannot \w+ the key policy: the key policy does not allow the action/,
  ],
  [
    "access denied by a service control policy",
    awsError(
      "AccessDeniedException",
      `${user} on resource: ${keyArn} with an explicit deny in a service control policy`,
    ),
    "aws/access-denied",
    /a service control policy denies the action/,
  ],
  [
    "access denied by identity policies",
    awsError(
      "AccessDeniedException",
      `${user} on resource: ${keyArn} because no identity-based policy allows the kms:GetKeyPolicy action`,
    ),
    "aws/access-denied",
    /no identity-based policy allows the action/,
  ],
  [
    "access denied without a word",
    awsError("AccessDeniedException"),
    "aws/access-denied",
    /The caller cannot \w+ the key policy: /,
  ],
  [
    "another account's key",
    awsError(
      "AccessDeniedException",
      `${user} on resource: ${keyArn.replace("111122223333", "444455556666")}`,
    ),
    "aws/other-account",
    /another account/,
  ],
  [
    "no such key",
    awsError("NotFoundException", `Key '${keyArn}' does not exist`),
    "aws/key-not-found",
    /^eu-west-1 has no key/,
  ],
  [
    "another Region",
    awsError("NotFoundException", "Invalid arn us-east-1"),
    "aws/wrong-region",
    /us-east-1.*eu-west-1/,
  ],
  [
    "key state",
    awsError("KMSInvalidStateException", `${keyArn} is pending deletion.`),
    "aws/key-state",
    /pending deletion/,
  ],
  ["a dead token", awsError("ExpiredTokenException"), "aws/expired-token", /expired/],
  [
    "an unknown key pair",
    awsError("UnrecognizedClientException", "The security token included in the request is invalid."),
    "aws/invalid-token",
    /Unrecognized/,
  ],
  [
    "a wrong secret",
    awsError("InvalidSignatureException", `The canonical string was x-amz-security-token:${secret}`),
    "aws/invalid-token",
    /InvalidSig/,
  ],
  ["unsupported", awsError("UnsupportedOperationException"), "aws/unsupported", /Unsupported/],
  [
    "a bad request",
    awsError("ValidationException", "1 validation error detected"),
    "aws/bad-request",
    /1 validation/,
  ],
  [
    "an unheard-of refusal",
    awsError("BrandNewException", "because"),
    "aws/refused",
    /BrandNewException.*because/,
  ],
  ["a nameless refusal", json(403, {}), "aws/refused", /status 403/],
];

const unclear: readonly Case[] = [
  [
    "an internal error",
    awsError("KMSInternalException", undefined, 500),
    "aws/service-error",
    /KMSInternalException/,
  ],
  ["a bare 500", json(500, ""), "aws/service-error", /500/],
  ["a page of HTML", html, "aws/not-an-answer", /HTML page \(status 500\)/],
  [
    "a redirect",
    (_request, response) => {
      response.writeHead(302, { location: "http://login.invalid" });
      response.end();
    },
    "aws/not-an-answer",
    /redirect/,
  ],
  ["half an answer", cutShort, "aws/reset", /closed/],
  ["a closed door", (_request, _response, raw) => raw.socket.destroy(), "aws/reset", /closed/],
  ["silence", () => undefined, "aws/timed-out", /did not respond/],
];

function cutShort(...[, response]: Parameters<Answer>): void {
  response.writeHead(200, { "content-length": "1000" });
  response.write('{"Key');
  setTimeout(() => response.destroy(), 10);
}

const calls: readonly (readonly [
  string,
  (connection: Connection) => ReturnType<Connection["getKeyPolicy"]>,
])[] = [
  ["reading", (connection) => connection.getKeyPolicy(keyArn)],
  ["writing", (connection) => connection.putKeyPolicy(keyArn, "{}")],
];

describe.each(calls)("%s", { concurrent: true }, (kind, ask) => {
  const put = kind === "writing";
  test.each([
    ...refusals.map((each) => [...each, false] as const),
    ...unclear.map((each) => [...each, true] as const),
  ])("%s", async (title, answer, code, says, unsure) => {
    await withOneAttempt(answer, put, title === "silence", async (connection) => {
      const found = problemOf(await ask(connection));
      expect(found).toMatchObject({ code });
      expect(found.what).toMatch(says);
      expect(JSON.stringify(found)).not.toMatch(/UnknownError|undefined|\[object/);
      expect(JSON.stringify(found)).not.toContain(secret);
      if (put) {
        expect(fateOfWrite(found) === "unclear").toBe(unsure);
        expect(/Whether the policy was written is unknown/.test(found.what)).toBe(unsure);
      }
    });
  });
});

/** Transient failures of reads are repeated by the SDK, so their limit of time stays long; a write is sent once. */
function withOneAttempt(
  answer: Answer,
  put: boolean,
  silent: boolean,
  use: (connection: Connection) => Promise<void>,
): Promise<void> {
  const settings = silent ? { timeouts: { request: 100, socket: 100 } } : {};
  return serving(answer, (endpointUrl, requests) =>
    connected({ endpointUrl, ...settings }, async (connection) => {
      await use(connection);
      if (put) expect(requests).toHaveLength(1);
    }),
  );
}

const root = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" };
const invalid = (what: string) => `Policy contains a statement with one or more invalid ${what}.`;
const notPermitted =
  "These condition keys are not permitted in a key policy: aws:ResourceTag, kms:ResourceTag, kms:ResourceAliases";

/** KMS's words, what else the policy has, and what is said of it: the code and a part of the sentence. */
test.each<readonly [string | undefined, object, string, string]>([
  ["The new key policy will not allow you to update the key policy in the future.", {}, "policy-lockout", ""],
  [
    invalid("principals"),
    { Principal: { AWS: ["111122223333", "AROACKCEVSQ6C2EXAMPLE"] } },
    "policy-principals",
    "KMS rejected the policy: Policy contains a statement with one or more invalid principals. Statement 2 has AROACKCEVSQ6C2EXAMPLE, the unique ID of a deleted user or role.",
  ],
  [
    invalid("principals"),
    { Principal: { AWS: ["arn:aws:iam::111122223333:role/new"] } },
    "policy-principal-unseen",
    "KMS rejected the policy: Policy contains a statement with one or more invalid principals. It names arn:aws:iam::111122223333:role/new (statement 2).",
  ],
  [
    invalid("service principals"),
    { Principal: { Service: ["logs.us-east-1.amazonaws.com", "logs.ap-south-2.amazonaws.com"] } },
    "policy-services",
    "KMS rejected the policy: Policy contains a statement with one or more invalid service principals. Statement 2 has logs.us-east-1.amazonaws.com; the key is in eu-west-1. Statement 2 has logs.ap-south-2.amazonaws.com; the key is in eu-west-1.",
  ],
  [
    invalid("service principals"),
    { Principal: { Service: "rds.amazonaws.com" } },
    "policy-services",
    "KMS rejected the policy: Policy contains a statement with one or more invalid service principals. rds.amazonaws.com (statement 2)",
  ],
  [
    "Policy contains a statement with no principal.",
    { Principal: {} },
    "policy-refused",
    "KMS rejected the policy: Policy contains a statement with no principal. Statement 2 has no Principal, or an empty one.",
  ],
  [
    notPermitted,
    { Condition: { StringEquals: { "aws:ResourceTag/team": "a" } } },
    "policy-condition-keys",
    "KMS rejected the policy: These condition keys are not permitted in a key policy: aws:ResourceTag, kms:ResourceTag, kms:ResourceAliases Statement 2 has a condition on aws:ResourceTag/team.",
  ],
  [
    notPermitted.replace("aws:ResourceTag,", "kms:KeySpec,"),
    { Condition: { StringEquals: { "kms:KeySpec": "a" } } },
    "policy-condition-keys",
    "KMS rejected the policy: These condition keys are not permitted in a key policy: kms:KeySpec, kms:ResourceTag, kms:ResourceAliases kms:KeySpec (statement 2)",
  ],
  [
    "OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches requests without the specified encryption context.",
    { Condition: { "ForAllValues:StringEquals": { "kms:EncryptionContext:App": "a" } } },
    "policy-refused",
    "KMS rejected the policy: OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches requests without the specified encryption context. Statement 2 has the condition ForAllValues:StringEquals kms:EncryptionContext:App.",
  ],
  [
    "Missing required field Resource",
    { Resource: undefined },
    "policy-refused",
    "KMS rejected the policy: Missing required field Resource Statement 2 has neither Resource nor NotResource.",
  ],
  [undefined, {}, "policy-refused", ""],
])("a malformed policy: %s %j", async (message, members, code, part) => {
  await serving(awsError("MalformedPolicyDocumentException", message), (endpointUrl) =>
    connected({ endpointUrl }, async (connection) => {
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [root, { ...root, ...members }] });
      const found = problemOf(await connection.putKeyPolicy(keyArn, policy));
      expect(found.code).toBe(`aws/${code}`);
      expect(found.what).toContain(part);
      expect(fateOfWrite(found) === "unclear").toBe(false);
      expect(found.what).not.toMatch(/undefined/);
    }),
  );
});

test("a wrong clock is told from a wrong secret, where the SDK cannot correct it", async () => {
  const answer = awsError(
    "InvalidSignatureException",
    "Signature expired: 1 is now earlier than 2 (3 - 5 min.)",
  );
  await serving(answer, (endpointUrl) =>
    connected(
      { endpointUrl, timeouts: { connection: 500, request: 500, socket: 500, call: 20_000 } },
      async (connection) => {
        expect(problemOf(await connection.putKeyPolicy(keyArn, "{}")).code).toBe("aws/clock-skew");
      },
    ),
  );
});

test("an error's text is cut at a thousand characters and keeps no secret of any form", async () => {
  const said = `Authorization: AWS4 Credential=AKIAIOSFODNN7EXAMPLE\n ${secret} AKIAIOSFODNN7EXAMPLE ${"x".repeat(5_000)}`;
  await serving(awsError("BrandNewException", said), (endpointUrl) =>
    connected({ endpointUrl }, async (connection) => {
      const { what } = problemOf(await connection.describeKey(keyArn));
      expect(what).not.toMatch(/AKIA|wJalr|AWS4/);
      expect(what.length).toBeLessThan(1_200);
    }),
  );
});

test("a quota that is used up: written once, for the SDK would take it for throttling", async () => {
  await serving(awsError("LimitExceededException", "too long"), (endpointUrl, requests) =>
    connected({ endpointUrl }, async (connection) => {
      expect(problemOf(await connection.putKeyPolicy(keyArn, "{}"))).toMatchObject({
        code: "aws/limit-exceeded",
      });
      expect(requests).toHaveLength(1);
    }),
  );
});
