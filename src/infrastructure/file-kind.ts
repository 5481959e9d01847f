/** What kind of file a text is, told by its first signs, so that a wrong one gets a clear answer. It reads nothing whole. */
import { memberIn, objectOf, type PlanJson } from "./plan-json.js";

/** A file that is not the one that is wanted. */
export interface Kind {
  readonly found: string;
  /** What makes the right file, or takes this one. */
  readonly command: string;
}

const show = "terraform show -json plan.out > plan.json";

/** What a text is that cannot be JSON of a plan. */
export function textKind(text: string): Kind | undefined {
  const start = text.slice(0, 4_000);
  if (text.startsWith("PK"))
    return { found: "a binary Terraform plan (or another zip archive)", command: show };
  if (start.includes("\0")) return { found: "in UTF-16, as PowerShell writes it", command: utf16 };
  if (/^\s*$/.test(start)) return { found: "empty", command: show };
  if (/^\s*\{"@level"/.test(start) || /^\s*\{[^\n]*"@message"[^\n]*\}\s*\n\s*\{/.test(start))
    return { found: "the log of terraform plan -json, one object in each line", command: show };
  if (
    /Terraform (will perform|used the selected providers)|OpenTofu (will perform|used the)|No changes\. /.test(
      start,
    )
  )
    return { found: "the text that terraform plan prints", command: show };
  if (
    /^\s*(?:#[^\n]*\n\s*|\/\/[^\n]*\n\s*)*(?:resource|data|terraform|provider|module|variable|locals|output)\s*(?:"|\{)/.test(
      start,
    )
  )
    return { found: "Terraform code (HCL)", command: `terraform plan -out=plan.out && ${show}` };
  return undefined;
}

const utf16 =
  'terraform show -json plan.out | Out-File -Encoding utf8NoBOM plan.json  # or: cmd /c "terraform show -json plan.out > plan.json"';

/** What a file is whose bytes are no UTF-8, by its first bytes as they came out of the reader's error. */
export function bytesKind(reason: string): Kind | undefined {
  if (/UTF-16/.test(reason)) return { found: "in UTF-16, as PowerShell writes it", command: utf16 };
  if (/zip/.test(reason)) return { found: "a binary Terraform plan (or another zip archive)", command: show };
  if (/gzip/.test(reason)) return { found: "compressed (gzip)", command: "gunzip FILE.gz" };
  return undefined;
}

/** What a JSON value is that was given as a plan; undefined where it is a plan. */
export function notAPlan(json: unknown, file: string): Kind | undefined {
  const object = objectOf(json);
  if (Array.isArray(json) || Object.keys(object).length === 0)
    return { found: "JSON without a plan in it", command: show };
  const isPlan = "resource_changes" in object || "planned_values" in object;
  if (isPlan && object["errored"] === true)
    return { found: "the plan of a run that failed", command: `terraform plan -out=plan.out && ${show}` };
  if (isPlan) return undefined;
  if ("format_version" in object && "values" in object)
    return { found: "a Terraform state", command: `terraform plan -out=plan.out && ${show}` };
  if ("terraform_version" in object && ("lineage" in object || "resources" in object))
    return { found: "a Terraform state file", command: `terraform plan -out=plan.out && ${show}` };
  if ("format_version" in object && "configuration" in object) return undefined;
  if ("@level" in object) return { found: "the log of terraform plan -json", command: show };
  return (
    notATemplate(json, file) ?? {
      found: "a CloudFormation template",
      command: `mwaa-kms check --template ${file}`,
    }
  );
}

/** What a value is that was given as a template; undefined where it may be one. */
export function notATemplate(json: unknown, file: string): Kind | undefined {
  const object: PlanJson = objectOf(json);
  if ("Resources" in object || "AWSTemplateFormatVersion" in object) return undefined;
  if ("resource_changes" in object || "planned_values" in object)
    return { found: "a Terraform plan", command: `mwaa-kms check --terraform-plan ${file}` };
  if ("terraform_version" in object)
    return { found: "a Terraform state", command: `terraform plan -out=plan.out && ${show}` };
  const isPolicy = "Statement" in object || memberIn(object, "PolicyName") !== undefined;
  if (isPolicy) return { found: "a key policy", command: `mwaa-kms check KEY_ARN --policy-file ${file}` };
  if ("artifacts" in object && "version" in object)
    return { found: "the manifest of a CDK assembly", command: "mwaa-kms check --template cdk.out" };
  if ("environments" in object && "version" in object)
    return { found: "a manifest of mwaa-kms", command: `mwaa-kms check --manifest ${file}` };
  return {
    found: "no CloudFormation template: it has no Resources",
    command: "cdk synth  # then: mwaa-kms check --template cdk.out",
  };
}
