/** Which request of the soak fails, and how: drawn from one seeded source, so that a seed repeats the draw. */

/** A small generator with a seed (mulberry32): not for secrets. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Each with its weight; those that cost a run twenty seconds are rare. */
const kinds = [
  [20, () => ({ kind: "throttle" })],
  [14, () => ({ kind: "internal" })],
  [12, () => ({ kind: "reset", when: "before" })],
  [12, () => ({ kind: "reset", when: "after" })],
  [14, (random) => ({ kind: "slow", ms: Math.floor(random() * 400) })],
  [6, () => ({ kind: "html", status: 200 })],
  [6, () => ({ kind: "html", status: 500 })],
  [6, () => ({ kind: "truncated" })],
  [6, () => ({ kind: "empty" })],
  [3, () => ({ kind: "access-denied" })],
  [2, () => ({ kind: "expired-token" })],
  [2, () => ({ kind: "clock-skew" })],
  [8, (_random, stale) => ({ kind: "stale-policy", policy: stale })],
  [0.5, () => ({ kind: "hang" })],
];
const total = kinds.reduce((sum, [weight]) => sum + weight, 0);

/** @returns a fault with the chance `share`, else undefined; `stale` is an older policy of the key */
export function drawFault(random, share, stale) {
  if (random() >= share) return undefined;
  let at = random() * total;
  for (const [weight, make] of kinds) {
    at -= weight;
    if (at < 0) {
      const fault = make(random, stale);
      return fault.kind === "stale-policy" && stale === undefined ? undefined : fault;
    }
  }
  return undefined;
}
