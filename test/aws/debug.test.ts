/** --debug, --timeout and --max-attempts: what is told of each call, how often and how long it is tried, and no secret. */
import { describe, expect, test } from "vitest";
import { connect } from "../../src/aws/connect.js";
import { withTimeLimit } from "../../src/platform/time-limit.js";
import { openTerminal } from "../terminal.js";
import {
  awsError,
  connectedAround,
  json,
  keyArn,
  machine,
  problemOf,
  secret,
  serving,
  withEnv,
} from "./answering.js";

const env = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7CANARY0",
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_SESSION_TOKEN: "canary-session-token",
};

describe("--debug", () => {
  test("tells of source, endpoint, attempts, status, request ID and time, and of no secret", async () => {
    let left = 1;
    await serving(
      (...all) =>
        (left-- > 0 ? awsError("ThrottlingException") : json(200, { Policy: `{"a":"${secret}"}` }))(...all),
      (endpointUrl) =>
        withEnv(env, async () => {
          const lines: string[] = [];
          const debug = (line: string) => void lines.push(line);
          await connectedAround({ endpointUrl, debug }, async (connection) => {
            expect((await connection.getKeyPolicy(keyArn)).known).toBe(true);
          });
          expect(lines[0]).toBe("credentials: environment variables");
          expect(lines[1]).toMatch(
            /^GetKeyPolicy: http:\/\/127\.0\.0\.1:\d+ directly, attempt 1 of 5: status 400, request ID r, \d+ ms$/,
          );
          expect(lines[2]).toMatch(/attempt 2 of 5: status 200/);
          expect(lines.join("\n")).not.toMatch(/CANARY|canary|wJalr|Signature/);
        }),
    );
  });

  test("names the proxy and its variable without its password, and why a call failed", async () => {
    await withEnv({ ...env, HTTPS_PROXY: "http://ana:s3cret@127.0.0.1:1" }, async () => {
      const lines: string[] = [];
      const debug = (line: string) => void lines.push(line);
      await connectedAround({ debug, maxAttempts: 1 }, async (connection) => {
        problemOf(await connection.getKeyPolicy(keyArn));
      });
      expect(lines[1]).toMatch(
        /^GetKeyPolicy: https:\/\/kms\.eu-west-1\.amazonaws\.com through http:\/\/127\.0\.0\.1:1 \(HTTPS_PROXY\), attempt 1 of 1: ECONNREFUSED/,
      );
      expect(lines.join("\n")).not.toContain("s3cret");
    });
  });
});

test("--max-attempts comes before AWS_MAX_ATTEMPTS", async () => {
  await serving(awsError("ThrottlingException"), (endpointUrl, requests) =>
    withEnv({ ...env, AWS_MAX_ATTEMPTS: "4" }, () =>
      connectedAround({ endpointUrl, maxAttempts: 2 }, async (connection) => {
        expect(problemOf(await connection.getKeyPolicy(keyArn)).code).toBe("aws/throttled");
        expect(requests).toHaveLength(2);
      }),
    ),
  );
});

describe("a value that no AWS tool accepts", () => {
  test.each([
    ["AWS_MAX_ATTEMPTS", "many"],
    ["AWS_MAX_ATTEMPTS", "0"],
    ["AWS_RETRY_MODE", "often"],
    ["AWS_ENDPOINT_URL", "localhost:4566"],
    ["AWS_ENDPOINT_URL_KMS", "ftp://x"],
    ["AWS_ENDPOINT_URL_STS", "https://ana:s3cret@x"],
    ["AWS_USE_FIPS_ENDPOINT", "yes"],
    ["AWS_USE_DUALSTACK_ENDPOINT", "1"],
  ])("%s=%s is a usage error that names it", async (name, value) => {
    await withEnv({ ...env, [name]: value }, async () => {
      const terminal = openTerminal();
      const ran = await terminal.run(
        "check",
        keyArn,
        "--endpoint-url",
        "http://127.0.0.1:1",
        "--max-attempts",
        "1",
      );
      terminal.dispose();
      expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(name)]);
      expect(ran.stdout + ran.stderr).not.toContain("s3cret");
    });
  });

  test.each([
    ["--timeout", "0"],
    ["--timeout", "soon"],
    ["--max-attempts", "0"],
  ])("so is %s %s", async (option, value) => {
    const terminal = openTerminal();
    const ran = await terminal.run("check", keyArn, option, value);
    terminal.dispose();
    expect(ran.code).toBe(2);
  });
});

