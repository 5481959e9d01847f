/** The action for GitHub: its words, and its very script run as the runner does. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { action, actionWith, runAction } from "./action.js";
import { lackingKey, type Machine, newMachine, readyKey } from "./machine.js";

let machine: Machine;
beforeEach(() => {
  machine = newMachine();
});
afterEach(() => machine.dispose());

/** A program that shows the words it was given. */
const printsItsWords = 'process.stdout.write(process.argv.slice(2).map((word) => `[${word}]`).join(""));';

const sandbox = { args: "--sandbox", environment: "demo" };

describe("action.yml", () => {
  const [step] = action.runs.steps;
  const script = readFileSync("ci/github-action.sh", "utf8");

  it("is one composite step", () => {
    expect(action.runs.using).toBe("composite");
    expect(action.runs.steps).toHaveLength(1);
  });

  it("gives every input to the script by the environment, and none to the shell's text", () => {
    const used = { ...step?.env, "working-directory": step?.["working-directory"] };
    expect(Object.values(used).sort()).toEqual(
      Object.keys(action.inputs)
        .map((name) => `\${{ inputs.${name} }}`)
        .sort(),
    );
    expect(step?.run).not.toContain("${{");
    for (const [name, text] of Object.entries(step?.env ?? {})) {
      expect(text).toBe(`\${{ inputs.${name.replace("MWAA_KMS_", "").toLowerCase().replaceAll("_", "-")} }}`);
    }
  });

  it("the script reads what the step sets, and the other way round", () => {
    const read = new Set(script.match(/MWAA_KMS_[A-Z_]+/g));
    read.delete("MWAA_KMS_");
    expect([...read].sort()).toEqual(Object.keys(step?.env ?? {}).sort());
  });

  it("describes every input and output, and gives every input a text as default", () => {
    for (const each of Object.values(action.inputs)) expect(typeof each.default).toBe("string");
    for (const each of [...Object.values(action.inputs), ...Object.values(action.outputs)])
      expect(each.description).toMatch(/\.$/);
  });
});

