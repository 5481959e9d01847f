/** All situations of docs/networks.md, ours beside the AWS CLI where it is installed. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { version } from "../../src/version.js";
import { type Machinery, startMachinery } from "./machinery.js";
import { problemsOf, type Row, renderNetworks } from "./report.js";
import { awsCli, runAwsCli, runOurs } from "./run.js";
import { situations } from "./situations.js";

let machinery: Machinery;
const rows: Row[] = [];

beforeAll(async () => {
  machinery = await startMachinery();
});
afterAll(async () => {
  await machinery.close();
  const cli = awsCli === undefined ? undefined : execFileSync(awsCli, ["--version"], { encoding: "utf8" });
  const text = renderNetworks(rows, { ours: `mwaa-kms ${version}`, cli: cli?.split(" ")[0] });
  if (rows.length === situations.length) writeFileSync("docs/networks.md", text);
});

describe.each(situations)("$name", (situation) => {
  it("names what decided, as the AWS CLI or better, within 10 seconds", async () => {
    const ours = await runOurs(situation, machinery);
    const cli = awsCli === undefined ? undefined : await runAwsCli(situation, machinery, awsCli);
    rows.push({ situation, ours, cli });
    const told = problemsOf(ours.output).problems.map(({ what, fix }) => `${what} ${JSON.stringify(fix)}`);
    expect(ours.seconds).toBeLessThan(10);
    expect(ours.identity).toBe(situation.identity ?? "");
    expect(ours.route).toBe(situation.route ?? (needsProxy(situation) ? "proxy" : "direct"));
    expect(ours.exit).toBe(situation.says === undefined ? 1 : (situation.exit ?? 3));
    expect(ours.output).not.toMatch(/secret-of-|token-of-|NodeVersionSupportWarning|\(node:/);
    if (situation.says !== undefined) expect(told.join("\n")).toMatch(situation.says);
    // Ours must sign as the AWS CLI does, wherever that one gets as far as KMS.
    if (cli !== undefined && cli.identity !== "" && situation.note === undefined)
      expect(ours.identity).toBe(cli.identity);
  });
});

/** Credentials that cannot be had leave nothing to ask the proxy for. */
function needsProxy({ identity, behaviour }: (typeof situations)[number]): boolean {
  return (
    identity !== undefined ||
    behaviour?.proxy !== undefined ||
    behaviour?.inspects !== undefined ||
    behaviour?.special !== undefined
  );
}
