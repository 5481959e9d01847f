import {
  CreateGrantCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  ListGrantsCommand,
  ListKeyPoliciesCommand,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { askResourcePolicy, whyNotAuthorised } from "../../src/sandbox/authorise.js";
import { conditionsHold, contextOf, glob } from "../../src/sandbox/conditions.js";
import { answerOf, policyOf, refused, rootStatement, useSandbox } from "./clients.js";

const arn = "arn:aws:sts::111122223333:assumed-role/Worker/session";
const role = "arn:aws:iam::111122223333:role/Worker";
const key = "arn:aws:kms:us-east-1:111122223333:key/5eed0000-0000-4000-8000-000000000001";
const asked = {
  who: { arn },
  action: "kms:DescribeKey",
  resource: key,
  context: contextOf({ "aws:a": "x" }),
};
const allow = (over: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS: role },
  Action: "kms:DescribeKey",
  Resource: "*",
  ...over,
});
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const root = { AWS: "arn:aws:iam::111122223333:root" };

describe("a key policy's answer", () => {
  // evidence: IAM and KMS documentation
  it.each<[string, object[], string, boolean?]>([
    ["the role", [allow()], "directly"],
    ["the session", [allow({ Principal: { AWS: arn } })], "directly"],
    ["another role", [allow({ Principal: { AWS: `${role}2` } })], "no"],
    ["the root", [allow({ Principal: root })], "through-account"],
    ["the account id", [allow({ Principal: { AWS: ["111122223333"] } })], "through-account"],
    ["another account", [allow({ Principal: { AWS: "444455556666" } })], "no"],
    ["the root and the role", [allow(), allow({ Principal: root })], "directly"],
    ["anyone", [allow({ Principal: "*" })], "directly"],
    ["anyone of AWS", [allow({ Principal: { AWS: "*" } })], "directly"],
    ["a service", [allow({ Principal: { Service: "logs.us-east-1.amazonaws.com" } })], "no"],
    ["all but the role", [allow({ Principal: undefined, NotPrincipal: { AWS: role } })], "no"],
    ["all but another", [allow({ Principal: undefined, NotPrincipal: { AWS: `${role}2` } })], "directly"],
    ["an action wildcard in another case", [allow({ Action: ["KMS:describe*"] })], "directly"],
    ["a one-letter wildcard", [allow({ Action: "kms:DescribeKe?" })], "directly"],
    ["another action", [allow({ Action: "kms:Describe" })], "no"],
    ["all but the action", [allow({ Action: undefined, NotAction: "kms:Desc*" })], "no"],
    ["all but another action", [allow({ Action: undefined, NotAction: "kms:Put*" })], "directly"],
    ["the key's ARN", [allow({ Resource: [key] })], "directly"],
    ["another key's ARN", [allow({ Resource: `${key.slice(0, -1)}2` })], "no"],
    ["no Resource", [allow({ Resource: undefined })], "no"],
    ["no Action", [allow({ Action: undefined })], "no"],
    ["a Deny beside the Allow", [allow(), allow({ Effect: "Deny", Principal: "*" })], "directly", true],
    ["a Deny for the account", [allow(), allow({ Effect: "Deny", Principal: root })], "directly", true],
    ["a Deny of another action", [allow(), allow({ Effect: "Deny", Action: "kms:Put*" })], "directly"],
    ["a condition that holds", [allow({ Condition: { StringEquals: { "aws:a": "x" } } })], "directly"],
    ["a condition that does not", [allow({ Condition: { StringEquals: { "aws:a": "y" } } })], "no"],
    ["an Allow on an unknown operator", [allow({ Condition: { BinaryEquals: { "aws:a": "x" } } })], "no"],
    [
      "a Deny on an unknown operator",
      [allow(), allow({ Effect: "Deny", Condition: { BinaryEquals: { "aws:a": "x" } } })],
      "directly",
      true,
    ],
  ])("names %s", (_name, statements, allows, denies = false) => {
    expect(askResourcePolicy(document(...statements), asked)).toEqual({ allows, denies });
  });
});

