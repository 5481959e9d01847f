/** The way to AWS: proxies, authorities, time, repetitions. Real sockets, no mocks. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createProxy } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect as dial, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fateOfWrite } from "../../src/aws/connection.js";
import {
  type Answer,
  awsError,
  connected,
  connectedAround,
  json,
  keyArn,
  problemOf,
  secret,
  serving,
  withEnv,
} from "./answering.js";

const keys = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: secret };
const fixture = (name: string) => fileURLToPath(new URL(`tls/${name}`, import.meta.url));
const policy = json(200, { Policy: "{}" });

async function listening<S extends Server>(server: S, use: (port: number) => Promise<void>): Promise<void> {
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A CONNECT proxy that leads every name to one port. */
function proxied(
  port: number,
  use: (url: string, asked: string[]) => Promise<void>,
  status = 200,
): Promise<void> {
  const asked: string[] = [];
  const proxy = createProxy();
  proxy.on("connect", (request, socket) => {
    asked.push(`${request.url} ${request.headers["proxy-authorization"] ?? "-"}`);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onward = dial(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  return listening(proxy, (own) => use(`http://ana:s3cret@127.0.0.1:${own}`, asked));
}

function tlsServer(): Server {
  const options = { cert: readFileSync(fixture("server.pem")), key: readFileSync(fixture("server.key")) };
  return createTlsServer(options, (_request, response) => {
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ Policy: "{}" }));
  });
}

test("HTTP_PROXY is used, with its user and password, and NO_PROXY keeps it out", async () => {
  await serving(policy, (url) =>
    proxied(Number(new URL(url).port), async (proxy, asked) => {
      const settings = { endpointUrl: "http://kms.test.invalid" };
      await withEnv({ ...keys, HTTP_PROXY: proxy }, () =>
        connectedAround(settings, async (connection) => {
          expect(await connection.getKeyPolicy(keyArn)).toEqual({ known: true, value: "{}" });
        }),
      );
      expect(asked).toEqual([`kms.test.invalid:80 Basic ${btoa("ana:s3cret")}`]);
      await withEnv({ ...keys, HTTP_PROXY: proxy, NO_PROXY: ".test.invalid", AWS_MAX_ATTEMPTS: "1" }, () =>
        connectedAround(settings, async (connection) => {
          expect(problemOf(await connection.getKeyPolicy(keyArn)).code).toBe("aws/unreachable");
        }),
      );
      expect(asked).toHaveLength(1);
    }),
  );
});

test("this very machine is never asked through a proxy", async () => {
  await serving(policy, (endpointUrl) =>
    withEnv({ ...keys, HTTP_PROXY: "http://127.0.0.1:1", ALL_PROXY: "http://127.0.0.1:1" }, () =>
      connectedAround({ endpointUrl }, async (connection) => {
        expect((await connection.getKeyPolicy(keyArn)).known).toBe(true);
      }),
    ),
  );
});

test("a proxy that refuses, or is not there, is named without its password", async () => {
  await proxied(1, (proxy) => failsBy({ HTTPS_PROXY: proxy }, /Bad response: 407/), 407);
  await failsBy({ HTTPS_PROXY: "http://ana:s3cret@127.0.0.1:1" }, /ECONNREFUSED/);
});

async function failsBy(env: Readonly<Record<string, string>>, says: RegExp): Promise<void> {
  await withEnv({ ...keys, ...env, AWS_MAX_ATTEMPTS: "1" }, () =>
    connectedAround({}, async (connection) => {
      const found = problemOf(await connection.putKeyPolicy(keyArn, "{}"));
      expect(found).toMatchObject({ code: "aws/proxy", what: expect.stringMatching(says) });
      expect(JSON.stringify(found)).not.toMatch(/s3cret/);
      expect(fateOfWrite(found) === "unclear").toBe(false);
    }),
  );
}

test("SSO goes through the proxy too, to its own Region and not the key's", async () => {
  const home = await mkdtemp(join(tmpdir(), "mwaa-kms-"));
  const cache = join(home, ".aws", "sso", "cache");
  const session =
    "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n";
  const profile = "[profile p]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n";
  try {
    await mkdir(cache, { recursive: true });
    await writeFile(join(home, ".aws", "config"), session + profile);
    await writeFile(
      join(cache, `${createHash("sha1").update("corp").digest("hex")}.json`),
      JSON.stringify({ accessToken: "token-of-the-session", expiresAt: "2999-01-01T00:00:00Z" }),
    );
    await proxied(
      1,
      async (proxy, asked) => {
        const files = { HOME: home, AWS_CONFIG_FILE: undefined, AWS_SHARED_CREDENTIALS_FILE: undefined };
        await withEnv({ ...files, HTTPS_PROXY: proxy, AWS_MAX_ATTEMPTS: "1" }, () =>
          connectedAround({ profile: "p", timeouts: { call: 9_000 } }, async (connection) => {
            const found = problemOf(await connection.putKeyPolicy(keyArn, "{}"));
            expect(fateOfWrite(found) === "unclear").toBe(false);
            expect(JSON.stringify(found)).not.toMatch(/token-of-the-session|s3cret/);
          }),
        );
        expect(asked[0]).toMatch(/^portal\.sso\.us-east-1\.amazonaws\.com:443 /);
      },
      407,
    );
  } finally {
    await rm(home, { recursive: true });
  }
});

