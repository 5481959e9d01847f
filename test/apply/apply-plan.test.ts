/** A plan under every kind of weather: what is stored at the end, what is saved, and what is said. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isSamePolicy } from "../../src/policy/diff/equivalence.js";
import { type Scene, setScene } from "./scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.close());

const foreign = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Somebody else's",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
});

const stored = () => scene.sandbox.policyOf(scene.key);
const isOld = () => isSamePolicy(stored(), scene.plan.base);
const isNew = () => isSamePolicy(stored(), scene.plan.next);
const operations = () => scene.sandbox.calls.slice(3).map((call) => call.operation);

describe("in fair weather", () => {
  it("re-reads, saves, writes once, and reads back until it is seen three times", async () => {
    const applied = await scene.apply();
    expect(applied.outcome).toBe("written");
    expect(isNew()).toBe(true);
    expect(operations()).toEqual([
      "GetKeyPolicy",
      "PutKeyPolicy",
      "GetKeyPolicy",
      "GetKeyPolicy",
      "GetKeyPolicy",
    ]);
    expect(scene.backups()).toMatchObject([{ key: scene.key, policy: scene.plan.base }]);
  });

  it("sends the policy's name, and never the bypass of the lockout check", async () => {
    await scene.apply();
    const put = scene.sandbox.calls.find((call) => call.operation === "PutKeyPolicy");
    expect(put?.body).toMatchObject({ PolicyName: "default" });
    expect(put?.body).not.toHaveProperty("BypassPolicyLockoutSafetyCheck");
  });

  it("saves before it writes", async () => {
    const atWrite: number[] = [];
    scene.fault((call) =>
      call.operation === "PutKeyPolicy"
        ? { kind: "hook", before: () => void atWrite.push(scene.backups().length) }
        : undefined,
    );
    await scene.apply();
    expect(atWrite).toEqual([1]);
  });
});

describe("when nothing may be written", () => {
  const onWrite = (call: { operation: string }) => call.operation === "PutKeyPolicy";

  it("the policy changed since the plan: refuses, and keeps the other's change", async () => {
    scene.sandbox.putPolicyRaw(scene.key, foreign);
    const applied = await scene.apply();
    expect(applied).toMatchObject({ outcome: "not-written", problems: [{ code: "plan/stale" }] });
    expect(isSamePolicy(stored(), foreign)).toBe(true);
    expect(scene.backups()).toEqual([]);
  });

  it("only re-formatted since the plan: goes on, and saves the text as it is now", async () => {
    const compact = JSON.stringify(JSON.parse(scene.plan.base));
    scene.fault((call, index) =>
      index === 0 && call.operation === "GetKeyPolicy"
        ? { kind: "stale-policy", policy: compact }
        : undefined,
    );
    expect((await scene.apply()).outcome).toBe("written");
    expect(scene.backups()).toMatchObject([{ policy: compact }]);
  });

  it("the backup cannot be saved: sends no write", async () => {
    const applied = await scene.apply({ backupFolder: "/dev/null/backups" });
    expect(applied).toMatchObject({ outcome: "not-written", problems: [{ code: "backup/unsaved" }] });
    expect(operations()).not.toContain("PutKeyPolicy");
    expect(isOld()).toBe(true);
  });

  it.each([
    ["denied", { kind: "access-denied" } as const, "aws/access-denied"],
    ["refused as a lockout", lockout(), "aws/policy-lockout"],
    ["too long", { kind: "error", code: "LimitExceededException" } as const, "aws/limit-exceeded"],
    ["an expired token", { kind: "expired-token" } as const, "aws/expired-token"],
  ])("%s: says so, and that AWS refused it", async (_name, fault, code) => {
    scene.fault((call) => (onWrite(call) ? fault : undefined));
    const applied = await scene.apply();
    expect(applied).toMatchObject({ outcome: "not-written", refused: true, problems: [{ code }] });
    expect(isOld()).toBe(true);
    expect(scene.backups(), "the journal stays").toHaveLength(1);
  });

  it("interrupted before the write: nothing is changed", async () => {
    scene.interruption.abort("SIGINT");
    expect(await scene.apply()).toMatchObject({
      outcome: "not-written",
      problems: [{ code: "plan/interrupted" }],
    });
    expect(scene.backups()).toEqual([]);
    expect(operations()).not.toContain("PutKeyPolicy");
  });

  it("interrupted while the backup is saved: nothing is changed", async () => {
    const { host, interruption } = scene;
    const createPrivate: typeof host.files.createPrivate = async (...given) => {
      const path = await host.files.createPrivate(...given);
      interruption.abort("SIGTERM");
      return path;
    };
    const applied = await scene.apply({ host: { ...host, files: { ...host.files, createPrivate } } });
    expect(applied).toMatchObject({ outcome: "not-written", problems: [{ code: "plan/interrupted" }] });
    expect(applied.backup).toBeDefined();
    expect(operations()).not.toContain("PutKeyPolicy");
  });
});

describe("when the answer to the write is lost", () => {
  it.each([
    ["cut off after it took effect", { kind: "reset", when: "after" } as const],
    ["answered with nothing", { kind: "empty" } as const],
  ])("%s: finds it written", async (_name, fault) => {
    scene.fault((call) => (call.operation === "PutKeyPolicy" ? fault : undefined));
    expect((await scene.apply()).outcome).toBe("written");
    expect(isNew()).toBe(true);
  });

  it.each([
    ["cut off before", { kind: "reset", when: "before" } as const],
    ["no answer ever", { kind: "hang" } as const],
    ["a page instead", { kind: "html", status: 200 } as const],
    ["an internal error for ever", { kind: "internal" } as const],
  ])("%s: does not call it written, and names the backup", async (_name, fault) => {
    scene.fault((call) => (call.operation === "PutKeyPolicy" ? fault : undefined));
    const applied = await scene.apply();
    expect(applied.outcome).toBe("uncertain");
    expect(applied.problems.map((problem) => problem.code)).toContain("plan/lost-write");
    expect(applied.backup).toBeDefined();
    expect(isOld()).toBe(true);
    expect(scene.backups()).toHaveLength(1);
  });

  it("and no read comes through either: nobody can say, and it says so", async () => {
    scene.fault((_call, index) => (index === 0 ? undefined : { kind: "html", status: 500 }));
    const applied = await scene.apply();
    expect(applied.outcome).toBe("uncertain");
    expect(applied.problems.map((problem) => problem.code)).toContain("plan/uncertain");
  });
});

describe("when KMS is slow to show, or somebody else writes", () => {
  it("stale reads for a while: waits, then sees it three times in a row", async () => {
    let reads = 0;
    scene.fault((call) => {
      if (call.operation !== "GetKeyPolicy") return undefined;
      reads += 1;
      // The re-read, then five old ones, one new, one old again: only a steady answer counts.
      const old = reads <= 6 || reads === 8;
      return old ? { kind: "stale-policy", policy: scene.plan.base } : undefined;
    });
    expect((await scene.apply()).outcome).toBe("written");
    expect(reads).toBe(11);
    expect(scene.said.filter((line) => line.includes("Waiting")).length).toBeGreaterThan(0);
  });

  it("stale reads for ever: ends, and says that it is not visible yet", async () => {
    scene.fault((call) =>
      call.operation === "GetKeyPolicy" ? { kind: "stale-policy", policy: scene.plan.base } : undefined,
    );
    const applied = await scene.apply();
    expect(applied).toMatchObject({ outcome: "not-visible", problems: [{ code: "plan/not-visible" }] });
    expect(isNew()).toBe(true);
  });

  it("another writer right after ours: says that it was overwritten, and keeps what is there", async () => {
    scene.fault((call) =>
      call.operation === "PutKeyPolicy"
        ? { kind: "hook", after: () => scene.sandbox.putPolicyRaw(scene.key, foreign) }
        : undefined,
    );
    const applied = await scene.apply();
    expect(applied).toMatchObject({ outcome: "overwritten", problems: [{ code: "plan/overwritten" }] });
    expect(isSamePolicy(stored(), foreign)).toBe(true);
  });

  const atWrite = (act: () => void) =>
    scene.fault((call) => (call.operation === "PutKeyPolicy" ? { kind: "hook", before: act } : undefined));

  it("interrupted during the write: says what is being finished and where the backup is, and reads back", async () => {
    atWrite(() => scene.interruption.abort("SIGHUP"));
    const applied = await scene.apply();
    expect(applied.outcome).toBe("written");
    const told = scene.said.find((line) => line.startsWith("SIGHUP"));
    expect(told).toContain(scene.key);
    expect(told).toContain(applied.backup);
  });

  it("interrupted twice: ends at once, and says that what is stored is unknown", async () => {
    let reads = 0;
    scene.fault((call) => {
      if (call.operation !== "GetKeyPolicy" || ++reads === 1) return undefined;
      scene.interruption.abort("SIGINT");
      scene.interruptionAgain.abort("SIGINT");
      return { kind: "stale-policy", policy: scene.plan.base };
    });
    const applied = await scene.apply();
    expect(applied).toMatchObject({ outcome: "not-visible", problems: [{ code: "plan/cut-short" }] });
    expect(applied.problems[0]?.what).toContain(applied.backup);
    expect(reads).toBe(2);
  });
});

describe("a write that was throttled", () => {
  beforeEach(async () => {
    await scene.close();
    scene = await setScene(20_000);
  });

  const throttling = (after: () => void) => {
    let writes = 0;
    scene.fault((call) => {
      if (call.operation !== "PutKeyPolicy" || ++writes > 1) return undefined;
      after();
      return { kind: "throttle" };
    });
    return () => writes;
  };

  it("is sent again where the policy is still the old one", async () => {
    const writes = throttling(() => undefined);
    expect((await scene.apply()).outcome).toBe("written");
    expect(writes()).toBe(2);
  });

  it("and stored all the same is not sent again, nor called another writer's", async () => {
    const writes = throttling(() => scene.sandbox.putPolicyRaw(scene.key, scene.plan.next));
    expect(await scene.apply()).toMatchObject({ outcome: "written", problems: [] });
    expect(writes()).toBe(1);
  });

  it("for ever, and not stored: is unclear, and never called not written", async () => {
    let wasUnclear = false;
    scene.fault((call) => (call.operation === "PutKeyPolicy" ? { kind: "throttle" } : undefined));
    const onUnclear = () => {
      wasUnclear = true;
    };
    const applied = await scene.apply({ onUnclear });
    expect(applied).toMatchObject({
      outcome: "uncertain",
      problems: [{ code: "aws/throttled" }, { code: "plan/lost-write" }],
    });
    expect(wasUnclear).toBe(true);
  }, 30_000);

  it("and then denied is read back: the first may have been stored", async () => {
    let writes = 0;
    scene.fault((call) => {
      if (call.operation !== "PutKeyPolicy") return undefined;
      return ++writes === 1 ? { kind: "throttle" } : { kind: "access-denied" };
    });
    expect((await scene.apply()).outcome).toBe("uncertain");
  });
});

describe("what the read-back shows", () => {
  /** After the write, each read shows the next of these; the last stays. */
  const showing = (isLost: boolean, ...texts: readonly string[]) => {
    let reads = 0;
    scene.fault((call) => {
      if (call.operation === "PutKeyPolicy") return isLost ? { kind: "reset", when: "after" } : undefined;
      reads += 1;
      const policy = texts[(reads - 2) % texts.length];
      return reads === 1 || policy === undefined ? undefined : { kind: "stale-policy", policy };
    });
  };

  it.each([
    [false, "not-visible", ["plan/not-visible"]],
    [true, "uncertain", ["aws/reset", "plan/not-steady"]],
  ])(
    "another policy in turn with the old one is not steady, and no overwriting (lost: %s)",
    async (isLost, outcome, codes) => {
      showing(isLost, foreign, scene.plan.base);
      const applied = await scene.apply();
      expect([applied.outcome, applied.problems.map(({ code }) => code)]).toEqual([outcome, codes]);
    },
  );

  it("another Id, or Version, is another policy: for the re-read and for the read-back", async () => {
    const other = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), Id: "rival" });
    showing(false, other(scene.plan.next));
    expect((await scene.apply()).outcome).toBe("overwritten");
    scene.fault(() => undefined);
    scene.sandbox.putPolicyRaw(scene.key, other(scene.plan.base));
    expect(await scene.apply()).toMatchObject({ outcome: "not-written", problems: [{ code: "plan/stale" }] });
  });
});

function lockout() {
  return {
    kind: "error",
    code: "MalformedPolicyDocumentException",
    message: "The new key policy will not allow you to update the key policy in the future.",
    status: 400,
  } as const;
}