describe("both policies together", () => {
  const yes = document({ Effect: "Allow", Action: "kms:*", Resource: "*" });
  const no = document({ Effect: "Deny", Action: "kms:*", Resource: "*" });
  const none = document();
  const here = "111122223333";
  const away = "444455556666";
  const noResource = "because no resource-based policy allows the kms:DescribeKey action";
  const noIdentity = "because no identity-based policy allows the kms:DescribeKey action";

  it.each<[string, object, object, string, string | undefined]>([
    ["same account, direct, no identity policy", document(allow()), none, here, undefined],
    ["same account, root, identity policy", document(allow({ Principal: root })), yes, here, undefined],
    ["same account, root, no identity policy", document(allow({ Principal: root })), none, here, noIdentity],
    ["same account, no root, identity policy", none, yes, here, noResource],
    [
      "same account, direct, identity Deny",
      document(allow()),
      no,
      here,
      "with an explicit deny in an identity-based policy",
    ],
    ["other account, root, identity policy", document(allow({ Principal: root })), yes, away, undefined],
    ["other account, direct, no identity policy", document(allow()), none, away, noIdentity],
    ["other account, nothing, identity policy", none, yes, away, noResource],
    [
      "Deny in the key policy",
      document(allow(), allow({ Effect: "Deny" })),
      yes,
      here,
      "with an explicit deny in a resource-based policy",
    ],
  ])("%s", (_name, resource, identity, owner, why) => {
    const policies = { resource: { ...resource }, identity: { ...identity }, owner };
    expect(whyNotAuthorised(asked, policies)).toBe(why);
  });

  it("reads the Resource of an identity policy as a pattern", () => {
    const only = (Resource: string) => document({ Effect: "Allow", Action: "kms:*", Resource });
    const resource = document(allow({ Principal: root }));
    const why = (pattern: string) =>
      whyNotAuthorised(asked, { resource, identity: only(pattern), owner: here });
    expect(why("arn:aws:kms:*:111122223333:key/*")).toBeUndefined();
    expect(why("arn:aws:kms:eu-west-1:111122223333:key/*")).toBe(noIdentity);
  });
});

