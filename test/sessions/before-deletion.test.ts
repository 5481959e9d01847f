/** `check --before-deletion`: what depends on a key; yes and no are certain, or the exit code is 3. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import { type AskedAs, terminalOn } from "./on-sandbox.js";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

async function look(key: string, as: AskedAs = sandbox.credentials, ...more: readonly string[]) {
  const terminal = terminalOn(sandbox, {}, as);
  const { code, stdout, stderr } = await terminal.run(
    "check",
    key,
    "--before-deletion",
    "--format",
    "json",
    ...more,
  );
  terminal.dispose();
  const report = code === 2 ? undefined : JSON.parse(stdout);
  const codes: readonly string[] = report?.problems.map((each: { code: string }) => each.code) ?? [];
  return { code, codes, dependents: report?.body?.dependents, stderr };
}

test("an environment with its grants", async () => {
  expect(await look(sandbox.seeds["four-grants"])).toMatchObject({
    code: 1,
    codes: ["deletion/environments", "deletion/grants"],
    dependents: {
      environments: ["demo"],
      grants: [
        { holder: "MWAA for demo", count: 4 },
        { holder: "rds", count: 2 },
      ],
    },
  });
});

test("nothing", async () => {
  expect(await look(sandbox.seeds.rsa)).toMatchObject({
    code: 0,
    codes: [],
    dependents: { environments: [], grants: [], logGroups: [] },
  });
});

test("log groups, though environment and grants are gone", async () => {
  const seeded = sandbox.seeds.ready;
  sandbox.setGrants(seeded, []);
  const { code, dependents } = await look(seeded);
  expect(dependents.environments).toEqual([]);
  expect(dependents.logGroups.length > 0 ? 1 : 0).toBe(code);
});

test("not all could be read: unknown, unless something is found", async () => {
  const { reader } = sandbox.principals;
  const unseen = await look(sandbox.seeds.rsa, reader);
  expect(unseen.code).toBe(3);
  expect(unseen.codes.length).toBeGreaterThan(0);
  expect((await look(sandbox.seeds["four-grants"], reader)).code).toBe(1);
});

test("an option that it does not use is refused", async () => {
  const { code, stderr } = await look(sandbox.seeds.rsa, sandbox.credentials, "--strict");
  expect(code).toBe(2);
  expect(stderr).toContain("--strict");
});
