/** The evaluation of a role's policies held to what is true of any: a Deny never gives, an Allow never takes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { partitionById } from "../../src/key/arn.js";
import {
  type RoleRequest,
  readRolePolicy,
  roleAccess,
  roleOperations,
} from "../../src/policy/execution-role.js";
import { propertyRuns as numRuns } from "../property-runs.js";

const keyArn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const roleArn = "arn:aws:iam::111122223333:role/airflow-demo";
const request: RoleRequest = {
  roleArn,
  key: { partition: partitionById("aws"), region: "us-east-1", keyArn },
};

const statement = fc.record({
  Effect: fc.constantFrom("Allow", "Deny"),
  Action: fc.subarray([...roleOperations.map((each) => `kms:${each}`), "kms:*", "s3:*"], { minLength: 1 }),
  Resource: fc.constantFrom("*", keyArn, `${keyArn}x`, "arn:aws:kms:*:*:key/*", "${aws:x}"),
  Condition: fc.constantFrom(
    {},
    { StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } },
    { StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    { Bool: { "aws:FromTheFuture": "true" } },
  ),
});
const statements = fc.array(statement, { maxLength: 5 });

/** The best answer first: more Allow moves up, more Deny down. */
const ranks = ["allowed", "unknown", "missing", "denied"];
const answers = (...texts: readonly string[]) =>
  roleAccess(
    texts.map((text, index) => readRolePolicy(`p${index}`, text)),
    request,
  ).map(({ answer }) => ranks.indexOf(answer));
const text = (list: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: list });

test("one more Deny makes no answer better", () => {
  fc.assert(
    fc.property(statements, statement, (list, more) => {
      const before = answers(text(list));
      const after = answers(text([...list, { ...more, Effect: "Deny" }]));
      for (const [at, rank] of after.entries()) expect(rank).toBeGreaterThanOrEqual(before[at] ?? 9);
    }),
    { numRuns },
  );
});

test("one more Allow makes no answer worse", () => {
  fc.assert(
    fc.property(statements, statement, (list, more) => {
      const before = answers(text(list));
      const after = answers(text([...list, { ...more, Effect: "Allow" }]));
      for (const [at, rank] of after.entries()) expect(rank).toBeLessThanOrEqual(before[at] ?? -1);
    }),
    { numRuns },
  );
});

test("in which policy a statement stands, and where, makes no difference", () => {
  fc.assert(
    fc.property(statements, fc.nat(5), (list, cut) => {
      expect(answers(text(list.slice(cut)), text(list.slice(0, cut)))).toEqual(answers(text(list)));
    }),
    { numRuns },
  );
});

test("beside a policy that cannot be read nothing is allowed, and nothing missing", () => {
  fc.assert(
    fc.property(statements, (list) => {
      for (const rank of answers(text(list), "<html>")) expect(["unknown", "denied"]).toContain(ranks[rank]);
    }),
    { numRuns },
  );
});