describe("conditions", () => {
  const context = contextOf({
    "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-Task",
    "aws:text": "Value",
    "aws:flag": "true",
    "aws:many": ["a", "b"],
    "aws:number": "7",
    "aws:time": "2026-03-01T00:00:00Z",
    "aws:address": "192.0.2.17",
    "aws:six": "2001:db8::17",
  });
  const logs = "kms:EncryptionContext:aws:logs:arn";

  it.each<[string, string, unknown, boolean | undefined]>([
    ["StringEquals", "aws:text", "Value", true],
    ["StringEquals", "AWS:TEXT", ["other", "Value"], true],
    ["StringEquals", "aws:text", "value", false],
    ["StringEquals", "aws:none", "x", false],
    ["StringEqualsIfExists", "aws:none", "x", true],
    ["StringEqualsIfExists", "aws:text", "x", false],
    ["StringEqualsIgnoreCase", "aws:text", "vALUE", true],
    ["StringNotEquals", "aws:text", ["Value", "x"], false],
    ["StringNotEquals", "aws:none", "x", true],
    ["StringNotEqualsIgnoreCase", "aws:text", "VALUE", false],
    ["StringLike", "aws:text", "V?l*", true],
    ["StringLike", "aws:text", "v*", false],
    ["StringNotLike", "aws:text", "V*", false],
    ["ArnLike", logs, "arn:aws:logs:us-east-1:111122223333:*", true],
    ["ArnEquals", logs, "arn:aws:logs:us-east-1:*:*", true],
    ["ArnLike", logs, "arn:aws:logs:us-east-1:*", false],
    ["ArnLike", logs, "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-*", true],
    ["ArnLike", logs, "arn:aws:logs:us-east-1:111122223333:log-group:airflow-demo-*:*", false],
    ["ArnLike", logs, "arn:aws:logs:us-west-2:111122223333:*", false],
    ["ArnNotLike", logs, "arn:aws:logs:us-west-2:111122223333:*", true],
    ["ArnNotEquals", logs, "arn:aws:logs:*:111122223333:*", false],
    ["Bool", "aws:flag", "TRUE", true],
    ["Bool", "aws:flag", false, false],
    ["BoolIfExists", "aws:none", "true", true],
    ["Null", "aws:none", "true", true],
    ["Null", "aws:text", true, false],
    ["Null", "aws:text", "false", true],
    ["ForAnyValue:StringEquals", "aws:many", ["b", "c"], true],
    ["ForAnyValue:StringEquals", "aws:none", "b", false],
    ["ForAllValues:StringEquals", "aws:many", ["a", "c"], false],
    ["ForAllValues:StringLike", "aws:many", "?", true],
    ["ForAllValues:StringEquals", "aws:none", "b", true],
    ["ForAnyValue:StringNotEquals", "aws:many", "a", true],
    ["ForAllValues:StringNotEquals", "aws:many", "a", false],
    ["NumericLessThan", "aws:text", "1", undefined],
    ["constructor", "aws:text", "1", undefined],
    ["NumericEquals", "aws:number", "7.0", true],
    ["NumericNotEquals", "aws:number", "7", false],
    ["NumericLessThan", "aws:number", "7", false],
    ["NumericLessThanEquals", "aws:number", "7", true],
    ["NumericGreaterThan", "aws:number", ["9", "6"], true],
    ["NumericGreaterThanEquals", "aws:number", "8", false],
    ["NumericLessThanIfExists", "aws:none", "1", true],
    ["NumericLessThan", "aws:number", "", undefined],
    ["DateEquals", "aws:time", "2026-03-01T01:00:00+01:00", true],
    ["DateLessThan", "aws:time", "2026-03-01T00:00:01Z", true],
    ["DateLessThanEquals", "aws:time", "1772323200", true],
    ["DateGreaterThan", "aws:time", "2026-03-01T00:00:00Z", false],
    ["DateGreaterThanEquals", "aws:time", "2026-02-28T00:00:00Z", true],
    ["DateNotEquals", "aws:time", "2026-03-01T00:00:00Z", false],
    ["DateLessThan", "aws:time", "soon", undefined],
    ["IpAddress", "aws:address", "192.0.2.0/24", true],
    ["IpAddress", "aws:address", ["198.51.100.0/24", "192.0.2.17"], true],
    ["IpAddress", "aws:address", "192.0.2.0/28", false],
    ["NotIpAddress", "aws:address", "192.0.2.0/24", false],
    ["NotIpAddress", "aws:none", "192.0.2.0/24", true],
    ["IpAddress", "aws:six", "2001:db8::/32", true],
    ["IpAddress", "aws:six", "192.0.2.0/24", false],
    ["IpAddress", "aws:address", "192.0.2.0/33", undefined],
    ["StringEquals", "aws:text", "${aws:username}", undefined],
  ])("%s %s %j", (operator, name, wanted, holds) => {
    expect(conditionsHold({ [operator]: { [name]: wanted } }, context)).toBe(holds);
  });

  it("must all hold; one that fails outweighs one that is unknown", () => {
    const both = { StringEquals: { "aws:text": "Value", "aws:flag": "false" } };
    expect(conditionsHold(both, context)).toBe(false);
    expect(conditionsHold({ DateLessThan: { "aws:a": "x" }, Bool: { "aws:flag": "false" } }, context)).toBe(
      false,
    );
    expect(conditionsHold(undefined, context)).toBe(true);
  });

  it("match wildcards in linear time", () => {
    expect(glob(`${"*a".repeat(50)}b`, "a".repeat(5000))).toBe(false);
    expect(glob("**", "")).toBe(true);
    expect(glob("a*c?e", "abcdcde")).toBe(true);
  });
});

