import { describe, expect, test } from "vitest";
import type { PolicyDocument } from "../../src/policy/document/document.js";
import { namesOf } from "../../src/policy/document/kms-names.js";
import { lintPolicy } from "../../src/policy/hints/lint.js";
import { alice, allow, deny, type Members, policy, policyOf, root } from "./difference-policy.js";

function brief(document: PolicyDocument, region?: string): readonly string[] {
  return lintPolicy(document, region).map((each) => `${each.severity} ${each.code} ${each.at}`);
}

const orphan = "AROACKCEVSQ6C2EXAMPLE";
const when = (operator: string, key: string, value: Members[string] = "a") => ({
  Condition: { [operator]: { [key]: value } },
});
const service = (...names: readonly string[]) => ({ Principal: { Service: names } });
const aws = (...names: readonly string[]) => ({ Principal: { AWS: names } });

describe("a policy that KMS accepts", () => {
  test.each([
    [
      "the default statement",
      policy(allow({ Sid: "Enable IAM User Permissions", Principal: { AWS: root } })),
    ],
    [
      "NotAction, Deny with NotPrincipal",
      policy(
        deny({
          Principal: undefined,
          NotPrincipal: { AWS: alice },
          Action: undefined,
          NotAction: "kms:Sign",
        }),
      ),
    ],
    [
      "every principal",
      policy(allow({ Principal: "*", Resource: ["*"] }), allow({ Principal: { AWS: "*" } })),
    ],
    ["an account's id", policy(allow(aws("111122223333")))],
    [
      "sessions",
      policy(
        allow(
          aws("arn:aws:sts::111122223333:assumed-role/a/b", "arn:aws-cn:sts::111122223333:federated-user/a"),
        ),
      ),
    ],
    [
      "Sids that are empty, or differ in case",
      policy(allow({ Sid: "" }), allow({ Sid: "" }), allow({ Sid: "a" }), allow({ Sid: "A" })),
    ],
    ["no statement", policy()],
    ["Latin-1, tabs and line ends", policyOf('{\t"Id":"\u00ff\u00a0~",\r\n"Statement":[]}')],
    ["a character that is escaped", policyOf('{"Id":"\\u2013","Statement":[]}')],
    ["an older Version, or none", policyOf('{"Version":"2008-10-17","Statement":[]}')],
    [
      "names of services",
      policy(
        allow(
          service(
            "logs.us-east-1.amazonaws.com",
            "delivery.logs.amazonaws.com",
            "dnssec-route53.amazonaws.com",
          ),
        ),
        allow(
          service("macie.amazonaws.com", "logs.cn-north-1.amazonaws.com.cn", "vpc-flow-logs.amazonaws.com"),
        ),
      ),
    ],
    [
      "conditions of every kind",
      policy(
        allow({
          Action: "kms:*",
          Condition: {
            "ForAnyValue:StringEquals": {
              "kms:EncryptionContext:App": "a",
              "kms:GrantOperations": "Decrypt",
            },
            "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["a"], "aws:TagKeys": ["a"] },
            ArnLikeIfExists: { "aws:PrincipalArn": "arn:aws:iam::*:role/a", "aws:SourceArn": "*" },
            Bool: { "aws:SecureTransport": true },
            DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" },
            IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] },
            NumericLessThan: { "aws:MultiFactorAuthAge": 3600 },
            StringEquals: {
              "kms:RequestAlias": "alias/a",
              "accounts.google.com:aud": "a",
              "aws:PrincipalTag/t": "a",
            },
            Null: { "kms:ViaService": "false" },
          },
        }),
      ),
    ],
  ])("%s", (_name, document) => expect(lintPolicy(document, undefined)).toEqual([]));
});

