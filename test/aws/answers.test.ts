/** Answers that are right, odd or wrong, and the pages of ListGrants. */
import { expect, test } from "vitest";
import { mostGrants } from "../../src/aws/kms.js";
import { startSandbox } from "../../src/sandbox/start.js";
import { type Answer, connected, json, keyArn, problemOf, serving } from "./answering.js";

test("the sandbox: who, key, policy there and back, grants", async () => {
  const sandbox = await startSandbox();
  try {
    const key = Object.values(sandbox.seeds)[0] ?? "";
    const { region, credentials } = sandbox;
    await connected({ region, endpointUrl: sandbox.url, credentials }, async (connection) => {
      const [caller, metadata, policy, grants] = await Promise.all([
        connection.getCallerIdentity(),
        connection.describeKey(key),
        connection.getKeyPolicy(key),
        connection.listGrants(key),
      ]);
      expect(caller).toMatchObject({ known: true, value: { account: sandbox.account } });
      expect(metadata).toMatchObject({
        known: true,
        value: { Arn: key, CreationDate: expect.stringMatching(/^\d{4}-.*Z$/) },
      });
      expect(policy).toEqual({ known: true, value: sandbox.policyOf(key) });
      expect(grants.known).toBe(true);
      if (!policy.known) return;
      expect(await connection.putKeyPolicy(key, policy.value)).toEqual({ known: true, value: "accepted" });
      const puts = sandbox.calls.filter((call) => call.operation === "PutKeyPolicy");
      expect(puts).toHaveLength(1);
      expect(JSON.stringify(puts[0])).not.toContain("Bypass");
    });
    const stranger = { accessKeyId: "AKIASTRANGER", secretAccessKey: "unknown" };
    await connected({ region, endpointUrl: sandbox.url, credentials: stranger }, async (connection) => {
      expect(problemOf(await connection.describeKey(key)).code).toBe("aws/invalid-token");
      expect(problemOf(await connection.getCallerIdentity()).code).toBe("aws/invalid-token");
    });
  } finally {
    await sandbox.close();
  }
});

test("PolicyName is always sent, the bypass flag never", async () => {
  await serving(json(200, { Policy: "{}" }), (endpointUrl, requests) =>
    connected({ endpointUrl }, async (connection) => {
      await connection.getKeyPolicy(keyArn);
      await connection.putKeyPolicy(keyArn, '{"a":"é"}');
      expect(requests.map((each) => JSON.parse(each.body))).toEqual([
        { KeyId: keyArn, PolicyName: "default" },
        { KeyId: keyArn, PolicyName: "default", Policy: '{"a":"é"}' },
      ]);
    }),
  );
});

test("an absent member is unknown, not a failure", async () => {
  await serving(json(200, { KeyMetadata: { KeyId: "k", Description: null, New: 1 } }), (endpointUrl) =>
    connected({ endpointUrl }, async (connection) => {
      expect(await connection.describeKey("k")).toEqual({ known: true, value: { KeyId: "k" } });
    }),
  );
});

test.each([
  ["describeKey", {}],
  ["describeKey", []],
  ["describeKey", { KeyMetadata: {} }],
  ["describeKey", { KeyMetadata: "text" }],
  ["describeKey", { KeyMetadata: { KeyId: 5 } }],
  ["describeKey", { KeyMetadata: { KeyId: "k", MultiRegion: "yes" } }],
  ["describeKey", { KeyMetadata: { KeyId: "k", CreationDate: "soon" } }],
  ["describeKey", { KeyMetadata: { KeyId: "k", CreationDate: 1e20 } }],
  ["describeKey", { KeyMetadata: { KeyId: "k", Description: "x".repeat(20_000) } }],
  ["getKeyPolicy", {}],
  ["getKeyPolicy", { Policy: "" }],
  ["getKeyPolicy", { Policy: { Version: "2012-10-17" } }],
  ["listGrants", {}],
  ["listGrants", { Grants: "none" }],
  ["listGrants", { Grants: ["x"] }],
  ["listGrants", { Grants: [{ Operations: "Decrypt" }] }],
  ["listGrants", { Grants: [], Truncated: true }],
] as const)("%s answered with %j is not relied on", async (call, body) => {
  await serving(json(200, body), (endpointUrl) =>
    connected({ endpointUrl }, async (connection) => {
      const found = problemOf(await connection[call]("k"));
      expect(found.code).toBe("aws/answer");
      expect(found.what).toMatch(new RegExp(`kms:${call}`, "i"));
    }),
  );
});

