/** `check --terraform-plan`: the environments of a plan with their keys, before it is applied. No call is made. */
import { notAPlan, textKind } from "../../infrastructure/file-kind.js";
import { deepest, isDeeper } from "../../infrastructure/guard.js";
import { readPlan } from "../../infrastructure/plan.js";
import { objectOf, textIn } from "../../infrastructure/plan-json.js";
import { secretsOf } from "../../infrastructure/plan-secrets.js";
import { quote } from "../../problems/define.js";
import { problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";
import { usageError } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context } from "../../session/context.js";
import { readKeyPolicies, readSource, wrongFile } from "../../session/read-source.js";
import { beside } from "../unused-options.js";
import { commandOf, type InfrastructureOptions, placeOptions, reportOf, taken } from "./infrastructure.js";
import { readSourceFolder } from "./terraform-source.js";

/** A plan of fifty megabytes is a big one. */
const longest = 512 * 1024 * 1024;
const wanted = "a Terraform plan in JSON";

export async function checkPlan(
  file: string,
  key: string | undefined,
  options: InfrastructureOptions,
  context: Context,
): Promise<ReportParts> {
  const { terraformPlan: _, ...others } = options;
  const useless = beside("check", "--terraform-plan", { key, ...others }, [...taken, "source"]);
  if (useless.length > 0) return usageError("check", useless);
  const place = placeOptions(options);
  if (!place.ok) return usageError("check", place.problems);
  const policies = await readKeyPolicies(options.keyPolicy ?? [], context.host);
  if (!policies.ok) return usageError("check", policies.problems);
  const text = await readSource(file, longest, wanted, context.host);
  if (!text.ok) return usageError("check", text.problems);
  const plan = parsePlan(text.value, file);
  if (!plan.ok) return usageError("check", plan.problems);
  const source = await readSourceFolder(options.source, plan.value, context.host);
  if (!source.ok) return usageError("check", source.problems);
  const command = commandOf("--terraform-plan", [file], options);
  const infrastructure = readPlan(plan.value, {
    ...place.value,
    command,
    keyPolicies: policies.value,
    ...(source.value === undefined ? {} : { sourceOf: source.value }),
  });
  return reportOf(infrastructure, file, command, options, context, secretsOf(plan.value));
}

function parsePlan(text: string, file: string): Result<Readonly<Record<string, unknown>>> {
  const kind = textKind(text);
  if (kind !== undefined) return fail(wrongFile(file, kind, wanted));
  if (isDeeper(text, deepest)) return fail(problem("iac/too-deep", { file, limit: deepest }, file));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // The parser quotes what stands there, which may be a secret.
    const told = reason
      .replaceAll(/(Unexpected token ).*( at position \d+|in JSON.*$)/gs, "$1$2")
      .slice(0, 60);
    const place = /position \d+|line \d+ column \d+/.exec(reason)?.[0] ?? told;
    const command = `terraform show -json plan.out > ${quote(file === "-" ? "plan.json" : file)}`;
    return fail(
      problem(
        "iac/malformed",
        { file, format: "JSON", reason: `something else was expected at ${place}`, command },
        file,
      ),
    );
  }
  const other = notAPlan(json, file);
  if (other !== undefined) return fail(wrongFile(file, other, wanted));
  const plan = objectOf(json);
  const format = textIn(plan["format_version"]) ?? "";
  // Minor versions only add: https://developer.hashicorp.com/terraform/internals/json-format
  if (!/^[01]\./.test(format)) {
    const found = `a plan of the format ${format === "" ? "that it does not tell" : format.slice(0, 20)}, which this version does not know`;
    return fail(wrongFile(file, { found, command: "terraform version" }, wanted));
  }
  return ok(plan);
}
