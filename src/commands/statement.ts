/** `statement`: the statement, or the whole policy, to paste where the key is kept. It asks nobody. */
import type { Language } from "../iac/languages.js";
import { renderSnippet } from "../iac/render.js";
import { partitionById } from "../key/partition.js";
import { composeLogsStatement, type LogsStatementFor, type Scope } from "../policy/logs-statement.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";
import { askedWrongly } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { Context, KeyOptions } from "./context.js";
import { type Place, parsePlace } from "./place.js";

export interface StatementOptions extends KeyOptions {
  readonly scope?: Scope;
  readonly as?: Language;
  readonly policy?: boolean;
}

export async function statement(
  key: string | undefined,
  options: StatementOptions,
  { host }: Context,
): Promise<ReportParts> {
  const place = parsePlace(key, options, host);
  if (!place.ok) return askedWrongly("statement", place.problems);
  const wanted = wantedFor(place.value, options.scope ?? "account");
  if (!wanted.ok) return askedWrongly("statement", wanted.problems);
  const language = options.as ?? "json";
  const owner = place.value.keyAccount ?? place.value.account;
  const text = renderSnippet(language, {
    statement: composeLogsStatement(wanted.value),
    whole: options.policy ?? false,
    partition: place.value.partition,
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
