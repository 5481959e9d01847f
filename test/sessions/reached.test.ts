/** How AWS was reached is in the report of each verb that calls it, in each format that has room for it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { startSandbox } from "../../src/sandbox/start.js";
import type { Terminal } from "../terminal.js";
import { terminalOn } from "./on-sandbox.js";

let terminal: Terminal | undefined;
afterEach(() => terminal?.dispose());

describe("how AWS was reached", () => {
  const told = ["human", "json", "markdown", "sarif", "junit", "tap", "html"] as const;
  it("the principal, the source of its credentials and the endpoint are in the report of each verb, in each format with room", async () => {
    const sandbox = await startSandbox();
    const opened = terminalOn(sandbox);
    terminal = opened;
    const key = sandbox.seeds["lacks-statement"];
    const principal = "arn:aws:sts::111122223333:assumed-role/Administrator/sandbox";
    const texts = [principal, "environment variables", sandbox.url];
    const lacking = async (verb: string, ...argv: readonly string[]) => {
      const file = (format: string) => join(opened.folder, `${verb}.${format}`);
      const reports = told.flatMap((format) => ["--report", `${format}=${file(format)}`]);
      await opened.run(verb, ...argv, ...reports, "--quiet");
      const missing = told.filter((format) => {
        const text = readFileSync(file(format), "utf8").replaceAll(/\s+/g, " ");
        return !texts.every((each) => text.includes(each));
      });
      return [missing, JSON.parse(readFileSync(file("json"), "utf8")) as Report] as const;
    };
    const manifest = join(opened.folder, "mwaa-kms.yaml");
    const environments = `environments:\n  - { name: demo, key: ${key} }\n`;
    writeFileSync(manifest, `schema: mwaa-kms/manifest/1\n${environments}`);
    const runs: readonly (readonly [string, ...string[]])[] = [
      ["check", key, "-e", "demo"],
      ["diff", key, "-e", "demo"],
      ["grants", key, "-e", "demo", "--verify"],
      ["prepare", key, "-e", "demo", "--yes"],
    ];
    try {
      for (const [verb, ...argv] of runs) {
        const [missing, report] = await lacking(verb, ...argv);
        expect([verb, missing, report.endpoint]).toEqual([verb, [], sandbox.url]);
      }
      expect((await lacking("restore", "--last", "--yes"))[0]).toEqual([]);
      expect((await lacking("prepare", "--manifest", manifest, "--yes"))[0]).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});
