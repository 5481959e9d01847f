/** The verbs that tell or provide: statement, explain, sandbox. */
import { Argument, Option } from "commander";
import { languages } from "../iac/languages.js";
import { environmentOptions, parseAccountId, parsePort, parseRegionName, scopeOption } from "./options.js";
import { type SandboxAction, type SandboxOptions, sandboxActions, shells } from "./sandbox-choices.js";
import { faultHelp, parseFault } from "./sandbox-faults.js";
import type { StatementOptions } from "./statement.js";
import { verb } from "./verb.js";

export const statementVerb = verb<StatementOptions>({
  name: "statement",
  summary: "print the statement for CloudWatch Logs, to paste elsewhere",
  args: [new Argument("[key]", "key ARN, for its Region and account")],
  options: [
    ...environmentOptions(),
    scopeOption(),
    new Option("--as <language>", "in which language").choices(languages).default("json"),
    new Option("--policy", "the whole key policy instead of the statement alone"),
    new Option("--literal", "Region and account as they are, not by the language's functions"),
  ],
  run: async ([key], options, context) => ({
    parts: await (await import("./statement.js")).statement(key, options, context),
  }),
});

export const explainVerb = verb<object>({
  name: "explain",
  summary: "tell what the code of a problem or a check means",
  args: [
    new Argument(
      "[code]",
      "of a problem (between brackets in a report) or of a check; checks, permissions; none: all codes",
    ),
  ],
  options: [],
  run: async ([code]) => ({ parts: await (await import("./explain.js")).explain(code) }),
});

export const sandboxVerb = verb<SandboxOptions>({
  name: "sandbox",
  summary: "run a local KMS with its neighbours, to try all of it without an AWS account",
  args: [
    new Argument("[action]", "start, keys (list them), stop, reset").choices(sandboxActions).default("start"),
  ],
  options: [
    new Option("--port <port>", "the port on 127.0.0.1 (default: any)").argParser(parsePort),
    new Option("--export [shell]", "run in the background, and print the settings for a shell's eval")
      .choices(shells)
      .preset("sh"),
    new Option("--state <folder>", "where the keys are kept (default: beside this tool's backups)"),
    new Option("--memory", "keep the keys in memory alone").conflicts(["state", "export"]),
    new Option("--account <id>", "the account of new keys (default: 111122223333)").argParser(parseAccountId),
    new Option("--region <region>", "the Region of new keys (default: us-east-1)").argParser(parseRegionName),
    new Option("--log <file>", "add each request to a file, as a line of JSON (- is standard error)"),
    new Option("--strict", "also refuse policies that KMS probably refuses, though AWS does not say so"),
    new Option("--fault <fault>", faultHelp).argParser(parseFault),
  ],
  run: async ([action], options, context) => {
    const { sandbox } = await import("./sandbox.js");
    return sandbox(action as SandboxAction, options, context);
  },
});
