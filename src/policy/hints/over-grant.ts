/** Finds what a policy lets CloudWatch Logs, or everybody, do beyond what MWAA needs: warnings, never a verdict. */
import type { Code } from "../../problems/catalogue.js";
import { type Problem, problem } from "../../problems/problem.js";
import { composeLogsStatement } from "../document/logs-statement.js";
import type { Statement } from "../document/statement.js";
import { describeStatement } from "../document/title.js";
import { coversAction } from "../evaluate/actions.js";
import { conditionEvaluator } from "../evaluate/condition.js";
import { callerContext } from "../evaluate/context/callers.js";
import { logsArnKey, strangersLogsContext } from "../evaluate/context/lookup.js";
import { matches, wildcards } from "../evaluate/match.js";
import { readOperator } from "../evaluate/operators.js";
import { matchPrincipal } from "../evaluate/principal.js";
import { anyGroup, type LogsRequest, logGroupsOf, logsCaller } from "../evaluate/request.js";
import { lower } from "../evaluate/wildcard.js";

type OverGrantCode = Code &
  ("logs/any-account" | "logs/no-condition" | "logs/administrative" | "logs/everyone");

/** Actions on the key itself, its policy, its grants and its life: none is needed to encrypt logs. */
const administrative = [
  ...["PutKeyPolicy", "ScheduleKeyDeletion", "DisableKey", "CreateGrant", "RevokeGrant", "DeleteAlias"],
  ...["DisableKeyRotation", "DeleteImportedKeyMaterial", "UpdatePrimaryRegion", "TagResource"],
];

/**
 * Points out over-grants of the statements that allow CloudWatch Logs something.
 *
 * @returns a warning for each, with the scoped statement to put in the statement's place where the account is known
 */
export function findOverGrants(statements: readonly Statement[], request: LogsRequest): readonly Problem[] {
  return statements
    .filter(
      (statement) =>
        statement.effect === "Allow" && matchPrincipal(statement, logsCaller(request)).truth !== "no",
    )
    .filter((statement) => statement.action !== undefined && statement.resource !== undefined)
    .flatMap((statement) => overGrantsOf(statement, request));
}

function overGrantsOf(statement: Statement, request: LogsRequest): readonly Problem[] {
  const told = (code: OverGrantCode, found: string) => {
    const { pointer } = statement;
    const json = isOnlyLogs(statement) ? replacement(request, statement.sid) : undefined;
    const facts = { statement: describeStatement(statement), found, pointer };
    return problem(code, json === undefined ? facts : { ...facts, json }, pointer);
  };
  const found: Problem[] = [];
  const everyone = everyoneOf(statement);
  const isForStrangers = letsStrangers(statement, request);
  if (everyone !== undefined && isForStrangers) found.push(told("logs/everyone", everyone));
  const actions = administrative.filter((action) => coversAction(statement, action) === "yes");
  if (actions.length > 0 && everyone === undefined) {
    found.push(
      told(
        "logs/administrative",
        actions
          .slice(0, 4)
          .map((action) => `kms:${action}`)
          .join(", "),
      ),
    );
  }
  const wide = anyAccount(statement);
  if (wide === undefined && everyone === undefined && isForStrangers) {
    const none = statement.conditions.length === 0;
    found.push(
      told(
        "logs/no-condition",
        none ? "without any condition" : "without a condition that excludes other accounts",
      ),
    );
  }
  if (wide !== undefined) found.push(told("logs/any-account", wide));
  return found;
}

/**
 * Whether the conditions let somebody through who has nothing to do with the account: a stranger who calls KMS, or CloudWatch Logs
 * for a stranger's log groups. A condition that a stranger can meet is no limit, whatever key it names.
 */
function letsStrangers(statement: Statement, request: LogsRequest): boolean {
  const logs = { ...request, account: strangersAccount, environment: "stranger" };
  const [group = anyGroup] = logGroupsOf(logs);
  const version = "2012-10-17";
  const ofLogs = conditionEvaluator(statement, version, strangersLogsContext(logs))("Encrypt", group).truth;
  if (everyoneOf(statement) === undefined) return ofLogs !== "no";
  const direct = conditionEvaluator(
    statement,
    version,
    callerContext(request, { by: "stranger" }),
  )("Encrypt", anyGroup);
  return ofLogs !== "no" || direct.truth !== "no";
}

/** An account that nobody has. */
const strangersAccount = "000000000000";

/** How a statement says "everyone", or nothing where it does not. */
function everyoneOf(statement: Statement): string | undefined {
  const { principals } = statement;
  if (principals?.not === true) return "everybody but a few (NotPrincipal)";
  if (principals?.everyone === true) return `"Principal": "*"`;
  const isStar = principals?.entries.some((entry) => entry.kind === "AWS" && entry.value === "*");
  return isStar === true ? `"Principal": {"AWS": "*"}` : undefined;
}

function isOnlyLogs(statement: Statement): boolean {
  const entries = statement.principals?.entries ?? [];
  return entries.length > 0 && entries.every((entry) => entry.value.startsWith("logs."));
}

/** The first log-group pattern whose account part takes an account that nobody has. */
function anyAccount(statement: Statement): string | undefined {
  return statement.conditions
    .filter((condition) => lower(condition.key) === logsArnKey)
    .filter((condition) => readOperator(condition.operator)?.negated === false)
    .flatMap((condition) => condition.values)
    .find((pattern) => matches(wildcards(pattern.split(":")[4] ?? "*"), strangersAccount));
}

function replacement(request: LogsRequest, sid: string | undefined): unknown {
  const { partition, region, account } = request;
  if (account === undefined) return undefined;
  return composeLogsStatement({ scope: "account", partition, region, account }, sid);
}
