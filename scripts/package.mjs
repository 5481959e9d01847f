/**
 * Makes the published package of what `npm run build` has built: a manifest without scripts and development dependencies, the
 * type declarations that can be reached, and an SBOM (CycloneDX) of what is bundled. Nothing outside `release/` changes.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

export const output = "release";
const staged = `${output}/package`;
const source = JSON.parse(readFileSync("package.json", "utf8"));

/** The public address, which is one setting: `repository` in package.json. Undefined until its owner has set it. */
export const address = source.repository === undefined ? undefined : addressOf(source.repository);

/** @returns the path of the tarball */
export function makePackage() {
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  for (const path of [...source.files, "README.md", "LICENSE", "package.json"]) {
    if (!path.startsWith("!") && path !== "types") cpSync(path, join(staged, path), { recursive: true });
  }
  for (const path of source.files) {
    if (path.startsWith("!")) rmSync(join(staged, path.slice(1)), { recursive: true, force: true });
  }
  for (const path of reachable(["types/index.d.ts", "types/sandbox/start.d.ts"])) {
    cpSync(path, join(staged, path));
  }
  writeFileSync(join(staged, "package.json"), json(publishedManifest(source)));
  writeFileSync(join(staged, "sbom.cdx.json"), JSON.stringify(sbom()));
  const packed = execFileSync("npm", ["pack", `./${staged}`, "--pack-destination", output, "--json"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    shell: process.platform === "win32",
  });
  // npm 12 prints an object by package name where npm 11 prints a list.
  const [{ filename }] = Object.values(JSON.parse(packed));
  return join(output, filename);
}

/** What npm shows of the package; nothing that would run, or be installed, on the machine of its user. */
export function publishedManifest(manifest) {
  const { scripts, devDependencies, knip, allowScripts, files, repository, ...kept } = manifest;
  if (repository === undefined) return kept;
  const url = addressOf(repository);
  return {
    ...kept,
    homepage: `${url}#readme`,
    bugs: `${url}/issues`,
    repository: { type: "git", url: `git+${url}.git` },
  };
}

/** A template with the address and the checksum of the tarball as what it takes unless told otherwise. */
export function withRelease(template, url, sum) {
  const settings = [
    [/((?:tarball:\n.*\n {6}default|MWAA_KMS_TARBALL): )""/, url],
    [/((?:sha256:\n.*\n {6}default|MWAA_KMS_SHA256): )""/, sum],
  ];
  return settings.reduce((text, [empty, value]) => {
    if (!empty.test(text)) throw new Error(`not found: ${empty}`);
    return text.replace(empty, `$1"${value}"`);
  }, template);
}

/** @returns `https://github.com/owner/name` */
function addressOf(repository) {
  const url = (typeof repository === "string" ? repository : repository.url)
    .replace(/^git\+/, "")
    .replace(/\.git$/, "")
    .replace(/^github:/, "https://github.com/");
  if (!/^https:\/\/[\w.-]+(\/[\w.-]+){2,}$/.test(url)) throw new Error(`not an address: ${url}`);
  return url;
}

/** The declarations that these ones use, themselves included: the others describe what nobody can import. */
function reachable(paths, seen = new Set()) {
  for (const path of paths) {
    if (seen.has(path)) continue;
    seen.add(path);
    const used = readFileSync(path, "utf8").matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g);
    reachable(
      [...used].map(([, name]) => `${join(dirname(path), name)}.d.ts`.replaceAll("\\", "/")),
      seen,
    );
  }
  return [...seen].sort();
}

/** The SBOM, valid by CycloneDX's own schema and the same for the same sources. */
function sbom() {
  const file = `${output}/sbom.cdx.json`;
  const generator = "node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js";
  const words = ["dist/bundled.json", "--validate", "--output-reproducible", "--output-file", file];
  execFileSync(process.execPath, [generator, ...words], { stdio: ["ignore", "ignore", "inherit"] });
  return JSON.parse(readFileSync(file, "utf8"));
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (!existsSync("dist/bundled.json")) throw new Error("dist/ is not built: npm run build");
  process.stdout.write(`${makePackage()}\n`);
}
