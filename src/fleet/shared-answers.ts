/** Environments often share a key, a bucket and a role: what one of them was answered about it, the others need not ask again. */
import type { Connection } from "../aws/connection.js";
import type { Fact } from "../problems/result.js";

/** So many answers are kept for a connection: a policy may have thirty kilobytes. */
const mostKept = 256;

/**
 * For runs that only read: a write has to read again what is stored.
 *
 * @returns the connection; each question is asked once, as long as its answer is among the latest. An answer that failed is not kept
 */
export function withSharedAnswers(connection: Connection): Connection {
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(question: string, ask: () => Promise<Fact<T>>): Promise<Fact<T>> => {
    const known = kept.get(question) as Promise<Fact<T>> | undefined;
    if (known !== undefined) return known;
    const asked = ask().then((fact) => {
      if (!fact.known) kept.delete(question);
      return fact;
    });
    kept.set(question, asked);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return asked;
  };
  return {
    ...connection,
    describeKey: (key) => once(`key ${key}`, () => connection.describeKey(key)),
    getKeyPolicy: (key) => once(`policy ${key}`, () => connection.getKeyPolicy(key)),
    listGrants: (key) => once(`grants ${key}`, () => connection.listGrants(key)),
    getKeyRotationStatus: (key) => once(`rotation ${key}`, () => connection.getKeyRotationStatus(key)),
    dryRun: (key, grantee) => once(`dry run ${key}`, () => connection.dryRun(key, grantee)),
    bucket: (name) => once(`bucket ${name}`, () => connection.bucket(name)),
    executionRole: (arn) => once(`role ${arn}`, () => connection.executionRole(arn)),
  };
}
