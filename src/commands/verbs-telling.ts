/** The verbs that tell or provide: statement, explain, sandbox. */
import { Argument, Option } from "commander";
import { languages } from "../iac/languages.js";
import { environmentOptions, parsePort, scopeOption } from "./options.js";
import type { SandboxOptions } from "./sandbox.js";
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
  args: [new Argument("[action]", "what to do").choices(["start", "keys", "reset"]).default("start")],
  options: [new Option("--port <port>", "the port on 127.0.0.1 (default: any)").argParser(parsePort)],
  run: async ([action], options, context) => {
    const { sandbox } = await import("./sandbox.js");
    return sandbox(action as "start" | "keys" | "reset", options, context);
  },
});
