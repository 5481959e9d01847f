/** Every yes has a request that shows it, and no request gainsays a no: over pairs of policies made at random. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { comparable } from "../../src/policy/diff/equivalence.js";
import { type AccessGain, widening } from "../../src/policy/diff/widens.js";
import { propertyRuns } from "../property-runs.js";
import { alice, bob, type Members, policy, root } from "./difference-policy.js";
import { decideStatements, parse } from "./oracle/decide.js";
import type { Caller, ConcreteRequest } from "./oracle/request.js";

/** A request, and whether the account's own policies allow the caller everything. */
interface Request extends Omit<ConcreteRequest, "caller"> {
  readonly caller: {
    readonly kind: "aws" | "service";
    readonly name: string;
    readonly account?: string;
    readonly trusted: boolean;
  };
}

/** What the oracle says of requests, one after the other; undefined where AWS's pages do not decide it. */
function reader(statements: readonly Members[]): (request: Request) => boolean | undefined {
  const read = parse(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  if (typeof read === "string") throw new Error(read);
  return ({ caller, ...rest }) => {
    const { answer, possible, by } = decideStatements(read, { ...rest, caller: callerOf(caller) });
    if (!possible.includes("allow")) return false;
    const isEnough = caller.trusted || caller.name.endsWith(":root") || by === "principal";
    if (answer !== "allow") return by === "account" && !isEnough ? false : undefined;
    return by === "either" && !isEnough ? undefined : isEnough;
  };
}

function callerOf({ kind, name, account = "" }: Request["caller"]): Caller {
  if (kind === "service") return { type: "service", name };
  if (name.endsWith(":root")) return { type: "root", account };
  return name.includes(":user/") ? { type: "user", arn: name } : { type: "role", arn: name, session: "s" };
}

const other = "444455556666";
const role = `arn:aws:iam::${other}:role/team/Data`;
const logs = "logs.us-east-1.amazonaws.com";
const arn = "kms:EncryptionContext:aws:logs:arn";
const group = (account: string, name: string) => `arn:aws:logs:us-east-1:${account}:log-group:${name}`;

const some = <T>(items: readonly T[], most = 3) =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: most });

const under = (operators: readonly string[], key: string, values: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...operators), some(values))
    .map(([operator, list]) => ({ [operator]: { [key]: list } }));

const texts = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"];
const withSets = (names: readonly string[]) =>
  names.flatMap((name) => [
    name,
    `${name}IfExists`,
    `ForAnyValue:${name}`,
    `ForAllValues:${name}`,
    `ForAnyValue:${name}IfExists`,
  ]);

const condition: fc.Arbitrary<Members> = fc.oneof(
  under(withSets(texts), "kms:ViaService", [
    "s3.us-east-1.amazonaws.com",
    "s3.*",
    "sqs.*",
    "*.us-east-1.*",
    "S3.us-east-1.amazonaws.com",
  ]),
  under(withSets(["StringEquals", "StringNotEquals", "StringLike"]), "kms:GrantOperations", [
    "Encrypt",
    "Decrypt",
    "De*",
  ]),
  under(["ArnLike", "ArnEquals", "ArnNotLike", "ArnLikeIfExists"], arn, [
    group("111122223333", "*"),
    group("111122223333", "a-*"),
    group("*", "a-b"),
    group(other, "a-b"),
  ]),
  under(["StringEquals", "StringNotEquals"], "kms:CallerAccount", ["111122223333", other]),
  under(["StringEquals", "StringLike", "ArnLike", "ArnNotEquals"], "aws:PrincipalArn", [
    alice,
    role,
    `arn:aws:iam::${other}:role/*`,
  ]),
  under(["Bool", "BoolIfExists"], "kms:GrantIsForAWSResource", ["true", "false"]),
  under(["Null"], "kms:ViaService", ["true", "false"]),
  under(
    ["NumericLessThan", "NumericGreaterThanEquals", "NumericLessThanIfExists"],
    "aws:MultiFactorAuthAge",
    ["60", "3600"],
  ),
  under(["IpAddress", "NotIpAddress", "IpAddressIfExists"], "aws:SourceIp", [
    "10.0.0.0/8",
    "10.1.0.0/16",
    "10.0.0.0/9",
    "10.128.0.0/9",
  ]),
);

