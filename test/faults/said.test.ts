/** What is said of a write whose answer came, and of one whose answer did not: only what is known. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Scene, setScene } from "../apply/scene.js";

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene.close());

it("KMS took the write and then answers no read: it is not called lost, and the read's own problem is told", async () => {
  scene.fault((_call, index) => (index > 1 ? { kind: "access-denied" } : undefined));
  const applied = await scene.apply();
  expect(applied.outcome).toBe("not-visible");
  expect(applied.problems.map((problem) => problem.code)).toEqual(["plan/not-visible", "aws/access-denied"]);
  expect(applied.problems.map((problem) => problem.what).join()).not.toContain(
    "answer to PutKeyPolicy was lost",
  );
  expect(scene.said).not.toContain("KMS does not show the new policy yet; waiting");
});

it("the write's answer is lost and somebody else's policy is there: nobody says that KMS took ours", async () => {
  const theirs = scene.plan.base.replace("DataScience", "SomebodyElse");
  scene.fault((call) => {
    if (call.operation !== "PutKeyPolicy") return undefined;
    scene.sandbox.putPolicyRaw(scene.key, theirs);
    return { kind: "reset", when: "before" };
  });
  const applied = await scene.apply();
  expect(applied.outcome).toBe("uncertain");
  expect(applied.problems.map((problem) => problem.code)).toEqual(["aws/reset", "plan/overwritten"]);
  expect(applied.problems.map((problem) => problem.what).join()).not.toContain("KMS took");
  expect(scene.sandbox.policyOf(scene.key)).toBe(theirs);
});

it("a write is throttled and somebody else writes while it waits: it is not sent again", async () => {
  const theirs = scene.plan.base.replace("DataScience", "SomebodyElse");
  let writes = 0;
  scene.fault((call) => {
    if (call.operation !== "PutKeyPolicy" || writes++ > 0) return undefined;
    scene.sandbox.putPolicyRaw(scene.key, theirs);
    return { kind: "throttle" };
  });
  const applied = await scene.apply();
  expect(applied.outcome).toBe("uncertain");
  expect(applied.problems.map((problem) => problem.code)).toEqual(["aws/throttled", "plan/overwritten"]);
  expect(writes).toBe(1);
  expect(scene.sandbox.policyOf(scene.key)).toBe(theirs);
}, 60_000);