describe("callers", () => {
  const get = useSandbox();
  const denied = (caller: string, operation: string, resource: string, why: string) =>
    refused(
      "AccessDeniedException",
      `User: ${caller} is not authorized to perform: kms:${operation} on resource: ${resource} because no ${why}-based policy allows the kms:${operation} action`,
    );

  it("need IAM's permission where the key policy only delegates", async () => {
    const { kms, sandbox } = get();
    const { ready } = sandbox.seeds;
    const { nobody, reader } = sandbox.principals;
    expect(await answerOf(kms({ as: nobody }).send(new DescribeKeyCommand({ KeyId: ready })))).toEqual(
      denied(nobody.arn, "DescribeKey", ready, "identity"),
    );
    const read = kms({ as: reader });
    expect(await answerOf(read.send(new DescribeKeyCommand({ KeyId: ready })))).toBe("ok");
    expect(await answerOf(read.send(new GetKeyPolicyCommand({ KeyId: ready })))).toBe("ok");
    expect(await answerOf(read.send(new ListGrantsCommand({ KeyId: ready })))).toBe("ok");
    const put = new PutKeyPolicyCommand({ KeyId: ready, Policy: sandbox.policyOf(ready) });
    expect(await answerOf(read.send(put))).toEqual(denied(reader.arn, "PutKeyPolicy", ready, "identity"));
  });

  // evidence: recorded from AWS (the sentence)
  it("cannot get in by IAM alone", async () => {
    const { kms, sandbox } = get();
    const { denied: KeyId } = sandbox.seeds;
    const administrator = sandbox.principals.administrator.arn;
    sandbox.putPolicyRaw(KeyId, policyOf({ ...rootStatement, Principal: { AWS: role } }));
    expect(await answerOf(kms().send(new DescribeKeyCommand({ KeyId })))).toEqual(
      denied(administrator, "DescribeKey", KeyId, "resource"),
    );
    const as = sandbox.addPrincipal({ role: "Worker" });
    expect(await answerOf(kms({ as }).send(new DescribeKeyCommand({ KeyId })))).toBe("ok");
  });

  it("meet the condition on AWS resources as a service does not", async () => {
    const { kms, sandbox } = get();
    const as = sandbox.addPrincipal({ role: "DataPlatform" });
    const KeyId = sandbox.seeds["lacks-statement"];
    expect(await answerOf(kms({ as }).send(new DescribeKeyCommand({ KeyId })))).toBe("ok");
    expect(await answerOf(kms({ as }).send(new ListGrantsCommand({ KeyId })))).toEqual(
      denied(as.arn, "ListGrants", KeyId, "identity"),
    );
  });

  // evidence: AWS documentation
  it("of another account may what works across accounts, and never the policy", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["other-account"];
    const { administrator, nobody, "other-administrator": owner } = sandbox.principals;
    const grant = { KeyId, GranteePrincipal: role, Operations: ["Decrypt" as const] };
    expect(await answerOf(kms().send(new DescribeKeyCommand({ KeyId })))).toBe("ok");
    expect(await answerOf(kms().send(new ListGrantsCommand({ KeyId })))).toBe("ok");
    expect(await answerOf(kms().send(new CreateGrantCommand(grant)))).toBe("ok");
    expect(await answerOf(kms({ as: nobody }).send(new DescribeKeyCommand({ KeyId })))).toEqual(
      denied(nobody.arn, "DescribeKey", KeyId, "identity"),
    );
    const open = policyOf({ ...rootStatement, Principal: { AWS: ["111122223333", "444455556666"] } });
    sandbox.putPolicyRaw(KeyId, open);
    for (const command of [
      new GetKeyPolicyCommand({ KeyId }),
      new ListKeyPoliciesCommand({ KeyId }),
      new PutKeyPolicyCommand({ KeyId, Policy: open }),
    ]) {
      const operation = command.constructor.name.replace("Command", "");
      expect(await answerOf(kms().send(command as GetKeyPolicyCommand))).toEqual(
        denied(administrator.arn, operation, KeyId, "resource"),
      );
      expect(await answerOf(kms({ as: owner }).send(command as GetKeyPolicyCommand))).toBe("ok");
    }
  });

  it("mean their own account by a bare key id, and learn nothing of another account's missing keys", async () => {
    const { kms, sandbox } = get();
    const KeyId = sandbox.seeds["other-account"].split("/")[1] ?? "";
    expect(await answerOf(kms().send(new DescribeKeyCommand({ KeyId })))).toEqual(
      refused("NotFoundException", `Key 'arn:aws:kms:us-east-1:111122223333:key/${KeyId}' does not exist`),
    );
    const missing = "arn:aws:kms:us-east-1:444455556666:key/00000000-0000-4000-8000-000000000000";
    expect(await answerOf(kms().send(new DescribeKeyCommand({ KeyId: missing })))).toEqual(
      denied(sandbox.principals.administrator.arn, "DescribeKey", missing, "resource"),
    );
  });
});
