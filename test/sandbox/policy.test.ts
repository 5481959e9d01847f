import {
  CreateKeyCommand,
  GetKeyPolicyCommand,
  ListKeyPoliciesCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printPolicy } from "../../src/sandbox/policy-text.js";
import { answerOf, logsStatement, policyOf, refused, rootStatement, useSandbox } from "./clients.js";

describe("key policies", () => {
  const get = useSandbox();
  const put = (Policy: string, over: object = {}) => {
    const { kms, sandbox } = get();
    return kms().send(new PutKeyPolicyCommand({ KeyId: sandbox.seeds["lacks-statement"], Policy, ...over }));
  };

  // evidence: recorded from AWS (the style), AWS-validated test (the meaning)
  it("come back in KMS's own style, member order kept", async () => {
    await put(
      `{"Statement":[${JSON.stringify(rootStatement)},{"Resource":"*","Effect":"Allow","Action":["kms:Encrypt","kms:Decrypt"],"Principal":{"AWS":["arn:aws:iam::111122223333:role/One"],"Service":["a.amazonaws.com","b.amazonaws.com"]},"Condition":{"StringEquals":{"kms:CallerAccount":["1"]}}}],"Version":"2012-10-17"}`,
    );
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["lacks-statement"];
    const { Policy, PolicyName } = await kms().send(new GetKeyPolicyCommand({ KeyId }));
    expect(PolicyName).toBe("default");
    expect(Policy).toBe(sandbox.policyOf(KeyId));
    expect(Policy).toBe(
      [
        "{",
        '  "Statement" : [ {',
        '    "Effect" : "Allow",',
        '    "Principal" : {',
        '      "AWS" : "arn:aws:iam::111122223333:root"',
        "    },",
        '    "Action" : "kms:*",',
        '    "Resource" : "*"',
        "  }, {",
        '    "Resource" : "*",',
        '    "Effect" : "Allow",',
        '    "Action" : [ "kms:Encrypt", "kms:Decrypt" ],',
        '    "Principal" : {',
        '      "AWS" : "arn:aws:iam::111122223333:role/One",',
        '      "Service" : [ "a.amazonaws.com", "b.amazonaws.com" ]',
        "    },",
        '    "Condition" : {',
        '      "StringEquals" : {',
        '        "kms:CallerAccount" : [ "1" ]',
        "      }",
        "    }",
        "  } ],",
        '  "Version" : "2012-10-17"',
        "}",
      ].join("\n"),
    );
  });

  it("print any JSON so that it means the same", () => {
    const value = fc
      .jsonValue()
      .filter(
        (json) => !/"(Action|NotAction|AWS|Service|Federated|CanonicalUser)"/.test(JSON.stringify(json)),
      );
    fc.assert(
      fc.property(value, (json) => {
        expect(JSON.parse(printPolicy(json))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });

  it("are one by name, default", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds.ready;
    const listed = await kms().send(new ListKeyPoliciesCommand({ KeyId }));
    expect(listed).toMatchObject({ PolicyNames: ["default"], Truncated: false });
    expect(await answerOf(put(policyOf(rootStatement), { PolicyName: "default" }))).toBe("ok");
    expect(await answerOf(put(policyOf(rootStatement), { PolicyName: "other" }))).toMatchObject({
      code: "NotFoundException",
    });
    const get2 = new GetKeyPolicyCommand({ KeyId, PolicyName: "other" });
    expect(await answerOf(kms().send(get2))).toMatchObject({ code: "NotFoundException" });
  });

  const lockout = "The new key policy will not allow you to update the key policy in the future.";
  const principals = "Policy contains a statement with one or more invalid principals.";
  const services = "Policy contains a statement with one or more invalid service principals.";
  const aws = (name: unknown) => policyOf(rootStatement, logsStatement({ Principal: { AWS: name } }));
  const malformed = "MalformedPolicyDocumentException";
  const condition = (operator: string, key: string, value: unknown = "a") =>
    policyOf(rootStatement, logsStatement({ Condition: { [operator]: { [key]: value } } }));
  const keys =
    "These condition keys are not permitted in a key policy: aws:ResourceTag, kms:ResourceTag, kms:ResourceAliases";
  const overly = (what: string) =>
    `OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key matches requests without the specified ${what} or with an unspecified ${what}. To fix, remove ForAllValues.`;
  /** What the SDK says to an answer without words. */
  const none = /^(UnknownError|MalformedPolicyDocumentException)?$/;

  it.each<[string, string, string, string | RegExp]>([
    // evidence: field reports
    ["nobody who may put it again", policyOf(logsStatement()), malformed, lockout],
    [
      "a Deny of PutKeyPolicy",
      policyOf(rootStatement, { ...rootStatement, Effect: "Deny", Action: "kms:Put*" }),
      malformed,
      lockout,
    ],
    [
      "a root of another account",
      policyOf({ ...rootStatement, Principal: { AWS: "444455556666" } }),
      malformed,
      lockout,
    ],
    ["a deleted user's id", aws("AIDACKCEVSQ6C2EXAMPLE"), malformed, principals],
    ["a deleted role's id", aws(["AROACKCEVSQ6C2EXAMPLE"]), malformed, principals],
    ["a deleted group's id", aws("AGPACKCEVSQ6C2EXAMPLE"), malformed, principals],
    ["a deleted instance profile's id", aws("AIPACKCEVSQ6C2EXAMPLE"), malformed, principals],
    ["a group", aws("arn:aws:iam::111122223333:group/Admins"), malformed, principals],
    ["a wildcard inside an ARN", aws("arn:aws:iam::111122223333:role/*"), malformed, principals],
    [
      "a service of China",
      policyOf(rootStatement, logsStatement({ Principal: { Service: "logs.cn-north-1.amazonaws.com.cn" } })),
      malformed,
      services,
    ],
    [
      "a statement with no principal",
      policyOf(rootStatement, { Effect: "Allow", Action: "kms:*", Resource: "*" }),
      malformed,
      "Policy contains a statement with no principal.",
    ],
    [
      "a statement with an empty principal",
      policyOf(rootStatement, logsStatement({ Principal: {} })),
      malformed,
      "Policy contains a statement with no principal.",
    ],
    // evidence: one quoted answer of AWS
    ["a tag of the key", condition("StringEquals", "aws:ResourceTag/team"), malformed, keys],
    ["the key's tag by KMS's name", condition("StringLikeIfExists", "kms:ResourceTag/team"), malformed, keys],
    ["the key's aliases", condition("ForAnyValue:StringEquals", "kms:ResourceAliases"), malformed, keys],
    // evidence: the KMS guide
    [
      "ForAllValues on an encryption context",
      condition("ForAllValues:StringEquals", "kms:EncryptionContext:App"),
      malformed,
      overly("encryption context"),
    ],
    [
      "ForAllValues on a request's tag",
      condition("ForAllValues:StringLike", "aws:RequestTag/a"),
      malformed,
      overly("tag"),
    ],
    // evidence: field reports
    [
      "a service of every name",
      policyOf(rootStatement, logsStatement({ Principal: { Service: "*" } })),
      malformed,
      services,
    ],
    [
      "CloudWatch Logs of a Region that KMS refused elsewhere",
      policyOf(rootStatement, logsStatement({ Principal: { Service: "logs.ap-south-2.amazonaws.com" } })),
      malformed,
      services,
    ],
    ["an account of 11 digits", aws("11112222333"), malformed, principals],
    ["a policy as principal", aws("arn:aws:iam::111122223333:policy/a"), malformed, principals],
    ["a bucket as principal", aws("arn:aws:s3:::a"), malformed, principals],
    // evidence: the code from the API model; no words were recorded
    [
      "a statement without Resource",
      policyOf(rootStatement, logsStatement({ Resource: undefined })),
      malformed,
      none,
    ],
    [
      "a statement without Action",
      policyOf(rootStatement, logsStatement({ Action: undefined })),
      malformed,
      none,
    ],
    ["an unknown operator", condition("StringIs", "kms:ViaService"), malformed, none],
    ["an operator's unknown IfExists", condition("NullIfExists", "kms:ViaService"), malformed, none],
    ["a condition without values", condition("StringEquals", "kms:ViaService", []), malformed, none],
    ["an unknown member", policyOf({ ...rootStatement, Comment: "a" }), malformed, none],
    [
      "an unknown kind of principal",
      policyOf(rootStatement, logsStatement({ Principal: { Role: "a" } })),
      malformed,
      none,
    ],
    ["Action and NotAction", policyOf({ ...rootStatement, NotAction: "kms:Sign" }), malformed, none],
    [
      "a member twice",
      policyOf(rootStatement).replace('"Effect"', '"Effect":"Deny","Effect"'),
      malformed,
      none,
    ],
    ["a Sid that is no text", policyOf({ ...rootStatement, Sid: 1 }), malformed, none],
    [
      "an action without a service",
      policyOf(rootStatement, logsStatement({ Action: "Decrypt" })),
      malformed,
      none,
    ],
    ["very deep lists", `{"Statement":${"[".repeat(9000)}${"]".repeat(9000)}}`, malformed, /./],
    [
      "very deep objects",
      policyOf({ ...rootStatement, Condition: 0 }).replace(
        ":0",
        `:${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`,
      ),
      malformed,
      /./,
    ],
    ["broken JSON", "{", malformed, /./],
    ["a JSON list", "[]", malformed, /./],
    ["no Statement", "{}", malformed, /./],
    ["an unknown Effect", policyOf({ ...rootStatement, Effect: "allow" }), malformed, /./],
    ["an unknown Version", JSON.stringify({ Version: "2020", Statement: [rootStatement] }), malformed, /./],
    // evidence: AWS documentation
    [
      "a character beyond Latin-1",
      policyOf({ ...rootStatement, Sid: "Schlüssel €" }),
      "ValidationException",
      /^1 validation error detected: Value '.*€.*' at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern: \[\\u0009\\u000A\\u000D\\u0020-\\u00FF\]\+$/,
    ],
    ["32,769 bytes", policyOf(rootStatement).padEnd(32_769), "LimitExceededException", /./],
  ])("are refused with %s", async (_name, policy, code, message) => {
    const answer = await answerOf(put(policy));
    const text = typeof message === "string" ? message : expect.stringMatching(message);
    expect(answer).toEqual({ code, message: text, status: 400 });
  });

  it.each([
    ["32,768 bytes", policyOf(rootStatement).padEnd(32_768)],
    ["Latin-1 text", policyOf({ ...rootStatement, Sid: "Schlüssel" })],
    ["one statement that is no list", JSON.stringify({ Statement: rootStatement })],
    [
      "ForAllValues in a Deny, of which AWS is silent",
      policyOf(
        rootStatement,
        logsStatement({
          Effect: "Deny",
          Condition: { "ForAllValues:StringEquals": { "kms:EncryptionContext:App": "a" } },
        }),
      ),
    ],
    ["two statements for the root", policyOf(rootStatement, rootStatement)],
    [
      "the caller by its role",
      policyOf({ ...rootStatement, Principal: { AWS: "arn:aws:iam::111122223333:role/Administrator" } }),
    ],
    ["anyone", policyOf({ ...rootStatement, Principal: "*" })],
  ])("are accepted with %s", async (_name, policy) => {
    expect(await answerOf(put(policy))).toBe("ok");
  });

  it("may lock their writer out when it asks for that", async () => {
    const { kms } = get();
    const made = await kms().send(
      new CreateKeyCommand({ Policy: policyOf(logsStatement()), BypassPolicyLockoutSafetyCheck: true }),
    );
    const KeyId = made.KeyMetadata?.Arn;
    expect(await answerOf(kms().send(new GetKeyPolicyCommand({ KeyId })))).toMatchObject({
      code: "AccessDeniedException",
    });
    expect(await answerOf(kms().send(new CreateKeyCommand({ Policy: policyOf(logsStatement()) })))).toEqual(
      refused(malformed, lockout),
    );
  });

  it("show the id of a principal that was deleted, and cannot be put again as they were read", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds.ready;
    const role = "arn:aws:iam::111122223333:role/DataScience";
    const before = sandbox.policyOf(KeyId);
    sandbox.deletePrincipal(role);
    const { Policy } = await kms().send(new GetKeyPolicyCommand({ KeyId }));
    expect(Policy).toMatch(/"AROA[0-9A-F]{16}"/);
    expect(Policy).not.toContain(role);
    for (const text of [Policy, before]) {
      expect(await answerOf(kms().send(new PutKeyPolicyCommand({ KeyId, Policy: text })))).toEqual(
        refused(malformed, principals),
      );
    }
  });

  it("of an AWS managed key cannot be changed", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["aws-managed"];
    expect(await answerOf(kms().send(new GetKeyPolicyCommand({ KeyId })))).toBe("ok");
    const answer = await answerOf(
      kms().send(new PutKeyPolicyCommand({ KeyId, Policy: policyOf(rootStatement) })),
    );
    expect(answer).toMatchObject({ code: "AccessDeniedException" });
    sandbox.putPolicyRaw(KeyId, policyOf(rootStatement));
    expect(
      await answerOf(kms().send(new PutKeyPolicyCommand({ KeyId, Policy: policyOf(rootStatement) }))),
    ).toMatchObject({ code: "AccessDeniedException" });
  });
});

describe("a nearly full policy", () => {
  const get = useSandbox();
  it("takes nothing more, in either style", () => {
    const { sandbox } = get();
    const text = sandbox.policyOf(sandbox.seeds["nearly-full"]);
    const compact = JSON.stringify(JSON.parse(text));
    expect(compact.length).toBe(32_500);
    expect(text.length).toBeLessThanOrEqual(32_768);
    expect(compact.length + JSON.stringify(logsStatement()).length).toBeGreaterThan(32_768);
  });
});
