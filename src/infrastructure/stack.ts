/** The stacks of a run: each a template with where it is deployed and what its parameters are. */
import type { Tree } from "./tree.js";
import { member, membersOf, textOf } from "./tree.js";

export interface Stack {
  /** What stands before the logical IDs in addresses: `Airflow/`, or nothing for a single template. */
  readonly prefix: string;
  readonly file: string;
  readonly root: Tree;
  readonly resources: ReadonlyMap<string, Tree>;
  /** As given with --parameter, or by a CDK assembly. */
  readonly given: ReadonlyMap<string, string>;
  /** Absent: that of the options, or unknown. */
  readonly region?: string;
  readonly account?: string;
  /** Of a nested stack: who holds it, and by which resource. */
  readonly parent?: { readonly stack: Stack; readonly resource: string };
}

/** Everything that a template's values can depend on. */
export interface Deployment {
  readonly stacks: readonly Stack[];
  /** The nested stack that a resource of a stack makes; undefined where its template is not given. */
  readonly nestedIn: (stack: Stack, resource: string) => Stack | undefined;
  readonly region?: string;
  readonly account?: string;
  /** The options as they are to be typed again: `--template template.yaml`. */
  readonly command: string;
}

/** The name of a resource's type. */
export function typeOf(resource: Tree | undefined): string {
  return textOf(member(resource, "Type")) ?? "";
}

/** The properties of a resource. */
export function propertiesOf(resource: Tree | undefined): Tree | undefined {
  return member(resource, "Properties");
}

/** The resources of a template; loops are not among them. */
export function resourcesOf(root: Tree): ReadonlyMap<string, Tree> {
  return new Map(membersOf(member(root, "Resources")).filter(([name]) => !name.startsWith("Fn::")));
}
