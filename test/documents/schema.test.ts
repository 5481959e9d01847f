/** The published schemas are those of the code (`npm run docs` writes them), and reports and manifests keep to them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ValidateFunction } from "ajv";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import * as yaml from "yaml";
import { parseManifest } from "../../src/manifest/manifest.js";
import { arn, badShapes, badWords, badYaml, good } from "../manifest/cases.js";
import { someManifest } from "../manifest/some-manifest.js";
import { propertyRuns } from "../property-runs.js";
import { openTerminal } from "../terminal.js";
import { against, closed, manifestSchema, published, reportSchema, validatorOf } from "./published.js";

describe("the schema of manifests", () => {
  const validate = validatorOf(manifestSchema());

  it("is published", () =>
    expect(published(manifestSchema())).toMatchFileSnapshot("../../schema/manifest.schema.json"));

  it.each(Object.entries(good))("takes %s", (_name, text) =>
    expect(against(validate, yaml.parse(text))).toEqual([]),
  );

  const bad = { ...badShapes, ...badWords, ...badYaml };
  it.each(Object.entries(bad).filter(([, { unseen }]) => unseen !== true))("refuses %s", (_name, { text }) =>
    expect(against(validate, yaml.parse(text, { merge: false }))).not.toEqual([]),
  );

  it.each(Object.entries(badWords).filter(([, { unseen }]) => unseen === true))(
    "cannot see %s",
    (_name, { text }) => expect(against(validate, yaml.parse(text))).toEqual([]),
  );

  it("agrees with the reader on every manifest, but for what no single member shows", () => {
    const unseen = [
      "manifest/no-region",
      "key/other-region",
      "manifest/environment-twice",
      "manifest/waiver-twice",
    ];
    let taken = 0;
    fc.assert(
      fc.property(someManifest, (manifest) => {
        const read = parseManifest(yaml.stringify(manifest, { aliasDuplicateObjects: false }), "m.yaml");
        const seen = read.ok ? [] : read.problems.filter(({ code }) => !unseen.includes(code));
        const errors = against(validate, manifest);
        taken += errors.length === 0 ? 1 : 0;
        expect(
          errors.length === 0,
          `${errors.join()} | ${seen.map(({ code, what }) => `${code} ${what}`).join()}`,
        ).toBe(seen.length === 0);
      }),
      { numRuns: propertyRuns },
    );
    expect(taken).toBeGreaterThan(propertyRuns / 10);
    expect(taken).toBeLessThan(0.9 * propertyRuns);
  });

  it("tells editors the checks, the log types and what each member is for", () => {
    const text = published(manifestSchema());
    for (const word of ["key-origin", "DAGProcessing", "cross-account", "mwaa-kms/manifest/1"]) {
      expect(text).toContain(`"${word}"`);
    }
    expect(text).not.toContain('"key-exists"');
    const without = text.match(/"type": "(string|boolean)",\n\s+"(?!description|const|enum)/g) ?? [];
    expect(without).toEqual([]);
  });
});

describe("the schema of reports", () => {
  let schema: object;
  let open: ValidateFunction;
  let strict: ValidateFunction;
  beforeAll(async () => {
    schema = await reportSchema();
    open = validatorOf(schema);
    strict = validatorOf(closed(schema));
  }, 60_000);

  it("is published", () => expect(published(schema)).toMatchFileSnapshot("../../schema/report.schema.json"));

  it.each(sessions)("takes the reports of %s", async (...lines) => {
    const terminal = openTerminal();
    writeFiles(terminal.folder);
    for (const line of lines) {
      const words = line.split(" ").map((word) => word.replace("FOLDER", terminal.folder));
      const { stdout } = await terminal.run(...words, "--format", "json");
      expect(against(strict, JSON.parse(stdout)), line).toEqual([]);
    }
    terminal.dispose();
  });

  it("lets members pass that a later version may add, and refuses what is no report", async () => {
    const terminal = openTerminal();
    const { stdout } = await terminal.run("validate", arn, "--format", "json");
    terminal.dispose();
    const report = JSON.parse(stdout) as object;
    expect(against(open, { ...report, later: 1 })).toEqual([]);
    expect(against(strict, { ...report, later: 1 })).not.toEqual([]);
    expect(against(open, { ...report, schema: "mwaa-kms/report/2" })).not.toEqual([]);
    expect(against(open, { ...report, findings: [{}] })).not.toEqual([]);
    expect(against(open, {})).not.toEqual([]);
  });
});

const lacks = "5eed0000-0000-4000-8000-000000000002";

/** Every verb, and every kind of body that test/sessions/situations.test.ts does not make; lines of one session follow each other. The files are those of `writeFiles`. */
const sessions: readonly (readonly string[])[] = [
  [`check ${lacks} -e demo --sandbox --waivers FOLDER/manifest.yaml`],
  [
    "check --manifest FOLDER/manifest.yaml --sandbox",
    "prepare --manifest FOLDER/manifest.yaml --sandbox --yes",
    "validate --manifest FOLDER/manifest.yaml",
  ],
  ["check --manifest FOLDER/bad.yaml --sandbox"],
  [`check ${arn} --policy-file FOLDER/policy.json`],
  ["diff --sandbox"],
  ["diff --from FOLDER/policy.json --to FOLDER/other.json"],
  ["prepare --sandbox --handoff FOLDER/handoff.md"],
  [
    "prepare --sandbox --plan-out FOLDER/plan.json",
    "prepare --plan FOLDER/plan.json --sandbox --yes",
    "prepare --sandbox --yes",
    "backups",
    "restore --last --sandbox --yes",
    "sandbox reset",
  ],
  [`grants ${arn} -e demo`],
  ["", " --as terraform", " --as cloudformation", " --as cdk", " --as cli"].map(
    (as) => `statement ${arn}${as}`,
  ),
  [`validate ${arn}`, "validate alias/airflow"],
  ["explain", "explain readiness/disabled", "explain permissions", "explain key-origin", "explain no/such"],
  ["check --no-such-option"],
  ["no-such-verb"],
];

function writeFiles(folder: string): void {
  const statement = { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" };
  const policy = { Version: "2012-10-17", Statement: [statement] };
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("policy.json", JSON.stringify(policy));
  write("other.json", JSON.stringify({ ...policy, Statement: [{ ...statement, Action: "kms:Encrypt" }] }));
  write("bad.yaml", "schema: mwaa-kms/manifest/1\nenvironments: [{name: 1}]\n");
  write(
    "manifest.yaml",
    `schema: mwaa-kms/manifest/1
defaults: {region: us-east-1}
environments:
  - {name: demo, key: ${lacks}}
  - {name: other, key: 5eed0000-0000-4000-8000-000000000005}
waivers:
  - {check: key-origin, key: ${lacks}, reason: SEC-123, expires: 2026-12-01}
  - {check: logs-access, key: ${lacks}, reason: SEC-124, expires: 2027-12-01}
`,
  );
}
