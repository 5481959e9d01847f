/** The facts of one moment: asked side by side, and a word to whoever waits long. */
import { describe, expect, it } from "vitest";
import type { Connection } from "../../src/aws/connection.js";
import { takeSnapshot } from "../../src/flows/take-snapshot.js";
import { parseTarget } from "../../src/key/target.js";
import { known } from "../../src/problem/parsed.js";

const target = parseTarget({
  key: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
});
const asked: string[] = [];

function connection(answer: Promise<void>): Connection {
  const later =
    <T>(name: string, value: T) =>
    async () => {
      asked.push(name);
      await answer;
      return known(value);
    };
  return {
    getCallerIdentity: later("caller", { account: "111122223333", arn: "arn" }),
    describeKey: later("key", { KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab" }),
    getKeyPolicy: later("policy", "{}"),
    putKeyPolicy: later("put", "accepted"),
    listGrants: later("grants", []),
    listResourceTags: later("tags", {}),
    getKeyRotationStatus: later("rotation", { enabled: true }),
    dryRun: later("dryRuns", []),
    bucket: later("bucket", { name: "b", region: "us-east-1" }),
    executionRole: later("executionRole", { arn: "arn", policies: [] }),
    logGroups: later("logGroups", []),
    close: () => undefined,
  };
}

describe("takeSnapshot", () => {
  it("asks for all at once, and says after a while that it waits", async () => {
    if (!target.ok) throw new Error("the key must be one");
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const said: string[] = [];
    const host = { now: () => new Date(0), sleep: async () => undefined };
    const snapshot = takeSnapshot(
      ...([
        target.value,
        connection(answered),
        { host, say: (line: string) => said.push(line) },
        ["caller", "key", "policy"],
      ] as const),
    );
    expect(asked).toEqual(["caller", "key", "policy"]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(said.join()).toContain("Still waiting");
    answer();
    const { caller, grants } = await snapshot;
    expect(caller.known).toBe(true);
    expect(grants).toMatchObject({ known: false, problem: { code: "readiness/not-asked" } });
  });

  it("says nothing when the answers come soon", async () => {
    if (!target.ok) throw new Error("the key must be one");
    const said: string[] = [];
    const host = { now: () => new Date(0), sleep: () => new Promise<void>(() => undefined) };
    await takeSnapshot(
      target.value,
      connection(Promise.resolve()),
      { host, say: (line) => said.push(line) },
      ["key"],
    );
    expect(said).toEqual([]);
  });
});
