/** Files of the wrong kind, and files that are made to exhaust their reader: one clear problem each, also for two in one run. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTerminal } from "../terminal.js";
import { checked } from "./checked.js";
import { environment, good, key, plan, refs } from "./plans.js";

const whole = plan({
  resources: [
    key("aws_kms_key.k", good),
    environment("aws_mwaa_environment.this", refs("aws_kms_key.k.arn")),
  ],
});
const show = "terraform show -json plan.out > plan.json";

describe("--terraform-plan", () => {
  it.each([
    ["a binary plan", Buffer.from("504b0304ff80", "hex"), "a binary Terraform plan", show],
    ["a binary plan of plain letters", Buffer.from("PK\u0003\u0004"), "a binary Terraform plan", show],
    [
      "UTF-16, little end first",
      Buffer.concat([Buffer.from("fffe", "hex"), Buffer.from(whole, "utf16le")]),
      "UTF-16",
      "Out-File -Encoding utf8NoBOM",
    ],
    ["UTF-16 without a mark", Buffer.from(whole, "utf16le"), "UTF-16", "Out-File"],
    [
      "plan -json",
      Buffer.from('{"@level":"info","@message":"Terraform 1.11"}\n{"@level":"info"}\n'),
      "the log of terraform plan -json",
      show,
    ],
    [
      "the text of a plan",
      Buffer.from("\nTerraform will perform the following actions:\n"),
      "the text that terraform plan prints",
      show,
    ],
    ["code", Buffer.from('# a\nresource "aws_kms_key" "k" {\n}\n'), "Terraform code", "terraform plan -out"],
    [
      "a shown state",
      Buffer.from('{"format_version":"1.0","values":{"root_module":{}}}'),
      "a Terraform state",
      "terraform plan -out",
    ],
    [
      "a state file",
      Buffer.from('{"version":4,"terraform_version":"1.11.4","lineage":"x","resources":[]}'),
      "a Terraform state file",
      "terraform plan -out",
    ],
    [
      "a plan that failed",
      Buffer.from(JSON.stringify({ ...JSON.parse(whole), errored: true })),
      "a run that failed",
      "terraform plan -out",
    ],
    [
      "a format of the future",
      Buffer.from(JSON.stringify({ ...JSON.parse(whole), format_version: "2.0" })),
      "the format 2.0",
      "terraform version",
    ],
    ["a policy", Buffer.from(good), "a key policy", "--policy-file"],
    ["a template", Buffer.from('{"Resources":{}}'), "a CloudFormation template", "--template"],
    ["nothing", Buffer.from("\n"), "empty", show],
    ["other JSON", Buffer.from("[1]"), "JSON without a plan", show],
  ])("%s", async (_name, bytes, found, command) => {
    const [report] = await given("--terraform-plan", bytes);
    expect(report?.exitCode).toBe(2);
    expect(report?.problems).toHaveLength(1);
    expect(report?.problems[0]).toMatchObject({ code: "iac/wrong-file" });
    expect(report?.problems[0]?.what).toContain(found);
    expect(JSON.stringify(report?.problems[0]?.fix)).toContain(command);
  });

  it("a byte order mark is the file's", async () => {
    const [report] = await given(
      "--terraform-plan",
      Buffer.from(`\u{feff}${whole}`),
      "--account",
      "111122223333",
    );
    expect(report?.exitCode).toBe(0);
  });

  it("is read from standard input", async () => {
    const ran = await checked({ "plan.json": whole }, "--terraform-plan", "plan.json", "--policy-file", "x");
    expect([ran.report.exitCode, ...ran.codes]).toEqual([2, "usage/beside"]);
  });

  it("what is cut off, or is not what it should be, is one problem or none", async () => {
    const [cut] = await given("--terraform-plan", Buffer.from(whole.slice(0, -40)));
    expect(cut?.problems.map(({ code }) => code)).toEqual(["iac/malformed"]);
    for (const part of ["resource_changes", "configuration", "prior_state", "variables"]) {
      for (const other of [null, 1, "x", [], [null, 1, [[]]], { root_module: [1], values: 3 }]) {
        const [report] = await given(
          "--terraform-plan",
          Buffer.from(JSON.stringify({ ...JSON.parse(whole), [part]: other })),
        );
        expect(report?.exitCode, `${part} ${JSON.stringify(other)}`).toBeLessThan(4);
      }
    }
  });
});

describe("--template", () => {
  it.each([
    ["a plan", whole, "a Terraform plan", "--terraform-plan"],
    ["a policy", good, "a key policy", "--policy-file"],
    ["an assembly's manifest", '{"version":"1","artifacts":{}}', "a CDK assembly", "--template cdk.out"],
    ["a manifest of ours", "version: 1\nenvironments: []\n", "a manifest of mwaa-kms", "--manifest"],
    ["another YAML", "a: 1\n", "no CloudFormation template", "cdk synth"],
    ["code", 'resource "aws_kms_key" "k" {}', "Terraform code", "terraform plan"],
  ])("%s", async (_name, text, found, command) => {
    const [report] = await given("--template", Buffer.from(text));
    expect([report?.exitCode, report?.problems.length]).toEqual([2, 1]);
    expect(report?.problems[0]?.what).toContain(found);
    expect(JSON.stringify(report?.problems[0]?.fix)).toContain(command);
  });
});

describe("hostile files", () => {
  const deep = (open: string, levels: number) => open.repeat(levels);
  const laughs = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ..."bcdefghi"
      .split("")
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[index]}`).join(",")}]`),
  ].join("\n");
  it.each([
    ["--terraform-plan", "brackets", deep("[", 100_000), "iac/too-deep"],
    ["--terraform-plan", "objects", deep('{"a":', 100_000), "iac/too-deep"],
    ["--template", "brackets", deep("[", 100_000), "iac/too-deep"],
    ["--template", "objects", deep('{"a":', 100_000), "iac/too-deep"],
    ["--template", "flow in YAML", `Resources: ${deep("[", 100_000)}`, "iac/too-deep"],
    ["--template", "lists in YAML", deep("- ", 100_000), "iac/too-deep"],
    [
      "--template",
      "maps in YAML",
      Array.from({ length: 500 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
      "iac/too-deep",
    ],
    ["--template", "a broken one", "Resources:\n  A: [\n", "iac/malformed"],
    ["--template", "two documents", "Resources: {}\n---\nResources: {}\n", "iac/malformed"],
  ])("%s, %s: one problem, also when two are given in one run", async (mode, _name, text, code) => {
    const [report] = await given(mode, Buffer.from(text));
    expect([report?.exitCode, report?.problems.map((problem) => problem.code)]).toEqual([2, [code]]);
    if (mode !== "--template") return;
    const [two] = await given(mode, Buffer.from(text), "--template", "FILE2");
    expect([two?.exitCode, two?.problems.length]).toEqual([2, 1]);
  });

  it("aliases of aliases are no way to fill the memory", async () => {
    const text = `${laughs}\nResources:\n  Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: *i } }\n  Env: { Type: 'AWS::MWAA::Environment', Properties: { KmsKey: !Ref Key } }\n`;
    const [report] = await given(
      "--template",
      Buffer.from(text),
      "--region",
      "us-west-2",
      "--account",
      "111122223333",
    );
    expect(report?.exitCode).toBe(3);
  });

  it("what cannot be seen whole is not passed over", async () => {
    const twice =
      '{"Resources":{"E":{"Type":"AWS::MWAA::Environment","Properties":{"KmsKey":"alias/a"}}},"Resources":{}}';
    const { resource_changes: _, ...unchanged } = JSON.parse(whole);
    const planned = { root_module: { resources: [{ type: "aws_mwaa_environment" }] } };
    const bareChange = JSON.parse(
      plan({ resources: [environment("aws_mwaa_environment.this", null, { after: {} })] }),
    );
    delete bareChange.resource_changes[0].change.after.kms_key;
    for (const [mode, text] of [
      ["--template", twice],
      ["--terraform-plan", JSON.stringify({ ...unchanged, planned_values: planned })],
      ["--terraform-plan", JSON.stringify(bareChange)],
    ] as const) {
      const [report] = await given(mode, Buffer.from(text), "--account", "111122223333");
      expect(report?.exitCode, text).toBe(3);
    }
  });

  it("names from Object's prototype are names", async () => {
    const text = `Resources:\n  __proto__: { Type: 'AWS::KMS::Key' }\n  constructor: { Type: 'AWS::MWAA::Environment', Properties: { KmsKey: !Ref __proto__ } }\n`;
    const [report] = await given(
      "--template",
      Buffer.from(text),
      "--region",
      "us-west-2",
      "--account",
      "111122223333",
    );
    expect(report?.exitCode).toBe(1);
  });

  it("a key, an alias and a template that lead back to themselves end", async () => {
    const text = `Resources:
  A: { Type: 'AWS::KMS::Alias', Properties: { AliasName: !Ref A, TargetKeyId: !Ref A } }
  Env: { Type: 'AWS::MWAA::Environment', Properties: { KmsKey: !Ref A } }
Outputs: { O: { Value: !ImportValue x, Export: { Name: x } } }
`;
    const [report] = await given("--template", Buffer.from(text));
    expect(report?.exitCode).toBeLessThan(4);
  });
});

/** The reports of runs with a file of these bytes. */
async function given(mode: string, bytes: Buffer, ...argv: string[]) {
  const terminal = openTerminal();
  try {
    const file = join(terminal.folder, "file");
    writeFileSync(file, bytes);
    writeFileSync(`${file}2`, bytes);
    const words = argv.map((word) => (word === "FILE2" ? `${file}2` : word));
    const ran = await terminal.run("check", mode, file, ...words, "--format", "json");
    return [
      JSON.parse(ran.stdout) as {
        exitCode: number;
        problems: { code: string; what: string; fix: unknown }[];
      },
    ];
  } finally {
    terminal.dispose();
  }
}
