/** `statement`: the statement, or the whole policy, to paste where the key is kept. It asks nobody. */
import type { Language, Scope } from "../choices.js";
import { markedStatement, marks } from "../iac/parts.js";
import { hasFunctions, renderSnippet } from "../iac/render.js";
import { partitionById } from "../key/arn.js";
import { composeLogsStatement, type LogsStatementFor } from "../policy/document/logs-statement.js";
import { problem } from "../problems/problem.js";
import { type Parsed, parsed, refused } from "../problems/result.js";
import { askedWrongly } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { Context, KeyOptions } from "../session/context.js";
import { type Place, parsePlace } from "./offline-target.js";

export interface StatementOptions extends KeyOptions {
  readonly scope?: Scope;
  readonly as?: Language;
  readonly policy?: boolean;
  readonly literal?: boolean;
}

/** A Region and an account that stand for any: a language's functions take their place. */
const anywhere = { region: "us-east-1", account: "000000000000" };

export async function statement(
  key: string | undefined,
  options: StatementOptions,
  { host }: Context,
): Promise<ReportParts> {
  const language = options.as ?? "json";
  const isMarked = hasFunctions.has(language) && options.literal !== true;
  // What is said is checked; what is not said is not needed where functions stand for it.
  const place = parsePlace(key, isMarked && key === undefined ? { ...anywhere, ...options } : options, host);
  if (!place.ok) return askedWrongly("statement", place.problems);
  const known = isMarked ? { account: anywhere.account, ...place.value } : place.value;
  const wanted = wantedFor(known, options.scope ?? "account");
  if (!wanted.ok) return askedWrongly("statement", wanted.problems);
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

function wantedFor(place: Place, scope: Scope): Parsed<LogsStatementFor> {
  const partition = partitionById(place.partition);
  const { region, account, environment } = place;
  if (scope === "region") return parsed({ scope, partition, region });
  if (account === undefined) return refused(problem("target/no-account", { scope, region }, "--account"));
  if (scope === "account") return parsed({ scope, partition, region, account });
  if (environment === undefined) return refused(problem("target/scope-environment", {}, "--scope"));
  return parsed({ scope, partition, region, account, environment });
}
