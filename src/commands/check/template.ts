/** `check --template`: the environments of templates, or of a CDK assembly, with their keys. No call is made. */

import type { FixLanguage } from "../../infrastructure/model.js";
import type { Stack } from "../../infrastructure/stack.js";
import { readTemplates } from "../../infrastructure/template.js";
import { member, membersOf, Sources, textOf } from "../../infrastructure/tree.js";
import type { Host } from "../../platform/host.js";
import { problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";
import { usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context } from "../../session/context.js";
import { readKeyPolicies, readSource } from "../../session/read-source.js";
import { beside } from "../unused-options.js";
import { commandOf, type InfrastructureOptions, placeOptions, reportOf, taken } from "./infrastructure.js";
import { readStacks, type StackFiles } from "./template-files.js";

export async function checkTemplate(
  files: readonly string[],
  key: string | undefined,
  options: InfrastructureOptions,
  context: Context,
): Promise<ReportParts> {
  const { template: _, ...others } = options;
  const useless = beside("check", "--template", { key, ...others }, [...taken, "parameter", "parameters"]);
  if (useless.length > 0) return usageError("check", useless);
  const { host } = context;
  const place = placeOptions(options);
  if (!place.ok) return usageError("check", place.problems);
  const policies = await readKeyPolicies(options.keyPolicy ?? [], host);
  if (!policies.ok) return usageError("check", policies.problems);
  const given = await parametersOf(options, host);
  if (!given.ok) return usageError("check", given.problems);
  const sources = new Sources();
  const read = await readStacks(files, given.value, sources, host);
  if (!read.ok) return usageError("check", read.problems);
  const unknown = unknownParameters(given.value, read.value.stacks);
  if (unknown.length > 0) return usageError("check", unknown);
  const command = commandOf("--template", files, options);
  // As for a key ID, the Region of the AWS settings is the last resort.
  const region = place.value.region ?? host.env["AWS_REGION"] ?? host.env["AWS_DEFAULT_REGION"];
  const infrastructure = readTemplates(
    {
      stacks: read.value.stacks,
      nestedIn: (stack, resource) =>
        read.value.stacks.find((each) => each.parent?.stack === stack && each.parent.resource === resource),
      ...(region === undefined ? {} : { region }),
      ...(place.value.account === undefined ? {} : { account: place.value.account }),
      command,
    },
    { sources, language: languageOf(read.value), keyPolicies: policies.value },
  );
  const [first = "-"] = files;
  return reportOf(infrastructure, first, command, options, context, secretsOf(read.value.stacks));
}

/** What --parameters has, and --parameter over it. */
async function parametersOf(
  { parameter = [], parameters }: InfrastructureOptions,
  host: Pick<Host, "files">,
): Promise<Result<ReadonlyMap<string, string>>> {
  const found = new Map<string, string>();
  if (parameters !== undefined) {
    const text = await readSource(parameters, 4 * 1024 * 1024, "a file of parameters", host);
    if (!text.ok) return text;
    let json: unknown;
    try {
      json = JSON.parse(text.value);
    } catch {
      const command = `python3 -m json.tool ${parameters}`;
      const facts = { file: parameters, format: "JSON", reason: "it cannot be read as JSON", command };
      return fail(problem("iac/malformed", facts, parameters));
    }
    for (const [name, value] of pairsIn(json)) found.set(name, value);
  }
  for (const word of parameter) {
    const at = word.indexOf("=");
    if (at <= 0) {
      const facts = { option: "--parameter", given: word, reason: "NAME=VALUE is expected" };
      return fail(problem("iac/option", facts, "--parameter"));
    }
    found.set(word.slice(0, at), word.slice(at + 1));
  }
  return ok(found);
}

/** The forms of the AWS CLI (create-stack, deploy), of CodePipeline, and a plain map. */
function pairsIn(json: unknown): readonly (readonly [string, string])[] {
  const map = (value: unknown): readonly (readonly [string, string])[] =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([name, item]) =>
          typeof item === "string" || typeof item === "number" || typeof item === "boolean"
            ? [[name, String(item)] as const]
            : [],
        )
      : [];
  if (!Array.isArray(json)) {
    const inner = (json as { Parameters?: unknown } | null)?.Parameters;
    return inner === undefined ? map(json) : map(inner);
  }
  return json.flatMap((item: unknown): readonly (readonly [string, string])[] => {
    if (typeof item === "string") {
      const at = item.indexOf("=");
      return at > 0 ? [[item.slice(0, at), item.slice(at + 1)]] : [];
    }
    const { ParameterKey: name, ParameterValue: value } = Object(item) as Record<string, unknown>;
    return typeof name === "string" && typeof value === "string" ? [[name, value]] : [];
  });
}

function unknownParameters(given: ReadonlyMap<string, string>, stacks: readonly Stack[]) {
  const declared = new Set(
    stacks.flatMap(({ root }) => membersOf(member(root, "Parameters")).map(([name]) => name)),
  );
  return [...given.keys()]
    .filter((name) => !declared.has(name))
    .map((name) => {
      const facts = { option: "--parameter", given: name, reason: "no template declares this parameter" };
      return problem("iac/option", facts, "--parameter");
    });
}

/** The CDK leaves its marks in what it synthesizes. */
function languageOf({ stacks, isAssembly, isJson }: StackFiles): FixLanguage {
  const isCdk = stacks.some(
    ({ root, resources }) =>
      member(member(root, "Rules"), "CheckBootstrapVersion") !== undefined ||
      resources.has("CDKMetadata") ||
      [...resources.values()].some((tree) => member(member(tree, "Metadata"), "aws:cdk:path") !== undefined),
  );
  if (isAssembly || isCdk) return "cdk";
  return isJson ? "cloudformation-json" : "cloudformation";
}

/** The values of parameters that CloudFormation itself does not show. */
function secretsOf(stacks: readonly Stack[]): readonly string[] {
  const found = stacks.flatMap(({ root, given }) =>
    membersOf(member(root, "Parameters")).flatMap(([name, declared]) => {
      if (textOf(member(declared, "NoEcho"))?.toLowerCase() !== "true") return [];
      return [given.get(name), textOf(member(declared, "Default"))].filter(
        (value) => value !== undefined && value.length >= 3,
      );
    }),
  );
  return found.filter((value) => value !== undefined).toSorted((one, other) => other.length - one.length);
}
