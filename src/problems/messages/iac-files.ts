/** The words for files that are no infrastructure code that can be checked, and for options beside them. */
import { entry, quote, run } from "../define.js";

export const showPage = "https://developer.hashicorp.com/terraform/cli/commands/show";
export const planFormatPage = "https://developer.hashicorp.com/terraform/internals/json-format";
export const templatePage =
  "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html";

export const iacFileWords = {
  "iac/wrong-file": entry({
    severity: "error",
    title: "Not the expected kind of file",
    subject: (f) => f.file,
    what: (f) => `${f.file} is ${f.found}; expected ${f.wanted}.`,
    why: "A check of the wrong file would give a wrong result.",
    fix: (f) => [run(f.command)],
    docs: [showPage, templatePage],
    example: {
      file: "plan.out",
      found: "a binary Terraform plan",
      wanted: "a Terraform plan in JSON",
      command: "terraform show -json plan.out > plan.json",
    },
  }),
  "iac/unread": entry({
    severity: "error",
    title: "The file cannot be read",
    what: (f) => `${f.file} cannot be read: ${f.reason}.`,
    why: "The operating system rejected the access, or the file is too large.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: "plan.json", reason: "no such file or directory (ENOENT)" },
  }),
  "iac/malformed": entry({
    severity: "error",
    title: "The file is not valid",
    subject: (f) => f.file,
    what: (f) => `${f.file} is not valid ${f.format}: ${f.reason}.`,
    why: "A damaged file is not checked in part: the missing part could change the result.",
    fix: (f) => [run(f.command)],
    docs: [planFormatPage, templatePage],
    example: {
      file: "plan.json",
      format: "JSON",
      reason: "the text ends too early",
      command: "terraform show -json plan.out > plan.json",
    },
  }),
  "iac/too-deep": entry({
    severity: "error",
    title: "The file is nested too deeply",
    what: (f) => `${f.file} has more than ${f.limit} levels.`,
    why: "No plan or template needs so many levels.",
    fix: (f) => [run(`head -c 2000 ${quote(f.file)}`)],
    docs: [],
    example: { file: "template.yaml", limit: 100 },
  }),
  "iac/too-large": entry({
    severity: "error",
    title: "The file is too large",
    what: (f) => `${f.file} has more than ${f.limit.toLocaleString("en-US")} ${f.of}.`,
    why: "The limit protects this machine from a hostile file.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: "template.yaml", limit: 1_000_000, of: "tokens" },
  }),
  "iac/option": entry({
    severity: "error",
    title: "The option cannot be used",
    subject: (f) => f.option,
    what: (f) => `${f.option} ${f.given}: ${f.reason}.`,
    why: "mwaa-kms rejects an option without effect: a misspelled address would leave a key unchecked.",
    fix: () => [run("mwaa-kms check --help")],
    docs: [],
    example: {
      option: "--address",
      given: "aws_mwaa_environment.prod",
      reason: "no environment has this address",
    },
  }),
};
