/** What a problem says of a Deny statement: its name, its place, and its Condition with MWAA and CloudWatch Logs exempted. */
import type { PolicyDocument } from "../policy/document/document.js";
import { rawStatement } from "../policy/document/pointer.js";
import type { Statement } from "../policy/document/statement.js";
import { describeStatement } from "../policy/document/title.js";
import { exemptingCondition, grantExemption, isOnlyGrants } from "../policy/evaluate/exemptions.js";
import type { DenyFacts } from "../problems/messages/creator.js";
import { environmentAccount, keyAccount, type Snapshot } from "./snapshot.js";

/** @param calls what it denies, in a sentence */
export function denyFacts(
  statement: Statement,
  document: PolicyDocument,
  snapshot: Snapshot,
  calls: string,
): DenyFacts {
  const account = environmentAccount(snapshot);
  const owner = keyAccount(snapshot);
  const accounts = [...new Set([account, owner].flatMap((each) => (each.known ? [each.value] : [])))];
  const condition = rawStatement(document, statement)["Condition"];
  const json = isOnlyGrants(statement) ? grantExemption(condition) : exemptingCondition(condition, accounts);
  return {
    statement: describeStatement(statement),
    calls,
    account: account.known ? account.value : "of the environment",
    pointer: `${statement.pointer}/Condition`,
    ...(json === undefined ? {} : { json }),
  };
}
