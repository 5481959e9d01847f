/** What the policy of a key in another account lacks for the environment's account: KMS's two statements, and ListGrants. */
import { runChecks } from "../checks/run-checks.js";
import { environmentAccount, keyAccount, type Snapshot } from "../checks/snapshot.js";
import { type AccessStatement, listGrantsStatement, ownerStatements } from "../policy/access-statements.js";
import { addStatement, freeSid } from "../policy/change/merge.js";
import { differ } from "../policy/diff/difference.js";
import { type PolicyDocument, parsePolicy } from "../policy/document/document.js";
import { known, ok, type Result } from "../problems/result.js";

/** All three statements for the environment's account; none where it owns the key, or an account is not known. */
export function crossAccountStatements(snapshot: Snapshot): readonly AccessStatement[] {
  const account = environmentAccount(snapshot);
  const owner = keyAccount(snapshot);
  if (!account.known || !owner.known || account.value === owner.value) return [];
  const { partition } = snapshot.target;
  return [...ownerStatements(partition, account.value), listGrantsStatement(partition, account.value)];
}

/** The checks that say whether the environment's side can use the key. */
const ofEnvironment = new Set(["grants-create", "execution-role"]);

/**
 * Adds what is missing. Nothing is added where the checks pass, and no statement that gives no new access.
 *
 * @param key the ARN
 */
export function withOwnerStatements(
  document: PolicyDocument,
  snapshot: Snapshot,
  key: string,
): Result<PolicyDocument> {
  const statements = crossAccountStatements(snapshot);
  if (statements.length === 0 || !isLacking(document, snapshot)) return ok(document);
  let next = document;
  for (const statement of statements) {
    const sid = freeSid(next, statement.Sid);
    const added = parsePolicy(addStatement(next, { ...statement, Sid: sid }).text);
    if (!added.ok) return added;
    if (differ(next, added.value, key).widens !== "no") next = added.value;
  }
  return ok(next);
}

function isLacking({ text }: PolicyDocument, snapshot: Snapshot): boolean {
  const findings = runChecks({ ...snapshot, policy: known(text) }, ["caller", "key", "policy"]);
  return findings.some(({ check, outcome }) => ofEnvironment.has(check) && outcome === "fail");
}
