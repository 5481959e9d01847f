/** Calls of many keys stay below the request quotas in any second, wherever it begins. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rateLimiterOf, requestQuotas } from "../../src/aws/rate-limit.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets `count` calls go out as the pace allows; when each did, in milliseconds. */
async function timesOf(action: string, count: number): Promise<readonly number[]> {
  const pace = rateLimiterOf();
  const start = Date.now();
  const times: number[] = [];
  const all = Promise.all(
    Array.from({ length: count }, async () => {
      await pace(action);
      times.push(Date.now() - start);
    }),
  );
  await vi.runAllTimersAsync();
  await all;
  return times;
}

function busiestSecond(times: readonly number[]): number {
  return Math.max(...times.map((time) => times.filter((each) => each >= time && each < time + 1000).length));
}

describe("the pace", () => {
  it.each(Object.entries(requestQuotas))("of %s stays below %i a second", async (action, quota) => {
    const times = await timesOf(action, quota * 3);
    expect(times).toHaveLength(quota * 3);
    expect(busiestSecond(times)).toBeLessThan(quota);
    // And is not slower than it says: four fifths of the quota, and the first slice at once.
    expect(Math.max(...times)).toBeLessThanOrEqual((quota * 3 * 1000) / (quota * 0.7));
  });

  it("lets a call without a quota of its own go at once", async () => {
    expect(Math.max(...(await timesOf("kms:ListResourceTags", 5_000)))).toBe(0);
  });
});
