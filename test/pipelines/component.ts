/** templates/check.yml as GitLab reads it, inputs put in, and a tarball of the program as a release has it. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export interface Job {
  readonly image: string;
  readonly stage: string;
  readonly id_tokens: Readonly<Record<string, { readonly aud: string }>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly script: readonly string[];
  readonly artifacts: {
    readonly paths: readonly string[];
    readonly reports: Readonly<Record<string, string>>;
  };
}
interface Header {
  readonly spec: { readonly inputs: Readonly<Record<string, { description: string; default: string }>> };
}

const text = readFileSync("templates/check.yml", "utf8");
const [header] = text.split("\n---\n");
export const componentInputs = (parse(header ?? "") as Header).spec.inputs;

/** The jobs of the component, each `$[[ inputs.x ]]` replaced: https://docs.gitlab.com/ci/inputs/ */
export function componentJobs(inputs: Readonly<Record<string, string>>): Readonly<Record<string, Job>> {
  const unknown = Object.keys(inputs).filter((name) => !Object.hasOwn(componentInputs, name));
  if (unknown.length > 0) throw new Error(`no such input: ${unknown.join()}`);
  const body = text.slice(text.indexOf("\n---\n") + 5);
  const filled = body.replaceAll(/\$\[\[ inputs\.(\w+) \]\]/g, (_all, name: string) => {
    const value = inputs[name] ?? componentInputs[name]?.default;
    if (value === undefined) throw new Error(`no such input: ${name}`);
    return value.replaceAll(/["\\]/g, "\\$&");
  });
  return parse(filled) as Record<string, Job>;
}

export interface Tarball {
  readonly path: string;
  readonly sha256: string;
}

/** Packs the built program into a tarball with the layout of `npm pack`. */
export function packProgram(folder: string): Tarball {
  const path = join(folder, "mwaa-kms.tgz");
  mkdirSync(join(folder, "package"));
  for (const each of ["bin", "dist", "package.json"])
    cpSync(each, join(folder, "package", each), { recursive: true });
  execFileSync("tar", ["-czf", path, "-C", folder, "package"]);
  return { path, sha256: createHash("sha256").update(readFileSync(path)).digest("hex") };
}
