/** Errors that a service answered: KMS and STS mostly; what S3, IAM and CloudWatch Logs say is in failures-neighbours.ts. https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
import { refusedPolicy } from "../policy/hints/refused.js";
import { type Problem, problem } from "../problems/problem.js";
import { accessDenied, type CallInfo, type Failure, readDenied } from "./error-facts.js";

const throttling =
  /^(Throttling(Exception)?|ThrottledException|TooManyRequests(Exception)?|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|LimitExceededError)$/;
const state =
  /^(KMSInvalidStateException|DisabledException|KeyUnavailableException|InvalidKeyUsageException|InvalidStateException)$/;
const internal =
  /^(KMSInternal(Exception)?|DependencyTimeout(Exception)?|InternalFailure|InternalError|InternalServer(Error|Exception)|ServiceUnavailable(Exception)?)$/;
const badRequest =
  /^(Validation(Exception|Error)|InvalidArn(Exception)?|InvalidParameter(Value|Combination|Exception)?|InvalidMarkerException|InvalidGrantIdException|SerializationException|MalformedInput)$/;

/** @returns whether an error asks for fewer calls: then nothing was done, and trying again later is right */
export function isThrottled(failure: Failure): boolean {
  return throttling.test(failure.name) || failure.status === 429;
}

/** @returns the problem of an answered error, whichever it is */
export function serviceFailure(failure: Failure, asking: CallInfo): Problem {
  const { action, resource, region } = asking;
  const { name, said, status } = failure;
  const told = { action, said: said === "" ? name : said };
  if (isThrottled(failure)) return problem("aws/throttled", { action });
  const around = neighbourFailure(failure, asking);
  if (around !== undefined) return around;
  if (/^AccessDenied(Exception)?$|^OptInRequired$|^NotAuthorized$/.test(name))
    return accessDenied(failure, asking);
  if (name === "NotFoundException") {
    const keyRegion = /^Invalid arn ([a-z0-9-]+)$/.exec(said)?.[1];
    return keyRegion === undefined
      ? problem("aws/key-not-found", { key: resource, region })
      : problem("aws/wrong-region", { keyRegion, region });
  }
  if (/^MalformedPolicyDocument(Exception)?$/.test(name)) return policyRefused(told, asking);
  if (state.test(name)) return problem("aws/key-state", told);
  if (name === "LimitExceededException") return problem("aws/limit-exceeded", told);
  if (
    /^(UnsupportedOperation(Exception)?|UnknownOperationException|InvalidAction|NotImplemented|InvalidEndpointException)$/.test(
      name,
    ) ||
    status === 501
  ) {
    return problem("aws/unsupported", told);
  }
  const nameless = name === "Unknown" || name === "Error";
  const shown = nameless ? "an error without a name" : name;
  const full = status === undefined ? shown : `${shown} (status ${status})`;
  if (internal.test(name) || (status !== undefined && status >= 500)) {
    return problem("aws/service-error", { action, said: said === "" ? `${full}.` : `${full}: ${said}` });
  }
  if (badRequest.test(name))
    return problem("aws/bad-request", { action, said: said === "" ? name : `${name}: ${said}` });
  return failure.answered && status !== undefined && status >= 400
    ? problem("aws/refused", { action, name: full, said })
    : problem("aws/unexpected", { action, name: full, said });
}

function policyRefused(told: { readonly action: string; readonly said: string }, asking: CallInfo): Problem {
  if (/will not allow you to update the key policy/i.test(told.said))
    return problem("aws/policy-lockout", told);
  const { objection, places, certain } = refusedPolicy(told.said, asking.policy ?? "", asking.region);
  const facts = { ...told, places };
  switch (objection) {
    case "services":
      return problem("aws/policy-services", facts);
    case "principals":
      return certain
        ? problem("aws/policy-principals", facts)
        : problem("aws/policy-principal-unseen", facts);
    case "condition-keys":
      return problem("aws/policy-condition-keys", facts);
    default:
      return problem("aws/policy-refused", facts);
  }
}

const itsOwn = /^(s3|iam|logs|airflow):/;

/** @returns undefined for a call to KMS or STS, and for an error that means the same everywhere */
export function neighbourFailure(failure: Failure, asking: CallInfo): Problem | undefined {
  const { action, resource, region } = asking;
  const { name, said, status } = failure;
  if (!itsOwn.test(action)) return undefined;
  // A HEAD is answered without a body, so that its status is all there is.
  const bare = said === "" && action.startsWith("s3:") ? status : undefined;
  if (/^(AccessDenied(Exception)?|AllAccessDisabled|Forbidden)$/.test(name) || bare === 403)
    return denied(failure, asking);
  if (action.startsWith("s3:") && (/^(NoSuchBucket|NotFound)$/.test(name) || bare === 404))
    return problem("aws/bucket-not-found", { bucket: resource.replace(/^.*:/, "") });
  if (action === "airflow:GetEnvironment" && name === "ResourceNotFoundException")
    return problem("environment/not-found", { name: resource, region });
  if (/^iam:List(Attached)?RolePolicies$/.test(action) && /^NoSuchEntity(Exception)?$/.test(name))
    return problem("aws/role-not-found", { role: resource });
  return undefined;
}

/** The same sentence stands for a key and for a bucket, but "the resource-based policy" is another one's. */
function denied(failure: Failure, asking: CallInfo): Problem {
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
