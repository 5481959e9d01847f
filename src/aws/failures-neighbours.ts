/** Errors that S3, IAM and CloudWatch Logs answered, where they need words of their own. It sees no error of KMS. */
import { type Problem, problem } from "../problem/problem.js";
import { readDenied } from "./access-denied.js";
import type { Asking } from "./asking.js";
import type { Failure } from "./failure.js";

const itsOwn = /^(s3|iam|logs):/;

/** @returns undefined for a call to KMS or STS, and for an error that means the same everywhere */
export function neighbourFailure(failure: Failure, asking: Asking): Problem | undefined {
  const { action, resource } = asking;
  const { name, said, status } = failure;
  if (!itsOwn.test(action)) return undefined;
  // A HEAD is answered without a body, so that its status is all there is.
  const bare = said === "" && action.startsWith("s3:") ? status : undefined;
  if (/^(AccessDenied(Exception)?|AllAccessDisabled|Forbidden)$/.test(name) || bare === 403)
    return denied(failure, asking);
  if (action.startsWith("s3:") && (/^(NoSuchBucket|NotFound)$/.test(name) || bare === 404))
    return problem("aws/bucket-not-found", { bucket: resource.replace(/^.*:/, "") });
  if (/^iam:List(Attached)?RolePolicies$/.test(action) && /^NoSuchEntity(Exception)?$/.test(name))
    return problem("aws/role-not-found", { role: resource });
  return undefined;
}

/** The same sentence stands for a key and for a bucket, but "the resource-based policy" is another one's. */
function denied(failure: Failure, asking: Asking): Problem {
  const { who, action, resource, because, ask } = readDenied(failure, asking);
  const isBucket = action.startsWith("s3:");
  return problem("aws/neighbour-denied", {
    who,
    action,
    resource,
    because: because.replace("the key policy", isBucket ? "the bucket policy" : "the resource's policy"),
    ask: /change the key's policy/.test(ask) ? (isBucket ? "the owner of the bucket" : accountOwner) : ask,
  });
}

const accountOwner = "the account's administrators";
