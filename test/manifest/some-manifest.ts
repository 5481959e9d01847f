/** Manifests for properties: most of their members are good, some are of the wrong form, some of the wrong kind. */
import fc from "fast-check";
import { acknowledgements, logGroupKinds, scopes } from "../../src/choices.js";
import { waivable } from "../../src/manifest/schema.js";
import { arn, id } from "./cases.js";

/** Mostly one of the good values; at times another text, or something that is no text. */
function mostly<T>(good: readonly T[], bad: readonly string[] = []): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 250, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom("", " ", ...bad, ...good.map((each) => ` ${each}`)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
    { weight: 1, arbitrary: fc.constantFrom(null, true, 3, 111122223333, [], {}, ["a"], { a: "b" }) },
  );
}

const keys = [
  ...[id, `key/${id}`, arn, arn.replace("eu-west-1", "eu-west-2")],
  arn.replace("arn:aws:kms:eu-west-1", "arn:aws-cn:kms:cn-north-1"),
  arn.replace("arn:aws:kms:eu-west-1", "arn:aws-us-gov:kms:us-gov-west-1"),
];
const badKeys = [
  ...[
    "alias/airflow",
    `mrk-${id.replaceAll("-", "")}`,
    id.toUpperCase(),
    `${id}\n`,
    arn.replace("aws", "aws-cn"),
  ],
  ...[
    arn.replace("1111", "111"),
    arn.replace("kms", "s3"),
    arn.replace("key/", "alias/"),
    `key/key/${id}`,
    "*",
  ],
];
const roles = [
  "arn:aws:iam::111122223333:role/a",
  "arn:aws-cn:iam::111122223333:role/service-role/a+=,.@_-b",
];
const badRoles = [
  "a",
  "arn:aws:sts::111122223333:assumed-role/a/b",
  "arn:aws:iam::1:role/a",
  "arn:aws:iam::111122223333:role/",
  `${roles[0]}/`,
];

const shared = {
  region: mostly(["eu-west-1", "eu-west-2", "us-gov-west-1"], ["eu-west-1a", "Ireland", "xx-west-1"]),
  account: mostly(["111122223333", "012345678901"], ["11112222333", "1111-2222-3333"]),
  bucket: mostly(["airflow", "a.b-c"], ["s3://airflow", "A", "-a-", "ab", "x".repeat(64)]),
  executionRole: mostly(roles, badRoles),
  logGroups: mostly([true, false], ["yes"]),
  logTypes: fc.oneof(
    { weight: 120, arbitrary: fc.array(mostly(logGroupKinds, ["Tasks"]), { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: mostly(["Task"]) },
  ),
  accept: fc.array(mostly(acknowledgements), { maxLength: 2 }),
  scope: mostly(scopes, ["all"]),
  profile: mostly(["prod", "a b", "é", "x".repeat(128)], ["[a]", "a ", "a\u0001b", "x".repeat(129)]),
  assumeRole: mostly(roles, badRoles),
};

const environment = fc.record(
  {
    name: mostly(["prod", "a", "test_1-b", "x".repeat(80)], ["1a", "a b", "x".repeat(81)]),
    key: mostly(keys, badKeys),
    ...shared,
  },
  { requiredKeys: ["name", "key"] },
);

const waiver = fc.record({
  check: mostly(waivable, ["key-exists", "key-orgin"]),
  key: mostly(keys, badKeys),
  reason: mostly(
    ["SEC-123", "é😀x", "x".repeat(500), "😀".repeat(500)],
    ["ab", "😀😀", "   ", "x".repeat(501)],
  ),
  expires: mostly(
    ["2027-03-31", "2028-02-29"],
    ["2027-02-29", "2027-00-10", "2027-1-1", "2027-01-01T00:00:00Z"],
  ),
});

/** Now and then a member is missing, or one is there that is none. */
function spoilt(arbitrary: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc.tuple(arbitrary, fc.nat(200), fc.nat(200)).map(([value, drop, add]) => {
    const rest = Object.fromEntries(Object.entries(value).filter((_member, index) => index !== drop));
    return add === 0 ? { ...rest, regoin: "eu-west-1" } : rest;
  });
}

/** The value of a manifest, as `YAML.parse` would give it. */
export const someManifest = spoilt(
  fc.record(
    {
      schema: fc.constant("mwaa-kms/manifest/1"),
      defaults: spoilt(fc.record(shared, { requiredKeys: [] })),
      environments: fc.array(spoilt(environment), { maxLength: 3 }),
      waivers: fc.array(spoilt(waiver), { maxLength: 3 }),
    },
    { requiredKeys: ["schema", "environments"] },
  ),
);