/** What mwaa-kms knows that KMS refuses, each with its place. */
describe("an error", () => {
  test.each<readonly [{ readonly [member: string]: Members[string] | undefined }, string, string]>([
    [aws(alice, orphan), "lint/orphaned-principal", "/Principal/AWS/1"],
    [aws(`${orphan}:session`), "lint/orphaned-principal", "/Principal/AWS/0"],
    [{ Principal: { AWS: orphan.replace("AROA", "AIDA") } }, "lint/orphaned-principal", "/Principal/AWS"],
    [aws("arn:aws:iam::111122223333:role/team-*"), "lint/principal-pattern", "/Principal/AWS/0"],
    [aws("arn:aws:iam::*:root"), "lint/principal-pattern", "/Principal/AWS/0"],
    [aws("arn:aws:iam::111122223333:group/a"), "lint/principal-form", "/Principal/AWS/0"],
    [aws("arn:aws:iam::111122223333:policy/a"), "lint/principal-form", "/Principal/AWS/0"],
    [aws("arn:aws:s3:::bucket"), "lint/principal-form", "/Principal/AWS/0"],
    [aws("11112222333"), "lint/principal-form", "/Principal/AWS/0"],
    [aws("arn:aws:iam::1111:root"), "lint/principal-form", "/Principal/AWS/0"],
    [aws("logs.us-east-1.amazonaws.com"), "lint/principal-form", "/Principal/AWS/0"],
    [aws("Alice"), "lint/principal-form", "/Principal/AWS/0"],
    [service("*"), "lint/service-form", "/Principal/Service/0"],
    [service("logs.*.amazonaws.com"), "lint/service-form", "/Principal/Service/0"],
    [service("logs"), "lint/service-form", "/Principal/Service/0"],
    [service("Logs.us-east-1.amazonaws.com"), "lint/service-form", "/Principal/Service/0"],
    [service("logs.us-east-1.amazonaws.com/"), "lint/service-form", "/Principal/Service/0"],
    [service(alice), "lint/service-form", "/Principal/Service/0"],
    [{ Principal: undefined }, "lint/no-principal", ""],
    [{ Principal: {} }, "lint/no-principal", ""],
    [{ Principal: { AWS: [], Service: [] } }, "lint/no-principal", ""],
    [{ Action: undefined }, "lint/no-action", ""],
    [{ Action: "Decrypt" }, "lint/action-form", "/Action"],
    [{ Action: ["kms:Sign", "kms*"] }, "lint/action-form", "/Action/1"],
    [{ Action: "s3:GetObject" }, "lint/action-form", "/Action"],
    [{ Resource: undefined }, "lint/no-resource", ""],
    [
      when("StringEquals", "aws:ResourceTag/team"),
      "lint/condition-key",
      "/Condition/StringEquals/aws:ResourceTag~1team",
    ],
    [
      when("StringEquals", "kms:ResourceTag/a"),
      "lint/condition-key",
      "/Condition/StringEquals/kms:ResourceTag~1a",
    ],
    [
      when("ForAnyValue:StringLike", "kms:resourcealiases"),
      "lint/condition-key",
      "/Condition/ForAnyValue:StringLike/kms:resourcealiases",
    ],
    [
      when("ForAllValues:StringEqualsIfExists", "kms:EncryptionContext:App"),
      "lint/for-all-values",
      "/Condition/ForAllValues:StringEqualsIfExists/kms:EncryptionContext:App",
    ],
    [when("StringIs", "kms:ViaService"), "lint/operator", "/Condition/StringIs"],
    [when("NullIfExists", "kms:ViaService", "true"), "lint/operator", "/Condition/NullIfExists"],
    [{ Effect: "allow" }, "policy/member", "/Effect"],
    [{ effect: "Allow" }, "policy/member", "/effect"],
    [{ Comment: "a/b" }, "policy/member", "/Comment"],
    [{ "a/b": "" }, "policy/member", "/a~1b"],
    [{ Principal: alice }, "policy/member", "/Principal"],
    [{ Principal: { Role: alice } }, "policy/member", "/Principal/Role"],
    [{ NotAction: "kms:Sign" }, "policy/member", "/NotAction"],
    [{ NotResource: "*" }, "policy/member", "/NotResource"],
    [{ Effect: "Deny", NotPrincipal: "*" }, "policy/member", "/NotPrincipal"],
    [{ Action: [] }, "policy/member", "/Action"],
    [{ Resource: [1] }, "policy/member", "/Resource"],
    [{ Sid: 1 }, "policy/member", "/Sid"],
    [{ Condition: [] }, "policy/member", "/Condition"],
    [when("StringEquals", "kms:ViaService", []), "policy/member", "/Condition/StringEquals/kms:ViaService"],
    [when("StringEquals", "kms:ViaService", {}), "policy/member", "/Condition/StringEquals/kms:ViaService"],
  ])("%j: %s", (members, code, at) => {
    expect(brief(policy(allow(members)))).toEqual([`error ${code} /Statement/0${at}`]);
  });

  test.each([
    ['{"Version":"2012-10-18","Statement":[]}', "policy/version /Version"],
    ['{"Version":["2012-10-17"],"Statement":[]}', "policy/version /Version"],
    ['{"Id":1,"Statement":[]}', "policy/member /Id"],
    ['{"statement":[],"Statement":[]}', "policy/member /statement"],
  ])("%s", (text, expected) => expect(brief(policyOf(text))).toEqual([`error ${expected}`]));
});

