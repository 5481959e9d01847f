/** On which part a Principal misses CloudWatch Logs of the Region. It knows no action and no condition. */
import { type Problem, problem } from "../problem/problem.js";
import { matchPrincipal } from "./caller.js";
import { logsPrincipal } from "./logs-statement.js";
import { pointerTo } from "./place.js";
import { callerNames, isGlobalName, logsCaller } from "./request.js";
import type { Suspect } from "./suspect.js";
import { statementTitle } from "./title.js";

/** More than these many wrong names of one statement are not told one by one. */
const most = 5;

/** @returns a problem for each name that was meant, where the statement does not mean the caller */
export function missedPrincipal(suspect: Suspect): readonly Problem[] {
  const { statement, request } = suspect;
  const { principals } = statement;
  if (
    principals === undefined ||
    principals.not ||
    matchPrincipal(statement, logsCaller(request)).truth === "yes"
  )
    return [];
  const looked = principals.entries.slice(0, 50);
  const meant = looked.flatMap((entry) => missedEntry(suspect, entry.kind, entry.value));
  if (meant.length > 0) return meant.slice(0, most);
  const accounts = principals.entries.filter((entry) => entry.kind === "AWS").map((entry) => entry.value);
  if (accounts.length === 0) return [];
  const pointer = `${statement.pointer}/Principal`;
  const wanted = logsPrincipal(request.partition, request.region);
  const facts = {
    ...common(suspect),
    found: accounts
      .slice(0, 3)
      .map((each) => `"${each}"`)
      .join(", "),
  };
  return [
    problem("logs/account-principal", { ...facts, wanted, pointer, json: { Service: wanted } }, pointer),
  ];
}

function missedEntry(suspect: Suspect, kind: string, found: string): readonly Problem[] {
  const { document, statement, request } = suspect;
  const wanted = logsPrincipal(request.partition, request.region);
  const parts = /^logs\.(?:([a-z0-9*?-]+)\.)?(amazonaws\.com(?:\.cn)?|[a-z.-]+)$/i.exec(found);
  if (parts === null || isAnotherService(parts[2] ?? "")) return [];
  if (kind !== "Service") {
    const pointer = `${statement.pointer}/Principal`;
    const facts = { ...common(suspect), found, wanted, pointer, json: { Service: wanted } };
    return [problem("logs/service-under-aws", facts, pointer)];
  }
  if (isGlobalName(found, request) || callerNames(request).includes(found)) return [];
  const pointer = pointerTo(document, statement, ["Principal", "Service"], found);
  const facts = { ...common(suspect), found, wanted, pointer, json: wanted };
  if (/[*?]/.test(found)) return [problem("logs/principal-wildcard", facts, pointer)];
  const isOfRegion = parts[1]?.toLowerCase() === request.region;
  return [
    problem(
      isOfRegion || parts[1] === undefined ? "logs/principal-suffix" : "logs/principal-region",
      facts,
      pointer,
    ),
  ];
}

function isAnotherService(suffix: string): boolean {
  return !/^(amazonaws\.|c2s\.|sc2s\.|cloud\.|csp\.)/i.test(suffix);
}

function common(suspect: Suspect) {
  return { statement: statementTitle(suspect.statement) };
}
