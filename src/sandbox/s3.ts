/**
 * The S3 operations that read a bucket's place and encryption. Knows no object and no bucket policy.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
import { requireIdentityAccess } from "./kms-access.js";
import { optionalText, requiredText } from "./members.js";
import type { Call, Operation, StoredBucket } from "./model.js";
import { partitionOf } from "./names.js";
import { refuse } from "./refusal.js";

const headBucket: Operation = (call) => {
  const { name, region } = bucketFor(call, "s3:ListBucket");
  return {
    "x-amz-bucket-region": region,
    "x-amz-bucket-arn": `arn:${partitionOf(region)}:s3:::${name}`,
    "x-amz-access-point-alias": "false",
  };
};

/** Answers wherever it is asked. us-east-1 has no name here, which is documented. */
const getBucketLocation: Operation = (call) => {
  const { region } = bucketFor(call, "s3:GetBucketLocation", true);
  return { "#text": region === "us-east-1" ? "" : region };
};

const getBucketEncryption: Operation = (call) => {
  const { encryption } = bucketFor(call, "s3:GetEncryptionConfiguration");
  if (encryption === undefined) {
    return refuse(
      "ServerSideEncryptionConfigurationNotFoundError",
      "The server side encryption configuration was not found",
      404,
    );
  }
  const { algorithm, kmsKeyId } = encryption;
  return {
    Rule: {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: algorithm,
        ...(kmsKeyId === undefined ? {} : { KMSMasterKeyID: kmsKeyId }),
      },
      BucketKeyEnabled: false,
    },
  };
};

/**
 * The bucket that the request names, for a caller who may.
 * Assumption: S3 looks for the bucket first, then for the Region, then for the permission; a refusal names the Region too,
 * which is documented for HeadBucket.
 */
function bucketFor(call: Call, action: string, anywhere = false): StoredBucket {
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
  const arn = `arn:${partitionOf(bucket.region)}:s3:::${name}`;
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

export const s3Operations: Readonly<Record<string, Operation>> = {
  GetBucketEncryption: getBucketEncryption,
  GetBucketLocation: getBucketLocation,
  HeadBucket: headBucket,
};
