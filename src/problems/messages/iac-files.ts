/** The words for files that are no infrastructure code that can be checked, and for options beside them. */
import { entry, quote, run } from "../define.js";

export const showPage = "https://developer.hashicorp.com/terraform/cli/commands/show";
export const planFormatPage = "https://developer.hashicorp.com/terraform/internals/json-format";
export const templatePage =
  "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html";

export const iacFileWords = {
  "iac/wrong-file": entry({
    severity: "error",
    title: "This is another kind of file",
    what: (f) => `${f.file} is ${f.found}, not ${f.wanted}.`,
    why: "The kind of the file is looked at first: a check of the wrong file would give a wrong answer.",
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
    why: "The operating system refused it, or it is longer than such a file can be.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: "plan.json", reason: "no such file or directory (ENOENT)" },
  }),
  "iac/malformed": entry({
    severity: "error",
    title: "The file is malformed",
    what: (f) => `${f.file} is not valid ${f.format}: ${f.reason}.`,
    why: "A file that is cut off or damaged is not checked in parts: what is missing could change the answer.",
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
    what: (f) => `${f.file} is nested more than ${f.limit} levels deep.`,
    why: "No plan or template needs so many levels, and such a file can exhaust its reader.",
    fix: (f) => [run(`head -c 2000 ${quote(f.file)}`)],
    docs: [],
    example: { file: "template.yaml", limit: 100 },
  }),
  "iac/too-large": entry({
    severity: "error",
    title: "The file is too large",
    what: (f) => `${f.file} has more than ${f.limit} ${f.of}.`,
    why: "The limit keeps a hostile file from exhausting the machine.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: "template.yaml", limit: 1_000_000, of: "words and signs" },
  }),
  "iac/option": entry({
    severity: "error",
    title: "An option cannot be used",
    what: (f) => `${f.option} ${f.given}: ${f.reason}.`,
    why: "An option that has no effect is refused: a misspelt address would leave a key unchecked.",
    fix: () => [run("mwaa-kms check --help")],
    docs: [],
    example: {
      option: "--address",
      given: "aws_mwaa_environment.prod",
      reason: "no environment has this address",
    },
  }),
};
