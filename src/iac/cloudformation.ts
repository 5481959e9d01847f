/** The statement for CloudFormation, as YAML with short forms or as JSON. */
import { Document, Scalar, visit } from "yaml";
import { hasMark, type Mark, written } from "./parts.js";
import { type Snippet, wholePolicy } from "./snippet.js";

const functions: Readonly<Record<Mark, string>> = {
  partition: "${AWS::Partition}",
  suffix: "${AWS::URLSuffix}",
  region: "${AWS::Region}",
  account: "${AWS::AccountId}",
};

/** A text for Fn::Sub, in which `${!x}` stands for `${x}`. */
function substituted(text: string): string {
  return written(
    text,
    (piece) => piece.replaceAll("${", "${!"),
    (mark) => functions[mark],
  );
}

/** A list item for KeyPolicy.Statement, or the property KeyPolicy. */
export function cloudformation(snippet: Snippet): string {
  const value = snippet.form === "policy" ? { KeyPolicy: wholePolicy(snippet) } : [snippet.statement];
  // YAML 1.1, which many readers of templates still are, takes a bare 2012-10-17 for a date.
  const document = new Document(value, { version: "1.1" });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value !== "string" || !hasMark(node.value)) return undefined;
      const scalar = new Scalar(substituted(node.value));
      scalar.tag = "!Sub";
      scalar.type = Scalar.QUOTE_DOUBLE;
      return scalar;
    },
  });
  return document.toString({ lineWidth: 0 }).trimEnd();
}

/** The same for a template in JSON. */
export function cloudformationJson(snippet: Snippet): string {
  const value = snippet.form === "policy" ? { KeyPolicy: wholePolicy(snippet) } : snippet.statement;
  const replaced = (_name: string, part: unknown) =>
    typeof part === "string" && hasMark(part) ? { "Fn::Sub": substituted(part) } : part;
  return JSON.stringify(value, replaced, 2);
}
