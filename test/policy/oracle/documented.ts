/** The examples and tables that AWS's pages print, each with its page. */
import { keyArn } from "./callers.js";
import type { Context } from "./request.js";
import { people } from "./requests.js";
import { allow, ask, conditionRow, deny, logsService, pages, policy, type Row, root } from "./rows.js";

const table = (
  page: string,
  condition: unknown,
  rows: readonly (readonly [says: string, context: Context, holds: boolean])[],
): Row[] => rows.map(([says, context, holds]) => conditionRow(page, says, condition, context, holds));

const { operators, several, sets, kmsKeys } = pages;

const conditions: readonly Row[] = [
  ...table(operators, { StringEquals: { "aws:PrincipalTag/job-category": "iamuser-admin" } }, [
    ["equal", { "aws:principaltag/job-category": ["iamuser-admin"] }, true],
    ["another value", { "aws:principaltag/job-category": ["dev-ops"] }, false],
    ["absent", {}, false],
  ]),
  ...table(operators, { StringLike: { "s3:prefix": ["home/", "home/${aws:username}/"] } }, [
    [
      "the user's own name",
      { "s3:prefix": ["home/martha_rivera/"], "aws:username": ["martha_rivera"] },
      true,
    ],
    ["another user's name", { "s3:prefix": ["home/martha_rivera/"], "aws:username": ["nikki_wolf"] }, false],
    ["no username", { "s3:prefix": ["home/martha_rivera/"] }, false],
  ]),
  ...table(
    operators,
    {
      StringEqualsIgnoreCase: { "aws:RequestTag/environment": ["preprod", "storage"] },
      "ForAnyValue:StringEquals": { "aws:TagKeys": "environment" },
    },
    [
      ["both", { "aws:tagkeys": ["environment"], "aws:requesttag/environment": ["preprod"] }, true],
      [
        "one of two keys, other case",
        { "aws:tagkeys": ["environment", "costcenter"], "aws:requesttag/environment": ["PreProd"] },
        true,
      ],
      [
        "case of the tag key",
        { "aws:tagkeys": ["Environment"], "aws:requesttag/environment": ["preprod"] },
        false,
      ],
      [
        "another tag key",
        { "aws:tagkeys": ["costcenter"], "aws:requesttag/environment": ["preprod"] },
        false,
      ],
      ["no tag keys", { "aws:requesttag/environment": ["storage"] }, false],
      ["no tag", { "aws:tagkeys": ["environment"] }, false],
      ["nothing", {}, false],
    ],
  ),
  ...table(operators, { Bool: { "aws:SecureTransport": "false" } }, [
    ["false", { "aws:securetransport": ["false"] }, true],
    ["true", { "aws:securetransport": ["true"] }, false],
    ["absent", {}, false],
  ]),
  ...table(operators, { BinaryEquals: { key: "QmluYXJ5VmFsdWVJbkJhc2U2NA==" } }, [
    ["same bytes", { key: ["QmluYXJ5VmFsdWVJbkJhc2U2NA=="] }, true],
    ["other bytes", { key: ["ASIAIOSFODNN7EXAMPLE"] }, false],
    ["absent", {}, false],
  ]),
  ...table(operators, { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] } }, [
    ["in the range", { "aws:sourceip": ["203.0.113.1"] }, true],
    ["outside", { "aws:sourceip": ["198.51.100.1"] }, false],
    ["in the IPv6 range", { "aws:sourceip": ["2001:db8:1234:5678::9"] }, true],
    ["outside the IPv6 range", { "aws:sourceip": ["2001:db8:1234:5679::9"] }, false],
    ["absent, as through a VPC endpoint", {}, false],
  ]),
  ...table(operators, { ArnEquals: { "aws:SourceArn": "arn:aws:sns:us-west-2:123456789012:TOPIC-ID" } }, [
    ["the topic", { "aws:sourcearn": ["arn:aws:sns:us-west-2:123456789012:TOPIC-ID"] }, true],
    ["of another account", { "aws:sourcearn": ["arn:aws:sns:us-west-2:777788889999:TOPIC-ID"] }, false],
    ["absent", {}, false],
  ]),
  ...table(operators, { StringLikeIfExists: { "ec2:InstanceType": ["t1.*", "t2.*", "m3.*"] } }, [
    ["one of the types", { "ec2:instancetype": ["t1.micro"] }, true],
    ["another type", { "ec2:instancetype": ["m2.micro"] }, false],
    ["absent", {}, true],
  ]),
  ...table(operators, { Null: { "aws:TokenIssueTime": "false" } }, [
    ["temporary credentials", { "aws:tokenissuetime": ["2026-01-01T00:00:00Z"] }, true],
    ["own credentials", {}, false],
  ]),
  ...table(operators, { DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } }, [
    ["later", { "aws:tokenissuetime": ["2020-01-01T00:00:02Z"] }, true],
    ["the same second", { "aws:tokenissuetime": ["2020-01-01T00:00:01Z"] }, false],
    ["access keys", {}, false],
  ]),
  ...table(operators, { NumericLessThanEquals: { "s3:max-keys": "10" } }, [
    ["10", { "s3:max-keys": ["10"] }, true],
    ["11", { "s3:max-keys": ["11"] }, false],
  ]),
  ...table(
    several,
    {
      StringEquals: {
        "aws:PrincipalTag/department": ["finance", "hr", "legal"],
        "aws:PrincipalTag/role": ["audit", "security"],
      },
      ArnLike: {
        "aws:PrincipalArn": ["arn:aws:iam::222222222222:user/Ana", "arn:aws:iam::222222222222:user/Mary"],
      },
    },
    [
      ["all three", tagged("legal", "audit", "Mary"), true],
      ["another user", tagged("hr", "audit", "Nikki"), false],
      ["another role tag", tagged("hr", "payroll", "Mary"), false],
      ["no role tag", tagged("hr", undefined, "Mary"), false],
      ["no tags", tagged(undefined, undefined, "Mary"), false],
    ],
  ),
  ...table(
    several,
    {
      StringEquals: {
        "aws:PrincipalTag/department": ["finance", "hr", "legal"],
        "aws:PrincipalTag/role": ["audit", "security"],
      },
      ArnNotLike: {
        "aws:PrincipalArn": ["arn:aws:iam::222222222222:user/Ana", "arn:aws:iam::222222222222:user/Mary"],
      },
    },
    [
      ["none of the users", tagged("legal", "audit", "Nikki"), true],
      ["one of the users", tagged("hr", "audit", "Mary"), false],
      ["another role tag", tagged("hr", "payroll", "Nikki"), false],
      ["no role tag", tagged("hr", undefined, "Nikki"), false],
      ["no tags", tagged(undefined, undefined, "Nikki"), false],
    ],
  ),
  ...table(
    sets,
    {
      "ForAllValues:StringEquals": { "aws:TagKeys": ["environment", "cost-center"] },
      Null: { "aws:TagKeys": "false" },
    },
    [
      ["one", { "aws:tagkeys": ["environment"] }, true],
      ["both", { "aws:tagkeys": ["environment", "cost-center"] }, true],
      ["one of them and another", { "aws:tagkeys": ["environment", "dept"] }, false],
      ["absent", {}, false],
    ],
  ),
  ...table(sets, { "ForAnyValue:StringEquals": { "aws:TagKeys": ["environment", "cost-center"] } }, [
    ["one", { "aws:tagkeys": ["cost-center"] }, true],
    ["one of them and another", { "aws:tagkeys": ["environment", "dept"] }, true],
    ["another", { "aws:tagkeys": ["dept"] }, false],
    ["absent", {}, false],
  ]),
  ...table(kmsKeys, { StringEquals: { "kms:EncryptionContext:Appname": "ExampleApp" } }, [
    ["the key in any case", { "kms:encryptioncontext:appname": ["ExampleApp"] }, true],
    ["the value in another case", { "kms:encryptioncontext:appname": ["exampleapp"] }, false],
    ["no encryption context", {}, false],
  ]),
  ...table(kmsKeys, { Null: { "kms:EncryptionContextKeys": false } }, [
    ["an encryption context", { "kms:encryptioncontextkeys": ["AppName"] }, true],
    ["none", {}, false],
  ]),
];

