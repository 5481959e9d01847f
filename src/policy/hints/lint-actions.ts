/** Actions and resources that KMS does not accept, and actions that it does not have. It judges no principal and no condition. */
import { problem } from "../../problems/problem.js";
import type { StatementSource } from "../document/document.js";
import { clip, type Find, listOf, membersOf, textsAt } from "../document/findings.js";
import { kmsOperations } from "../document/kms-names.js";
import { matches, wildcards } from "../evaluate/match.js";

export function lintActions(source: StatementSource): readonly Find[] {
  const { pointer } = source;
  const { Action, NotAction } = membersOf(source.value);
  if (Action === undefined && NotAction === undefined) {
    return [
      {
        ...{ kind: "no-action", detail: "", source, pointer },
        make: (where) => problem("lint/no-action", where, pointer),
      },
    ];
  }
  const named = [...textsAt(Action, `${pointer}/Action`), ...textsAt(NotAction, `${pointer}/NotAction`)];
  return named.flatMap(([action, at]) => lintAction(source, action, at));
}

function lintAction(source: StatementSource, action: string, pointer: string): readonly Find[] {
  const at = { detail: action, source, pointer };
  const facts = { action: clip(action) };
  if (action === "*") return [];
  if (!/^kms:/i.test(action)) {
    return [
      {
        ...at,
        kind: "action",
        make: (where) => problem("lint/action-form", { ...where, ...facts }, pointer),
      },
    ];
  }
  if (operationsLike(action).length > 0) return [];
  return [
    {
      ...at,
      kind: "unknown-action",
      make: (where) => problem("lint/action-unknown", { ...where, ...facts }, pointer),
    },
  ];
}

/** @returns the operations of KMS that a pattern matches, without their prefix */
export function operationsLike(pattern: string): readonly string[] {
  if (pattern === "*") return names;
  const shape = wildcards(pattern.toLowerCase());
  return names.filter((name) => matches(shape, `kms:${name.toLowerCase()}`));
}

const names = Object.keys(kmsOperations);

export function lintResource(source: StatementSource): readonly Find[] {
  const { pointer } = source;
  const { Resource, NotResource } = membersOf(source.value);
  if (Resource === undefined && NotResource === undefined) {
    return [
      {
        ...{ kind: "no-resource", detail: "", source, pointer },
        make: (where) => problem("lint/no-resource", where, pointer),
      },
    ];
  }
  const member = Resource === undefined ? "NotResource" : "Resource";
  const found = listOf(Resource ?? NotResource);
  const isGrammar = found.length === 0 || found.some((value) => typeof value !== "string");
  if (isGrammar || (member === "Resource" && found.every((value) => value === "*"))) return [];
  const at = `${pointer}/${member}`;
  const facts = { member, found: clip(JSON.stringify(Resource ?? NotResource)) };
  return [
    {
      ...{ kind: "resource", detail: facts.found, source, pointer: at },
      make: (where) => problem("lint/resource", { ...where, ...facts }, at),
    },
  ];
}
