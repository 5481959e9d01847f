/** A manifest checked in parts, and one report made of them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/report.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.js";
import type { Terminal } from "../terminal.js";
import { terminalOn } from "./on-sandbox.js";

const of = 4;
let sandbox: Sandbox;
let terminal: Terminal;
beforeAll(async () => {
  sandbox = await startSandbox();
  terminal = terminalOn(sandbox);
});
afterAll(async () => {
  terminal.dispose();
  await sandbox.close();
});

const at = (name: string) => join(terminal.folder, name);

function manifest(name: string, keys: readonly string[], more = ""): string {
  const lines = keys.map((key, index) => `  - { name: env-${index}, key: "${key}" }\n`);
  writeFileSync(at(name), `schema: mwaa-kms/manifest/1\nenvironments:\n${lines.join("")}${more}`);
  return at(name);
}

async function report(...argv: readonly string[]): Promise<Report & { readonly code: number }> {
  const { code, stdout } = await terminal.run(...argv, "--format", "json");
  return { ...(JSON.parse(stdout) as Report), code };
}

/** `report merge` asks nobody, and takes no option for AWS. */
async function merged(...files: readonly string[]): Promise<Report & { readonly code: number }> {
  const { main } = await import("../../src/main.js");
  let stdout = "";
  const write = async (text: string) => {
    stdout += text;
  };
  const host = { ...terminal.host, stdout: { ...terminal.host.stdout, write } };
  const code = await main(["report", "merge", ...files, "--format", "json"], host);
  return { ...(JSON.parse(stdout) as Report), code };
}

/** Runs all shards. @returns the files of their reports */
async function shards(prefix: string, file: string, ...more: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (let index = 1; index <= of; index++) {
    const out = at(`${prefix}-${index}.json`);
    await terminal.run(
      ...["check", "--manifest", file, "--shard", `${index}/${of}`, "--report", `json=${out}`],
      ...more,
    );
    files.push(out);
  }
  return files;
}

const codes = ({ problems }: Report) => problems.map(({ code }) => code);

describe("shards of a manifest", () => {
  it("merge into the report of the whole, its waivers and its order included", async () => {
    const { ready, denied, disabled } = sandbox.seeds;
    const keys = [denied, ready, disabled, ready, "key/5eed0000-0000-4000-8000-000000000002", ready, ready];
    const given = keys.map((key) => (key.startsWith("key/") ? key.slice(4) : key));
    const waiver = (check: string, key: string, day: string) =>
      `  - { check: ${check}, key: "${key}", reason: Decided, expires: ${day} }\n`;
    const waivers = [
      waiver("logs-access", denied, "2027-03-31"),
      waiver("logs-access", ready, "2027-03-31"),
      waiver("rotation", ready, "2020-01-01"),
    ].join("");
    const file = manifest("mixed.yaml", given, `defaults: { region: us-east-1 }\nwaivers:\n${waivers}`);
    const whole = await report("check", "--manifest", file, "--strict");
    const files = await shards("mixed", file, "--strict");
    const names = files.map((each) => (JSON.parse(readFileSync(each, "utf8")) as Report).body);
    const sizes = names.map((body) => (body?.kind === "many" ? body.reports.length : 0));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(keys.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBe(1);
    expect(whole.findings).toHaveLength(1);
    // The commands for the waivers: a merge asks nobody, and was given no endpoint.
    const told = JSON.stringify(whole.findings).replaceAll(` --endpoint-url ${sandbox.url}`, "");
    const one = await merged(...files.toReversed());
    expect(one).toEqual({ ...whole, findings: JSON.parse(told) });
    expect(one.code).toBe(1);
  }, 60_000);

  describe("of keys that are ready", () => {
    let files: readonly string[];
    let others: readonly string[];
    beforeAll(async () => {
      const { ready } = sandbox.seeds;
      files = await shards(
        "ready",
        manifest(
          "ready.yaml",
          Array.from({ length: 3 }, () => ready),
        ),
      );
      others = await shards("other", manifest("other.yaml", [ready, sandbox.seeds.denied]));
    }, 60_000);

    it("are ready, an empty one among them", async () => {
      expect(await merged(...files)).toMatchObject({ code: 0, verdict: "ready", problems: [] });
    });

    it("are unknown where one is missing, repeated, cut, changed or of another run", async () => {
      const [one = "", two = "", three = "", four = ""] = files;
      const cut = at("cut.json");
      writeFileSync(cut, readFileSync(two, "utf8").slice(0, -40));
      const changed = at("changed.json");
      const lying = JSON.parse(readFileSync(two, "utf8"));
      lying.body.reports[0].findings[0].bearing = "blocks";
      writeFileSync(changed, JSON.stringify(lying));
      const odd = at("odd.json");
      writeFileSync(odd, '{"schema":"mwaa-kms/report/1"}');
      const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
        [[one, three, four], ["report/shard-missing"]],
        // Even one without an environment: who says that it ran?
        [[one, two, three], ["report/shard-missing"]],
        [[one, two, two, three, four], ["report/shard-twice"]],
        [
          [one, one, three, four],
          ["report/shard-twice", "report/shard-missing"],
        ],
        [
          [one, cut, three, four],
          ["report/unread", "report/shard-missing"],
        ],
        [
          [one, odd, three, four],
          ["report/unread", "report/shard-missing"],
        ],
        [
          [one, at("none.json"), three, four],
          ["report/unread", "report/shard-missing"],
        ],
        [
          [one, changed, three, four],
          ["report/broken-shard", "report/shard-missing"],
        ],
        [
          [one, others[1] ?? "", three, four],
          ["report/other-shard", "report/shard-missing"],
        ],
      ];
      for (const [given, expected] of cases) {
        const found = await merged(...given);
        expect([found.code, found.verdict, codes(found)]).toEqual([3, "could-not-tell", expected]);
      }
    }, 60_000);

    it("are not ready where one of them is not, whatever is missing", async () => {
      expect((await merged(...others.slice(0, 2))).code).toBe(1);
    });

    it("are asked wrongly with the report of something else among them", async () => {
      const file = at("single.json");
      await terminal.run("check", sandbox.seeds.ready, "--report", `json=${file}`);
      const found = await merged(file, ...files);
      expect([found.code, codes(found)]).toEqual([2, ["report/no-shard"]]);
    });
  });

  it.each(["0/4", "5/4", "1", "1/0", "1/1001", "01/4", "1/4/2"])("--shard %s is no part", async (word) => {
    const found = await report("check", "--manifest", "m.yaml", "--shard", word);
    expect([found.code, codes(found)]).toEqual([2, ["usage/words"]]);
  });

  it("need a manifest", async () => {
    const found = await report("check", sandbox.seeds.ready, "--shard", "1/4");
    expect([found.code, codes(found)]).toEqual([2, ["usage/needs"]]);
  });
});
