/** The verb that runs the sandbox: what it tells, and when it does not start or reset. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSandbox } from "../../src/sandbox/start.js";
import { openTerminal, type Terminal } from "../terminal.js";

let terminal: Terminal;
beforeEach(() => {
  terminal = openTerminal();
});
afterEach(() => terminal.dispose());

const folder = () => join(terminal.folder, "state", "sandbox");

describe("sandbox", () => {
  it("keys tells each key as it is now, not as it was at first", async () => {
    const sandbox = await startSandbox({ statePath: folder() });
    sandbox.setKey(sandbox.seeds.ready, { KeyState: "Disabled" });
    sandbox.setGrants(sandbox.seeds["four-grants"], []);
    await sandbox.close();
    const { code, stdout } = await terminal.run("sandbox", "keys");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# ready +Disabled +arn:aws:kms:us-east-1:111122223333:key\/5eed\S+01$/m);
    expect(stdout).toMatch(/^# four-grants +Enabled +\S+0e$/m);
    expect(stdout).toMatch(/^# three-grants +Enabled +\S+0f {2}3 grants$/m);
    const { body } = JSON.parse((await terminal.run("sandbox", "keys", "--format", "json")).stdout);
    expect(body.keys[0]).toMatchObject({ name: "ready", state: "Disabled", grants: 0 });
  });

  it("gives what other programs need as JSON, with the account and Region that were asked for", async () => {
    const running = terminal.run(
      ...["sandbox", "--memory", "--format", "json", "--account", "222233334444", "--region", "eu-west-1"],
    );
    setTimeout(() => terminal.interrupt(), 3000);
    const { body } = JSON.parse((await running).stdout);
    expect(body).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      region: "eu-west-1",
      account: "222233334444",
      credentials: { accessKeyId: "SANDBOXADMINISTRATOR" },
      environment: { AWS_ENDPOINT_URL: body.url, AWS_DEFAULT_REGION: "eu-west-1" },
    });
    expect(body.keys[0].arn).toContain("arn:aws:kms:eu-west-1:222233334444:key/");
  });

  it("says that a port is in use, exits with 3, and advises no reset", async () => {
    const other = await startSandbox();
    const { port } = new URL(other.url);
    const { code, stdout } = await terminal.run("sandbox", "--port", port, "--memory");
    await other.close();
    expect(code).toBe(3);
    expect(stdout).toContain(`Another program uses port`);
    expect(stdout).not.toContain("reset");
  });

  it("resets nothing while a sandbox runs on the state", async () => {
    const sandbox = await startSandbox({ statePath: folder() });
    const { code, stdout } = await terminal.run("sandbox", "reset");
    expect(code).toBe(1);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(`${sandbox.url} (process ${process.pid})`);
    expect(stdout).toContain("mwaa-kms sandbox stop");
    await sandbox.close();
    expect((await terminal.run("sandbox", "reset")).code).toBe(0);
  });

  it("advises a reset for a state that it cannot read, and leaves it alone", async () => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), "state.json"), "{}");
    const { code, stdout } = await terminal.run("sandbox", "keys");
    expect(code).toBe(3);
    expect(stdout).toContain("mwaa-kms sandbox reset");
    expect(readFileSync(join(folder(), "state.json"), "utf8")).toBe("{}");
  });

  it("stops nothing where nothing runs", async () => {
    const { code, stdout } = await terminal.run("sandbox", "stop");
    expect(code).toBe(0);
    expect(stdout).toContain("No sandbox runs on");
  });

  it.each([
    [["--fault", "lag"], "Allowed are throttle, lag=SECONDS"],
    [["--fault", "lag=-1"], "Allowed are"],
    [["--fault", "hang"], "Allowed are"],
    [["--account", "1"], "12 digits"],
    [["--region", "Europe"], "us-east-1"],
    [["--port", "65536"], "0 to 65535"],
    [["--memory", "--state", "x"], "--state"],
    [["--memory", "--export"], "--export"],
    [["--export", "cmd"], "sh, bash, zsh, fish, powershell, env"],
    [["start", "--frob"], "--frob"],
    [["begin"], "start, keys, stop, reset"],
  ])("%j is not understood", async (words, said) => {
    const { code, stderr } = await terminal.run("sandbox", ...words);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(said);
  });
});
