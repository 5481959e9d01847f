/** Defaults from variables and from mwaa-kms.yaml in the working folder: what they set, and what they must not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../src/main.js";
import type { Report } from "../../src/report/report.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import { openTerminal } from "../terminal.js";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** The text of mwaa-kms.yaml. */
  readonly file?: string;
}

async function run({ env = {}, file }: Given, ...argv: readonly string[]) {
  const terminal = openTerminal({ env });
  const { files } = terminal.host;
  const written = { stdout: "", stderr: "" };
  const writer = (name: keyof typeof written) => async (text: string) => {
    written[name] += text;
  };
  const host = {
    ...terminal.host,
    get env() {
      return terminal.host.env;
    },
    files: {
      ...files,
      read: (path: string, limit: number) =>
        path === "mwaa-kms.yaml" && file !== undefined ? Promise.resolve(file) : files.read(path, limit),
    },
    stdout: { ...terminal.host.stdout, write: writer("stdout") },
    stderr: { ...terminal.host.stderr, write: writer("stderr") },
  };
  process.env["AWS_ACCESS_KEY_ID"] = sandbox.credentials.accessKeyId;
  process.env["AWS_SECRET_ACCESS_KEY"] = sandbox.credentials.secretAccessKey;
  try {
    return { code: await main(argv, host), ...written };
  } finally {
    delete process.env["AWS_ACCESS_KEY_ID"];
    delete process.env["AWS_SECRET_ACCESS_KEY"];
    terminal.dispose();
  }
}

const settings = (...lines: readonly string[]) =>
  ["schema: mwaa-kms/settings/1", ...lines].map((line) => `${line}\n`).join("");

const plain = () => ["check", "-e", "plain", "--endpoint-url", sandbox.url];
const reportIn = (stdout: string) => JSON.parse(stdout) as Report;

describe("a default", () => {
  it("comes from the file, a variable comes before it, and what is typed before both; --debug says which", async () => {
    const file = settings("region: eu-west-1", "format: tap");
    const env = { MWAA_KMS_REGION: "us-east-1", MWAA_KMS_FORMAT: "junit" };
    const ran = await run({ file, env }, ...plain(), "--format", "json", "--debug");
    expect(reportIn(ran.stdout).problems[0]?.what).toContain("plain (us-east-1)");
    expect(ran.stderr).toContain("setting region: us-east-1 (MWAA_KMS_REGION)");
    expect(ran.stderr).not.toContain("setting format");
    const filed = await run({ file }, ...plain(), "--debug");
    expect(filed.stdout).toMatch(/^TAP version/);
    expect(filed.stderr).toContain("setting region: eu-west-1 (mwaa-kms.yaml)");
  });

  it.each([
    [{ file: settings("strict: true") }, 1],
    [{ env: { MWAA_KMS_STRICT: "1" } }, 1],
    [{ env: { MWAA_KMS_STRICT: "true" } }, 1],
    [{ env: { MWAA_KMS_STRICT: "false" } }, 0],
    // Off in one of them takes nothing from the other.
    [{ env: { MWAA_KMS_STRICT: "0" }, file: settings("strict: true") }, 1],
    [{ env: { MWAA_KMS_STRICT: "" } }, 0],
  ] as const)("of strictness only adds to it: %j, exit code %i", async (given, code) => {
    expect((await run(given, ...plain(), "--region", "us-east-1")).code).toBe(code);
  });

  it("of a Region gives way to the key's ARN, and a profile of it to the sandbox", async () => {
    const file = settings("region: eu-west-1", "profile: nobody");
    const { denied } = sandbox.seeds;
    const ran = await run({ file }, "validate", denied, "--format", "json");
    expect(ran.code).toBe(0);
    const own = await run({ file }, "check", "--sandbox", "--format", "json");
    expect(reportIn(own.stdout)).toMatchObject({ target: { region: "us-east-1" } });
  });

  it("of a format does not touch what is printed to be pasted", async () => {
    const ran = await run(
      { file: settings("format: json", "scope: region") },
      "statement",
      sandbox.seeds.denied,
      ...["--as", "json"],
    );
    expect(JSON.parse(ran.stdout)).not.toHaveProperty("schema");
    expect(ran.stdout).toContain("arn:aws:logs:us-east-1:*");
  });

  it("of a profile is named in the report where it comes from the file", async () => {
    const argv = ["check", "-e", "plain", "--region", "us-east-1", "--format", "json"];
    const ran = await run({ file: settings("profile: none-such") }, ...argv);
    expect(reportIn(ran.stdout).problems.map(({ code }) => code)).toContain("settings/profile");
    const named = await run({ env: { MWAA_KMS_PROFILE: "none-such" } }, ...argv);
    expect(reportIn(named.stdout).problems.map(({ code }) => code)).toEqual(["aws/no-profile"]);
  });
});

describe("mwaa-kms.yaml", () => {
  it.each([
    ["schema: mwaa-kms/manifest/1\nenvironments: [broken", 0],
    ['"schema": "mwaa-kms/manifest/1"\n', 0],
    [settings(), 0],
    ["", 2],
    ["environments: []\n", 2],
    [settings("strict: false"), 2],
    [settings("allowUnknown: true"), 2],
    [settings("allow-unknown: true"), 2],
    [settings("accept: [cross-account]"), 2],
    [settings("waivers: w.yaml"), 2],
    [settings("endpointUrl: http://127.0.0.1"), 2],
    [settings("backupDir: /tmp"), 2],
    [settings("format: xml"), 2],
    [settings("region: us-east-1a"), 2],
    [settings('profile: "a\\nb"'), 2],
    [settings("region: us-east-1", "region: eu-west-1"), 2],
    ["schema: mwaa-kms/settings/2\n", 2],
    ["# mwaa-kms/manifest/1\nschema: mwaa-kms/settings/1\nstrict: 1\n", 2],
  ])("%j: exit code %i", async (file, code) => {
    const ran = await run({ file }, "validate", sandbox.seeds.ready, "--format", "json");
    expect(ran.code).toBe(code);
    const { problems } = reportIn(ran.stdout);
    expect(problems.map((each) => each.code)).toEqual(code === 0 ? [] : ["settings/file"]);
  });

  it("that is named as the manifest is read as one", async () => {
    const ran = await run(
      { file: "environments: []\n" },
      ...["validate", "--manifest", "mwaa-kms.yaml", "--format", "json"],
    );
    expect(reportIn(ran.stdout).problems.every(({ code }) => code.startsWith("manifest/"))).toBe(true);
  });
});

it.each([{ MWAA_KMS_FORMAT: "xml" }, { MWAA_KMS_STRICT: "yes please" }, { MWAA_KMS_REGION: "Frankfurt" }])(
  "%j cannot be used",
  async (env) => {
    const ran = await run({ env }, "validate", sandbox.seeds.ready, "--format", "json");
    expect([ran.code, reportIn(ran.stdout).problems[0]?.code]).toEqual([2, "settings/variable"]);
  },
);

it("Other variables that begin so are nobody's settings", async () => {
  const env = { MWAA_KMS_ACCEPT: "cross-account", MWAA_KMS_ALLOW_UNKNOWN: "1", MWAA_KMS_KEY: "x" };
  expect((await run({ env }, "validate", sandbox.seeds.ready)).code).toBe(0);
});