describe("FIPS and dual-stack names that do not exist", () => {
  test.each([
    [
      "AWS_USE_FIPS_ENDPOINT",
      /kms-fips\.ap-southeast-1\.amazonaws\.com does not exist.*AWS_USE_FIPS_ENDPOINT selects/,
    ],
    [
      "AWS_USE_DUALSTACK_ENDPOINT",
      /kms\.ap-southeast-1\.api\.aws does not exist.*AWS_USE_DUALSTACK_ENDPOINT selects/,
    ],
  ])("are told by %s, with the way on", async (name, says) => {
    const refusing = "http://127.0.0.1:1";
    await withEnv({ ...env, [name]: "true", HTTPS_PROXY: refusing }, async () => {
      const made = await connect({ region: "ap-southeast-1", maxAttempts: 1 }, machine);
      if (!made.ok) throw new Error("refused");
      // A proxy that is not there is the proxy's own problem; the name is to blame only where it cannot be resolved.
      expect(problemOf(await made.value.getKeyPolicy("k")).code).toBe("aws/proxy");
      made.value.close();
    });
    await withEnv({ ...env, [name]: "true" }, async () => {
      const found = await unresolved(() => connect({ region: "ap-southeast-1", maxAttempts: 1 }, machine));
      expect(found).toMatchObject({ code: "aws/no-such-endpoint", what: expect.stringMatching(says) });
      expect(JSON.stringify(found.fix)).toContain(`unset ${name}`);
      expect(JSON.stringify(found.fix)).toContain(
        "AWS_ENDPOINT_URL_KMS=https://kms.ap-southeast-1.amazonaws.com",
      );
    });
    await serving(json(200, { Policy: "{}" }), (url) =>
      withEnv({ ...env, [name]: "true", AWS_ENDPOINT_URL_KMS: url }, () =>
        connectedAround({}, async (connection) => {
          expect((await connection.getKeyPolicy(keyArn)).known).toBe(true);
        }),
      ),
    );
  });
});

/** A call while no name resolves. */
async function unresolved(open: () => ReturnType<typeof connect>) {
  const dns = await import("node:dns");
  const lookup = dns.default.lookup;
  const fail = (...words: readonly unknown[]) =>
    (words.at(-1) as (error: Error) => void)(
      Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }),
    );
  dns.default.lookup = fail as never;
  try {
    const made = await open();
    if (!made.ok) throw new Error("refused");
    const found = problemOf(await made.value.getKeyPolicy("k"));
    made.value.close();
    return found;
  } finally {
    dns.default.lookup = lookup;
  }
}

describe("credentials that AWS does not accept in a Region", () => {
  const invalid = awsError(
    "UnrecognizedClientException",
    "The security token included in the request is invalid.",
  );
  test.each([
    ["ap-southeast-4", "aws/region-not-enabled", true],
    ["ap-southeast-4", "aws/region-not-enabled", false],
    ["eu-west-1", "aws/invalid-token", true],
    ["cn-north-1", "aws/invalid-token", true],
  ])("%s: %s", async (region, code, hasToken) => {
    await serving(invalid, (endpointUrl) =>
      withEnv({ ...env, ...(hasToken ? {} : { AWS_SESSION_TOKEN: undefined }) }, () =>
        connectedAround({ endpointUrl, region }, async (connection) => {
          const found = problemOf(await connection.getKeyPolicy("k"));
          expect(found.code).toBe(code);
          const advice = JSON.stringify(found.fix);
          expect(advice.includes("AWS_STS_REGIONAL_ENDPOINTS")).toBe(
            code === "aws/region-not-enabled" && hasToken,
          );
        }),
      ),
    );
  });
});

test("--timeout ends the run: what is under way says so, and nothing else is called ready", async () => {
  await serving(
    () => undefined,
    async (endpointUrl) => {
      await withEnv(env, async () => {
        const terminal = openTerminal();
        const began = Date.now();
        const ran = await terminal.run("check", keyArn, "--endpoint-url", endpointUrl, "--timeout", "0.3");
        terminal.dispose();
        expect(Date.now() - began).toBeLessThan(5_000);
        expect([ran.code, ran.stdout]).toEqual([3, expect.stringContaining("[aws/out-of-time]")]);
      });
    },
  );
});

test("a time limit interrupts a host once, and not after its release", async () => {
  const { host, dispose } = openTerminal();
  const short = withTimeLimit(host, 0.01);
  const released = withTimeLimit(host, 0.01);
  released.release();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect([short.host.interrupted.reason, released.host.interrupted.aborted]).toEqual(["timeout", false]);
  dispose();
});

describe("a role with an MFA device", () => {
  const serial = "arn:aws:iam::111122223333:mfa/ana";
  const sts = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAMFA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
  const config = {
    AWS_CONFIG_FILE: "mfa-config",
  };
  const files = {
    ...machine.files,
    read: async (path: string) =>
      path === config.AWS_CONFIG_FILE
        ? `[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = s\nmfa_serial = ${serial}\n[profile s]\naws_access_key_id = AKIAS\naws_secret_access_key = ${secret}\n`
        : "",
  };

  test("is asked for its code once, and the code goes to STS", async () => {
    const bodies: string[] = [];
    const questions: string[] = [];
    await serving(
      ({ operation, body }, response, raw) => {
        if (!body.includes("Action=AssumeRole"))
          return json(200, { Policy: "{}" })({ operation, body }, response, raw);
        bodies.push(body);
        response.writeHead(200, { "content-type": "text/xml" });
        response.end(sts);
      },
      (url) =>
        withEnv({ ...config, AWS_ENDPOINT_URL: url }, async () => {
          const ask = async (question: string) => {
            questions.push(question);
            return "123456 ";
          };
          const made = await connect({ region: "eu-west-1", profile: "mfa", ask }, { ...machine, files });
          if (!made.ok) throw new Error("refused");
          const facts = await Promise.all([1, 2, 3].map(() => made.value.getKeyPolicy(keyArn)));
          made.value.close();
          expect(facts.map(({ known }) => known)).toEqual([true, true, true]);
        }),
    );
    expect(questions).toEqual([`MFA code for ${serial}: `]);
    expect(bodies).toHaveLength(1);
    expect(decodeURIComponent(bodies[0] ?? "")).toMatch(
      /SerialNumber=arn:aws:iam::111122223333:mfa\/ana.*TokenCode=123456/,
    );
  });
});