const conditions = fc.array(condition, { maxLength: 2 }).map((list) => {
  const whole: Record<string, Record<string, unknown>> = {};
  for (const [operator, keys] of list.flatMap((each) => Object.entries(each))) {
    whole[operator] = { ...whole[operator], ...(keys as object) };
  }
  return whole as Members;
});

const actions = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:De*",
  "kms:*",
  "*",
  "kms:CreateGrant",
  "kms:?ncrypt",
  "KMS:PutKeyPolicy",
  "s3:*",
];

const principal: fc.Arbitrary<Members> = fc.oneof(
  some([alice, bob, root, other, role, "*"]).map((AWS) => ({ Principal: { AWS } })),
  some([logs, "rds.amazonaws.com"]).map((Service) => ({ Principal: { Service } })),
  fc.constant({ Principal: "*" }),
  fc.constantFrom([alice], [alice, root], [role]).map((AWS) => ({ NotPrincipal: { AWS } })),
);

const statement: fc.Arbitrary<Members> = fc
  .record({
    effect: fc.constantFrom("Allow", "Allow", "Deny"),
    whom: principal,
    what: fc.oneof(some(actions), some(actions)),
    not: fc.boolean().chain((is) => (is ? fc.boolean() : fc.constant(false))),
    when: fc.oneof(fc.constant({}), conditions),
  })
  .map(({ effect, whom, what, not, when }) => ({
    Effect: effect,
    ...(effect === "Allow" && "NotPrincipal" in whom ? { Principal: "*" } : whom),
    [not ? "NotAction" : "Action"]: what,
    Resource: "*",
    ...(Object.keys(when).length === 0 ? {} : { Condition: when }),
  }));

/** A policy, and the same with some statements taken out, changed, split or added. */
const pairs = fc
  .tuple(
    fc.array(statement, { maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(5), statement), { maxLength: 3 }),
  )
  .map(([before, edits]) => {
    let after = [...before];
    for (const [place, kind, fresh] of edits) {
      const at = place % (after.length + 1);
      const old = after[at];
      if (old === undefined || kind === 0) after = after.toSpliced(at, 0, fresh);
      else if (kind === 1) after = after.toSpliced(at, 1);
      else if (kind === 2) after = after.toSpliced(at, 1, { ...old, Condition: fresh["Condition"] ?? {} });
      else if (kind === 3) after = after.toSpliced(at, 1, ...split(old));
      else if (kind === 4) after = after.toSpliced(at, 1, withIfExists(old));
      else
        after = after.toSpliced(at, 1, {
          ...old,
          ...(old["Action"] === undefined ? {} : { Action: fresh["Action"] ?? "kms:*" }),
        });
    }
    return { before, after };
  });

function split(old: Members): readonly Members[] {
  const list = old["Action"];
  return Array.isArray(list) ? list.map((Action) => ({ ...old, Action })) : [old];
}

function withIfExists(old: Members): Members {
  const Condition = Object.fromEntries(
    Object.entries((old["Condition"] ?? {}) as Members).map(([operator, keys]) => [
      /IfExists$|^Null$/.test(operator) ? operator : `${operator}IfExists`,
      keys,
    ]),
  );
  return old["Condition"] === undefined ? old : { ...old, Condition };
}

const mine = (name: string) => `arn:aws:iam::111122223333:${name}`;
const callers: readonly Request["caller"][] = [
  ...[mine("root"), alice, bob, mine("role/New")].flatMap((name) => [
    { kind: "aws" as const, name, account: "111122223333", trusted: false },
    { kind: "aws" as const, name, account: "111122223333", trusted: true },
  ]),
  ...[role, `arn:aws:iam::${other}:role/team/Other`].flatMap((name) => [
    { kind: "aws" as const, name, account: other, trusted: false },
    { kind: "aws" as const, name, account: other, trusted: true },
  ]),
  { kind: "aws", name: "arn:aws:iam::999999999999:role/x", account: "999999999999", trusted: false },
  ...[logs, "rds.amazonaws.com", "sns.amazonaws.com"].map((name) => ({
    kind: "service" as const,
    name,
    trusted: false,
  })),
];

