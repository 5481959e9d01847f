/** On which part Action or Resource of a statement meant for CloudWatch Logs miss. It knows no principal. */
import { type Problem, problem } from "../problem/problem.js";
import { keyJudge } from "./key-resource.js";
import { logsActions } from "./logs-statement.js";
import { coversAction } from "./operations.js";
import { pointerTo } from "./place.js";
import { logGroupsOf } from "./request.js";
import type { Suspect } from "./suspect.js";
import { statementTitle } from "./title.js";

/** @returns problems for a statement without Action, and for `kms:ReEncrypt` without its star */
export function missedAction(suspect: Suspect): readonly Problem[] {
  const { document, statement } = suspect;
  const facts = { statement: statementTitle(statement) };
  if (statement.action === undefined) {
    const pointer = `${statement.pointer}/Action`;
    const missing = {
      ...facts,
      found: "no Action",
      wanted: logsActions.join(", "),
      pointer,
      json: logsActions,
    };
    return [problem("logs/no-action", missing, pointer)];
  }
  if (statement.action.not || coversAction(statement, "ReEncryptFrom") === "yes") return [];
  const found = statement.action.patterns.find((pattern) => pattern.toLowerCase() === "kms:reencrypt");
  if (found === undefined) return [];
  const pointer = pointerTo(document, statement, ["Action"], found);
  const wanted = "kms:ReEncrypt*";
  return [problem("logs/reencrypt-star", { ...facts, found, wanted, pointer, json: wanted }, pointer)];
}

/** @returns problems for a statement without Resource, and for one whose Resource is another than this key */
export function missedResource(suspect: Suspect): readonly Problem[] {
  const { statement, document, request, context } = suspect;
  const pointer = `${statement.pointer}/Resource`;
  const facts = { statement: statementTitle(statement), wanted: "*", pointer, json: "*" };
  if (statement.resource === undefined) {
    return [problem("logs/no-resource", { ...facts, found: "no Resource" }, pointer)];
  }
  const group = logGroupsOf(request)[0];
  if (group === undefined || statement.resource.not) return [];
  if (keyJudge(statement, document.version, request, context)("Encrypt", group) !== "no") return [];
  const found = statement.resource.patterns.slice(0, 3).map((pattern) => `"${pattern}"`);
  return [problem("logs/other-resource", { ...facts, found: found.join(", ") }, pointer)];
}
