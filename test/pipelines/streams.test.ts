/** Streams of a real process that take no more, beside reports that go to files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Machine, newMachine, realProgram } from "./machine.js";

let machine: Machine;
beforeEach(() => {
  machine = newMachine();
});
afterEach(() => machine.dispose());

const verdict = () => {
  const text = readFileSync(join(machine.folder, "report.json"), "utf8");
  return (JSON.parse(text) as { verdict: string }).verdict;
};

it("a reader that has gone is no failure, and the file is whole", async () => {
  const line = "mwaa-kms explain --report json=report.json | true; exit $" + "{PIPESTATUS[0]}";
  expect(await machine.run(["bash"], line, realProgram)).toMatchObject({ code: 0, stderr: "" });
  expect(verdict()).toBe("done");
});

it("a full disk behind stdout is told, and never a yes", async () => {
  const ran = await machine.run(["sh"], "mwaa-kms explain --report json=report.json >/dev/full", realProgram);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("[report/unwritten]");
  expect(ran.stderr.replaceAll("\n", " ")).toContain("standard output: no space is left (ENOSPC)");
  expect(verdict()).toBe("done");
});

it("a full disk behind stdout leaves another exit code as it is", async () => {
  expect((await machine.run(["sh"], "mwaa-kms check --sandbox >/dev/full", realProgram)).code).toBe(1);
});

it.each([
  ["a pipe", "2>&1 >/dev/null | cat"],
  ["a file", "2>told >/dev/null; cat told; test ! -f /dev/stderr || test -L /dev/stderr"],
])("stderr by its device, which is %s", async (_name, redirected) => {
  const { stdout, code } = await machine.run(
    ["sh"],
    `mwaa-kms explain --report json=/dev/stderr ${redirected}`,
    realProgram,
  );
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "done" });
  expect(code).toBe(0);
});

it("annotations that cannot be written change no exit code", async () => {
  const env = { GITHUB_ACTIONS: "true", ...realProgram };
  const ran = await machine.run(["sh"], "mwaa-kms check --sandbox >/dev/full", env);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("[report/pipeline]");
});