const free: Readonly<Record<string, readonly (readonly string[] | undefined)[]>> = {
  "kms:viaservice": [
    undefined,
    ["s3.us-east-1.amazonaws.com"],
    ["S3.us-east-1.amazonaws.com"],
    ["s3.x"],
    ["sqs.x"],
    ["q.us-east-1.q"],
    ["z"],
  ],
  "kms:grantoperations": [
    undefined,
    ["Encrypt"],
    ["Decrypt"],
    ["DescribeKey"],
    ["Sign"],
    ["Encrypt", "Sign"],
    ["Encrypt", "Decrypt", "Sign"],
  ],
  [arn.toLowerCase()]: [
    undefined,
    [group("111122223333", "a-b")],
    [group("111122223333", "z")],
    [group(other, "a-b")],
    [group(other, "z")],
    ["z"],
  ],
  "kms:grantisforawsresource": [undefined, ["true"], ["false"]],
  "aws:multifactorauthage": [undefined, ["5"], ["60"], ["100"], ["3600"], ["9999"]],
  "aws:sourceip": [undefined, ["10.1.2.3"], ["10.2.2.3"], ["10.200.2.3"], ["11.0.0.1"]],
};

const operations = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:CreateGrant",
  "kms:PutKeyPolicy",
  "kms:ListGrants",
];

/** Requests drawn by a number: fast, and nothing to shrink. */
function requestsFrom(seed: number, count: number): readonly Request[] {
  let state = seed;
  const pick = <T>(items: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return items[Math.floor((state / 2 ** 32) * items.length)] as T;
  };
  return Array.from({ length: count }, () =>
    requestOf({
      caller: pick(callers),
      action: pick(operations),
      context: Object.fromEntries(Object.entries(free).map(([key, values]) => [key, pick(values)])),
    }),
  );
}

function requestOf(drawn: { caller: Request["caller"]; action: string; context: object }): Request {
  const { caller, action } = drawn;
  const own =
    caller.kind === "aws"
      ? { "aws:principalarn": [caller.name], "kms:calleraccount": [caller.account ?? ""] }
      : {};
  const context = Object.entries({ ...drawn.context, ...own }).filter(([, values]) => values !== undefined);
  const keyArn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  return { caller, action, keyArn, context: Object.fromEntries(context) as Request["context"] };
}

/** The request of a gain, for the caller whom it names. */
function shownBy({ who, actions: gained, when }: AccessGain): Request {
  const trusted = /polic/.test(who);
  const account = /(\d{12})/.exec(who)?.[1];
  const found = new Map(when.map(({ key, values }) => [key.toLowerCase(), values]));
  const name = /^arn:\S*?(?=,|$)/.exec(who)?.[0];
  const caller = /amazonaws|AWS service/.test(who)
    ? { kind: "service" as const, name: who, trusted }
    : {
        kind: "aws" as const,
        name:
          name ??
          (who.startsWith("the root user")
            ? `arn:aws:iam::${account}:root`
            : (found.get("aws:principalarn")?.[0] ?? `arn:aws:iam::${account ?? "999999999999"}:role/new`)),
        account: account ?? found.get("aws:principalaccount")?.[0] ?? "999999999999",
        trusted,
      };
  const context = Object.fromEntries([...found].filter(([, values]) => values.length > 0));
  return requestOf({ caller, action: gained[0] ?? "", context });
}

/** Enough for every night; a campaign asks for more with MWAA_KMS_PROPERTY_RUNS. */
const settings = { numRuns: Math.ceil(propertyRuns / 4) };

test("a yes has a request that shows it, and a no has none against it", () => {
  const counts = { yes: 0, no: 0, unknown: 0 };
  fc.assert(
    fc.property(pairs, fc.nat(), ({ before, after }, seed) => {
      const forms = comparable(policy(...before), policy(...after));
      const { widens, gains } = widening(forms.before, forms.after);
      counts[widens]++;
      const [had, has] = [reader(before), reader(after)];
      if (widens === "yes") {
        for (const gain of gains) {
          const request = shownBy(gain);
          expect([had(request), has(request)], JSON.stringify(request)).toEqual([false, true]);
        }
      }
      for (const request of widens === "no" ? requestsFrom(seed, 100) : []) {
        const isGain = has(request) === true && had(request) === false;
        expect(isGain, JSON.stringify(request)).toBe(false);
      }
    }),
    settings,
  );
  expect(Math.min(counts.yes, counts.no)).toBeGreaterThan(settings.numRuns / 20);
});
