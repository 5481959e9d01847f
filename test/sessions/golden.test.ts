/**
 * What people read, held to the letter: each situation of the sandbox, and the narrow, plain and coloured pages.
 * `npx vitest run test/sessions/golden.test.ts -u` writes them anew; read the difference before you keep it.
 */
import { afterEach, describe, expect, it } from "vitest";
import { openTerminal, type Terminal, type TerminalSettings } from "../terminal.js";

let terminal: Terminal | undefined;
afterEach(() => terminal?.dispose());

async function golden(name: string, argv: readonly string[], settings: TerminalSettings = {}): Promise<void> {
  terminal = openTerminal(settings);
  const { code, stdout, stderr } = await terminal.run(...argv);
  const text = `$ mwaa-kms ${argv.join(" ")}\n${stdout}${stderr === "" ? "" : `(stderr)\n${stderr}`}(exit code ${code})\n`;
  await expect(terminal.plain(text)).toMatchFileSnapshot(`../golden/${name}.txt`);
}

const situations = {
  ready: "5eed0000-0000-4000-8000-000000000001",
  "lacks-statement": "5eed0000-0000-4000-8000-000000000002",
  denied: "5eed0000-0000-4000-8000-000000000003",
  "wrong-region-statement": "5eed0000-0000-4000-8000-000000000004",
  disabled: "5eed0000-0000-4000-8000-000000000005",
  "pending-deletion": "5eed0000-0000-4000-8000-000000000006",
  "pending-import": "5eed0000-0000-4000-8000-000000000007",
  rsa: "5eed0000-0000-4000-8000-000000000008",
  hmac: "5eed0000-0000-4000-8000-00000000000a",
  "aws-managed": "5eed0000-0000-4000-8000-00000000000b",
  "nearly-full": "5eed0000-0000-4000-8000-00000000000d",
} as const;

describe("check, for each situation that a user meets", () => {
  for (const [name, key] of Object.entries(situations)) {
    it(name, () => golden(`check-${name}`, ["check", key, "-e", "demo", "--sandbox"]));
  }
  it("another account's key", () =>
    golden("check-other-account", [
      ...["check", "arn:aws:kms:us-east-1:444455556666:key/5eed0000-0000-4000-8000-00000000000c"],
      ...["-e", "demo", "--sandbox"],
    ]));
  it("a key that does not exist", () =>
    golden("check-missing", ["check", "00000000-0000-4000-8000-000000000000", "--sandbox"]));
  it("a multi-Region key", () =>
    golden("check-multi-region", ["check", "mrk-5eed0000000040008000000000000009", "--sandbox"]));
});

describe("prepare", () => {
  const argv = ["prepare", "--sandbox", "--yes"];
  it("in a pipe", () => golden("prepare", argv));
  it("at 60 columns", () =>
    golden("prepare-60", argv, { isTerminal: true, columns: 60, env: { NO_COLOR: "1" } }));
  it("on a dumb terminal", () =>
    golden("prepare-dumb", argv, { isTerminal: true, columns: 80, env: { TERM: "dumb" } }));
  it("in colour", () =>
    golden("prepare-colour", argv, { isTerminal: true, columns: 100, env: { TERM: "xterm" } }));
  it("asked at a terminal", () =>
    golden("prepare-asked", ["prepare", "--sandbox"], {
      isTerminal: true,
      columns: 100,
      env: { NO_COLOR: "1" },
      answers: ["yes"],
    }));
  it("a policy that denies", () =>
    golden("prepare-denied", ["prepare", situations.denied, "-e", "demo", "--sandbox", "--yes"]));
  it("a policy with no room left", () =>
    golden("prepare-nearly-full", ["prepare", situations["nearly-full"], "--sandbox", "--yes"]));
  it("a key that is disabled", () =>
    golden("prepare-disabled", ["prepare", situations.disabled, "--sandbox", "--yes"]));
  it("as JSON", () => golden("prepare-json", [...argv, "--format", "json"]));
});

describe("grants", () => {
  it("before", () => golden("grants", ["grants", "--region", "us-east-1", "-e", "prod", situations.ready]));
  it("all four there", () =>
    golden("grants-four", [
      "grants",
      "5eed0000-0000-4000-8000-00000000000e",
      "-e",
      "demo",
      "--verify",
      "--sandbox",
    ]));
  it("one missing", () =>
    golden("grants-three", [
      "grants",
      "5eed0000-0000-4000-8000-00000000000f",
      "-e",
      "demo",
      "--verify",
      "--sandbox",
    ]));
});

describe("offline verbs and mistakes", () => {
  const arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["validate", ["validate", arn]],
    ["validate-alias", ["validate", "alias/airflow"]],
    ["validate-gov", ["validate", arn.replace("arn:aws:kms:us-east-1", "arn:aws-us-gov:kms:us-gov-west-1")]],
    ["statement", ["statement", arn]],
    ["statement-terraform", ["statement", arn, "--as", "terraform", "--policy"]],
    ["statement-cloudformation", ["statement", arn, "--as", "cloudformation", "--policy"]],
    ["statement-cdk", ["statement", arn, "--as", "cdk", "--policy"]],
    ["statement-cli", ["statement", arn, "--as", "cli"]],
    ["explain", ["explain", "readiness/disabled"]],
    ["explain-unknown", ["explain", "readiness/disable"]],
    ["unknown-option", ["check", arn, "--regoin", "us-east-1"]],
    ["unknown-verb", ["prepair"]],
    ["help", ["--help"]],
    ["help-prepare", ["prepare", "--help"]],
    ["beside-sandbox", ["check", "--sandbox", "--profile", "prod"]],
  ];
  for (const [name, argv] of cases) it(name, () => golden(name, argv));
});
