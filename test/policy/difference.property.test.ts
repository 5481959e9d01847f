import fc from "fast-check";
import { expect, test } from "vitest";
import { differ, sameMeaning } from "../../src/policy/diff/difference.js";
import type { Json } from "../../src/policy/document/document.js";
import { propertyRuns } from "../property-runs.js";
import {
  allow,
  type Members,
  policies,
  policy,
  policyOf,
  rewritten,
  statements,
} from "./difference-policy.js";

const settings = { numRuns: propertyRuns };

/** A source of numbers from 0 to 1 that fast-check chooses and can show. */
const chances = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }));

function drawn(stream: Iterator<number>): () => number {
  return () => (stream.next().value as number | undefined) ?? 0;
}

test("a policy means what it means", () => {
  fc.assert(
    fc.property(policies, (list) => {
      const [one, two] = [
        policy(...list),
        policyOf(JSON.stringify({ Version: "2012-10-17", Statement: list }, null, 2)),
      ];
      expect(sameMeaning(one, two)).toBe(true);
      expect(differ(one, two)).toMatchObject({ empty: true, widens: "no" });
      expect(differ(one, two).changes.every((change) => change.action === "keep")).toBe(true);
    }),
    settings,
  );
});

test("neither of two policies is the first", () => {
  fc.assert(
    fc.property(policies, policies, (before, after) => {
      const [one, two] = [policy(...before), policy(...after)];
      expect(sameMeaning(one, two)).toBe(sameMeaning(two, one));
      expect(differ(one, two).empty).toBe(sameMeaning(one, two));
    }),
    settings,
  );
});

test("order, lists of one, repeats, case and form of accounts change nothing", () => {
  fc.assert(
    fc.property(policies, chances, (list, stream) => {
      const other = rewritten(list as Json, drawn(stream)) as readonly Members[];
      expect(sameMeaning(policy(...list), policy(...other))).toBe(true);
      expect(differ(policy(...list), policy(...other))).toMatchObject({ empty: true, widens: "no" });
    }),
    settings,
  );
});

test("every single change of meaning is seen, in whatever form it comes", () => {
  fc.assert(
    fc.property(statements, policies, fc.nat(), chances, (own, rest, choice, stream) => {
      const mutants = mutantsOf(own);
      const mutant = mutants[choice % mutants.length] ?? {};
      const other = rewritten([...rest, mutant] as Json, drawn(stream)) as readonly Members[];
      const [before, after] = [policy(...rest, own), policy(...other)];
      expect(sameMeaning(before, after)).toBe(false);
      expect(differ(before, after).empty).toBe(false);
    }),
    settings,
  );
});

test("each statement of both policies is in the difference once, those of the new one in order", () => {
  fc.assert(
    fc.property(policies, policies, (before, after) => {
      const { changes } = differ(policy(...before), policy(...after));
      const now = changes.flatMap((change) => {
        if (change.action === "replace") return [change.after.value];
        return change.action === "remove" ? [] : [change.statement.value];
      });
      const count = (...actions: readonly string[]) =>
        changes.filter((each) => actions.includes(each.action)).length;
      expect(now).toEqual(after);
      expect(count("keep", "replace", "remove")).toBe(before.length);
    }),
    settings,
  );
});

test("an Allow for somebody new is never said to widen nothing", () => {
  fc.assert(
    fc.property(policies, statements, fc.nat(), (list, added, at) => {
      const known = list.filter((each) => !JSON.stringify(each).includes('"*"]}'));
      const place = at % (known.length + 1);
      const { Condition: _, ...plain } = added;
      const stranger = {
        ...plain,
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::999999999999:role/New"] },
      };
      const before = known.filter((each) => !isEverybody(each));
      const after = [...before.slice(0, place), stranger, ...before.slice(place)];
      expect(differ(policy(...before), policy(...after)).widens).not.toBe("no");
    }),
    settings,
  );
});

test("what was taken from Allows and put into Denies widens nothing", () => {
  fc.assert(
    fc.property(policies, statements, fc.nat(), (list, added, at) => {
      const less = list.filter(
        (each, index) => each["Effect"] === "Deny" || index !== at % (list.length + 1),
      );
      const after = policy(...less, { ...added, Effect: "Deny" });
      expect(differ(policy(...list), after).widens).toBe("no");
    }),
    settings,
  );
});

test("taking a Deny from somebody whom no other Deny holds is never said to widen nothing", () => {
  fc.assert(
    fc.property(policies, statements, (list, added) => {
      const { Condition: _, ...plain } = added;
      const stranger = { ...plain, Principal: { AWS: ["arn:aws:iam::999999999999:role/New"] } };
      const before = [...list.filter((each) => !isEverybody(each)), { ...stranger, Effect: "Allow" }];
      const denied = policy(...before, { ...stranger, Effect: "Deny" });
      expect(differ(denied, policy(...before)).widens).not.toBe("no");
    }),
    settings,
  );
});

function isEverybody(statement: Members): boolean {
  const { AWS } = (statement["Principal"] ?? {}) as { readonly AWS?: readonly string[] };
  return AWS?.includes("*") ?? false;
}

/** The statement with one thing changed that means something. */
function mutantsOf(own: Members): readonly Members[] {
  const { Principal, Action, Resource, Condition, ...rest } = own;
  const [kind = "AWS", values = []] = Object.entries((Principal ?? {}) as object)[0] ?? [];
  const names = values as readonly string[];
  const actions = Action as readonly string[];
  const conditions = (Condition ?? {}) as { readonly [operator: string]: Members };
  const mutants: Members[] = [
    { ...own, Effect: own["Effect"] === "Allow" ? "Deny" : "Allow" },
    { ...own, Sid: `${own["Sid"] ?? ""}x` },
    { ...own, Action: [...actions, "kms:TagResource"] },
    { ...own, Action: actions.slice(1) },
    { ...own, Action: [...actions.slice(1), `${actions[0]}x`] },
    { ...own, Principal: { [kind]: [...names, "arn:aws:iam::999999999999:role/New"] } },
    { ...own, Principal: { [kind]: names.slice(1) } },
    { ...own, Principal: { Federated: names } },
    { ...own, Resource: [...(Resource as readonly string[]), "arn:aws:kms:us-east-1:999999999999:key/x"] },
    {
      ...rest,
      NotPrincipal: Principal ?? {},
      Action: Action ?? [],
      Resource: Resource ?? [],
      ...(Condition === undefined ? {} : { Condition }),
    },
    {
      ...rest,
      Principal: Principal ?? {},
      NotAction: Action ?? [],
      Resource: Resource ?? [],
      ...(Condition === undefined ? {} : { Condition }),
    },
    {
      ...own,
      Condition: {
        ...conditions,
        StringEquals: { ...conditions["StringEquals"], "aws:PrincipalOrgID": "o-x" },
      },
    },
    ...Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).flatMap(([key, found]) => [
        { ...own, Condition: { [operator]: { [key]: [...(found as readonly Json[]), "another"] } } },
        { ...own, Condition: { [operator]: { [`${key}x`]: found } } },
        { ...own, Condition: { [`${operator}IfExists`]: { [key]: found } } },
      ]),
    ),
  ];
  return mutants;
}

test("the generator makes what a mutant can be seen in", () => {
  expect(
    mutantsOf(allow({ Principal: { AWS: ["a"] }, Action: ["b"], Resource: ["*"] })).length,
  ).toBeGreaterThan(10);
});