test("a policy longer than a policy can be is refused", async () => {
  await serving(json(200, { Policy: "x".repeat(131_073) }), (endpointUrl) =>
    connected({ endpointUrl }, async (connection) => {
      expect(problemOf(await connection.getKeyPolicy("k")).code).toBe("policy/too-long");
    }),
  );
});

test("STS answers without an account, or not at all", async () => {
  const xml = (inner: string) =>
    `<GetCallerIdentityResponse><GetCallerIdentityResult>${inner}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
  for (const [body, code] of [
    [xml("<Arn>a</Arn>"), "aws/answer"],
    ["", "aws/answer"],
    ["<html><body>Log in</html>", "aws/not-an-answer"],
    ["{}", "aws/not-an-answer"],
  ] as const) {
    await serving(
      (_request, response) => {
        response.writeHead(200, { "content-type": "text/xml" });
        response.end(body);
      },
      (endpointUrl) =>
        connected({ endpointUrl }, async (connection) => {
          expect(problemOf(await connection.getCallerIdentity()).code).toBe(code);
        }),
    );
  }
});

const page =
  (next: (marker: string | undefined) => unknown): Answer =>
  (request, response, raw) => {
    const { Marker, Limit } = JSON.parse(request.body);
    expect(Limit).toBe(100);
    json(200, next(Marker))(request, response, raw);
  };

test("all pages, short ones and empty ones too, and the new members of 2026", async () => {
  const grant = {
    GrantId: "g",
    GranteeServicePrincipal: "airflow.amazonaws.com",
    Operations: ["Decrypt"],
    CreationDate: 1.7e9,
  };
  const answer = page((marker) =>
    marker === undefined
      ? { Grants: [grant, grant], Truncated: true, NextMarker: "1" }
      : marker === "1"
        ? { Grants: [], Truncated: true, NextMarker: "2" }
        : { Grants: [{ ...grant, Constraints: { EncryptionContextSubset: { a: "b" } } }], Truncated: false },
  );
  await serving(answer, (endpointUrl) =>
    connected({ endpointUrl }, async (connection) => {
      const fact = await connection.listGrants("k");
      const shown = { ...grant, CreationDate: "2023-11-14T22:13:20.000Z" };
      const value = [shown, shown, { ...shown, Constraints: { EncryptionContextSubset: { a: "b" } } }];
      expect(fact).toEqual({ known: true, value });
    }),
  );
});

test("pages that go in a circle, and pages without end", async () => {
  await serving(
    page(() => ({ Grants: [], Truncated: true, NextMarker: "same" })),
    (endpointUrl, requests) =>
      connected({ endpointUrl }, async (connection) => {
        expect(problemOf(await connection.listGrants("k"))).toMatchObject({
          code: "aws/answer",
          what: expect.stringMatching(/twice/),
        });
        expect(requests).toHaveLength(2);
      }),
  );
  let count = 0;
  const many = Array.from({ length: 5_001 }, () => ({ Operations: [] }));
  await serving(
    page(() => ({ Grants: many, Truncated: true, NextMarker: String(++count) })),
    (endpointUrl) =>
      connected({ endpointUrl }, async (connection) => {
        expect(problemOf(await connection.listGrants("k")).code).toBe("aws/too-many-grants");
        expect(count).toBe(Math.ceil(mostGrants / many.length));
      }),
  );
});
