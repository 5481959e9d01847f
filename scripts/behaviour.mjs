/**
 * The behaviour net: runs 60 command lines of the built program on the sandbox and keeps stdout, stderr and exit code.
 *
 *   npm run behaviour -- save FOLDER       runs them and writes one file for each
 *   npm run behaviour -- compare FOLDER    runs them again and lists what differs; exit 1 where something does
 *
 * For work that changes the code and not what it does: save before, compare after each step. MWAA_KMS_BIN names another
 * program than bin/mwaa-kms.js, MWAA_KMS_NODE another Node.js.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const id = (last) => `5eed0000-0000-4000-8000-0000000000${last}`;
const arn = (last, account = "111122223333") => `arn:aws:kms:us-east-1:${account}:key/${id(last)}`;
const on = (last) => [id(last), "-e", "demo", "--sandbox"];
const role = "arn:aws:iam::111122223333:role/demo-execution";
const logs = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Root",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
});
const manifest = `schema: mwaa-kms/manifest/1
environments:
  - name: prod
    key: ${arn("01")}
  - name: staging
    key: ${arn("02")}
  - name: dev
    key: ${arn("04")}
  - name: ml
    key: ${arn("05")}
  - name: finance
    key: ${arn("03")}
`;
const template = JSON.stringify({
  Resources: {
    Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: JSON.parse(logs) } },
    Env: {
      Type: "AWS::MWAA::Environment",
      Properties: { Name: "demo", KmsKey: { "Fn::GetAtt": ["Key", "Arn"] } },
    },
  },
});

/** One scene is one empty home folder; its lines run in order. `<` gives stdin. */
const scenes = {
  help: [["--help"], ["-V"], ["help", "check"], ["prepare", "--help"], ["chek"], ["check", "--nothing"]],
  identifiers: [
    ["validate", arn("01")],
    ["validate", "alias/airflow"],
    ["validate", "mrk-5eed0000000040008000000000000009", "--format", "json"],
    ["validate", "--manifest", "fleet.yaml"],
    ["validate", "--manifest", "logs.json"],
  ],
  explain: [
    ["explain", "logs/missing"],
    ["explain", "logs-access", "--format", "markdown"],
    ["explain", "permissions"],
    ["explain", "nothing/at-all"],
  ],
  statement: [
    ["statement", arn("01")],
    ["statement", arn("01"), "--as", "terraform"],
    ["statement", arn("01"), "--as", "cdk", "--scope", "environment", "-e", "demo"],
    ["statement", arn("01"), "--as", "cli"],
  ],
  offline: [
    ["check", arn("01"), "-e", "demo", "--policy-file", "logs.json"],
    ["diff", "--from", "logs.json", "--to", "-", "<", logs.replace("root", "role/Reader")],
    ["check", "--template", "template.json", "--account", "111122223333", "--region", "us-east-1"],
    ["grants", arn("01"), "-e", "prod"],
  ],
  ready: [
    ["check", ...on("01")],
    ["check", ...on("01"), "--format", "json"],
    ["check", ...on("01"), "--format", "html"],
    ["check", ...on("01"), "--bucket", "demo-oregon", "--execution-role", role, "--log-groups"],
  ],
  situations: [
    ...["02", "03", "04", "05", "06", "07", "08", "0a", "0b", "0d"].map((last) => ["check", ...on(last)]),
    ["check", arn("0c", "444455556666"), "-e", "demo", "--sandbox"],
    ["check", "00000000-0000-4000-8000-000000000000", "--sandbox"],
  ],
  formats: ["markdown", "github", "gitlab", "sarif", "junit", "tap"].map((format) => [
    "check",
    ...on("02"),
    "--format",
    format,
  ]),
  fleet: [
    ["check", "--manifest", "fleet.yaml", "--sandbox"],
    ["check", "--manifest", "fleet.yaml", "--sandbox", "--format", "markdown"],
    ["prepare", "--manifest", "fleet.yaml", "--sandbox", "--yes"],
  ],
  write: [
    ["diff", ...on("02")],
    ["prepare", ...on("02"), "--plan-out", "plan.json"],
    ["prepare", "--plan", "plan.json", "--sandbox", "--yes"],
    ["prepare", ...on("02"), "--yes"],
    ["backups", "--sandbox"],
    ["restore", "--last", "--key", id("02"), "--sandbox", "--yes"],
    ["prepare", ...on("03"), "--yes"],
  ],
  asked: [
    ["prepare", ...on("02")],
    ["prepare", ...on("04"), "--yes", "--format", "json"],
    ["prepare", "--sandbox", "--yes"],
    ["grants", "--verify", id("0e"), "-e", "demo", "--sandbox"],
    ["grants", "--verify", id("0f"), "-e", "demo", "--sandbox"],
  ],
};

const program = [
  process.env.MWAA_KMS_NODE ?? process.execPath,
  resolve(process.env.MWAA_KMS_BIN ?? "bin/mwaa-kms.js"),
];

function run(home, line) {
  const cut = line.indexOf("<");
  const [command, ...args] = [...program, ...(cut < 0 ? line : line.slice(0, cut))];
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: home,
    input: cut < 0 ? "" : line[cut + 1],
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: home, COLUMNS: "100", AWS_EC2_METADATA_DISABLED: "true" },
  });
  return steady(
    `$ mwaa-kms ${line.join(" ").slice(0, 200)}\n${stdout}(stderr)\n${stderr}(exit code ${status})\n`,
    home,
  );
}

/** What differs from run to run: folders, times, ports, random ids, digests of these. */
function steady(text, home) {
  return text
    .replaceAll(home, "HOME")
    .replaceAll(home.replaceAll("/", "_"), "HOME")
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d[:-]\d\d[:-]\d\d([.-]\d+)?Z?/g, "TIME")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/\b(?!5eed0000)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "UUID")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "DIGEST")
    .replaceAll(/"(seconds|time|duration)": ?[\d.]+/g, '"$1": N')
    .replaceAll(/time="[\d.]+"/g, 'time="N"')
    .replaceAll(/\b\d+(\.\d+)? ?m?s\b/g, "N s");
}

const [mode, folder] = process.argv.slice(2);
if (!["save", "compare"].includes(mode) || folder === undefined) {
  process.stderr.write("usage: npm run behaviour -- save|compare FOLDER\n");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
let [lines, different] = [0, 0];
for (const [scene, commands] of Object.entries(scenes)) {
  const home = mkdtempSync(join(tmpdir(), "behaviour-"));
  writeFileSync(join(home, "fleet.yaml"), manifest);
  writeFileSync(join(home, "logs.json"), logs);
  writeFileSync(join(home, "template.json"), template);
  for (const [index, line] of commands.entries()) {
    const path = join(folder, `${scene}-${index + 1}.txt`);
    const text = run(home, line);
    lines += 1;
    if (mode === "save") {
      writeFileSync(path, text);
    } else if (text !== readFileSync(path, "utf8")) {
      different += 1;
      writeFileSync(`${path}.now`, text);
      process.stdout.write(`differs: ${path}\n`);
    }
  }
  rmSync(home, { recursive: true, force: true });
}
process.stdout.write(
  mode === "save" ? `${lines} command lines saved\n` : `${lines - different} of ${lines} equal\n`,
);
process.exitCode = different === 0 ? 0 : 1;