function tagged(department: string | undefined, role: string | undefined, user: string): Context {
  return {
    "aws:principaltag/department": department === undefined ? undefined : [department],
    "aws:principaltag/role": role === undefined ? undefined : [role],
    "aws:principalarn": [`arn:aws:iam::222222222222:user/${user}`],
  };
}

const bob = { type: "user", arn: "arn:aws:iam::444455556666:user/Bob" } as const;
const audit = {
  type: "role",
  arn: "arn:aws:iam::444455556666:role/cross-account-read-only-role",
  session: "cross-account-audit-app",
} as const;
const session = "arn:aws:sts::444455556666:assumed-role/cross-account-read-only-role/cross-account-audit-app";
const exceptBob = { NotPrincipal: { AWS: [bob.arn, "arn:aws:iam::444455556666:root"] } };
const exceptAudit = { NotPrincipal: { AWS: [session, audit.arn, "arn:aws:iam::444455556666:root"] } };

const principals: readonly Row[] = [
  {
    page: pages.kmsDefault,
    says: "the default policy delegates to the account",
    policy: policy([allow({ Principal: { AWS: root } })]),
    request: ask(),
    expected: "allow",
    by: "account",
  },
  {
    page: pages.kmsDefault,
    says: "the account principal includes the root user",
    policy: policy([allow({ Principal: { AWS: root } })]),
    request: ask({}, people.root),
    expected: "allow",
    by: "principal",
  },
  {
    page: pages.principal,
    says: "the account's id is the same as its ARN",
    policy: policy([allow({ Principal: { AWS: "111122223333" } })]),
    request: ask(),
    expected: "allow",
    by: "account",
  },
  {
    page: pages.principal,
    says: "a role's ARN names its sessions",
    policy: policy([allow({ Principal: { AWS: people.creator.arn } })]),
    request: ask(),
    expected: "allow",
    by: "principal",
  },
  {
    page: pages.principal,
    says: "two services in one list",
    policy: policy([allow({ Principal: { Service: ["ecs.amazonaws.com", logsService.name] } })]),
    request: ask({}, logsService),
    expected: "allow",
    by: "principal",
  },
  {
    page: pages.kmsPolicy,
    says: "an asterisk gives every identity in every account permission",
    policy: policy([allow()]),
    request: ask({}, bob),
    expected: "allow",
    by: "principal",
  },
  {
    page: pages.kmsPolicy,
    says: "access is implicitly denied",
    policy: policy([allow({ Action: "kms:DescribeKey" })]),
    request: ask(),
    expected: "implicit",
  },
  {
    page: pages.logic,
    says: "an explicit deny overrides any allows",
    policy: policy([allow(), deny({ Action: "kms:Decrypt" })]),
    request: ask(),
    expected: "deny",
  },
  {
    page: pages.notPrincipal,
    says: "all but Bob are denied",
    policy: policy([allow(), deny(exceptBob)]),
    request: ask(),
    expected: "deny",
  },
  {
    page: pages.notPrincipal,
    says: "Bob, named with his account, is not",
    policy: policy([allow(), deny(exceptBob)]),
    request: ask({}, bob),
    expected: "allow",
  },
  {
    page: pages.notPrincipal,
    says: "a service that is not named is denied",
    policy: policy([allow(), deny(exceptBob)]),
    request: ask({}, logsService),
    expected: "deny",
  },
  {
    page: pages.notPrincipal,
    says: "a session, named with role and account, is not denied",
    policy: policy([allow(), deny(exceptAudit)]),
    request: ask({}, audit),
    expected: "allow",
  },
  {
    page: pages.notPrincipal,
    says: "without the account's ARN it might be",
    policy: policy([allow(), deny({ NotPrincipal: { AWS: [bob.arn] } })]),
    request: ask({}, bob),
    expected: "undecided",
  },
  {
    page: pages.notPrincipal,
    says: "a permissions boundary is always denied",
    policy: policy([allow(), deny(exceptBob)]),
    request: ask({}, { ...bob, boundary: true }),
    expected: "deny",
  },
  {
    page: pages.principal,
    says: "the form to prefer to NotPrincipal",
    policy: policy([allow(), deny({ Condition: { ArnNotEquals: { "aws:PrincipalArn": bob.arn } } })]),
    request: ask({ "aws:principalarn": [bob.arn] }, bob),
    expected: "allow",
  },
];

