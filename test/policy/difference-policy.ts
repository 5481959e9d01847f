/** Policies for the tests of differences: made of statements as values, and made at random. */
import fc from "fast-check";
import { type Json, type PolicyDocument, parsePolicy } from "../../src/policy/document/document.js";

export type Members = { readonly [member: string]: Json };

export function policyOf(text: string): PolicyDocument {
  const read = parsePolicy(text);
  if (!read.ok) throw new Error(read.problems.map((each) => each.what).join(" "));
  return read.value;
}

export function policy(...statements: readonly Members[]): PolicyDocument {
  return policyOf(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
}

/** An Allow that nothing is wrong with, with some members changed; `undefined` takes one out. */
export function allow(members: { readonly [member: string]: Json | undefined } = {}): Members {
  return statement("Allow", members);
}

export function deny(members: { readonly [member: string]: Json | undefined } = {}): Members {
  return statement("Deny", members);
}

function statement(effect: string, members: { readonly [member: string]: Json | undefined }): Members {
  const whole = {
    Effect: effect,
    Principal: { AWS: alice },
    Action: "kms:Decrypt",
    Resource: "*",
    ...members,
  };
  return JSON.parse(JSON.stringify(whole)) as Members;
}

export const alice = "arn:aws:iam::111122223333:user/Alice";
export const bob = "arn:aws:iam::111122223333:user/Bob";
export const root = "arn:aws:iam::111122223333:root";

const names = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:GenerateDataKey*",
  "kms:*",
  "kms:PutKeyPolicy",
  "kms:ReEncrypt?rom",
];
const arns = [alice, bob, root, "444455556666", "arn:aws:iam::444455556666:role/team/Data", "*"];
const contexts = ["arn:aws:logs:us-east-1:111122223333:*", "arn:aws:logs:us-east-1:*:*"];
const contextKey = "kms:EncryptionContext:aws:logs:arn";

const some = (items: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: 4 });

const condition: fc.Arbitrary<Members> = fc.oneof(
  some(contexts).map((values) => ({ ArnLike: { [contextKey]: values } })),
  some(["111122223333", "444455556666"]).map((values) => ({ StringEquals: { "kms:CallerAccount": values } })),
  fc.boolean().map((value) => ({ Bool: { "kms:GrantIsForAWSResource": [String(value)] } })),
  fc
    .integer({ min: 1, max: 9999 })
    .map((age) => ({ NumericLessThan: { "aws:MultiFactorAuthAge": [String(age)] } })),
);

/** Statements with every list written as a list of different items. */
export const statements: fc.Arbitrary<Members> = fc
  .record({
    Sid: fc.option(fc.stringMatching(/^[A-Za-z0-9]{1,8}$/), { nil: undefined }),
    Effect: fc.constantFrom("Allow", "Deny"),
    Principal: fc.oneof(
      some(arns).map((values) => ({ AWS: values })),
      some(["logs.us-east-1.amazonaws.com", "rds.amazonaws.com"]).map((values) => ({ Service: values })),
    ),
    Action: some(names),
    Resource: some(["*", "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]),
    Condition: fc.option(condition, { nil: undefined }),
  })
  .map((members) => JSON.parse(JSON.stringify(members)) as Members);

export const policies: fc.Arbitrary<readonly Members[]> = fc.array(statements, { maxLength: 6 });

/** The same value written in another way: members and items in another order, repeated, wrapped or not, in other case. */
export function rewritten(value: Json, chance: () => number, path: readonly string[] = []): Json {
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => rewritten(item, chance, path));
    const isSet = path.length > 0;
    const twice = isSet && items.length > 0 && chance() < 0.3 ? [...items, items[0] as Json] : items;
    const mixed = twice.map((item) => ({ item, at: chance() })).sort((one, two) => one.at - two.at);
    const list = mixed.map(({ item }) => item);
    return isSet && list.length === 1 && chance() < 0.5 ? (list[0] as Json) : list;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, member]) => {
      const isContextKey = path.length === 2 && path[0] === "Condition";
      return [isContextKey ? cased(name, chance) : name, rewritten(member, chance, [...path, name])] as const;
    });
    return Object.fromEntries(
      members
        .map((member) => ({ member, at: chance() }))
        .sort((one, two) => one.at - two.at)
        .map(({ member }) => member),
    );
  }
  if (path[0] === "Action" && typeof value === "string") return cased(value, chance);
  if (path[0] === "Principal" && value === "444455556666") return "arn:aws:iam::444455556666:root";
  if (path[0] === "Principal" && value === root) return chance() < 0.5 ? "111122223333" : root;
  if (path[0] === "Condition" && typeof value === "string" && /^(true|false|[1-9]\d{0,3})$/.test(value)) {
    return chance() < 0.5 ? (JSON.parse(value) as Json) : value;
  }
  return value;
}

function cased(text: string, chance: () => number): string {
  return chance() < 0.5 ? text.toUpperCase() : text.toLowerCase();
}