test("a certificate of an unknown authority is refused, and AWS_CA_BUNDLE makes it known, through a proxy too", async () => {
  await listening(tlsServer(), async (port) => {
    const direct = { endpointUrl: `https://localhost:${port}` };
    await withEnv({ ...keys, AWS_MAX_ATTEMPTS: "1" }, () =>
      connectedAround(direct, async (connection) => {
        const found = problemOf(await connection.getKeyPolicy(keyArn));
        expect(found).toMatchObject({ code: "aws/tls", what: expect.stringContaining("UNABLE_TO_VERIFY") });
        expect(JSON.stringify(found.fix)).toContain("AWS_CA_BUNDLE");
      }),
    );
    await withEnv({ ...keys, AWS_CA_BUNDLE: fixture("ca.pem") }, () =>
      connectedAround(direct, async (connection) => {
        expect((await connection.getKeyPolicy(keyArn)).known).toBe(true);
      }),
    );
    await proxied(port, (proxy, asked) =>
      withEnv({ ...keys, AWS_CA_BUNDLE: fixture("ca.pem"), HTTPS_PROXY: proxy }, () =>
        connectedAround({}, async (connection) => {
          expect((await connection.getKeyPolicy(keyArn)).known).toBe(true);
          expect(asked[0]).toMatch(/^kms\.eu-west-1\.amazonaws\.com:443/);
        }),
      ),
    );
  });
});

test.each([
  ["/nonexistent/ca.pem", /ENOENT/],
  [fixture("server.key"), /no PEM certificate/],
])("a CA bundle that is none: %s", async (path, says) => {
  await withEnv({ ...keys, AWS_CA_BUNDLE: path }, async () => {
    await expect(connectedAround({}, async () => undefined)).rejects.toThrow(/aws\/ca-bundle/);
    await expect(connectedAround({}, async () => undefined)).rejects.toThrow(says);
  });
});

test("nothing listens: nothing was sent, and it is tried again", async () => {
  await connected({ endpointUrl: "http://127.0.0.1:1" }, async (connection) => {
    const found = problemOf(await connection.putKeyPolicy(keyArn, "{}"));
    expect(found.code).toBe("aws/unreachable");
    expect(fateOfWrite(found) === "unclear").toBe(false);
  });
});

const drip: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
  const timer = setInterval(() => response.write(" "), 50);
  response.on("close", () => clearInterval(timer));
};

test("an answer that drips for ever ends with the whole call's time", async () => {
  await serving(drip, (endpointUrl) =>
    connected(
      { endpointUrl, timeouts: { connection: 200, request: 200, socket: 200, call: 400 } },
      async (connection) => {
        const began = Date.now();
        expect(problemOf(await connection.describeKey(keyArn)).code).toBe("aws/timed-out");
        expect(Date.now() - began).toBeLessThan(1_500);
      },
    ),
  );
});

test("an answer without end is cut off", async () => {
  const flood: Answer = (_request, response) => {
    response.writeHead(200, {});
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", more);
    more();
  };
  await serving(flood, (endpointUrl) =>
    connected(
      { endpointUrl, timeouts: { connection: 500, request: 2_000, socket: 2_000, call: 5_000 } },
      async (connection) => {
        expect(problemOf(await connection.putKeyPolicy(keyArn, "{}"))).toMatchObject({
          code: "aws/answer",
          what: expect.stringContaining("too long"),
        });
      },
    ),
  );
});

test("a signal ends a call at once, and says whether something may have been written", async () => {
  await serving(
    () => undefined,
    async (endpointUrl) => {
      for (const [put, code] of [
        [false, "aws/interrupted"],
        [true, "aws/interrupted-while-writing"],
      ] as const) {
        const stop = new AbortController();
        const long = { connection: 9_000, request: 9_000, socket: 9_000, call: 9_000 };
        await connected({ endpointUrl, signal: stop.signal, timeouts: long }, async (connection) => {
          setTimeout(() => stop.abort("SIGINT"), 50);
          const fact = await (put ? connection.putKeyPolicy(keyArn, "{}") : connection.getKeyPolicy(keyArn));
          expect(problemOf(fact).code).toBe(code);
          expect(fateOfWrite(problemOf(fact)) === "unclear").toBe(put);
        });
      }
    },
  );
});

const throttle = awsError("ThrottlingException", "You have exceeded the rate at which you may call KMS.");

test.concurrent.each(["reading", "writing"])("throttling is waited out: %s", async (kind) => {
  let left = 1;
  const answer: Answer = (...all) => (left-- > 0 ? throttle(...all) : policy(...all));
  await serving(answer, (endpointUrl, requests) =>
    connected({ endpointUrl, timeouts: { call: 9_000 } }, async (connection) => {
      const fact = await (kind === "writing"
        ? connection.putKeyPolicy(keyArn, "{}")
        : connection.getKeyPolicy(keyArn));
      expect(fact.known).toBe(true);
      expect(requests).toHaveLength(2);
    }),
  );
});

test("AWS_MAX_ATTEMPTS is respected, by the writer too", async () => {
  await serving(throttle, (endpointUrl, requests) =>
    withEnv({ ...keys, AWS_MAX_ATTEMPTS: "2", AWS_RETRY_MODE: "standard" }, () =>
      connectedAround({ endpointUrl, timeouts: { call: 9_000 } }, async (connection) => {
        expect(problemOf(await connection.getKeyPolicy(keyArn)).code).toBe("aws/throttled");
        expect(requests).toHaveLength(2);
        expect(problemOf(await connection.putKeyPolicy(keyArn, "{}")).code).toBe("aws/throttled");
        expect(requests).toHaveLength(4);
      }),
    ),
  );
});
