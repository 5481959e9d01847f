/** The worst policies that could be thought of: as much of one thing as the size holds. `variant` makes a second policy. */

/** KMS's quota for a policy, in bytes. */
export const quota = 32_768;

const key = "kms:EncryptionContext:aws:logs:arn";
const group = "arn:aws:logs:eu-central-1:123456789012:*";
const logs = {
  Effect: "Allow",
  Principal: { Service: "logs.eu-central-1.amazonaws.com" },
  Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
  Resource: "*",
  Condition: { ArnLike: { [key]: group } },
};

const repeat = (count, item) => Array.from({ length: count }, (_, at) => item(at));
const user = (at, letter) => `arn:aws:iam::123456789012:user/${letter}${at}`;
const keyed = (count, name, value) => Object.fromEntries(repeat(count, (at) => [`${name}${at}`, value]));

const values =
  (text, operator = "StringLike") =>
  (count, variant) => [
    { ...logs, Condition: { [operator]: { [key]: repeat(count, (at) => `${text}${variant}${at}`) } } },
  ];
const denies = (condition) => (count, variant) => [
  logs,
  ...repeat(count, (at) => ({
    Effect: "Deny",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: condition(variant, at),
  })),
];
const each = (members) => (count, variant) =>
  repeat(count, (at) => ({ ...logs, Condition: {}, ...members(variant, at) }));
const one = (members) => (count, variant) => [{ ...logs, ...members(count, variant) }];

/** The statements of each kind, for a number of things and a variant. */
const kinds = {
  "near matches": values(`*${"a".repeat(40)}b*`),
  "near matches with ?": values(`*${"a".repeat(39)}?b*`),
  "many stars": values(`${"*a".repeat(20)}b`),
  "ARN patterns": values(`arn:aws:logs:eu-central-1:123456789012:*${"a".repeat(40)}b*`, "ArnLike"),
  variables: values("${aws:ResourceAccount}*"),
  "letters' case": values("a".repeat(100), "StringEqualsIgnoreCase"),
  "Denies of the log group": denies(() => ({ StringLike: { [key]: "*aaaaab" } })),
  "Denies that differ": denies((variant, at) => ({ StringLike: { [key]: `*aaaa${variant}${at}` } })),
  "Denies that nobody can judge": denies((variant) => ({ StringLike: { "x:y": variant } })),
  "one long pattern": (count, variant) => values(`${"*a".repeat(count)}`)(1, variant),
  actions: one((count, variant) => ({ Action: repeat(count, (at) => `kms:*e*e*e*z${variant}${at}`) })),
  "long actions": one((count, variant) => ({
    Action: repeat(count, (at) => `kms:${"a*".repeat(12)}${variant}${at}`),
  })),
  keys: one((count, variant) => ({ Condition: { StringNotEquals: keyed(count, "x:", variant) } })),
  resources: one((count, variant) => ({
    Resource: repeat(count, (at) => `arn:aws:kms:*:*:*${"a*".repeat(8)}${variant}${at}`),
  })),
  "tiny statements": (count, variant) => repeat(count, (at) => ({ Effect: "Allow", Sid: variant + at })),
  "alike statements": each((variant, at) => ({ Action: [`kms:${variant}${at}`, "kms:B"], Principal: "*" })),
  "one Sid for all": each((variant, at) => ({ Sid: "a", Action: `kms:${variant}${at}` })),
  "two principals each": each((variant, at) => ({ Principal: { AWS: [user(at, variant), user(at, "z")] } })),
  "principals and actions": one((count, variant) => ({
    Principal: { AWS: repeat(count, (at) => user(at, variant)) },
    Action: repeat(count, (at) => `kms:${variant}${at}`),
  })),
  "pieces of which one is new": one((count, variant) => ({
    Principal: { AWS: repeat(count, (at) => user(at, "a")) },
    Action: [...repeat(count, (at) => `kms:a${at}`), `kms:${variant}`],
  })),
  "patterns that the last covers": one((count, variant) => ({
    Action:
      variant === "x"
        ? [...repeat(count, (at) => `kms:d${at}*`), "kms:c*"]
        : repeat(count, (at) => `kms:c${at}*`),
  })),
};

/** For each kind, the longest text within a size. */
export const worst = Object.fromEntries(
  Object.entries(kinds).map(([name, statements]) => [
    name,
    (bytes, variant) => filled(statements, bytes, variant),
  ]),
);

function filled(statements, bytes, variant) {
  const print = (count) => JSON.stringify({ Version: "2012-10-17", Statement: statements(count, variant) });
  let [fits, exceeds] = [1, bytes];
  while (exceeds - fits > 1) {
    const middle = (fits + exceeds) >> 1;
    if (print(middle).length <= bytes) fits = middle;
    else exceeds = middle;
  }
  return print(fits);
}
