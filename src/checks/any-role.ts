/** Whether the key policy lets some role of the environment's account use the key, where no execution role is named. */

import { ownerStatements } from "../policy/access-statements.js";
import type { Statement } from "../policy/document/statement.js";
import { countedOf, describeStatement, listSome } from "../policy/document/title.js";
import { publishedShape } from "../policy/evaluate/exemptions.js";
import { firstLoss } from "../policy/evaluate/time-limits.js";
import { type AnyRole, findRole, serviceName } from "../policy/execution-role.js";
import { defaultStatement } from "../policy/lockout.js";
import { lower } from "../problems/phrases.js";
import { type Problem, problem } from "../problems/problem.js";
import { type CheckResult, unknownResult } from "./check.js";
import { denyFacts } from "./deny-facts.js";
import { type Reading, readingOf } from "./read-policy.js";
import { environmentAccount, keyAccount, logsRequest, type Snapshot } from "./snapshot.js";

/** The queue's service: every environment uses it. */
const service = "sqs";

export function anyRole(snapshot: Snapshot): CheckResult {
  if (!snapshot.policy.known) return unknownResult(snapshot.policy.problem);
  const reading = readingOf(snapshot.policy.value, snapshot);
  if (!reading.ok) return unknownResult(...reading.problems);
  const account = environmentAccount(snapshot);
  if (!account.known) return unknownResult(account.problem);
  const { document, statements } = reading.value;
  const request = logsRequest(snapshot);
  const ask = (of: readonly Statement[], at = request.at) => {
    const key = { ...request, ...(at === undefined ? {} : { at }) };
    const policy = { statements: of, version: document.version };
    return findRole(policy, key, account.value, service, snapshot.target.executionRole);
  };
  const found = ask(statements);
  const evidence = evidenceOf(found, account.value);
  if (found.truth === "no")
    return { outcome: "fail", evidence, problems: refusals(found, reading.value, account.value, snapshot) };
  const shaped =
    found.truth === "yes" ? [] : statements.filter((statement) => publishedShape(statement) !== undefined);
  const others = statements.filter((statement) => !shaped.includes(statement));
  if (found.truth === "unknown" && (shaped.length === 0 || ask(others).truth !== "yes"))
    return { outcome: "unknown", evidence, problems: doubts(found, reading.value, snapshot) };
  const assumptions = shaped.map(assumed);
  const loss = firstLoss(others, request.at, (moment) => ask(others, moment).truth === "yes");
  if (loss === undefined)
    return { outcome: assumptions.length > 0 ? "warn" : "pass", evidence, problems: assumptions };
  const facts = { use: "the execution role uses the key", date: loss.date };
  const ends = loss.isSoon ? problem("access/ends-soon", facts) : problem("access/ends-later", facts);
  return { outcome: loss.isSoon ? "fail" : "warn", evidence, problems: [ends, ...assumptions] };
}

function evidenceOf({ truth, decisions, name }: AnyRole, account: string): string {
  if (truth !== "yes") return `no role of account ${account} is certainly allowed`;
  const by = listSome(
    decisions.flatMap((each) => (each.by === undefined ? [] : [lower(describeStatement(each.by))])),
  );
  return decisions.some(({ delegated }) => delegated === true)
    ? `delegated to IAM policies of account ${account} by ${by}`
    : `allowed to ${name} by ${by}`;
}

type Decided = AnyRole["decisions"];

function refusals(
  { decisions }: AnyRole,
  { document }: Reading,
  account: string,
  snapshot: Snapshot,
): readonly Problem[] {
  const denies = new Set(
    decisions.flatMap(({ answer, by }) => (answer === "denied" && by !== undefined ? [by] : [])),
  );
  const missing = decisions.filter(({ answer }) => answer === "none");
  const { partition } = snapshot.target;
  const owner = keyAccount(snapshot);
  const isOther = owner.known && owner.value !== account;
  const statements = isOther
    ? ownerStatements(partition, account).slice(0, 1)
    : [defaultStatement(partition, account)];
  return [
    ...[...denies].map((deny) => {
      const calls = operationsOf(decisions.filter(({ by }) => by === deny));
      const facts = {
        ...denyFacts(deny, document, snapshot, calls),
        role: snapshot.target.executionRole ?? `every role of account ${account}`,
      };
      return problem("role/key-policy-denied", facts, deny.pointer);
    }),
    ...(missing.length === 0
      ? []
      : [
          problem(
            "role/account-missing",
            {
              account,
              operations: operationsOf(missing),
              through: serviceName(service, logsRequest(snapshot)),
              statements,
            },
            "/Statement",
          ),
        ]),
  ];
}

function doubts({ decisions }: AnyRole, { document }: Reading, snapshot: Snapshot): readonly Problem[] {
  const statements = new Set(decisions.flatMap(({ doubt }) => doubt?.statement ?? []));
  return [...statements].map((statement) => {
    const own = decisions.filter(({ doubt }) => doubt?.statement === statement);
    const facts = {
      ...denyFacts(statement, document, snapshot, operationsOf(own)),
      does: statement.effect === "Deny" ? "denies" : "allows",
      unknown: listSome(own.flatMap(({ doubt }) => doubt?.unknown ?? [])),
    };
    return problem("role/account-unknown", facts, statement.pointer);
  });
}

export function assumed(statement: Statement): Problem {
  const facts = {
    statement: describeStatement(statement),
    assumes: publishedShape(statement)?.assumes ?? "",
  };
  return problem("role/assumed", facts, statement.pointer);
}

function operationsOf(decisions: Decided): string {
  return countedOf(
    decisions.map(({ operation }) => `kms:${operation}`),
    "operation",
  );
}