const elements: readonly Row[] = [
  {
    page: pages.action,
    says: "prefix and name in any case",
    policy: policy([allow({ Action: "KMS:decrypt" })]),
    request: ask(),
    expected: "allow",
  },
  {
    page: pages.action,
    says: "a wildcard as part of the name",
    policy: policy([allow({ Action: "kms:*crypt" })]),
    request: ask(),
    expected: "allow",
  },
  {
    page: pages.kmsPolicy,
    says: "the asterisk is this key",
    policy: policy([allow({ Resource: "*" })]),
    request: ask(),
    expected: "allow",
  },
  {
    page: pages.kmsPolicy,
    says: "without Resource a statement has no effect",
    policy: policy([{ Effect: "Allow", Principal: "*", Action: "kms:*" }]),
    request: ask(),
    expected: "implicit",
  },
  {
    page: pages.resource,
    says: "a wildcard in the last segment",
    policy: policy([allow({ Resource: `${keyArn.slice(0, -8)}*` })]),
    request: ask(),
    expected: "allow",
  },
  {
    page: pages.resource,
    says: "a wildcard at a segment's end passes colons",
    policy: policy([allow({ Resource: "arn:aws:kms:*" })]),
    request: ask(),
    expected: "allow",
  },
];

export const documented: readonly Row[] = [...conditions, ...principals, ...elements];