describe("a warning", () => {
  test.each<readonly [{ readonly [member: string]: Members[string] | undefined }, string, string]>([
    [{ Principal: undefined, NotPrincipal: { AWS: alice } }, "not-principal-allow", "/NotPrincipal"],
    [{ Resource: "arn:aws:kms:us-east-1:111122223333:key/*" }, "resource", "/Resource"],
    [{ Resource: ["*", "arn:a"] }, "resource", "/Resource"],
    [{ Resource: undefined, NotResource: "*" }, "resource", "/NotResource"],
    [{ Action: "kms:Encrpyt" }, "action-unknown", "/Action"],
    [{ Action: ["kms:ReEncrypt", "kms:Sign"] }, "action-unknown", "/Action/0"],
    [service("airflwo.us-east-1.amazonaws.com"), "service-unknown", "/Principal/Service/0"],
    [when("stringEquals", "kms:ViaService"), "operator-case", "/Condition/stringEquals"],
    [
      when("StringEquals", "aws:PrincipalOrg"),
      "condition-key-unknown",
      "/Condition/StringEquals/aws:PrincipalOrg",
    ],
    [when("StringEquals", "s3:prefix"), "condition-key-unknown", "/Condition/StringEquals/s3:prefix"],
    [when("StringEquals", "ViaService"), "condition-key-unknown", "/Condition/StringEquals/ViaService"],
    [
      when("Bool", "kms:GrantIsForAWSResource", "true"),
      "condition-key-operation",
      "/Condition/Bool/kms:GrantIsForAWSResource",
    ],
    [when("Bool", "aws:SecureTransport", "yes"), "condition-value", "/Condition/Bool/aws:SecureTransport"],
    [when("Null", "kms:ViaService", "no"), "condition-value", "/Condition/Null/kms:ViaService"],
    [
      when("NumericEquals", "aws:MultiFactorAuthAge", "1h"),
      "condition-value",
      "/Condition/NumericEquals/aws:MultiFactorAuthAge",
    ],
    [
      when("DateLessThan", "aws:CurrentTime", "tomorrow"),
      "condition-value",
      "/Condition/DateLessThan/aws:CurrentTime",
    ],
    [
      when("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "10.0.0.300"]),
      "condition-value",
      "/Condition/IpAddress/aws:SourceIp",
    ],
    [when("ArnLike", "aws:SourceArn", "role/a"), "condition-value", "/Condition/ArnLike/aws:SourceArn"],
  ])("%j: %s", (members, code, at) => {
    expect(brief(policy(allow(members)))).toEqual([`warning lint/${code} /Statement/0${at}`]);
  });

  test("says of which day the names are", () => {
    expect(lintPolicy(policy(allow({ Action: "kms:Encrpyt" })))[0]?.why).toContain(
      `Service Authorization Reference of ${namesOf}`,
    );
  });

  test("ForAllValues in a Deny, of which AWS is silent", () => {
    const denies = policy(deny(when("ForAllValues:StringNotEquals", "kms:EncryptionContext:App")));
    expect(brief(denies)[0]).toMatch("warning lint/for-all-values-deny");
  });

  test("CloudWatch Logs of other Regions, each place, where the key's Region is known", () => {
    const names = ["ap-southeast-2", "us-east-1", "ap-southeast-4"].map(
      (region) => `logs.${region}.amazonaws.com`,
    );
    const many = policy(allow(service(...names)));
    expect(brief(many, "ap-southeast-2")).toEqual([
      "warning lint/logs-region /Statement/0/Principal/Service/1",
      "warning lint/logs-region /Statement/0/Principal/Service/2",
    ]);
    expect(brief(many)).toEqual([]);
  });

  test("equal Sids, and whose it is", () => {
    const found = lintPolicy(
      policy(allow({ Sid: "a" }), allow({ Sid: "b" }), deny({ Sid: "a" }), deny({ Sid: "a" })),
    );
    expect(found.map(({ what }) => what)).toEqual([
      'Statement "a" has the same Sid as statement 1. The same at 1 more place: /Statement/3/Sid',
    ]);
  });
});

describe("many equal problems", () => {
  test("are one, with the first places and a count", () => {
    const found = lintPolicy(policy(...Array.from({ length: 200 }, () => allow({ Resource: undefined }))));
    expect(found.map(({ what }) => what)).toEqual([
      "Statement 1 has neither Resource nor NotResource. The same at 199 more places: /Statement/1, /Statement/2, /Statement/3, …",
    ]);
  });

  test("that differ in a name are shown ten times, and then counted", () => {
    const names = Array.from({ length: 60 }, (_, index) => `role-${index}`);
    const found = lintPolicy(policy(allow(aws(...names))));
    expect(found).toHaveLength(11);
    expect(found.at(-1)?.what).toMatch(
      "has role-10 as AWS principal. The same at 49 more places: /Statement/0/Principal/AWS/11,",
    );
  });
});

describe("the whole", () => {
  test("says which characters KMS rejects, and where", () => {
    const found = lintPolicy(
      policyOf('{"Id":"\u0100","Statement":[{"a":1},{"Sid":"a – b – c😀"}],"x":"\u0080"}'),
    ).filter((each) => each.code === "lint/characters");
    expect(found.map((each) => [each.at, each.what])).toEqual([
      ["/Statement/1", 'Statement "a – b – c😀" has U+2013 (–) and 2 more, which KMS rejects.'],
      [undefined, "The key policy, outside its statements, has U+0100 (Ā), which KMS rejects."],
    ]);
  });

  test("shows no character that would disturb a terminal", () => {
    const [found] = lintPolicy(policyOf('{"Id":"\u202e","Statement":[]}'));
    expect(found?.what).toContain("has U+202E, which");
  });

  test("counts bytes, not characters, against the quota", () => {
    const sized = (bytes: number, fill: string) => {
      const rest = '{"Id":"","Statement":[]}';
      return policyOf(
        rest.replace('""', `"${fill.repeat((bytes - rest.length) / new TextEncoder().encode(fill).length)}"`),
      );
    };
    expect(brief(sized(32_768, "a"))).toEqual([]);
    expect(brief(sized(32_769, "a"))).toEqual(["warning lint/size undefined"]);
    expect(brief(sized(32_768, "é"))).toEqual([]);
    expect(lintPolicy(sized(32_770, "é"))[0]?.what).toContain("32,770 bytes");
    const long = sized(131_072, "a");
    expect(brief({ ...long, text: `${long.text} ` })).toEqual(["error policy/too-long undefined"]);
  });
});
