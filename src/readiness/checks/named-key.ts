/** Whether what another service calls its key is the key of this run: a key ID, a key ARN or an alias. It makes no call. */
import { parseArn } from "../../key/arn.js";
import { keyAccount, type Snapshot } from "../snapshot.js";

/** `alias`: which key it is was not asked. */
export type Named = "this" | "another" | "alias";

/**
 * Compares a service's name of a key with the run's key. A bare key ID names its key: no two keys of AWS share one but
 * multi-Region keys, which MWAA does not take.
 *
 * @param given as the service stores it
 */
export function keyNamed(given: string, snapshot: Snapshot): Named {
  const { keyId } = snapshot.target.key;
  const arn = parseArn(given);
  const resource = arn?.resource ?? given;
  if (resource.startsWith("alias/")) return "alias";
  if (resource.replace(/^key\//, "") !== keyId) return "another";
  if (arn === undefined) return "this";
  const owner = keyAccount(snapshot);
  const isHere = arn.region === snapshot.target.region && arn.service === "kms";
  return isHere && (!owner.known || owner.value === arn.account) ? "this" : "another";
}
