import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateKeyCommand, KMSClient, TagResourceCommand } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSandbox } from "../../src/sandbox/start.js";
import { sandboxKeys } from "../property-runs.js";

const credentials = {
  accessKeyId: "SANDBOXADMINISTRATOR",
  secretAccessKey: "sandbox-only-not-an-aws-secret-administrator",
};

describe("several processes on one folder", () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("close", resolve));
    }
    rmSync(folder, { recursive: true });
  });

  const start = (): Promise<KMSClient> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ["test/sandbox/server-process.mjs", folder], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      children.push(child);
      child.stdout.once("data", (url: Buffer) => {
        const endpoint = url.toString().trim();
        resolve(new KMSClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 }));
      });
    });

  it("keep every key that each of them makes, and every tag on one key", { timeout: 60_000 }, async () => {
    const clients = await Promise.all([start(), start()]);
    const made: string[] = [];
    const write = async (client: KMSClient, count: number): Promise<void> => {
      for (let at = 0; at < count; at++) {
        const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
        made.push(KeyMetadata?.Arn ?? "");
      }
    };
    const writers = 16;
    const each = Array.from({ length: writers }, (_, at) => Math.floor((sandboxKeys / 2 + at) / writers));
    await Promise.all(clients.flatMap((client) => each.map((count) => write(client, count))));
    const KeyId = made[0];
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => {
        const Tags = [{ TagKey: `tag-${at}`, TagValue: "held" }];
        return clients[at % 2]?.send(new TagResourceCommand({ KeyId, Tags }));
      }),
    );
    for (const client of clients) client.destroy();
    const third = await startSandbox({ statePath: folder });
    const held = new Set(third.keys());
    const { Tags } = third.keyOf(KeyId ?? "");
    await third.close();
    expect(new Set(made).size).toBe(sandboxKeys);
    expect(made.filter((arn) => !held.has(arn))).toEqual([]);
    expect(Tags).toHaveLength(20);
  });

  it("go on where one of them was killed in the midst of its turn", async () => {
    const client = await start();
    await client.send(new CreateKeyCommand({}));
    const [child] = children;
    writeFileSync(join(folder, "lock"), String(child?.pid));
    child?.kill("SIGKILL");
    await new Promise((resolve) => child?.once("close", resolve));
    children.splice(0);
    client.destroy();
    const next = await startSandbox({ statePath: folder });
    next.setKey(next.seeds.ready, { Description: "after" });
    expect(next.keyOf(next.seeds.ready).Description).toBe("after");
    await next.close();
  });
});
