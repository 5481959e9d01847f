/** The html page as a parser reads it: its elements, attributes and texts, for tests to ask about. */
import { type DefaultTreeAdapterTypes, html as names, type ParserError, parse } from "parse5";

type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

export interface ReadPage {
  readonly elements: readonly Element[];
  readonly comments: number;
  /** What is wrong with the HTML itself. */
  readonly errors: readonly string[];
}

/** Reads a page as a browser does. */
export function readPage(text: string): ReadPage {
  const errors: string[] = [];
  const onParseError = (error: ParserError) => {
    errors.push(`${error.code} at ${error.startLine}:${error.startCol}`);
  };
  const elements: Element[] = [];
  let comments = 0;
  const walk = (nodes: readonly Node[]) => {
    for (const node of nodes) {
      if (node.nodeName === "#comment") comments++;
      if (!("tagName" in node)) continue;
      elements.push(node);
      walk(node.childNodes);
    }
  };
  walk(parse(text, { onParseError, sourceCodeLocationInfo: true }).childNodes);
  return { elements, comments, errors };
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

/** The text of an element, each run of white space as one space. */
export function words(element: Element): string {
  return rawText(element).replaceAll(/\s+/g, " ").trim();
}

export function rawText(element: Element): string {
  return element.childNodes
    .map((node) => ("value" in node ? node.value : "tagName" in node ? rawText(node) : ""))
    .join("");
}

/** The elements of one name, in the page's order. */
export function all({ elements }: ReadPage, name: string): readonly Element[] {
  return elements.filter(({ tagName }) => tagName === name);
}

/** Whether an element is one of HTML, and not of SVG or MathML. */
export function isHtml(element: Element): boolean {
  return element.namespaceURI === names.NS.HTML;
}

/** Every element of HTML that the page is made of. */
export const allowedElements = new Set([
  ...["html", "head", "meta", "title", "style", "body", "header", "main", "section", "article", "footer"],
  ...["a", "h1", "h2", "h3", "h4", "h5", "p", "div", "span", "strong", "code", "pre", "ul", "li", "dl"],
  ...["dt", "dd", "details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "ins", "del"],
]);
/** Every element of SVG in its drawing. */
export const drawingElements = new Set([
  "svg",
  "title",
  "desc",
  "g",
  "rect",
  "line",
  "circle",
  "path",
  "text",
]);
/** Every attribute that they have. */
export const allowedAttributes = new Set([
  ...["lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "rel", "scope", "title"],
  ...["open", "role", "tabindex", "aria-label", "aria-labelledby", "aria-hidden"],
  ...["x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "d", "width", "height"],
]);

/** The first of some elements; it is an error that there is none. */
export function first(elements: readonly Element[]): Element {
  const [found] = elements;
  if (found === undefined) throw new Error("not on the page");
  return found;
}
