/** `statement`: the statement for CloudWatch Logs, or the whole policy, as code. It calls no service. */
import type { Language, Scope, StatementReader } from "../choices.js";
import { markedStatement, marks } from "../iac/parts.js";
import { hasFunctions, renderSnippet } from "../iac/render.js";
import { partitionById } from "../key/arn.js";
import { composeLogsStatement, type LogsStatementFor } from "../policy/document/logs-statement.js";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { usageError } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { Context, KeyOptions } from "../session/context.js";
import { type OfflineTarget, parsePlace } from "./offline-target.js";

export interface StatementOptions extends KeyOptions {
  readonly scope?: Scope;
  readonly as?: Language;
  readonly policy?: boolean;
  readonly literal?: boolean;
  /** Absent: `logs`. */
  readonly for?: StatementReader;
}

/** A Region and an account that stand for any: a language's functions take their place. */
const anywhere = { region: "us-east-1", account: "000000000000" };

export async function statement(
  key: string | undefined,
  options: StatementOptions,
  { host }: Context,
): Promise<ReportParts> {
  const language = options.as ?? "json";
  const reader = options.for ?? "logs";
  if (reader !== "logs") {
    const at = parsePlace(key, options, host);
    if (!at.ok) return usageError("statement", at.problems);
    const { accessStatement } = await import("./access-statement.js");
    return accessStatement(at.value, { reader, language, isAccountGiven: options.account !== undefined });
  }
  const isMarked = hasFunctions.has(language) && options.literal !== true;
  // What is said is checked; what is not said is not needed where functions stand for it.
  const place = parsePlace(key, isMarked && key === undefined ? { ...anywhere, ...options } : options, host);
  if (!place.ok) return usageError("statement", place.problems);
  const known = isMarked ? { account: anywhere.account, ...place.value } : place.value;
  const wanted = wantedFor(known, options.scope ?? "account");
  if (!wanted.ok) return usageError("statement", wanted.problems);
  const owner = isMarked ? marks.account : (place.value.keyAccount ?? place.value.account);
  const text = renderSnippet(language, {
    statement: isMarked ? markedStatement(wanted.value) : composeLogsStatement(wanted.value),
    form: options.policy || language === "policy" ? "policy" : "addition",
    partition: isMarked ? marks.partition : place.value.partition,
    ...(owner === undefined ? {} : { account: owner }),
    region: place.value.region,
    ...(place.value.key === undefined ? {} : { key: place.value.key }),
  });
  return { command: "statement", verdict: "done", body: { kind: "statement", language, text } };
}

function wantedFor(place: OfflineTarget, scope: Scope): Result<LogsStatementFor> {
  const partition = partitionById(place.partition);
  const { region, account, environment } = place;
  if (scope === "region") return ok({ scope, partition, region });
  if (account === undefined) return fail(problem("target/no-account", { scope, region }, "--account"));
  if (scope === "account") return ok({ scope, partition, region, account });
  if (environment === undefined) return fail(problem("target/scope-environment", {}, "--scope"));
  return ok({ scope, partition, region, account, environment });
}
