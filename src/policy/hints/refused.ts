/**
 * Where in a policy the reason stands for which KMS refused it, as far as KMS's own words tell. It reads the words and the
 * policy, and asks nothing.
 */
import { lower } from "../../problems/phrases.js";
import type { Json } from "../document/document.js";
import { parsePolicy } from "../document/document.js";
import { membersOf, textsAt } from "../document/findings.js";
import { step } from "../document/pointer.js";
import { describeStatement, listSome } from "../document/title.js";
import { lintPolicy } from "./lint.js";

/** What KMS objects to. `other`: its words name nothing that is known. */
export type Objection =
  | "principals"
  | "services"
  | "no-principal"
  | "condition-keys"
  | "for-all-values"
  | "missing"
  | "other";

/** KMS's objection, and the places that it may mean: of `certain` ones, each is refused. */
export interface RefusedPart {
  readonly objection: Objection;
  readonly places: string;
  readonly certain: boolean;
}

/**
 * @param said KMS's words
 * @param text the policy that was refused
 * @param region of the key
 */
export function refusedPolicy(said: string, text: string, region: string): RefusedPart {
  const objection = objectionOf(said);
  const document = parsePolicy(text);
  if (!document.ok) return { objection, places: "", certain: false };
  const known = lintPolicy(document.value, region)
    .filter(({ code }) => codes[objection].test(code))
    .map(({ what }) => what);
  if (known.length > 0) return { objection, places: known.slice(0, 5).join(" "), certain: true };
  const named = document.value.statements.flatMap((source) => {
    const found = namedIn(source.value, objection, said);
    return found.map(
      ([name, pointer]) =>
        `${name} (${lower(describeStatement({ ...source, pointer: source.pointer + pointer }))})`,
    );
  });
  return {
    objection,
    places: listSome(named),
    certain: false,
  };
}

/** The first words that fit decide: "invalid service principals" is about services. */
function objectionOf(said: string): Objection {
  const found = sentences.find(([pattern]) => pattern.test(said));
  return found?.[1] ?? "other";
}

const sentences: readonly (readonly [RegExp, Objection])[] = [
  [/invalid service principals?/i, "services"],
  [/invalid principals?/i, "principals"],
  [/no principal/i, "no-principal"],
  [/condition keys are not permitted/i, "condition-keys"],
  [/OverlyPermissiveCondition|ForAllValues/i, "for-all-values"],
  [/missing required field/i, "missing"],
];

const codes: Readonly<Record<Objection, RegExp>> = {
  services: /^lint\/(service-form|service-unknown|logs-region)$/,
  principals: /^lint\/(orphaned-principal|principal-pattern|principal-form)$/,
  "no-principal": /^lint\/no-principal$/,
  "condition-keys": /^lint\/condition-key$/,
  "for-all-values": /^lint\/for-all-values/,
  missing: /^lint\/(no-action|no-resource)$/,
  other: /^(lint\/(no-|action-form|operator|characters|resource|duplicate-sid)|policy\/)/,
};

/** What may be meant, where the policy itself does not show it: names with their pointers within the statement. */
function namedIn(value: Json, objection: Objection, said: string): readonly (readonly [string, string])[] {
  const members = membersOf(value);
  const of = (kind: string) =>
    ["Principal", "NotPrincipal"].flatMap((member) =>
      textsAt(membersOf(members[member])[kind], `/${member}/${kind}`),
    );
  if (objection === "services") return of("Service");
  if (objection === "principals")
    return of("AWS").filter(([name]) => /:(user|role|assumed-role)\//.test(name));
  if (objection !== "condition-keys") return [];
  const refused = (
    said
      .split(":")
      .slice(1)
      .join(":")
      .match(/[\w:.-]+/g) ?? []
  ).map((key) => key.toLowerCase());
  return Object.entries(membersOf(members["Condition"])).flatMap(([operator, keys]) =>
    Object.keys(membersOf(keys))
      .filter((key) => refused.includes((key.split("/", 1)[0] ?? "").toLowerCase()))
      .map((key) => [key, `/Condition/${step(operator)}/${step(key)}`] as const),
  );
}
