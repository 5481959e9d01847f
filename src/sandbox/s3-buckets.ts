/** Which bucket a request names, and whether its sender may. Knows no operation. */
import { requireIdentityAccess } from "./kms-access.js";
import { optionalText, refuse, requiredText } from "./members.js";
import type { Call, StoredBucket } from "./model.js";
import { partitionOf } from "./names.js";

/**
 * The bucket that the request names, for a caller who may.
 * Assumption: S3 looks for the bucket first, then for the Region, then for the permission; a refusal names the Region too,
 * which is documented for HeadBucket.
 */
export function bucketFor(
  call: Call,
  action: string,
  { anywhere = false, key }: { anywhere?: boolean; key?: string } = {},
): StoredBucket {
  const name = requiredText(call.body, "Bucket");
  const { buckets } = call.state;
  const bucket = Object.hasOwn(buckets, name) ? buckets[name] : undefined;
  if (bucket === undefined) return refuse("NoSuchBucket", "The specified bucket does not exist", 404);
  const headers = { "x-amz-bucket-region": bucket.region };
  if (bucket.region !== call.region && !anywhere) {
    refuse(
      "PermanentRedirect",
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
      301,
      headers,
    );
  }
  const object = key === undefined ? "" : `/${key}`;
  const arn = `arn:${partitionOf(bucket.region)}:s3:::${name}${object}`;
  requireIdentityAccess(call, action, arn, { shown: `"${arn}"`, headers });
  const expected = optionalText(call.body, "ExpectedBucketOwner");
  if (expected !== undefined && expected !== bucket.account) {
    // "HTTP 403 Forbidden (access denied)" (API pages). Assumption: the sentence.
    refuse("AccessDeniedException", "The bucket is owned by another account.", 400, headers);
  }
  if (bucket.account !== call.account) {
    refuse(
      "AccessDeniedException",
      `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: "${arn}" because no resource-based policy allows the ${action} action`,
      400,
      headers,
    );
  }
  return bucket;
}
