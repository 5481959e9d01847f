/** Broken input made of good input: texts and JSON values, changed by a seeded draw. It knows not what they are for. */

/** A draw from 0 (in) to 1 (out). */
export type Random = () => number;

/** A small generator with a seed (mulberry32): not for secrets. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[Math.floor(random() * from.length)] ?? from[0];
}

/** What moves cursors, ends lines, reverses text, breaks JSON, or fools a pattern. */
const pieces: readonly [string, ...string[]] = [
  "\u0000",
  ...[
    "\u001b[2J",
    "\u009b31m",
    "\r",
    "\n",
    "\t",
    "\u007f",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\ud800",
    "😀",
    "\u0130",
  ],
  ...[
    '"',
    "\\",
    "\\u0000",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "/",
    "*",
    "?",
    "${aws:username}",
    "${",
    "null",
    "1e999",
    "-0",
    "0x1",
  ],
  ...[
    "arn:aws:",
    "::",
    "key/",
    "__proto__",
    "constructor",
    "'; rm -rf /; '",
    "$(id)",
    "%s%n",
    " ",
    "é",
    "ÿ",
    "--",
    "=",
    "::error::",
  ],
  "*?".repeat(40),
  "a".repeat(5_000),
  "[".repeat(200),
];

/** Half as long again as the longest policy: longer ones are refused for their length alone. */
const longest = 200_000;

/** A text with one to four changes: a piece put in, a part left out, doubled or turned round. */
export function mangleText(random: Random, text: string): string {
  let mangled = text;
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) {
    const at = Math.floor(random() * (mangled.length + 1));
    const end = Math.min(mangled.length, at + Math.floor(random() * random() * mangled.length));
    const part = mangled.slice(at, end);
    const put = pick<() => string>(random, [
      () => pick(random, pieces) + part,
      () => pick(random, pieces),
      () => "",
      () => part + part,
      () => [...part].reverse().join(""),
      () => String.fromCharCode(Math.floor(random() * 0x300)),
    ]);
    mangled = (mangled.slice(0, at) + put() + mangled.slice(end)).slice(0, longest);
  }
  return mangled;
}

/** A JSON value with one to three of its parts replaced, left out, renamed, doubled or wrapped. */
export function mangleJson(random: Random, value: unknown): unknown {
  let mangled = value;
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--)
    mangled = mangleOnce(random, mangled, 0);
  return mangled;
}

/** A mangled value as JSON; one that grew too long to be written is cut before. */
export function written(value: unknown, indent = 0): string {
  try {
    return JSON.stringify(value, null, indent);
  } catch {
    return "[".repeat(1_000);
  }
}

function mangleOnce(random: Random, value: unknown, depth: number): unknown {
  const isLeaf = typeof value !== "object" || value === null;
  if (isLeaf || random() < 0.12) return junk(random, value);
  if (Array.isArray(value)) {
    if (value.length === 0 || depth > 20) return [junk(random, value)];
    const at = Math.floor(random() * value.length);
    const fate = random();
    if (fate < 0.15) return value.toSpliced(at, 1);
    if (fate < 0.3) return value.toSpliced(at, 0, value[at]);
    return value.with(at, mangleOnce(random, value[at], depth + 1));
  }
  const entries = Object.entries(value);
  const [name, member] = entries[Math.floor(random() * entries.length)] ?? ["", null];
  const rest = entries.filter(([other]) => other !== name);
  const fate = random();
  if (fate < 0.15) return Object.fromEntries(rest);
  if (fate < 0.3) return Object.fromEntries([...rest, [mangleText(random, name), member]]);
  if (fate < 0.35) return { ...Object.fromEntries(entries), [pick(random, pieces)]: junk(random, member) };
  return Object.fromEntries(
    entries.map(([each, old]) => [each, each === name ? mangleOnce(random, old, depth + 1) : old]),
  );
}

function junk(random: Random, value: unknown): unknown {
  return pick<() => unknown>(random, [
    () => (typeof value === "string" ? mangleText(random, value) : value),
    () => null,
    () => Math.floor(random() * 1e9) * (random() < 0.5 ? -1 : 1e300),
    () => random() < 0.5,
    () => [],
    () => ({}),
    () => [value, [value]],
    () => ({ [pick(random, pieces)]: value }),
    () => nested(random() < 0.5 ? 40 : 400),
    () => pick(random, pieces),
    () => Array.from({ length: 60 }, () => value),
  ])();
}

function nested(depth: number): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
