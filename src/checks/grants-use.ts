/** Whether MWAA can use its grants: whether a Deny of the key policy reaches it there. */

import type { Statement } from "../policy/document/statement.js";
import { countedOf, describeStatement, listSome } from "../policy/document/title.js";
import { publishedShape } from "../policy/evaluate/exemptions.js";
import { readOperator } from "../policy/evaluate/operators.js";
import { type AccessEnd, firstLoss } from "../policy/evaluate/time-limits.js";
import { type GrantsVerdict, grantsAccess } from "../policy/grants-access.js";
import { pages } from "../problems/links.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Check, type CheckResult, defineCheck } from "./check.js";
import { denyFacts } from "./deny-facts.js";
import { policyCodes, type Reading, readingOf } from "./read-policy.js";
import { logsRequest, type Snapshot } from "./snapshot.js";

export const grantsUse: Check = defineCheck({
  id: "grants-use",
  title: "MWAA can use its grants",
  asks: "MWAA uses the key through its 4 grants, as a service or as a role of AWS. A Deny in the key policy overrides a grant.",
  page: pages.kmsGrants,
  needs: ["policy"],
  reports: [
    ...policyCodes,
    ...([
      "grants/use-denied",
      "grants/use-unknown",
      "grants/use-assumed",
      "grants/secure-transport",
    ] as const),
    ...(["access/ends-soon", "access/ends-later"] as const),
  ],
  judge: ({ policy }, snapshot) => {
    const reading = readingOf(policy, snapshot);
    if (!reading.ok) return { outcome: "unknown", problems: reading.problems };
    return judgementOf(reading.value, snapshot);
  },
});

const names = { service: "an AWS service", "aws-role": "a role of AWS" } as const;

function judgementOf({ document, statements }: Reading, snapshot: Snapshot): CheckResult {
  const request = logsRequest(snapshot);
  const ask = (of: readonly Statement[], at = request.at) =>
    grantsAccess(
      { statements: of, version: document.version },
      { ...request, ...(at === undefined ? {} : { at }) },
    );
  const lossIn = (of: readonly Statement[]) =>
    firstLoss(of, request.at, (moment) => ask(of, moment).level === "clear");
  const verdict = ask(statements);
  const notes = statements
    .filter(isSecureTransport)
    .map((statement) =>
      problem("grants/secure-transport", { statement: describeStatement(statement) }, statement.pointer),
    );
  if (verdict.level === "caught") {
    const problems = verdict.statements.map((statement) => {
      const calls = operationsOf(verdict, statement);
      return problem("grants/use-denied", denyFacts(statement, document, snapshot, calls), statement.pointer);
    });
    return { outcome: "fail", evidence: evidenceOf(verdict), problems };
  }
  if (verdict.level === "open") {
    const unshaped = statements.filter((statement) => publishedShape(statement) === undefined);
    const isAssumed = ask(unshaped).level === "clear";
    const ends = isAssumed ? lossIn(unshaped) : undefined;
    const problems = verdict.statements.map((statement) =>
      isAssumed ? assumedProblem(statement) : openProblem(verdict, statement, document, snapshot),
    );
    return {
      outcome: ends?.isSoon === true ? "fail" : isAssumed ? "warn" : "unknown",
      evidence: evidenceOf(verdict),
      problems: [...(ends === undefined ? [] : [lossProblem(ends)]), ...problems, ...notes],
    };
  }
  const loss = lossIn(statements);
  if (loss !== undefined) {
    const found = lossProblem(loss);
    return {
      outcome: loss.isSoon ? "fail" : "warn",
      evidence: evidenceOf(verdict),
      problems: [found, ...notes],
    };
  }
  return { outcome: notes.length > 0 ? "warn" : "pass", evidence: evidenceOf(verdict), problems: notes };
}

function lossProblem({ date, isSoon }: AccessEnd): Problem {
  const facts = { use: "MWAA uses its grants", date };
  return isSoon ? problem("access/ends-soon", facts) : problem("access/ends-later", facts);
}

function evidenceOf({ level, calls }: GrantsVerdict): string {
  if (level === "clear") return "no Deny statement applies to the 4 grants";
  const operations = [...new Set(calls.map(({ operation }) => `kms:${operation}`))];
  return `a Deny statement ${level === "caught" ? "applies" : "might apply"} to ${listSome(operations)}`;
}

function operationsOf({ calls }: GrantsVerdict, statement: Statement): string {
  const own = calls.filter(
    ({ decision }) => decision.by === statement || decision.doubt?.statement === statement,
  );
  return countedOf(
    own.map(({ operation }) => `kms:${operation}`),
    "operation",
  );
}

function assumedProblem(statement: Statement): Problem {
  const shape = publishedShape(statement);
  const facts = { statement: describeStatement(statement), assumes: shape?.assumes ?? "" };
  return problem("grants/use-assumed", facts, statement.pointer);
}

function openProblem(
  verdict: GrantsVerdict,
  statement: Statement,
  document: Reading["document"],
  snapshot: Snapshot,
): Problem {
  const own = verdict.calls.filter(
    ({ decision }) => decision.by === statement || decision.doubt?.statement === statement,
  );
  const as = listSome(own.map((call) => names[call.as]));
  const unknown = own.flatMap(({ decision }) => decision.doubt?.unknown ?? []);
  const facts = {
    ...denyFacts(statement, document, snapshot, operationsOf(verdict, statement)),
    as,
    unknown: unknown.length === 0 ? "which of the two it is" : listSome(unknown),
  };
  return problem("grants/use-unknown", facts, statement.pointer);
}

/** A Deny of requests without TLS: AWS's own common statement. */
function isSecureTransport({ effect, conditions }: Statement): boolean {
  return (
    effect === "Deny" &&
    conditions.some(
      ({ operator, key, values }) =>
        readOperator(operator)?.comparison === "bool" &&
        /^aws:securetransport$/i.test(key) &&
        values.join() === "false",
    )
  );
}
