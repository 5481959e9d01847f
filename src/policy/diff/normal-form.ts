/**
 * A statement taken apart into members and sets of values, written so that what means the same is the same text.
 * It reads any JSON object, also one that IAM would refuse, and loses nothing of it; it judges nothing.
 */

import type { Json, PolicyDocument, StatementSource } from "../document/document.js";
import { readAccountPrincipal } from "../evaluate/account-principal.js";
import { readOperator } from "../evaluate/operators.js";

/** One member: its name as a reader knows it (`Condition/ArnLike/aws:SourceArn`), its values by their normal text. */
export interface NormalMember {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

/** A statement's members by the normal text of their path; `key` is one text for the whole of it. */
export interface NormalForm {
  readonly source: StatementSource;
  /** In which bare account ids were read. */
  readonly partition: string;
  readonly members: ReadonlyMap<string, NormalMember>;
  readonly key: string;
  readonly keyWithoutSid: string;
}

/**
 * Brings every statement of a document into its normal form.
 *
 * Equal afterwards: one value and a list of it, another order, repeats, other case of actions, condition keys and
 * operators, a number or truth value and its text, an account's id and its root ARN. Not equal: the ARN of a role and
 * that of its session. KMS was seen to give some sts assumed-role principals back as iam ARNs
 * (https://github.com/hashicorp/terraform-provider-aws/issues/39788), but one names a session and the other a role.
 *
 * @param partition in which bare account ids are read, see account-principal.ts
 */
export function normalForms(document: PolicyDocument, partition: string): readonly NormalForm[] {
  const known = new Map<string, Pick<NormalForm, "members" | "key" | "keyWithoutSid">>();
  return document.statements.map((source) => {
    const form = known.get(source.text) ?? normalForm(source, document.version, partition);
    known.set(source.text, form);
    return { source, partition, ...form };
  });
}

function normalForm(source: StatementSource, version: string | undefined, partition: string) {
  const members = new Map<string, NormalMember>();
  const add: Add = (path, shown, values) => {
    const id = JSON.stringify(path);
    const known = members.get(id);
    members.set(id, { name: shown.join("/"), values: known ? both(known.values, values) : values });
  };
  for (const [name, value] of Object.entries(source.value as object)) readMember(name, value, partition, add);
  if (/\$|\\u/.test(source.text) && hasVariable(members)) {
    // Policy variables exist since 2012-10-17 only: without that Version they are plain text.
    add(["", "Version"], ["Version"], sameText(version ?? "2008-10-17"));
  }
  // Two numbers beyond 2^53 can be one number to JavaScript; then only the same text is the same.
  if (/\d/.test(source.text) && hasHugeNumber(source.value))
    add(["", "text"], ["(text)"], sameText(source.text));
  return { members, ...keysOf(members) };
}

function hasVariable(members: ReadonlyMap<string, NormalMember>): boolean {
  return [...members.values()].some((member) =>
    [...member.values.keys()].some((text) => text.includes("${")),
  );
}

const sidId = `["Sid"]`;

type Values = ReadonlyMap<string, string>;
type Add = (path: readonly string[], shown: readonly string[], values: Values) => void;

function readMember(name: string, value: Json, partition: string, add: Add): void {
  if (name === "Action" || name === "NotAction") {
    add(
      [name],
      [name],
      setOf(value, (text) => text.toLowerCase()),
    );
  } else if (name === "Resource" || name === "NotResource") {
    add([name], [name], setOf(value, String));
  } else if ((name === "Principal" || name === "NotPrincipal") && isObject(value)) {
    const kinds = Object.entries(value);
    for (const [kind, named] of kinds) {
      const asText = (text: string) => (kind === "AWS" ? accountAsRoot(text, partition) : text);
      add([name, kind], [name, kind], setOf(named, asText));
    }
    if (kinds.length === 0) add([name], [name], new Map());
  } else if (name === "Condition" && isObject(value)) {
    for (const [operator, keys] of Object.entries(value)) readCondition(operator, keys, add);
  } else {
    add([name], [name], new Map([[canonical(value), asShown(value)]]));
  }
}

function readCondition(written: string, keys: Json, add: Add): void {
  const operator = readOperator(written) === undefined ? written : written.toLowerCase();
  if (!isObject(keys)) {
    add(["Condition", operator], ["Condition", written], setOf(keys, String));
    return;
  }
  for (const [key, value] of Object.entries(keys)) {
    add(["Condition", operator, key.toLowerCase()], ["Condition", written, key], setOf(value, String));
  }
}

/** All the values of a member that is one value or a list of them, in any order, each once. */
function setOf(value: Json, textOf: (text: string) => string): Values {
  const items = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return new Map(
    items.map((item) => {
      const plain = typeof item === "object" ? undefined : String(item);
      return plain === undefined ? [canonical(item), asShown(item)] : [textOf(plain), plain];
    }),
  );
}

/** One key twice under one operator (in two spellings) asks for both: kept as two sets, not as one of both. */
function both(one: Values, two: Values): Values {
  const sets = [one, two].map((values) => JSON.stringify([...values.keys()].sort()));
  return sets[0] === sets[1] ? one : new Map(sets.map((set) => [set, set]));
}

function accountAsRoot(value: string, partition: string): string {
  const found = readAccountPrincipal(value);
  return found === undefined ? value : `arn:${found.partition ?? partition}:iam::${found.account}:root`;
}

function keysOf(members: ReadonlyMap<string, NormalMember>): { key: string; keyWithoutSid: string } {
  const parts: string[] = [];
  let sid = "";
  for (const [id, { values }] of members) {
    const texts = [...values.keys()];
    const text = JSON.stringify(texts.sort());
    if (id === sidId) sid = text;
    else parts.push(`${id}=${text}`);
  }
  const keyWithoutSid = parts.sort().join("\n");
  return { key: `${sid}\n${keyWithoutSid}`, keyWithoutSid };
}

/** A text as it is, other JSON with its members in order; the NUL keeps it apart from any text KMS would take. */
function canonical(value: Json): string {
  return typeof value === "string" ? value : `\0${inOrder(value)}`;
}

function inOrder(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(inOrder).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${inOrder(member)}`);
  return `{${members.sort().join(",")}}`;
}

function asShown(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function sameText(text: string): Values {
  return new Map([[text, text]]);
}

function hasHugeNumber(value: Json): boolean {
  if (typeof value === "number") return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return typeof value === "object" && value !== null && Object.values(value).some(hasHugeNumber);
}

function isObject(value: Json): value is { readonly [member: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
