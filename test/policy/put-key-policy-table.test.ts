/** Who may still write a policy: every statement for every caller, alone and beside the root's, as a table. */
import { expect, test } from "vitest";
import { readCaller } from "../../src/policy/evaluate/principal.js";
import { allow, deny, type Members, policy } from "./difference-policy.js";
import { mayCall } from "./direct-call.js";

const account = "111122223333";
const arn = (name: string) => `arn:aws:iam::${account}:${name}`;
const callers = () =>
  [
    arn("root"),
    arn("user/team/Alice"),
    `arn:aws:sts::${account}:assumed-role/Admin/session`,
    `arn:aws:sts::${account}:federated-user/Carol`,
    `arn:aws:sts::${account}:assumed-role/Admin`,
    `arn:aws:iam::444455556666:user/user/Bob`,
    "no ARN",
    `arn:aws-cn:iam::${account}:user/Alice`,
    `xarn:aws:iam::${account}:root`,
    `arn:aws:sts::${account}:root`,
    `arn:aws:sts::${account}:user/Alice`,
    `arn:aws:iam::${account}:group/Alice`,
  ].map((each) => readCaller(each, account));

const principals = [
  ...["*", arn("root"), account, "444455556666", arn("user/team/Alice"), arn("user/Alice")],
  ...[arn("role/Admin"), arn("role/admin"), arn("role/team/Admin"), arn("role/Other"), arn("role/Admin/x")],
  ...[`arn:aws:sts::${account}:assumed-role/Admin/session`, `arn:aws-cn:iam::${account}:root`],
];
const may = (members: Parameters<typeof allow>[0]) => [
  allow({ Action: "kms:*", ...members }),
  deny({ Action: "kms:PutKeyPolicy", ...members }),
];
const keys = [
  ...["kms:CallerAccount", "aws:PrincipalAccount", "aws:PrincipalArn", "kms:BypassPolicyLockoutSafetyCheck"],
  ...["aws:PrincipalIsAWSService", "aws:ViaAWSService", "aws:SecureTransport", "kms:ViaService"],
  ...["kms:GrantIsForAWSResource", "aws:SourceAccount", "aws:SourceArn", "aws:CalledVia"],
  ...["kms:EncryptionContext:a", "aws:MultiFactorAuthPresent", "AWS:SECURETRANSPORT"],
];
const operators = [
  ...["StringEquals", "StringNotEquals", "StringLike", "StringEqualsIgnoreCase", "ArnLike", "Bool", "Null"],
  ...["StringEqualsIfExists", "ForAnyValue:StringEquals", "ForAllValues:StringEquals", "stringequals"],
  ...["NumericEquals", "Nonsense"],
];
const values = [account, "true", "false", arn("user/*"), "${aws:username}", [], ["false", "x"]];

const statements: readonly Members[] = [
  ...principals.flatMap((each) => may({ Principal: { AWS: each } })),
  ...principals.flatMap((each) => may({ Principal: undefined, NotPrincipal: { AWS: [each, arn("root")] } })),
  ...principals.flatMap((each) => may({ Principal: undefined, NotPrincipal: { AWS: each } })),
  ...["*", { Service: "logs.amazonaws.com" }, { Federated: "x" }, { CanonicalUser: "x" }].flatMap((each) => [
    ...may({ Principal: each }),
    ...may({ Principal: undefined, NotPrincipal: each }),
  ]),
  ...[
    "*",
    "**",
    "arn:aws:kms:*:*:key/*",
    "arn:aws:s3:::a",
    "a*",
    "?",
    "b",
    "arn:*:a",
    "arn:aws:k?s:a",
    "x:*",
  ].flatMap((each) => [
    ...may({ Principal: "*", Resource: each }),
    ...may({ Principal: "*", Resource: undefined, NotResource: each }),
  ]),
  ...may({ Principal: "*", Resource: undefined }),
  ...may({ Principal: "*", Action: "kms:Get*" }),
  ...may({ Principal: undefined }),
  ...may({ Principal: "*", Effect: "Other" }),
];
const conditions = keys.flatMap((key) =>
  operators.map((operator) => ({ name: `${operator} ${key}`, key, operator })),
);

const letters = { yes: "y", no: ".", unknown: "?" };
const root = allow({ Principal: "*", Action: "kms:*" });

function answers(statement: Members): string {
  const alone = callers()
    .map((who) => letters[mayCall(policy(statement), who, "PutKeyPolicy")])
    .join("");
  const beside = callers().map((who) => letters[mayCall(policy(root, statement), who, "PutKeyPolicy")]);
  return `${alone} ${beside.join("")}`;
}

test("principals, resources and actions", async () => {
  const lines = statements.map((statement) => `${answers(statement)} ${JSON.stringify(statement)}`);
  await expect(lines.join("\n")).toMatchFileSnapshot("./tables/put-key-policy.txt");
});

test("conditions", async () => {
  const lines = conditions.map(({ name, key, operator }) => {
    const columns = values.map((value) => {
      const statement = allow({ Principal: "*", Action: "*", Condition: { [operator]: { [key]: value } } });
      return callers()
        .map((who) => letters[mayCall(policy(statement), who, "PutKeyPolicy")])
        .join("");
    });
    return `${columns.join(" ")} ${name}`;
  });
  await expect(lines.join("\n")).toMatchFileSnapshot("./tables/put-key-policy-conditions.txt");
});
