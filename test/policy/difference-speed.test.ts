import { describe, expect, test } from "vitest";
import { differ, sameMeaning } from "../../src/policy/difference.js";
import type { PolicyDocument } from "../../src/policy/document.js";
import { lintPolicy } from "../../src/policy/lint.js";
import { judgeLockout } from "../../src/policy/lockout.js";
import { allow, deny, type Members, policy } from "./difference-policy.js";

/** As many statements as 32,768 bytes hold. */
function full(statement: (index: number) => Members): PolicyDocument {
  const list: Members[] = [];
  for (let bytes = 50; ; ) {
    const next = statement(list.length);
    bytes += JSON.stringify(next).length + 1;
    if (bytes > 32_768) return policy(...list);
    list.push(next);
  }
}

function many(text: (index: number) => string, bytes: number): readonly string[] {
  const list: string[] = [];
  for (let used = 0; used < bytes; used += (list.at(-1)?.length ?? 0) + 3) list.push(text(list.length));
  return list;
}

const who = { caller: { account: "111122223333", arn: "arn:aws:sts::111122223333:assumed-role/Admin/a" } };
const star = (letter: string) => `kms:${"a*".repeat(12)}${letter}`;
const user = (index: number, letter: string) => `arn:aws:iam::111122223333:user/${letter}${index}`;

const pairs: readonly (readonly [string, (variant: string) => PolicyDocument])[] = [
  ["many tiny statements", (variant) => full((index) => ({ E: 1, [variant]: index }))],
  ["empty statements", () => full(() => ({}))],
  [
    "alike statements",
    (variant) =>
      full((index) => allow({ Action: [`kms:${variant}${index}`, "kms:B"], Principal: { AWS: "a" } })),
  ],
  ["alike Denies", (variant) => full((index) => deny({ Principal: "*", Action: `kms:${variant}${index}` }))],
  [
    "two principals each",
    (variant) => full((index) => allow({ Principal: { AWS: [user(index, variant), user(index, "z")] } })),
  ],
  [
    "many actions",
    (variant) => policy(allow({ Action: many((index) => `kms:${index}${variant}*`, 32_000) })),
  ],
  ["many stars", (variant) => policy(allow({ Action: many((index) => `${star(variant)}${index}`, 32_000) }))],
  [
    "one long pattern",
    (variant) =>
      policy(allow({ Action: `kms:${"a*".repeat(8000)}${variant}`, Resource: "a".repeat(16_000) })),
  ],
  [
    "many principals and actions",
    (variant) =>
      policy(
        allow({
          Principal: { AWS: many((index) => user(index, variant), 16_000) },
          Action: many((index) => `kms:${variant}${index}`, 16_000),
        }),
      ),
  ],
  [
    "many conditions",
    (variant) =>
      policy(
        allow({
          Condition: {
            StringLike: Object.fromEntries(
              many((index) => `aws:${index}`, 12_000).map((key) => [key, `${variant}*`]),
            ),
          },
        }),
      ),
  ],
  [
    "many values",
    (variant) =>
      policy(
        allow({
          Condition: {
            ArnLike: { "aws:x": many((index) => `arn:aws:logs:*:*:*${index}${variant}`, 32_000) },
          },
        }),
      ),
  ],
  [
    "patterns that the last one covers",
    (variant) =>
      policy(
        allow({
          Action:
            variant === "x"
              ? [...many((index) => `kms:d${index}*`, 31_000), "kms:c*"]
              : many((index) => `kms:c${index}*`, 31_000),
        }),
      ),
  ],
  [
    "many pieces, the last of which is new",
    (variant) =>
      policy(
        allow({
          Principal: { AWS: many((index) => user(index, "a"), 16_000) },
          Action: [...many((index) => `kms:a${index}`, 15_000), `kms:${variant}`],
        }),
      ),
  ],
  ["one Sid for all", (variant) => full((index) => allow({ Sid: "a", Action: `kms:${variant}${index}` }))],
];

describe("32,768 bytes", () => {
  const calls: readonly (readonly [string, (one: PolicyDocument, two: PolicyDocument) => unknown])[] = [
    ["sameMeaning", sameMeaning],
    ["differ", differ],
    ["lintPolicy", (one) => lintPolicy(one)],
    ["judgeLockout", (one) => judgeLockout(one, who)],
  ];

  test.each(pairs.flatMap(([name, make]) => calls.map(([call, run]) => ({ name, make, call, run }))))(
    "$name: $call",
    ({ make, run }) => {
      const [one, two] = [make("x"), make("y")];
      // The aim is 20 ms on an idle machine. The limit is five times that, for one that runs all tests at once:
      // what grows faster than the policy takes longer still.
      let best = Number.POSITIVE_INFINITY;
      for (let count = 0; count < 20 && best >= 20; count++) {
        const start = performance.now();
        run(one, two);
        best = Math.min(best, performance.now() - start);
      }
      expect(best).toBeLessThan(100);
    },
  );
});
