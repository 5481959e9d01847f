/** Runs the whole program against a sandbox that the test holds: it can look at the calls, inject faults and change the keys. */
import type { Sandbox } from "../../src/sandbox/start.js";
import { openTerminal, type Ran, type Terminal, type TerminalSettings } from "../terminal.js";

export interface AskedAs {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A terminal whose program finds the sandbox as people's programs find AWS: by the environment. */
export function terminalOn(
  sandbox: Sandbox,
  settings: TerminalSettings = {},
  as: AskedAs = sandbox.credentials,
): Terminal {
  const terminal = openTerminal(settings);
  const withKeys = async (argv: readonly string[]): Promise<Ran> => {
    process.env["AWS_ACCESS_KEY_ID"] = as.accessKeyId;
    process.env["AWS_SECRET_ACCESS_KEY"] = as.secretAccessKey;
    try {
      return await terminal.run(...argv, "--endpoint-url", sandbox.url);
    } finally {
      delete process.env["AWS_ACCESS_KEY_ID"];
      delete process.env["AWS_SECRET_ACCESS_KEY"];
    }
  };
  return { ...terminal, run: (...argv) => withKeys(argv) };
}