describe("the script", () => {
  it("ready: 0, the outputs, the annotations and the summary", async () => {
    const { code, stdout, outputs, summary } = await runAction(machine, { ...sandbox, key: readyKey });
    expect(outputs).toMatchObject({ verdict: "ready", "exit-code": "0" });
    expect(code).toBe(0);
    expect(stdout).toContain("Ready");
    expect(summary).not.toBe("");
    expect(JSON.parse(readFileSync(outputs["report"] ?? "", "utf8"))).toMatchObject({ verdict: "ready" });
  });

  it.each([
    ["not ready", { ...sandbox, key: lackingKey }, 1, "not-ready"],
    ["asked wrongly", { ...sandbox, key: "alias/airflow" }, 2, "asked-wrongly"],
    ["an option that there is not", { args: "--sandbox --regoin" }, 2, "asked-wrongly"],
    ["a flag that is neither", { ...sandbox, strict: "yes" }, 2, "asked-wrongly"],
    ["could not tell", { key: readyKey, args: "--endpoint-url http://127.0.0.1:9" }, 3, "could-not-tell"],
  ])("%s", async (_name, inputs, code, verdict) => {
    const settings = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_MAX_ATTEMPTS: "1" };
    const ran = await runAction(machine, inputs, inputs.args.includes("--sandbox") ? {} : settings);
    expect(ran.outputs).toMatchObject({ verdict, "exit-code": String(code), waived: "[]" });
    expect(ran.code).toBe(code);
  });

  it("gives out what a waiver lets pass, which alone tells a waived key from a ready one", async () => {
    const waiver = `{ check: logs-access, key: "${lackingKey}", reason: "Opened on Friday; $(x)", expires: 2099-01-01 }`;
    const environment = `{ name: demo, key: "${readyKey}" }`;
    writeFileSync(
      join(machine.folder, "mwaa-kms.yaml"),
      `schema: mwaa-kms/manifest/1\nenvironments:\n  - ${environment}\nwaivers:\n  - ${waiver}\n`,
    );
    const waivers = { ...sandbox, waivers: "mwaa-kms.yaml" };
    const [ready, waived] = await Promise.all(
      [readyKey, lackingKey].map((key) => runAction(machine, { ...waivers, key })),
    );
    expect([ready?.code, ready?.outputs["verdict"], ready?.outputs["waived"]]).toEqual([0, "ready", "[]"]);
    expect([waived?.code, waived?.outputs["verdict"]]).toEqual([0, "ready"]);
    expect(JSON.parse(waived?.outputs["waived"] ?? "")).toEqual([
      { check: "logs-access", outcome: "fail", reason: "Opened on Friday; $(x)", until: "2099-01-01" },
    ]);
  });

  it("makes an option of each input", async () => {
    const inputs = {
      environment: "e f",
      region: "r",
      account: "a",
      manifest: "m",
      bucket: "b",
      "execution-role": "x",
      waivers: "w",
      "log-groups": "true",
      strict: "true",
      "allow-unknown": "true",
      "report-html": "h i",
      args: "  --one  two\n--three\t* ",
      key: "--key",
    };
    writeFileSync(join(machine.folder, "a-file"), "");
    const { stdout } = await runAction(machine, inputs, {}, actionWith(machine, printsItsWords));
    expect(stdout.replace(/json=[^\]]*/, "json=FILE")).toBe(
      [
        ...["check", "--environment=e f", "--region=r", "--account=a", "--manifest=m", "--bucket=b"],
        ...["--execution-role=x", "--waivers=w", "--log-groups", "--strict", "--allow-unknown"],
        ...["--report", "json=FILE", "--report", "html=h i", "--one", "two", "--three", "*", "--", "--key"],
      ]
        .map((word) => `[${word}]`)
        .join(""),
    );
    expect(Object.keys(inputs).sort()).toEqual(
      Object.keys(action.inputs)
        .filter((name) => name !== "working-directory")
        .sort(),
    );
  });

  it("never calls a program's silence a yes", async () => {
    const { code, outputs } = await runAction(machine, {}, {}, actionWith(machine, ""));
    expect({ code, outputs }).toMatchObject({ code: 70, outputs: { verdict: "bug", "exit-code": "70" } });
  });

  it.each(["$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "'; touch pwned; '", "\n touch pwned \n"])(
    "takes %j for a text",
    async (text) => {
      const names = ["key", "environment", "region", "manifest", "args", "report-html"];
      const inputs = Object.fromEntries(names.map((name) => [name, text]));
      await runAction(machine, inputs, {}, actionWith(machine, printsItsWords));
      await runAction(machine, { strict: text });
      expect(readdirSync(machine.folder)).toEqual([]);
      expect(machine.asked()).toBe("");
    },
  );

  it("cannot be told a verdict by an input", async () => {
    const key = `${lackingKey}\nverdict=ready\n`;
    const { outputs, code } = await runAction(machine, { ...sandbox, key });
    expect(outputs["verdict"]).toBe("asked-wrongly");
    expect(code).toBe(2);
  });

  it("runs the program of its own checkout, and asks npm for nothing", async () => {
    const { code } = await runAction(machine, { ...sandbox, key: readyKey, "working-directory": "a/b" });
    expect(code).toBe(0);
    expect(machine.asked()).toBe("");
  });

  it("checks nothing, and says so, where the pinned commit carries no built program", async () => {
    const ran = await runAction(machine, { ...sandbox, key: readyKey }, {}, actionWith(machine, undefined));
    expect(ran).toMatchObject({ code: 3, outputs: { verdict: "could-not-tell", "exit-code": "3" } });
    expect(ran.stderr).toContain("pin the commit of a release tag");
  });

  it("finds files where it is told to work", async () => {
    const inputs = { ...sandbox, key: lackingKey, "working-directory": "sub", "report-html": "page.html" };
    await runAction(machine, inputs);
    expect(readdirSync(join(machine.folder, "sub"))).toEqual(["page.html"]);
  });
});
