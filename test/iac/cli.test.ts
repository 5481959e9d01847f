/** The commands for the AWS CLI, run by a shell against an `aws` of the test's own. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { renderSnippet } from "../../src/iac/render.js";
import type { Snippet } from "../../src/iac/snippet.js";
import { partitionById } from "../../src/key/arn.js";
import { composeLogsStatement } from "../../src/policy/document/logs-statement.js";

const account = "111122223333";
const key = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const statement = composeLogsStatement({
  scope: "account",
  partition: partitionById("aws"),
  region: "us-east-1",
  account,
});
const snippet: Snippet = { statement, form: "addition", partition: "aws", account, key, region: "us-east-1" };

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
      expect(text.indexOf('> "policy.before.$now.json"')).toBeLessThan(text.indexOf("put-key-policy"));
      expect(text.match(/--policy-name default/g)).toHaveLength(2);
      expect(text).not.toContain("bypass");
      expect(() => execFileSync("sh", ["-n"], { input: text })).not.toThrow();
    },
  );

  test("without a key it has a placeholder", () => {
    const { key: _, ...rest } = snippet;
    expect(renderSnippet("cli", rest)).toContain("put-key-policy --key-id <key> ");
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
    // Each run in a folder of its own: two in one second would have one name for their backups.
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, "live.json"), JSON.stringify(policy));
    const aws = `aws() { printf '%s\\n' "$*" >> calls; case "$2" in get-key-policy) cat live.json;; esac; }`;
    execFileSync("sh", ["-c", `${aws}\n${renderSnippet("cli", made)}`], { cwd: folder });
    return read("policy.new");
  }

  /** The file of that name; the time stands in it. */
  function read(name: string): unknown {
    const file = readdirSync(folder).find((each) => each.startsWith(`${name}.`)) ?? "";
    return JSON.parse(readFileSync(join(folder, file), "utf8"));
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
      expect(() => put({ Statement: [other, { ...statement, ...changes }] })).toThrow("exists already");
      expect(readFileSync(join(folder, "calls"), "utf8")).not.toContain("put-key-policy");
    },
  );

  test("keeps the policy that was there, and puts the new one on the key itself", () => {
    put({ Statement: [other] });
    expect(read("policy.before")).toEqual({
      Statement: [other],
    });
    expect(readFileSync(join(folder, "calls"), "utf8").split("\n")[1]).toMatch(
      /^kms put-key-policy --key-id arn:\S+ --policy-name default --region us-east-1 --policy file:\/\/policy\.new\.\S+\.json$/,
    );
  });

  test("never writes over its own backup, and stops at the first failure", () => {
    const shell = (aws: string) =>
      execFileSync("sh", ["-c", `date() { echo then; }\n${aws}\n${renderSnippet("cli", snippet)}\necho on`], {
        cwd: folder,
        encoding: "utf8",
      });
    const aws = `aws() { printf '%s\\n' "$*" >> calls; case "$2" in get-key-policy) echo '{"Statement":[]}';; esac; }`;
    shell(aws);
    const before = read("policy.before");
    // The same moment again, where the key now has the statement: the backup is not touched, and nothing is put.
    shell(aws.replace('{"Statement":[]}', '{"Statement":[1]}'));
    expect(read("policy.before")).toEqual(before);
    expect(readFileSync(join(folder, "calls"), "utf8").match(/put-key-policy/g)).toHaveLength(1);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    shell(`aws() { printf '%s\\n' "$*" >> calls; return 255; }`);
    expect(readFileSync(join(folder, "calls"), "utf8")).not.toContain("put-key-policy");
  });

  test.each(["it's", 'a"b', "$(id)", "x\\y", "\\(1)"])("a Sid like %j is a text to shell and jq", (Sid) => {
    const hostile = { ...snippet, statement: { ...statement, Sid } };
    expect(put({ Statement: [other] }, hostile)).toEqual({ Statement: [other, hostile.statement] });
    expect(() => put({ Statement: [{ Sid }] }, hostile)).toThrow(`${Sid} exists already`);
  });
});
