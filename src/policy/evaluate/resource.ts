/** Whether Resource or NotResource of a statement matches the one key that the policy belongs to: the one place for it. */

import type { Statement } from "../document/statement.js";
import type { ContextLookup, KeyFact } from "./context/lookup.js";
import { literal, matchArn, matches, nameRun, type Shape, type Text, textOf } from "./match.js";
import { accountText, type KeyPlace, keyAccountOf, type LogGroup } from "./request.js";
import { opposite, some, type Truth, truthOf } from "./truth.js";
import { fillTemplate, readTemplate, type Template, variablesOf } from "./variables.js";

/**
 * Judges whether a statement means the request's key. `*` is "this key"; the key's ARN is it too; an alias's ARN, a bare id and
 * another key's ARN are not.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 *
 * @returns for a statement without Resource: no for an Allow, which has no effect; unknown for a Deny. Unknown for a key's ARN
 * where the request has none
 */
export function keyMatcher(
  statement: Statement,
  version: string | undefined,
  request: KeyPlace,
  context: ContextLookup,
): (operation: string, group: LogGroup) => Truth {
  const { resource } = statement;
  if (resource === undefined) return () => (statement.effect === "Allow" ? "no" : "unknown");
  const patterns = [...new Set(resource.patterns)];
  const templates = patterns.map((pattern) => readTemplate(pattern, true, version));
  const variables = variablesOf(templates);
  const known = new Map<string, Truth>();
  return (operation, group) => {
    const look = (key: string) => context.look(key, operation, group);
    const id = variables.length === 0 ? "" : variables.map((key) => look(key).id).join();
    const before = known.get(id);
    if (before !== undefined) return before;
    const means = some(
      patterns.map((pattern, index) => judgePattern(pattern, templates[index], look, request)),
    );
    const truth = resource.not ? opposite(means) : means;
    known.set(id, truth);
    return truth;
  };
}

function judgePattern(
  pattern: string,
  template: Template | undefined,
  look: (key: string) => KeyFact,
  request: KeyPlace,
): Truth {
  if (/^\*+$/.test(pattern)) return "yes";
  const filled = template === undefined ? "unknown" : fillTemplate(template, look);
  if (typeof filled === "string") return filled === "unknown" ? "unknown" : "no";
  const found = matchKey(filled, request);
  // Of a wildcard in the service of an ARN no page says what it means.
  return found === "yes" && /[*?]/.test(pattern.split(":")[2] ?? "") ? "unknown" : found;
}

/** Read as a text and read part by part: IAM's pages show both, so where they differ nobody can know. */
function matchKey(pattern: Shape, request: KeyPlace): Truth {
  if (request.keyArn === undefined) return matchArn(pattern, anyKey(request));
  const asText = truthOf(matches(pattern, request.keyArn));
  const byPart = matchArn(pattern, textOf(request.keyArn));
  return byPart === asText ? asText : "unknown";
}

/** The ARN of some key: its Region and account may be known, its ID is not. */
function anyKey(request: KeyPlace): Text {
  const start = `arn:${request.partition.id}:kms:`;
  const account = accountText(keyAccountOf(request));
  const known = request.region === "" ? undefined : request.region;
  return {
    examples: ["0", "f-f", "mrk-1234"].map((id, index) => {
      const region = known ?? ["a-b-1", "Z", "us-east-1"][index];
      return `${start}${region}:${account.examples[index] ?? account.examples[0]}:key/${id}`;
    }),
    shape: [
      ...literal(start),
      ...(known === undefined ? [nameRun] : literal(known)),
      ...literal(":"),
      ...(account.shape ?? literal(account.examples[0] ?? "")),
      ...literal(":key/"),
      nameRun,
    ],
  };
}
