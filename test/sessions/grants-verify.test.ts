/** `grants --verify` on a sandbox: each wrong case told apart, all pages read, leftovers found, and nothing changed. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, type StoredGrant, startSandbox } from "../../src/sandbox/start.js";
import { type AskedAs, terminalOn } from "./on-sandbox.js";

let sandbox: Sandbox;
let key: string;
type SandboxOptions = NonNullable<Parameters<typeof startSandbox>[0]>;

async function open(options: SandboxOptions = {}) {
  sandbox = await startSandbox(options);
  key = sandbox.seeds["four-grants"];
}

beforeEach(() => open());
afterEach(() => sandbox.close());

interface Verified {
  readonly code: number;
  readonly states: readonly string[];
  readonly differences: readonly string[];
  readonly environments: readonly (readonly unknown[])[];
  readonly services: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
  readonly text: string;
}

function verify(...options: readonly string[]): Promise<Verified> {
  return verifyAs(sandbox.credentials, ...options);
}

async function verifyAs(as: AskedAs, ...options: readonly string[]): Promise<Verified> {
  const terminal = terminalOn(sandbox, {}, as);
  const all = ["grants", key, "-e", "demo", "--verify", "--format", "json", ...options];
  const { stdout, code } = await terminal.run(...all);
  terminal.dispose();
  const report = JSON.parse(stdout);
  const live = report.body?.live ?? { expected: [], environments: [], services: [] };
  return {
    code,
    states: live.expected.map((each: { state: string }) => each.state),
    differences: live.expected.flatMap((each: { differences: string[] }) => each.differences),
    environments: live.environments.map((each: { name: string; grants: unknown[]; state: string }) => [
      each.name,
      each.grants.length,
      each.state,
    ]),
    services: Object.fromEntries(
      live.services.map((each: { service: string; grants: number }) => [each.service, each.grants]),
    ),
    problems: report.problems.map((each: { code: string }) => each.code),
    text: stdout,
  };
}

const all = ["present", "present", "present", "present"];

function change(index: number, members: Partial<StoredGrant>): void {
  const grants = sandbox
    .keyOf(key)
    .Grants.map((grant, at) => (at === index ? { ...grant, ...members } : grant));
  sandbox.setGrants(key, grants);
}

function grant(index: number): StoredGrant {
  const found = sandbox.keyOf(key).Grants[index];
  if (found === undefined) throw new Error("no such grant");
  return found;
}

describe("one of the four is wrong", () => {
  test.each<[string, () => void, string, string | undefined]>([
    [
      "missing",
      () =>
        sandbox.setGrants(
          key,
          sandbox.keyOf(key).Grants.filter((_, at) => at !== 1),
        ),
      "missing",
      undefined,
    ],
    [
      "one operation short",
      () => change(1, { Operations: grant(1).Operations.filter((each) => each !== "ReEncryptFrom") }),
      "different",
      "lacks ReEncryptFrom",
    ],
    [
      "the grantee of another Region",
      () => change(1, { GranteePrincipal: "airflow.eu-west-1.amazonaws.com" }),
      "different",
      "its grantee is airflow.eu-west-1.amazonaws.com",
    ],
    [
      "another environment's name",
      () => change(1, { Name: "mwaa-grant-for-lambda-exec-demo2" }),
      "missing",
      undefined,
    ],
    [
      "usable for another environment only",
      () =>
        change(1, {
          Constraints: { SourceArn: "arn:aws:airflow:us-east-1:111122223333:environment/demo2" },
        }),
      "different",
      "it can be used only where its SourceArn is arn:aws:airflow:us-east-1:111122223333:environment/demo2",
    ],
  ])("%s", async (_name, act, state, difference) => {
    act();
    const { states, differences, code } = await verify();
    expect(states).toEqual(["present", state, "present", "present"]);
    expect(differences).toEqual(difference === undefined ? [] : [difference]);
    expect(code).toBe(1);
  });
});

describe("all four exist", () => {
  test("in the shape of 2026, with children of four services", async () => {
    sandbox.setGrants(key, []);
    sandbox.addMwaaGrants(key, "demo", { shape: "service-principal", children: true });
    expect(await verify()).toMatchObject({
      code: 0,
      states: all,
      services: { dynamodb: 1, rds: 2, secretsmanager: 1, sqs: 1 },
      environments: [],
    });
  });

  test("with the leading space of AWS's page", async () => {
    change(2, { Name: " mwaa-grant-for-cfn-mgmt-demo" });
    expect(await verify()).toMatchObject({ code: 0, states: all });
  });

  test("two alike", async () => {
    sandbox.setGrants(key, [...sandbox.keyOf(key).Grants, { ...grant(0), GrantId: "b".repeat(64) }]);
    const verified = await verify();
    expect(verified).toMatchObject({ code: 0, states: all });
    expect(JSON.parse(verified.text).body.live.expected[0].more).toMatchObject([{ GrantId: "b".repeat(64) }]);
  });

  test("among 250 grants on three pages, the four on the last", async () => {
    const four = sandbox.keyOf(key).Grants.slice(0, 4);
    const more = Array.from({ length: 246 }, (_, at) => ({
      ...grant(4),
      GrantId: at.toString(16).padStart(64, "0"),
    }));
    sandbox.setGrants(key, [...more, ...four]);
    expect(await verify()).toMatchObject({ code: 0, states: all, services: { rds: 246 } });
    expect(sandbox.calls.filter(({ operation }) => operation === "ListGrants")).toHaveLength(3);
  });
});

describe("the pages of ListGrants", () => {
  const paging = async (faultAt: (turn: number) => object | undefined) => {
    await sandbox.close();
    let lists = 0;
    await open({
      manners: { emptyPages: true },
      fault: ({ operation }) =>
        operation === "ListGrants"
          ? (faultAt(lists++) as ReturnType<NonNullable<SandboxOptions["fault"]>>)
          : undefined,
    });
  };

  test("one grant on each, with empty pages between", async () => {
    await paging(() => undefined);
    expect(await verify()).toMatchObject({ code: 0, states: all, services: { rds: 2 } });
  });

  test("throttled between two pages: asked again", async () => {
    await paging((turn) => (turn === 3 ? { kind: "throttle" } : undefined));
    expect(await verify()).toMatchObject({ code: 0, states: all });
  });

  test("an expired marker: unknown, never a part of the list", async () => {
    const expired = { kind: "error", code: "InvalidMarkerException", message: "Marker has expired" };
    await paging((turn) => (turn === 3 ? expired : undefined));
    const verified = await verify();
    expect(verified).toMatchObject({ code: 3, states: [] });
    expect(verified.problems).toHaveLength(1);
  });
});

describe("other environments on the key", () => {
  beforeEach(() => {
    key = sandbox.seeds["several-environments"];
  });

  test("are named; those that do not exist are leftovers, with commands that are printed and not run", async () => {
    const before = JSON.stringify(sandbox.keyOf(key).Grants);
    const verified = await verify("-e", "etl", "--environments", "etl,etl2");
    expect(verified).toMatchObject({
      code: 0,
      states: all,
      environments: [
        ["etl2", 4, "exists"],
        ["retired", 4, "absent"],
      ],
      problems: ["grants/leftover"],
    });
    expect(verified.text.match(/aws kms revoke-grant /g)).toHaveLength(4);
    expect(JSON.stringify(sandbox.keyOf(key).Grants)).toBe(before);
    const written = sandbox.calls.filter(({ operation }) => /Revoke|Retire|Create|Put/.test(operation));
    expect(written).toEqual([]);
  });

  test("are asked of MWAA where --environments does not name them", async () => {
    expect((await verify("-e", "etl")).environments).toEqual([
      ["etl2", 4, "exists"],
      ["retired", 4, "absent"],
    ]);
    expect(sandbox.calls.map(({ operation }) => operation)).toContain("ListEnvironments");
  });

  test("are unknown, and not left over, where MWAA does not say", async () => {
    const denied = await verifyAs(sandbox.principals.reader, "-e", "etl");
    expect(denied).toMatchObject({ code: 0, problems: [] });
    expect(denied.environments.map(([, , state]) => state)).toEqual(["unknown", "unknown"]);
  });

  test("MWAA is not asked where the key has none of them", async () => {
    key = sandbox.seeds["four-grants"];
    await verify();
    expect(sandbox.calls.map(({ service }) => service)).not.toContain("airflow");
  });

  test("an environment's name that cannot be one is a usage error", async () => {
    const verified = await verify("-e", "etl", "--environments", "etl,9");
    expect(verified).toMatchObject({ code: 2, problems: ["environment/name"] });
  });
});
