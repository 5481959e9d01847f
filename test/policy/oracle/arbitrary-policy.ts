/** Random key policies, rich in what evaluators get wrong, small enough to read. */
import fc from "fast-check";
import { arbitraryCondition, type ConditionBlock } from "./arbitrary-condition.js";

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly StatementDocument[] | StatementDocument;
}

export interface StatementDocument {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: ConditionBlock;
}

const oneOrMore = (items: fc.Arbitrary<string>, maxLength = 3): fc.Arbitrary<string | string[]> =>
  fc.oneof(items, fc.uniqueArray(items, { minLength: 1, maxLength }));

const aws = fc.constantFrom(
  ...[
    "*",
    "111122223333",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::444455556666:root",
  ],
  ...[
    "arn:aws:iam::111122223333:role/MwaaCreator",
    "arn:aws:iam::111122223333:role/mwaa-execution",
    "arn:aws:iam::111122223333:role/path/to/KeyAdmin",
  ],
  ...[
    "arn:aws:iam::111122223333:role/KeyAdmin",
    "arn:aws:iam::111122223333:role/mwaacreator",
    "arn:aws:iam::111122223333:role/*",
  ],
  ...[
    "arn:aws:iam::111122223333:user/carol",
    "arn:aws:iam::111122223333:user/Carol",
    "arn:aws:sts::111122223333:assumed-role/MwaaCreator/alice",
  ],
  ...[
    "arn:aws:sts::111122223333:assumed-role/MwaaCreator/other",
    "arn:aws:sts::111122223333:assumed-role/KeyAdmin/bob",
  ],
  ...[
    "arn:aws:iam::999988887777:role/aws-owned",
    "arn:aws:iam::999988887777:root",
    "arn:aws-cn:iam::111122223333:root",
  ],
  ...["AROAEXAMPLEROLEID123", "arn:aws:iam::111122223333:group/admins", "arn:aws:iam::*:root"],
);
const services = fc.constantFrom(
  ...[
    "logs.us-east-1.amazonaws.com",
    "logs.us-east-1.amazonaws.com",
    "airflow.us-east-1.amazonaws.com",
    "dynamodb.us-east-1.amazonaws.com",
  ],
  ...[
    "logs.eu-west-1.amazonaws.com",
    "logs.amazonaws.com",
    "logs.us-east-1.amazonaws.com.cn",
    "airflow.amazonaws.com",
    "*",
  ],
);

const principal: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 9, arbitrary: fc.constant("*") },
  { weight: 6, arbitrary: oneOrMore(aws).map((AWS) => ({ AWS })) },
  { weight: 3, arbitrary: oneOrMore(services, 2).map((Service) => ({ Service })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(oneOrMore(aws, 2), oneOrMore(services, 2))
      .map(([AWS, Service]) => ({ AWS, Service })),
  },
  { weight: 1, arbitrary: fc.constant({ Federated: "cognito-identity.amazonaws.com" }) },
);

const actions: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("kms:*", "*", "KMS:*", ["kms:*"]) },
  {
    weight: 5,
    arbitrary: oneOrMore(
      fc.constantFrom(
        ...[
          "kms:*",
          "kms:Decrypt",
          "kms:decrypt",
          "kms:Encrypt*",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:GenerateDataKey",
        ],
        ...[
          "kms:Describe*",
          "kms:DescribeKey",
          "kms:CreateGrant",
          "kms:Create*",
          "KMS:CREATEGRANT",
          "kms:*Grant",
          "kms:*Grant*",
        ],
        ...["kms:?ecrypt", "kms:PutKeyPolicy", "kms:Put*", "kms:GetKeyPolicy", "kms:List*", "s3:*"],
      ),
      4,
    ),
  },
  { weight: 1, arbitrary: oneOrMore(fc.constantFrom("kms:Decrypt", "kms:", "kms", "k*:Decrypt", "*:*")) },
);

const resources = oneOrMore(
  fc.constantFrom(
    ...[
      "*",
      "*",
      "*",
      "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "arn:aws:kms:us-east-1:111122223333:key/*",
    ],
    ...[
      "arn:aws:kms:*:111122223333:key/*",
      "arn:aws:kms:*",
      "arn:aws:kms:us-west-2:111122223333:key/*",
      "arn:aws:kms:us-east-1:111122223333:alias/demo",
    ],
    ...[
      "arn:aws:kms:us-east-1:111122223333:KEY/*",
      "key/*",
      "arn:aws:kms:us-east-1:111122223333:key/${aws:username}",
    ],
  ),
  2,
);

/** A member, or its negation; rarely none. */
function element(
  name: string,
  value: fc.Arbitrary<unknown>,
  negated: number,
  missing = 0,
): fc.Arbitrary<Record<string, unknown>> {
  return fc.oneof(
    { weight: 100 - negated - missing, arbitrary: value.map((one) => ({ [name]: one })) },
    { weight: negated, arbitrary: value.map((one) => ({ [`Not${name}`]: one })) },
    { weight: missing, arbitrary: fc.constant({}) },
  );
}

const allResources = fc.oneof(
  { weight: 4, arbitrary: fc.constant<unknown>("*") },
  { weight: 1, arbitrary: resources },
);

const statement: fc.Arbitrary<StatementDocument> = fc
  .tuple(
    fc.constantFrom("Allow" as const, "Deny" as const),
    element("Principal", principal, 12),
    element("Action", actions, 15),
    element("Resource", allResources, 4, 4),
    fc.oneof(
      { weight: 3, arbitrary: arbitraryCondition.map((Condition) => ({ Condition })) },
      { weight: 1, arbitrary: fc.constant({}) },
    ),
  )
  .map(([Effect, ...members]) => Object.assign({ Effect }, ...members) as StatementDocument);

/** The statements that nearly every key has: without them hardly a random policy allows anything. */
const usual: readonly StatementDocument[] = [
  { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" },
  {
    Effect: "Allow",
    Principal: { Service: "logs.us-east-1.amazonaws.com" },
    Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Resource: "*",
  },
  { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" },
];

export const arbitraryPolicy: fc.Arbitrary<PolicyDocument> = fc
  .record({
    version: fc.constantFrom("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", undefined),
    usual: fc.subarray([...usual]),
    statements: fc.oneof(
      { weight: 5, arbitrary: fc.array(statement, { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array(statement, { minLength: 3, maxLength: 4 }) },
    ),
  })
  .map(({ version, usual: some, statements }) => {
    const list = [...some, ...statements];
    const [first] = list;
    return {
      ...(version === undefined ? {} : { Version: version }),
      Statement: list.length === 1 && first !== undefined && version === undefined ? first : list,
    };
  });
