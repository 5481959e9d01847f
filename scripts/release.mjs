/**
 * `npm run release`: makes everything that a release consists of in `release/`, checks it, and prints a table. Nothing is published and
 * nothing outside `release/` changes; with `--tag` it also makes the release commit and its tag in this repository, without a push.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { address, makePackage, output, withRelease } from "./package.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const tag = `v${version}`;
const limit = 2_000_000;

rmSync(output, { recursive: true, force: true });
run("npm", ["run", "--silent", "build"]);
const tarball = makePackage();
const assets = makeAssets();
const rows = checks();
for (const [check, isGood, result] of rows)
  process.stdout.write(`${isGood ? "ok  " : "FAIL"}  ${check.padEnd(34)}  ${result}\n`);
writeFileSync(
  join(output, "checks.md"),
  [
    "| check | result |",
    "|---|---|",
    ...rows.map(([check, , result]) => `| ${check} | ${result} |`),
    "",
  ].join("\n"),
);
process.stdout.write(`\n${output}/: ${assets.map((file) => basename(file)).join(", ")}\n`);
const notReady = reasonsAgainstTag();
if (rows.some(([, isGood]) => !isGood)) process.exitCode = 1;
else if (!process.argv.includes("--tag")) {
  for (const reason of notReady) process.stdout.write(`Before the tag: ${reason}\n`);
} else if (notReady.length > 0) {
  for (const reason of notReady) process.stderr.write(`No tag: ${reason}\n`);
  process.exitCode = 1;
} else process.stdout.write(`Tagged ${tag}: ${tagRelease()}. Push it with: git push origin ${tag}\n`);

/** What the release's page offers, with the checksums of all of it. */
function makeAssets() {
  const named = (name) => join(output, name);
  const sum = sha256(tarball);
  const url = `${address ?? "https://github.com/OWNER/mwaa-kms"}/releases/download/${tag}/${basename(tarball)}`;
  copyFileSync("dist/THIRD-PARTY.txt", named("THIRD-PARTY.txt"));
  copyFileSync(join(output, "sbom.cdx.json"), named(`mwaa-kms-${version}.cdx.json`));
  rmSync(join(output, "sbom.cdx.json"));
  for (const [from, name] of [
    ["templates/check.yml", "gitlab-check.yml"],
    ["ci/buildspec.yml", "buildspec.yml"],
  ]) {
    writeFileSync(named(name), withRelease(readFileSync(from, "utf8"), url, sum));
  }
  const files = [
    tarball,
    ...[`mwaa-kms-${version}.cdx.json`, "THIRD-PARTY.txt", "gitlab-check.yml", "buildspec.yml"].map(named),
  ];
  writeFileSync(named("SHA256SUMS"), files.map((file) => `${sha256(file)}  ${basename(file)}\n`).join(""));
  writeFileSync(named("RELEASE-NOTES.md"), releaseNotes(url, sum));
  return [...files, named("SHA256SUMS"), named("RELEASE-NOTES.md")];
}

function releaseNotes(url, sum) {
  const [, section = ""] =
    new RegExp(
      `^## ${version.replaceAll(".", "\\.")}\\b[^\\n]*\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`,
      "m",
    ).exec(readFileSync("CHANGELOG.md", "utf8")) ?? [];
  return `# mwaa-kms ${version}

${section.trim()}

## Install

\`\`\`sh
curl -fsSLO ${url}
echo "${sum}  ${basename(tarball)}" | sha256sum -c - && npm install --global ./${basename(tarball)}
\`\`\`

SHA256SUMS has the checksums of all files, mwaa-kms-${version}.cdx.json says what is bundled (CycloneDX), THIRD-PARTY.txt has its licences.
`;
}

