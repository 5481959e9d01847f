/** The templates of a run as stacks: files, CDK assemblies, and the nested stacks whose templates lie beside them. */
import { posix } from "node:path";
import { notATemplate, textKind } from "../../infrastructure/file-kind.js";
import { objectOf, textIn } from "../../infrastructure/plan-json.js";
import { readJsonTree } from "../../infrastructure/read-json.js";
import { readYamlTree } from "../../infrastructure/read-yaml.js";
import { propertiesOf, resourcesOf, type Stack, typeOf } from "../../infrastructure/stack.js";
import { member, type Sources, type Tree, textOf } from "../../infrastructure/tree.js";
import type { Host } from "../../platform/host.js";
import { problem } from "../../problems/problem.js";
import { fail, ok, type Result } from "../../problems/result.js";
import { readSource, wrongFile } from "../../session/read-source.js";

/** CloudFormation takes a megabyte; JSON of other tools may have more white space. */
const longest = 16 * 1024 * 1024;
const mostTemplates = 500;
const wanted = "a CloudFormation template";

export interface StackFiles {
  readonly stacks: readonly Stack[];
  readonly isAssembly: boolean;
  readonly isJson: boolean;
}

/** A template with what is known of where it goes, before it has a name. */
interface Root {
  readonly name: string;
  readonly file: string;
  readonly root: Tree;
  readonly region?: string;
  readonly account?: string;
  readonly own?: ReadonlyMap<string, string>;
}

export async function readStacks(
  paths: readonly string[],
  given: ReadonlyMap<string, string>,
  sources: Sources,
  host: Pick<Host, "files">,
): Promise<Result<StackFiles>> {
  const roots: Root[] = [];
  let isAssembly = false;
  for (const path of [...new Set(paths)]) {
    const folder = path !== "-" && (await host.files.list(path).catch(() => [])).length > 0;
    const read = folder ? await readAssembly(path, sources, host, 0) : await readRoot(path, sources, host);
    if (!read.ok) return read;
    isAssembly ||= folder;
    roots.push(...read.value);
  }
  const stacks: Stack[] = [];
  for (const root of roots) {
    const stack: Stack = {
      prefix: roots.length > 1 ? `${root.name}/` : "",
      file: root.file,
      root: root.root,
      resources: resourcesOf(root.root),
      given: new Map([...(root.own ?? []), ...given]),
      ...(root.region === undefined ? {} : { region: root.region }),
      ...(root.account === undefined ? {} : { account: root.account }),
    };
    const problem = await addWithNested(stack, stacks, sources, host);
    if (problem !== undefined) return problem;
  }
  return ok({ stacks, isAssembly, isJson: roots.every(({ file }) => /\.(json|template)$/.test(file)) });
}

async function readRoot(path: string, sources: Sources, host: Pick<Host, "files">): Promise<Result<Root[]>> {
  const tree = await readTree(path, sources, host);
  if (!tree.ok) return tree;
  const name = posix.basename(path).replace(/(\.template)?\.(json|ya?ml|template)$/, "");
  return ok([{ name, file: path, root: tree.value }]);
}

async function readTree(path: string, sources: Sources, host: Pick<Host, "files">): Promise<Result<Tree>> {
  const text = await readSource(path, longest, wanted, host);
  if (!text.ok) return text;
  const kind = textKind(text.value);
  if (kind !== undefined) return fail(wrongFile(path, kind, wanted));
  const isJson = /^\s*[{[]/.test(text.value);
  const tree = isJson ? readJsonTree(text.value, path, sources) : readYamlTree(text.value, path, sources);
  if (!tree.ok) return tree;
  const names =
    tree.value.is === "map"
      ? Object.fromEntries([...tree.value.entries.keys()].map((name) => [name, 1]))
      : {};
  const other = notATemplate(names, path);
  return other === undefined ? tree : fail(wrongFile(path, other, wanted));
}

/** Source: the package @aws-cdk/cloud-assembly-schema. */
async function readAssembly(
  folder: string,
  sources: Sources,
  host: Pick<Host, "files">,
  level: number,
): Promise<Result<Root[]>> {
  const file = posix.join(folder, "manifest.json");
  const text = await readSource(file, longest, "the manifest of a CDK assembly", host);
  if (!text.ok) return text;
  let json: unknown;
  try {
    json = JSON.parse(text.value);
  } catch {
    const facts = { file, format: "JSON", reason: "it cannot be read as JSON", command: "cdk synth" };
    return fail(problem("iac/malformed", facts, file));
  }
  const roots: Root[] = [];
  for (const [id, artifact] of Object.entries(objectOf(objectOf(json)["artifacts"]))) {
    const { type, environment } = objectOf(artifact);
    const properties = objectOf(objectOf(artifact)["properties"]);
    if (type === "cdk:cloud-assembly" && level < 10) {
      const inner = inside(folder, textIn(properties["directoryName"]));
      const read = inner === undefined ? ok([]) : await readAssembly(inner, sources, host, level + 1);
      if (!read.ok) return read;
      roots.push(...read.value);
    }
    if (type !== "aws:cloudformation:stack") continue;
    const path = inside(folder, textIn(properties["templateFile"]));
    if (path === undefined || roots.length > mostTemplates) {
      return fail(
        problem("iac/unread", { file, reason: "its templates are outside of the folder, or too many" }, file),
      );
    }
    const tree = await readTree(path, sources, host);
    if (!tree.ok) return tree;
    const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(textIn(environment) ?? "") ?? [];
    roots.push({
      name: id,
      file: path,
      root: tree.value,
      ...(region === undefined || region === "unknown-region" ? {} : { region }),
      ...(account === undefined || account === "unknown-account" ? {} : { account }),
      own: new Map(
        Object.entries(objectOf(properties["parameters"])).flatMap(([name, value]) =>
          typeof value === "string" && !value.includes("${") ? [[name, value] as const] : [],
        ),
      ),
    });
  }
  return ok(roots);
}

/** A path in a folder; undefined where it leads out of it. */
function inside(folder: string, path: string | undefined): string | undefined {
  if (path === undefined || posix.isAbsolute(path) || posix.normalize(path).startsWith(".."))
    return undefined;
  return posix.join(folder, path);
}

/** Adds a stack and those that it holds, as far as their templates lie beside it. */
async function addWithNested(
  stack: Stack,
  stacks: Stack[],
  sources: Sources,
  host: Pick<Host, "files">,
): Promise<Result<never> | undefined> {
  stacks.push(stack);
  if (stacks.length > mostTemplates || stack.prefix.split("/").length > 20) return undefined;
  for (const [id, resource] of stack.resources) {
    if (typeOf(resource) !== "AWS::CloudFormation::Stack") continue;
    const asset = textOf(member(member(resource, "Metadata"), "aws:asset:path"));
    const address = textOf(member(propertiesOf(resource), "TemplateURL"));
    const isLocal = address !== undefined && !/^[a-z0-9]+:/i.test(address);
    const path = inside(posix.dirname(stack.file), asset ?? (isLocal ? address : undefined));
    if (path === undefined) continue;
    const tree = await readTree(path, sources, host);
    // A template that is not there is not given; one that is there must be one.
    if (!tree.ok) {
      if (tree.problems.every(({ code }) => code === "iac/unread")) continue;
      return tree;
    }
    const nested: Stack = {
      prefix: `${stack.prefix}${id}/`,
      file: path,
      root: tree.value,
      resources: resourcesOf(tree.value),
      given: new Map(),
      parent: { stack, resource: id },
    };
    const problem = await addWithNested(nested, stacks, sources, host);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
