/** Who signs, and what is said where nothing can: the situations of docs/networks.md that need no proxy, over loopback. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/aws/connect.js";
import type { Connection } from "../../src/aws/connection.js";
import type { Problem } from "../../src/problems/problem.js";
import { machine, problemOf, withEnv } from "../aws/answering.js";
import { awsHandler, httpServer, keyId, type Seen } from "./front.js";
import { type Behaviour, containerHandler, instanceHandler, type Ports } from "./machinery.js";
import { identities, type Situation, withoutCredentials } from "./situations.js";

const seen: Seen[] = [];
let behaviour: Behaviour = {};
const servers: Server[] = [
  httpServer(
    awsHandler(
      (each) => seen.push(each),
      (each, response) => behaviour.special?.(each, response) ?? false,
    ),
  ),
  httpServer(containerHandler(() => behaviour)),
  httpServer(instanceHandler),
];
const portOf = (at: number) => (servers[at]?.address() as AddressInfo | undefined)?.port;

beforeAll(async () => {
  for (const server of servers) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  for (const server of servers) server.close();
});

async function inSituation<T>(
  situation: Situation,
  use: (connect: () => Promise<Connection | Problem>) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), "mwaa-kms-"));
  mkdirSync(join(home, ".aws"));
  behaviour = situation.behaviour ?? {};
  const ports = { container: portOf(1), instance: portOf(2) } as Ports;
  const { env, profile, config = "", credentials = "" } = situation.setting(ports, home);
  writeFileSync(join(home, ".aws", "config"), config);
  writeFileSync(join(home, ".aws", "credentials"), credentials);
  const own = {
    HOME: home,
    AWS_CONFIG_FILE: undefined,
    AWS_SHARED_CREDENTIALS_FILE: undefined,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf(0)}`,
  };
  const open = async () => {
    const made = await connect(
      { region: "us-east-1", ...(profile === undefined ? {} : { profile }) },
      machine,
    );
    if (made.ok) return made.value;
    const [first] = made.problems;
    if (first === undefined) throw new Error("no reason");
    return first;
  };
  try {
    return await withEnv({ ...own, ...env }, () => use(open));
  } finally {
    rmSync(home, { recursive: true });
  }
}

describe.each(identities)("$name", (situation) => {
  it(`signs with ${situation.identity}, and says where it comes from`, async () => {
    await inSituation(situation, async (open) => {
      const connection = await open();
      if (!("getKeyPolicy" in connection)) throw new Error(connection.what);
      seen.length = 0;
      const [policy, caller] = await Promise.all([
        connection.getKeyPolicy(keyId),
        connection.getCallerIdentity(),
      ]);
      connection.close();
      expect(policy.known).toBe(true);
      expect(caller).toMatchObject({ known: true, value: { source: situation.source } });
      const signed = seen.filter(({ operation }) => /^Get(KeyPolicy|CallerIdentity)$/.test(operation));
      expect(signed.map(({ accessKey }) => accessKey)).toEqual([situation.identity, situation.identity]);
    });
  });
});

describe.each(withoutCredentials.filter(({ isSlow }) => !isSlow))("$name", (situation) => {
  it("is told by what decided, and shows no secret", async () => {
    await inSituation(situation, async (open) => {
      const opened = await open();
      const found = "getKeyPolicy" in opened ? problemOf(await opened.getKeyPolicy(keyId)) : opened;
      if ("close" in opened) opened.close();
      const text = `${found.what} ${JSON.stringify(found.fix)}`;
      expect(text).toMatch(situation.says ?? /never/);
      expect(JSON.stringify(found)).not.toMatch(/secret-of-|token-of-/);
    });
  });
});
