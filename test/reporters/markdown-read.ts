/** GitHub's Markdown read by a parser that is not ours: CommonMark with GFM, and what GitHub finds in the text afterwards. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

type Root = ReturnType<typeof fromMarkdown>;
export type Node = Root | Root["children"][number] | { readonly type: string };

export interface ReadMarkdown {
  readonly root: Root;
  /** All nodes, in the order of the text. */
  readonly nodes: readonly Node[];
}

export function readMarkdown(text: string): ReadMarkdown {
  const root = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return { root, nodes: below(root) };
}

function below(node: Node): readonly Node[] {
  const children = "children" in node ? (node.children as readonly Node[]) : [];
  return [node, ...children.flatMap(below)];
}

export function ofType<T extends string>(nodes: readonly Node[], type: T) {
  return nodes.filter((node) => node.type === type) as unknown as readonly (Node & {
    readonly value: string;
    readonly url: string;
    readonly lang: string | null;
    readonly depth: number;
    readonly children: readonly Node[];
  })[];
}

/** What a person sees of a node. */
export function textOf(node: Node): string {
  return below(node)
    .map((each) => ("value" in each && each.type !== "html" ? String(each.value) : ""))
    .join("");
}

/** All tags of the HTML that is let through, and the text between them; GitHub shows a summary's text as it is. */
export function htmlOf(nodes: readonly Node[]): { readonly tags: readonly string[]; readonly text: string } {
  const whole = ofType(nodes, "html")
    .map(({ value }) => value)
    .join("");
  const tags = whole.match(/<[^>]*>/g) ?? [];
  return { tags, text: whole.replaceAll(/<code>.*?<\/code>/g, "").replaceAll(/<[^>]*>/g, "") };
}

/** What GitHub makes more of, wherever it stands in a text outside of code. */
export const livelyText = [
  /(?:^|[^\w`/])@[\w-]/,
  /(?:^|\W)#\d/,
  /(?:^|\W)gh-\d/i,
  /\b[0-9a-f]{7,40}\b/,
  /:[\w+-]+:/,
  /https?:\/\//i,
  /www\./i,
  /[\w.]+@[\w.]+/,
  /\$/,
];