/** Each row: what is checked, whether it is good, and what was found. */
function checks() {
  const files = walk(join(output, "package"));
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
  const manifest = JSON.parse(readFileSync(join(output, "package/package.json"), "utf8"));
  const sbom = JSON.parse(readFileSync(join(output, "package/sbom.cdx.json"), "utf8"));
  const unknown = sbom.components.filter(({ licenses }) => !licenses?.length).map(({ name }) => name);
  const publint = tool("publint", ["--strict", tarball]);
  const attw = tool("attw", ["--profile", "esm-only", tarball]);
  return [
    ["packed", true, `${readFileSync(tarball).length} bytes`],
    ["unpacked", bytes < limit, `${bytes} bytes, below ${limit}`],
    ["files", true, `${files.length}`],
    ["manifest", !manifest.scripts && !manifest.devDependencies, "no scripts, no dependencies to install"],
    ["public address", true, address ?? "not set (repository in package.json)"],
    ["publint --strict", publint.status === 0, publint.status === 0 ? "no messages" : publint.said],
    ["attw --profile esm-only", attw.status === 0, attw.status === 0 ? "no problems" : attw.said],
    // The generator stops where the SBOM breaks CycloneDX's schema; makePackage would have thrown.
    [
      "SBOM",
      sbom.components.length > 0,
      `CycloneDX ${sbom.specVersion}, ${sbom.components.length} components`,
    ],
    ["licences", unknown.length === 0, unknown.length === 0 ? "each component has one" : unknown.join()],
    ...["10", "11"].map((major) => installWith(major)),
  ];
}

/** Installs the tarball into an empty folder with another npm: it must say nothing, and add nothing but the package. */
function installWith(major) {
  const folder = mkdtempSync(join(tmpdir(), "mwaa-kms-release-"));
  try {
    writeFileSync(join(folder, "package.json"), "{}");
    const words = ["exec", "--yes", `npm@${major}`, "--", "install", "--no-fund", resolve(tarball)];
    const ran = spawnSync("npm", words, {
      cwd: folder,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    const warnings = `${ran.stderr}${ran.stdout}`.split("\n").filter((line) => /warn|error/i.test(line));
    const added = /added \d+ packages?/.exec(ran.stdout)?.[0] ?? "nothing added";
    const isGood = ran.status === 0 && warnings.length === 0 && added === "added 1 package";
    return [
      `npm ${major} install`,
      isGood,
      isGood ? "added 1 package, no warnings" : [added, ...warnings].join("; "),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the owner has to do first, in words. */
function reasonsAgainstTag() {
  const git = (...words) => execFileSync("git", words, { encoding: "utf8" }).trim();
  const heading = new RegExp(`^## ${version.replaceAll(".", "\\.")} \\(\\d{4}-\\d{2}-\\d{2}\\)$`, "m");
  return [
    ...(address === undefined ? ["set repository in package.json to the public address."] : []),
    ...(git("status", "--porcelain") === "" ? [] : ["commit what has changed."]),
    ...(git("tag", "--list", tag) === "" ? [] : [`${tag} exists: raise the version.`]),
    ...(heading.test(readFileSync("CHANGELOG.md", "utf8"))
      ? []
      : [`give the section ${version} of CHANGELOG.md its date: "## ${version} (YYYY-MM-DD)".`]),
  ];
}

/**
 * The release commit: the sources, the built program and the published manifest, without a lock file, on top of HEAD. The action and
 * pre-commit run it as it is. Made in an index of its own, so that neither the branch nor the working folder changes.
 */
function tagRelease() {
  const index = resolve(output, "index");
  const env = { ...process.env, GIT_INDEX_FILE: index };
  const git = (...words) => execFileSync("git", words, { encoding: "utf8", env }).trim();
  git("read-tree", "HEAD");
  git("rm", "--cached", "--quiet", "package-lock.json");
  for (const file of walk(join(output, "package"))) {
    const path = relative(join(output, "package"), file).replaceAll("\\", "/");
    const mode = path.startsWith("bin/") ? "100755" : "100644";
    git("update-index", "--add", "--cacheinfo", `${mode},${git("hash-object", "-w", file)},${path}`);
  }
  const commit = git(
    "commit-tree",
    git("write-tree"),
    "-p",
    "HEAD",
    "-m",
    `Release ${tag}, with the built program`,
  );
  git("tag", "--annotate", "--message", `mwaa-kms ${version}`, tag, commit);
  rmSync(index);
  return commit;
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function sha256(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function tool(name, words) {
  const ran = spawnSync(process.execPath, [bin(name), ...words], { encoding: "utf8" });
  return { status: ran.status, said: `${ran.stdout}${ran.stderr}`.trim().split("\n").at(-1) };
}

function bin(name) {
  const owner = { publint: "publint", attw: "@arethetypeswrong/cli" }[name];
  const manifest = JSON.parse(readFileSync(`node_modules/${owner}/package.json`, "utf8"));
  return join("node_modules", owner, typeof manifest.bin === "string" ? manifest.bin : manifest.bin[name]);
}

function run(command, words) {
  execFileSync(command, words, {
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}
