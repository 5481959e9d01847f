/** Fn::ForEach of a template's resources, as far as its list is written down. CloudFormation's own expansion is what counts. */
import { type Tree, textOf } from "./tree.js";

/** One resource that a loop makes. */
export interface Looped {
  readonly id: string;
  readonly tree: Tree;
}

const mostItems = 200;

/**
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 *
 * @param loop the list `[identifier, collection, {name: body}]`
 * @param listOf the texts of the collection, where they are known
 * @returns undefined where the loop cannot be expanded
 */
export function expand(
  loop: Tree,
  listOf: (collection: Tree) => readonly string[] | undefined,
): readonly Looped[] | undefined {
  if (loop.is !== "list" || loop.items.length !== 3) return undefined;
  const [identifier, collection, body] = loop.items;
  const name = textOf(identifier);
  if (name === undefined || collection === undefined || body?.is !== "map") return undefined;
  const values = listOf(collection);
  if (values === undefined || values.length > mostItems) return undefined;
  const made: Looped[] = [];
  for (const value of values) {
    for (const [template, resource] of body.entries) {
      if (template.startsWith("Fn::ForEach::")) return undefined;
      const id = replaced(template, name, value);
      // What a variable leaves in a logical ID is taken out by CloudFormation.
      made.push({ id: id.replaceAll(/[^A-Za-z0-9]/g, ""), tree: filled(resource, name, value) });
    }
  }
  return made;
}

function replaced(text: string, name: string, value: string): string {
  return text.replaceAll(`\${${name}}`, value).replaceAll(`&{${name}}`, value);
}

function filled(tree: Tree, name: string, value: string): Tree {
  switch (tree.is) {
    case "text":
      return { ...tree, text: replaced(tree.text, name, value) };
    case "list":
      return { ...tree, items: tree.items.map((item) => filled(item, name, value)) };
    case "map": {
      if (tree.entries.size === 1 && textOf(tree.entries.get("Ref")) === name)
        return { is: "text", at: tree.at, text: value };
      const entries = [...tree.entries].map(
        ([key, item]) => [replaced(key, name, value), filled(item, name, value)] as const,
      );
      return { ...tree, entries: new Map(entries) };
    }
    default:
      return tree;
  }
}
