/** JSON read as a tree of a template. Depth is bounded before the parser sees the text. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { deepest, isDeeper } from "./guard.js";
import type { Sources, Tree } from "./tree.js";

/** @param text untrusted; its length is bounded by who read it */
export function readJsonTree(text: string, file: string, sources: Sources): Result<Tree> {
  if (isDeeper(text, deepest)) return fail(problem("iac/too-deep", { file, limit: deepest }, file));
  const base = sources.add(file, text);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (root === undefined || first !== undefined) {
    const at = sources.placeOf(base + (first?.offset ?? 0));
    const reason = first === undefined ? "it is empty" : printParseErrorCode(first.error);
    const command = `python3 -m json.tool ${file}`;
    return fail(problem("iac/malformed", { file, format: "JSON", reason, command }, at));
  }
  return ok(treeOf(root, text, base));
}

function treeOf(node: Node, text: string, base: number): Tree {
  const at = base + node.offset;
  const children = node.children ?? [];
  switch (node.type) {
    case "object": {
      const entries = new Map<string, Tree>();
      for (const { children: [name, value] = [] } of children) {
        if (name === undefined || value === undefined) continue;
        const key = String(name.value);
        // Which of two members of one name counts is for the reader of the deployment to say.
        const tree: Tree = entries.has(key)
          ? { is: "strange", at: base + name.offset, what: `the member ${key}, which stands twice,` }
          : treeOf(value, text, base);
        entries.set(key, tree);
      }
      return { is: "map", at, entries };
    }
    case "array":
      return { is: "list", at, items: children.map((child) => treeOf(child, text, base)) };
    case "string":
      return { is: "text", at, text: String(node.value) };
    case "null":
      return { is: "null", at };
    default:
      return { is: "text", at, text: text.slice(node.offset, node.offset + node.length) };
  }
}
