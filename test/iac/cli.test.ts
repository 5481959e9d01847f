/** The commands for the AWS CLI, run by a shell against an `aws` of the test's own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { renderSnippet } from "../../src/iac/render.js";
import type { Snippet } from "../../src/iac/snippet.js";
import { partitionById } from "../../src/key/partition.js";
import { composeLogsStatement } from "../../src/policy/logs-statement.js";

const account = "111122223333";
const key = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const statement = composeLogsStatement({
  scope: "account",
  partition: partitionById("aws"),
  region: "us-east-1",
  account,
});
const snippet: Snippet = { statement, form: "addition", partition: "aws", account, key };

/** The JSON between `<<'JSON'` and `JSON`. */
function heredoc(text: string): unknown {
  return JSON.parse(/<<'JSON'\n([\s\S]*?)\nJSON\n/.exec(text)?.[1] ?? "");
}

function hasJq(): boolean {
  try {
    execFileSync("jq", ["--version"]);
    return true;
  } catch {
    return false;
  }
}

describe("what is written down", () => {
  test.each(["addition", "policy"] as const)("is JSON between quoted marks: %s", (form) => {
    const text = renderSnippet("cli", { ...snippet, form });
    const found = heredoc(text);
    if (form === "policy") expect(found).toMatchObject({ Statement: [{ Action: "kms:*" }, statement] });
    else expect(found).toEqual(statement);
  });

  test.each(["addition", "policy"] as const)(
    "saves the policy before it writes, and names the policy: %s",
    (form) => {
      const text = renderSnippet("cli", { ...snippet, form });
      expect(text.indexOf("> policy.before.json")).toBeLessThan(text.indexOf("put-key-policy"));
      expect(text.match(/--policy-name default/g)).toHaveLength(2);
      expect(text).not.toContain("bypass");
      expect(() => execFileSync("sh", ["-n"], { input: text })).not.toThrow();
    },
  );

  test("without a key it has a placeholder", () => {
    const { key: _, ...rest } = snippet;
    expect(renderSnippet("cli", rest)).toContain("put-key-policy --key-id KEY ");
  });
});

describe.runIf(hasJq())("run by a shell", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mwaa-kms-cli-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the snippet where `aws … get-key-policy` prints that policy; returns what would be put. */
  function put(policy: unknown, made = snippet): unknown {
    writeFileSync(join(folder, "live.json"), JSON.stringify(policy));
    const aws = `aws() { printf '%s\\n' "$*" >> calls; case "$2" in get-key-policy) cat live.json;; esac; }`;
    execFileSync("sh", ["-c", `${aws}\n${renderSnippet("cli", made)}`], { cwd: folder });
    return JSON.parse(readFileSync(join(folder, "policy.json"), "utf8"));
  }

  const other = { Sid: "Other", Effect: "Deny" };

  test("adds ours behind the others", () =>
    expect(put({ Version: "2012-10-17", Statement: [other] })).toEqual({
      Version: "2012-10-17",
      Statement: [other, statement],
    }));

  test("adds it beside a single one, and to none", () => {
    expect(put({ Statement: other })).toEqual({ Statement: [other, statement] });
    expect(put({ Statement: [] })).toEqual({ Statement: [statement] });
  });

  test.each([{}, { Effect: "Deny" }])(
    "puts nothing where a statement bears our Sid already: %j",
    (changes) => {
      expect(() => put({ Statement: [other, { ...statement, ...changes }] })).toThrow("is there already");
      expect(readFileSync(join(folder, "calls"), "utf8")).not.toContain("put-key-policy");
    },
  );

  test("keeps the policy that was there, and puts the new one on the key itself", () => {
    put({ Statement: [other] });
    expect(JSON.parse(readFileSync(join(folder, "policy.before.json"), "utf8"))).toEqual({
      Statement: [other],
    });
    expect(readFileSync(join(folder, "calls"), "utf8").split("\n")[1]).toBe(
      `kms put-key-policy --key-id ${key} --policy-name default --policy file://policy.json`,
    );
  });

  test.each(["it's", 'a"b', "$(id)", "x\\y", "\\(1)"])("a Sid like %j is a text to shell and jq", (Sid) => {
    const hostile = { ...snippet, statement: { ...statement, Sid } };
    expect(put({ Statement: [other] }, hostile)).toEqual({ Statement: [other, hostile.statement] });
    expect(() => put({ Statement: [{ Sid }] }, hostile)).toThrow(`${Sid} is there already`);
  });
});
