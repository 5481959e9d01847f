/** Malformed identifiers and backups through the whole program, which asks nobody or finds nobody. */
import { createHash } from "node:crypto";
import { main } from "../../../src/main.js";
import { setUpMachine } from "../machine.js";
import { mangleJson, mangleText, pick, type Random, written } from "./garbage.js";
import { judgeEnd } from "./held.js";
import { backup, identifiers } from "./valid.js";

export interface Fuzzed {
  readonly input: string;
  readonly wrong: readonly string[];
}

/** Nobody listens there. */
const nowhere = "http://127.0.0.1:9";

/** Runs the program with these words. @returns what it said, and what is wrong with that */
async function held(argv: readonly string[], read?: string): Promise<Fuzzed> {
  const machine = setUpMachine(
    {},
    read === undefined ? {} : { read: async (path) => (path === "FILE" ? read : "") },
  );
  try {
    const exit = await main(argv, machine.host);
    const wrong = judgeEnd({ exit, ...machine.written });
    const isJson = argv.includes("json");
    if (isJson) JSON.parse(machine.written.stdout);
    return { input: read ?? argv.join(" "), wrong };
  } finally {
    machine.dispose();
  }
}

export function fuzzIdentifier(random: Random): Promise<Fuzzed> {
  const word = mangleText(random, pick(random, identifiers));
  const verb = pick(random, ["validate", "statement", "grants"]);
  const name = random() < 0.3 ? ["-e", mangleText(random, "my-env")] : ["-e", "my-env"];
  const place = random() < 0.3 ? ["--region", mangleText(random, "eu-west-1")] : [];
  const account = random() < 0.3 ? ["--account", mangleText(random, "111122223333")] : [];
  const format = random() < 0.5 ? ["--format", "json"] : [];
  return held([verb, ...name, ...place, ...account, ...format, "--", word]);
}

export function fuzzBackup(random: Random): Promise<Fuzzed> {
  const policy = random() < 0.5 ? mangleText(random, backup.policy) : backup.policy;
  const sha256 = createHash("sha256").update(policy).digest("hex");
  const value: unknown = { ...backup, policy, sha256 };
  const text = written(random() < 0.6 ? mangleJson(random, value) : value, 2);
  const input = random() < 0.4 ? mangleText(random, text) : text;
  const format = random() < 0.5 ? ["--format", "json"] : [];
  return held(["restore", "FILE", "--yes", "--endpoint-url", nowhere, ...format], input);
}
