/** `statement --for`: the IAM policies of the creator and the execution role, and what another account's key needs. */
import type { Language, StatementReader } from "../choices.js";
import { type AccessLanguage, accessLanguages, renderStatements } from "../iac/access-policy.js";
import { partitionById } from "../key/arn.js";
import {
  creatorStatements,
  executionRoleStatements,
  listGrantsStatement,
  ownerStatements,
} from "../policy/access-statements.js";
import { composeLogsStatement } from "../policy/document/logs-statement.js";
import { problem } from "../problems/problem.js";
import { usageError } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { OfflineTarget } from "./offline-target.js";

export interface AccessWish {
  readonly reader: Exclude<StatementReader, "logs">;
  readonly language: Language;
  /** `--account` was given: without it, the environment's account is unknown to the owner of the key. */
  readonly isAccountGiven: boolean;
}

export function accessStatement(
  place: OfflineTarget,
  { reader, language, isAccountGiven }: AccessWish,
): ReportParts {
  const refuse = (reason: string, fix: string) =>
    usageError("statement", [problem("target/statement-for", { reader, reason, fix }, "--for")]);
  if (!isAccessLanguage(language))
    return refuse(`${language} is not available for it`, `--as ${accessLanguages.join(", ")}`);
  const { partition: id, region, environment, account, key, keyAccount } = place;
  const partition = partitionById(id);
  const answer = (text: string): ReportParts => ({
    command: "statement",
    verdict: "done",
    body: { kind: "statement", language, text },
  });
  if (reader === "owner") {
    if (!isAccountGiven || account === undefined)
      return refuse("it needs the account of the environment", "--account <account>");
    if (account === keyAccount)
      return refuse("key and environment are in one account", "mwaa-kms statement KEY");
    const logs = composeLogsStatement({ scope: "account", partition, region, account });
    const all = [logs, ...ownerStatements(id, account), listGrantsStatement(id, account)];
    return answer(renderStatements(language, all, false));
  }
  if (key === undefined || keyAccount === undefined || account === undefined)
    return refuse("it needs the ARN of the key", "mwaa-kms statement <key-arn>");
  const access = { partition, region, account, key };
  if (reader === "creator") return answer(renderStatements(language, creatorStatements(access), true));
  if (environment === undefined)
    return refuse("it needs the name of the environment, for its log groups", "--environment <name>");
  return answer(renderStatements(language, executionRoleStatements(access, environment), true));
}

function isAccessLanguage(language: Language): language is AccessLanguage {
  return (accessLanguages as readonly string[]).includes(language);
}
