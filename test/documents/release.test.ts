/** What a release is made of: the published manifest, the templates with their checksum, and a workflow that needs no stored secret. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";

interface PackageScript {
  publishedManifest(manifest: object): Record<string, unknown>;
  withRelease(template: string, url: string, sum: string): string;
}
const script = "../../scripts/package.mjs";
const { publishedManifest, withRelease } = (await import(script)) as PackageScript;
const source = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, object>;

describe("the published manifest", () => {
  it("runs and installs nothing on the machine of its user", () => {
    const manifest = publishedManifest(source);
    for (const name of ["scripts", "dependencies", "devDependencies", "optionalDependencies", "knip"])
      expect(manifest).not.toHaveProperty(name);
    for (const name of ["name", "version", "license", "bin", "exports", "engines"])
      expect(manifest[name]).toEqual(source[name]);
  });

  it.each([
    "https://github.com/acme/mwaa-kms",
    "github:acme/mwaa-kms",
    { type: "git", url: "git+https://github.com/acme/mwaa-kms.git" },
  ])("takes its addresses from one setting: %j", (repository) => {
    expect(publishedManifest({ ...source, repository })).toMatchObject({
      homepage: "https://github.com/acme/mwaa-kms#readme",
      bugs: "https://github.com/acme/mwaa-kms/issues",
      repository: { type: "git", url: "git+https://github.com/acme/mwaa-kms.git" },
    });
  });

  it("refuses what is no address", () => {
    for (const repository of ["mwaa-kms", "http://x/y", 'https://github.com/a/b"; rm -rf'])
      expect(() => publishedManifest({ ...source, repository })).toThrow("not an address");
  });
});

describe("the templates of a release", () => {
  it.each(["templates/check.yml", "ci/buildspec.yml"])("%s has the address and the checksum", (file) => {
    const filled = withRelease(readFileSync(file, "utf8"), "https://host/x.tgz", "0".repeat(64));
    const [first] = parseAllDocuments(filled).map((document) => document.toJS() as object);
    const settings = JSON.stringify(first);
    expect(settings.match(/https:\/\/host\/x\.tgz/g)).toHaveLength(1);
    expect(settings.match(/"0{64}"/g)).toHaveLength(1);
  });

  it("are refused where the places are not found", () => {
    expect(() => withRelease("nothing", "https://host/x.tgz", "0")).toThrow("not found");
  });
});

describe("the release workflow", () => {
  const text = readFileSync(".github/workflows/release.yml", "utf8");
  const workflow = parse(text) as {
    readonly on: unknown;
    readonly permissions: object;
    readonly jobs: Readonly<
      Record<string, { readonly permissions: object; readonly steps: readonly object[] }>
    >;
  };

  it("starts by hand, with no more rights than it needs and no stored token", () => {
    expect(workflow.on).toBe("workflow_dispatch");
    expect(workflow.permissions).toEqual({});
    expect(workflow.jobs["release"]?.permissions).toEqual({ contents: "write", "id-token": "write" });
    expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/);
  });

  it("pins each action to a commit, with its version beside it", () => {
    for (const [line] of text.matchAll(/uses: .*/g)) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("runs scripts that there are", () => {
    for (const [, name] of text.matchAll(/npm run ([\w:]+)/g))
      expect(Object.keys(source["scripts"] ?? {})).toContain(name);
  });

  it("publishes what it has tested and tagged, with provenance", () => {
    const order = [
      "npm test",
      "npm run check",
      "npm run release -- --tag",
      "git push",
      "npm publish --provenance",
    ];
    const places = order.map((step) => text.indexOf(step));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });
});
