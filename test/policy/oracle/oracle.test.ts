import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { propertyRuns } from "../../property-runs.js";
import { documented } from "./documented.js";
import {
  account,
  arbitraryPolicy,
  awsRoleUnderGrant,
  compareVerdict,
  creator,
  type Decisions,
  decide,
  decideAll,
  direct,
  edges,
  environment,
  executionRole,
  grants,
  keyArn,
  logs,
  people,
  principalsFor,
  region,
  requests,
  serviceUnderGrant,
} from "./index.js";
import { allow, deny, policy, type Row, root } from "./rows.js";

const short = ({ page, says }: Row) => `${page.split("/").at(-1)}: ${says}`;

describe.each([
  ["the examples of AWS's pages", documented],
  ["what evaluators get wrong", edges],
] as const)("%s", (_, rows) => {
  it.each(rows.map((row) => [short(row), row] as const))("%s", (_, row) => {
    const decision = decide(row.policy, row.request);
    expect(decision).toMatchObject({ answer: row.expected, ...(row.by === undefined ? {} : { by: row.by }) });
  });
});

describe("partial requests", () => {
  const verdict = (text: string, request = creator(people.creator, "kms:CreateGrant")) =>
    decideAll(text, request).verdict;
  const open = allow({ Principal: { AWS: root } });

  it("say yes, no and unknown", () => {
    expect(verdict(policy([open]))).toBe("yes");
    expect(verdict(policy([open, deny({ Action: "kms:CreateGrant" })]))).toBe("no");
    expect(
      verdict(policy([open, deny({ Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } } })])),
    ).toBe("unknown");
    expect(verdict(policy([open, deny({ NotPrincipal: { AWS: people.creator.arn } })]))).toBe("undecided");
  });

  it("know that a Deny with the exemption of AWS's resources does not reach MWAA's grants", () => {
    const text = policy([
      open,
      deny({
        Action: "kms:CreateGrant",
        Condition: { BoolIfExists: { "kms:GrantIsForAWSResource": "false" } },
      }),
    ]);
    expect(verdict(text)).toBe("yes");
    expect(verdict(text, direct(people.administrator, "kms:CreateGrant"))).toBe("no");
    expect(decideAll(text, serviceUnderGrant("airflow", "kms:CreateGrant")).answers).toEqual(
      new Set(["implicit"]),
    );
  });

  it("know what a forwarded session has not", () => {
    const text = policy([open, deny({ Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } })]);
    expect(verdict(text)).toBe("no");
    expect(verdict(text, executionRole(people.execution, "sqs", "kms:Decrypt"))).toBe("no");
    expect(verdict(text, direct(people.administrator, "kms:Decrypt"))).toBe("unknown");
    expect(decideAll(text, awsRoleUnderGrant("kms:Decrypt")).answers).toEqual(new Set(["deny"]));
  });

  it("know the encryption context of CloudWatch Logs, and that DescribeKey has none", () => {
    const arn = `arn:aws:logs:${region}:${account}:log-group:airflow-${environment}-*`;
    const text = policy([allow({ Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn } } })]);
    expect(verdict(text, logs("kms:Decrypt"))).toBe("yes");
    expect(verdict(text, logs("kms:DescribeKey"))).toBe("no");
  });

  it("ask for each of the four grants", () => {
    const text = policy([
      open,
      deny({ Condition: { "ForAnyValue:StringEquals": { "kms:GrantOperations": "RetireGrant" } } }),
    ]);
    const verdicts = Object.keys(grants).map((grant) =>
      verdict(text, creator(people.creator, "kms:CreateGrant", grant)),
    );
    expect(verdicts).toEqual(["no", "no", "yes", "no"]);
  });

  it("try the listed values of an unknown key, unless two worlds are asked for", () => {
    const text = policy([allow(), deny({ Condition: { StringEquals: { "aws:SourceAccount": account } } })]);
    const request = serviceUnderGrant("airflow", "kms:Decrypt");
    expect(decideAll(text, request).verdict).toBe("unknown");
    expect(decideAll(text, request, { unknown: "two worlds" }).verdict).toBe("yes");
  });

  it("try without a key that can be absent", () => {
    const text = policy([open, deny({ Condition: { Null: { "aws:PrincipalOrgID": "true" } } })]);
    expect(verdict(text)).toBe("unknown");
    expect(verdict(text, executionRole(people.execution, "s3", "kms:Decrypt"))).toBe("unknown");
    expect(verdict(policy([open, deny({ Condition: { Null: { "aws:CalledVia": "true" } } })]))).toBe("yes");
  });

  it("try the listed values of what depends on the caller, also with two worlds", () => {
    const text = policy([open, deny({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc123" } } })]);
    const request = creator(people.creator, "kms:CreateGrant");
    expect(decideAll(text, request, { unknown: "two worlds" }).verdict).toBe("unknown");
  });

  it("refuse a policy of too many worlds", () => {
    const text = policy([allow({ Condition: { StringLike: { "aws:UserAgent": ["a", "b", "c"] } } })]);
    expect(() => decideAll(text, direct(people.user, "kms:Decrypt"), { limit: 2 })).toThrow(RangeError);
  });

  it("name the principals that a policy speaks of", () => {
    const text = policy([allow({ Principal: { AWS: `arn:aws:iam::${account}:role/some/Creator` } }), open]);
    expect(principalsFor(text)).toContainEqual({
      type: "role",
      arn: `arn:aws:iam::${account}:role/some/Creator`,
      session: "session",
    });
    expect(principalsFor(text)).toContainEqual(people.root);
  });

  it("compare another evaluator's verdict", () => {
    const decisions = decideAll(policy([open]), creator(people.creator, "kms:CreateGrant"));
    expect((["yes", "no", "unknown"] as const).map((one) => compareVerdict(one, decisions))).toEqual([
      "same",
      "wrong",
      "weaker",
    ]);
  });
});

describe("random policies", () => {
  const decisionsOf = (text: string, at: number): Decisions | undefined => {
    const request = requests[at % requests.length]?.request;
    return request && decideAll(text, request);
  };
  const cases = [
    arbitraryPolicy.map((document) => JSON.stringify(document)),
    fc.nat(requests.length - 1),
  ] as const;

  it("allow nothing once everything is denied", () => {
    fc.assert(
      fc.property(...cases, (text, at) => {
        const { Version, Statement } = JSON.parse(text) as { Version?: string; Statement: object | object[] };
        const denied = JSON.stringify({ ...(Version && { Version }), Statement: [Statement, deny()].flat() });
        expect(decisionsOf(denied, at)?.verdict).toBe("no");
      }),
      { numRuns: propertyRuns },
    );
  });

  it("do not change their meaning with the order of statements", () => {
    fc.assert(
      fc.property(...cases, (text, at) => {
        const document = JSON.parse(text) as { Statement: object | object[] };
        const reversed = JSON.stringify({ ...document, Statement: [document.Statement].flat().reverse() });
        expect(decisionsOf(reversed, at)?.verdict).toBe(decisionsOf(text, at)?.verdict);
      }),
      { numRuns: propertyRuns },
    );
  });

  it("reach every verdict, and are for the actual key", () => {
    const verdicts = new Set(
      fc
        .sample(fc.tuple(...cases), { numRuns: 400, seed: 11 })
        .map(([text, at]) => decisionsOf(text, at)?.verdict),
    );
    expect(verdicts).toEqual(new Set(["yes", "no", "unknown", "undecided"]));
    expect(requests.every(({ request }) => request.keyArn === keyArn)).toBe(true);
  });
});
