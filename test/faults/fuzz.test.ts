/** Malformed policies, identifiers, backups and answers: no crash, no write, nothing unfit for a terminal. `npm run test:fuzz` tries two hundred times as many. */
import { expect, it } from "vitest";
import { useSandboxCredentials } from "./credentials.js";
import { fuzz } from "./fuzz/fuzz.js";

useSandboxCredentials();

it("bears 500 malformed cases", async () => {
  const figures = await fuzz(500, 20_261_123);
  expect(figures.reduce((sum, { cases }) => sum + cases, 0)).toBe(500);
  expect(figures.flatMap(({ kind, broken }) => broken.map((each) => ({ kind, ...each })))).toEqual([]);
}, 300_000);
