/**
 * Another server than AWS behind AWS_ENDPOINT_URL. It keeps texts as they came, leaves members of DescribeKey out, knows no
 * policy without its name, and answers an unknown key in ListGrants with a page: so do servers that people test with.
 */
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment, newHome, run } from "./spawned.js";

const account = "123456789012";
const keyId = "0d6c5f41-7a33-4a8e-9d2b-6f0e1c2b3a49";
const key = `arn:aws:kms:us-east-1:${account}:key/${keyId}`;
const policy = `{"Version": "2012-10-17", "Id": "key-default-1", "Statement": [{"Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::${account}:root"}, "Action": "kms:*", "Resource": "*"}]}`;

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

let stored = policy;
let writes = 0;
let server: Server;
let home: ReturnType<typeof newHome>;
let env: NodeJS.ProcessEnv;

const json = (value: object, status = 200): Answer => ({ status, body: JSON.stringify(value) });
const notFound = json({ __type: "NotFoundException", message: "No such policy exists" }, 400);

function answer(target: string, body: Readonly<Record<string, unknown>>): Answer {
  const isKnown = body["KeyId"] === key || body["KeyId"] === keyId;
  switch (target) {
    case "TrentService.DescribeKey":
      if (!isKnown) return json({ __type: "NotFoundException", message: `Key '${key}' does not exist` }, 400);
      return json({
        KeyMetadata: {
          AWSAccountId: account,
          ...{ KeyId: keyId, Arn: key, Enabled: true, KeyState: "Enabled", Description: "" },
          ...{ Origin: "AWS_KMS", KeyManager: "CUSTOMER", KeySpec: "SYMMETRIC_DEFAULT" },
          ...{ EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"], SigningAlgorithms: [] },
        },
      });
    case "TrentService.GetKeyPolicy":
      return isKnown && body["PolicyName"] === "default" ? json({ Policy: stored }) : notFound;
    case "TrentService.PutKeyPolicy":
      if (!isKnown || body["PolicyName"] !== "default") return notFound;
      stored = String(body["Policy"]);
      writes += 1;
      return json({});
    case "TrentService.ListGrants":
      if (isKnown) return json({ Grants: [], GrantCount: 0, Truncated: false });
      return {
        status: 500,
        type: "text/html",
        body: "<!doctype html><title>500 Internal Server Error</title>",
      };
    default:
      return { type: "text/xml", body: identity };
  }
}

const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::${account}:user/test</Arn><UserId>AKIATEST</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const target = String(request.headers["x-amz-target"] ?? "");
    const made = answer(target, target === "" ? {} : JSON.parse(text));
    response.writeHead(made.status ?? 200, { "content-type": made.type ?? "application/x-amz-json-1.1" });
    response.end(made.body);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  home = newHome();
  env = environment(home.path, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "us-east-1",
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  home.dispose();
});

describe("another KMS through AWS_ENDPOINT_URL", () => {
  it("diff, prepare, prepare again, diff, grants", async () => {
    expect((await run(["diff", keyId, "-e", "prod"], env)).code).toBe(1);
    expect(writes).toBe(0);

    const first = await run(["prepare", keyId, "-e", "prod", "--yes"], env);
    expect(first.stdout + first.stderr).toContain("Ready: MWAA can use this key.");
    expect(first.code).toBe(0);
    expect(writes).toBe(1);
    expect(stored.startsWith(policy.slice(0, -2)), "what was there is there, to the letter").toBe(true);

    const second = await run(["prepare", key, "-e", "prod", "--yes"], env);
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(second.stdout).toContain("No changes:");
    expect(writes).toBe(1);

    expect((await run(["diff", key, "-e", "prod"], env)).code).toBe(0);
    const grants = await run(["grants", key, "-e", "prod", "--verify"], env);
    expect(grants.code).toBe(1);
    expect(grants.stdout).toContain("✗ mwaa-grant-for-env-mgmt-role-prod  missing");
  });

  it("survives a page where JSON was expected", async () => {
    const unknown = key.replace("0d6c5f41", "00000000");
    const grants = await run(["grants", unknown, "-e", "prod", "--verify"], env);
    expect(grants.code).toBe(3);
    expect(grants.stdout).toContain("[aws/not-an-answer]");
    const check = await run(["check", unknown], env);
    expect(check.code).toBe(1);
    expect(check.stdout).toContain("[aws/key-not-found]");
  });
});
