/**
 * Whether a key policy lets an identity call kms:PutKeyPolicy. It judges one identity; what a refusal means for the key is
 * lockout.ts's question.
 */
import type { PolicyDocument } from "./document.js";
import type { Identity } from "./identity.js";
import { type MayCall, mayCall } from "./may-call.js";

/** Judges kms:PutKeyPolicy, called directly and without the bypass of the lockout check; see {@link mayCall}. */
export function mayPutKeyPolicy(document: PolicyDocument, who: Identity): MayCall {
  return mayCall(document, who, { operation: "PutKeyPolicy", how: "directly" });
}
