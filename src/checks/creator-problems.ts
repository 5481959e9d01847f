/** Why MWAA cannot create its grants, or why that is unknown: a problem for each statement, or for what is missing. */
import { ownerStatements } from "../policy/access-statements.js";
import type { CreatorCall, CreatorRequest, CreatorVerdict } from "../policy/creator-access.js";
import type { PolicyDocument } from "../policy/document/document.js";
import type { Statement } from "../policy/document/statement.js";
import { describeStatement, listSome } from "../policy/document/title.js";
import { defaultStatement } from "../policy/lockout.js";
import { type Problem, problem } from "../problems/problem.js";
import { denyFacts } from "./deny-facts.js";
import { keyAccount, type Snapshot } from "./snapshot.js";

export function creatorProblems(
  verdict: CreatorVerdict,
  document: PolicyDocument,
  request: CreatorRequest,
  snapshot: Snapshot,
): readonly Problem[] {
  const { calls } = verdict.closest;
  const denied = byStatement(calls.filter(({ answer }) => answer === "denied"));
  const missing = calls.filter(({ answer }) => answer === "none");
  const open = byStatement(calls.filter(({ answer }) => answer === "unknown"));
  const problems = [...denied].map(([statement, own]) =>
    problem("creator/denied", denyFacts(statement, document, snapshot, callsOf(own)), statement.pointer),
  );
  if (missing.length > 0) problems.push(missingProblem(missing, request, snapshot));
  if (problems.length > 0) return problems;
  return [...open].map(([statement, own]) => {
    const unknown = listSome(own.flatMap(({ doubt }) => doubt?.unknown ?? []));
    const facts = {
      ...denyFacts(statement, document, snapshot, callsOf(own)),
      statement: describeStatement(statement),
      does: statement.effect === "Deny" ? "denies" : "allows",
      unknown,
    };
    return problem("creator/unknown", facts, statement.pointer);
  });
}

function byStatement(calls: readonly CreatorCall[]): ReadonlyMap<Statement, readonly CreatorCall[]> {
  const found = new Map<Statement, readonly CreatorCall[]>();
  for (const call of calls) {
    const statement = call.by ?? call.doubt?.statement;
    if (statement !== undefined) found.set(statement, [...(found.get(statement) ?? []), call]);
  }
  return found;
}

/** `kms:DescribeKey, kms:CreateGrant for 4 grants` */
export function callsOf(calls: readonly CreatorCall[]): string {
  const grants = calls.filter(({ operation }) => operation === "CreateGrant");
  const names = listSome(grants.map(({ grant }) => grant ?? ""));
  const create =
    grants.length === 0 ? [] : [`kms:CreateGrant for ${grants.length === 4 ? "all 4 grants" : names}`];
  const describe = calls.some(({ operation }) => operation === "DescribeKey") ? ["kms:DescribeKey"] : [];
  return [...describe, ...create].join(", ");
}

function missingProblem(
  missing: readonly CreatorCall[],
  request: CreatorRequest,
  snapshot: Snapshot,
): Problem {
  const { account } = request;
  const owner = keyAccount(snapshot);
  const { partition } = snapshot.target;
  const calls = callsOf(missing);
  if (!owner.known || owner.value === account) {
    return problem(
      "creator/missing",
      { account, calls, statements: [defaultStatement(partition, account)] },
      "/Statement",
    );
  }
  const facts = { account, keyAccount: owner.value, calls, statements: ownerStatements(partition, account) };
  return problem("creator/other-account", facts, "/Statement");
}
