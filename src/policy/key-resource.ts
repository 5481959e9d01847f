/** Judges Resource and NotResource for the one key that the policy belongs to. It knows no operation. */
import type { Context } from "./context-lookup.js";
import { literal, matchArn, matches, nameRun, type Shape, type Text, textOf } from "./match.js";
import type { Operation } from "./operations.js";
import { accountText, keyAccountOf, type LogGroup, type LogsRequest } from "./request.js";
import type { Statement } from "./statement.js";
import { opposite, some, type Truth, truthOf } from "./truth.js";
import { fillTemplate, readTemplate } from "./variables.js";

/**
 * Judges whether a statement means the request's key. `*` is "this key"; the key's ARN is it too; an alias's ARN, a bare id and
 * another key's ARN are not.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 *
 * @returns no for a statement without Resource (it has no effect); unknown for a key's ARN where the request has none
 */
export function meansKey(
  statement: Statement,
  version: string | undefined,
  request: LogsRequest,
  context: Context,
  asked: { readonly operation: Operation; readonly group: LogGroup },
): Truth {
  if (statement.resource === undefined) return "no";
  const means = some(
    statement.resource.patterns.map((pattern) => {
      if (pattern === "*") return "yes";
      const template = readTemplate(pattern, true, version);
      if (template === undefined) return "unknown";
      const filled = fillTemplate(template, (key) => context(key, asked.operation, asked.group));
      if (typeof filled === "string") return filled === "none" ? "no" : "unknown";
      return matchKey(filled, request);
    }),
  );
  return statement.resource.not ? opposite(means) : means;
}

/** Read as a text and read part by part: IAM's pages show both, so where they differ nobody can know. */
function matchKey(pattern: Shape, request: LogsRequest): Truth {
  if (request.keyArn === undefined) return matchArn(pattern, anyKey(request));
  const byPart = matchArn(pattern, textOf(request.keyArn));
  const asText = truthOf(matches(pattern, request.keyArn));
  return byPart === asText ? asText : "unknown";
}

/** The ARN of some key of the request's Region: its account may be known, its id is not. */
function anyKey(request: LogsRequest): Text {
  const start = `arn:${request.partition.id}:kms:${request.region}:`;
  const account = accountText(keyAccountOf(request));
  return {
    examples: ["0", "f-f", "mrk-1234"].map((id, index) => {
      return `${start}${account.examples[index] ?? account.examples[0]}:key/${id}`;
    }),
    shape: [
      ...literal(start),
      ...(account.shape ?? literal(account.examples[0] ?? "")),
      ...literal(":key/"),
      nameRun,
    ],
  };
}
