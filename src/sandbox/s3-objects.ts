/**
 * Small texts in buckets, for what S3 says of the key that encrypts them. Nothing is encrypted.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
import { encryptionContext, keyFor } from "./kms-access.js";
import { requireState } from "./kms-state.js";
import { isRefusal, optionalText, refuse, requiredText } from "./members.js";
import type { Call, SandboxOperation, StoredBucket } from "./model.js";
import { partitionOf } from "./names.js";
import { bucketFor } from "./s3-buckets.js";

/** The sandbox is no store: what is larger is refused. */
const largest = 64 * 1024;

export const putObject: SandboxOperation = (call) => {
  const { body } = call;
  const key = requiredText(body, "Key");
  const bucket = bucketFor(call, "s3:PutObject", { key });
  const text = optionalText(body, "Body") ?? "";
  if (text.length > largest)
    refuse("EntityTooLarge", `The sandbox keeps ${largest} bytes of an object.`, 400);
  const kmsKeyId = keyOf(
    bucket,
    optionalText(body, "ServerSideEncryption"),
    optionalText(body, "SSEKMSKeyId"),
  );
  const arn = kmsKeyId === undefined ? undefined : useKey(call, bucket, kmsKeyId, key, "GenerateDataKey");
  const stored = call.state.buckets[bucket.name];
  if (stored !== undefined) {
    stored.objects = { ...stored.objects, [key]: { text, ...(arn === undefined ? {} : { kmsKeyId: arn }) } };
  }
  return encryptionHeaders(arn);
};

export const getObject: SandboxOperation = (call) => {
  const key = requiredText(call.body, "Key");
  const bucket = bucketFor(call, "s3:GetObject", { key });
  const { objects = {} } = bucket;
  const object = Object.hasOwn(objects, key) ? objects[key] : undefined;
  if (object === undefined) return refuse("NoSuchKey", "The specified key does not exist.", 404);
  if (object.kmsKeyId !== undefined) useKey(call, bucket, object.kmsKeyId, key, "Decrypt");
  return { ...encryptionHeaders(object.kmsKeyId), "#text": object.text };
};

/** The key of the request, else that of the bucket. */
function keyOf(bucket: StoredBucket, algorithm: string | undefined, named: string | undefined) {
  if (algorithm === undefined) return bucket.encryption?.kmsKeyId;
  return algorithm.startsWith("aws:kms") ? (named ?? bucket.encryption?.kmsKeyId) : undefined;
}

/** The caller's own call, forwarded by S3; KMS's refusals come back under names of S3's, as they were recorded. */
function useKey(call: Call, bucket: StoredBucket, KeyId: string, key: string, operation: string): string {
  const arn = `arn:${partitionOf(bucket.region)}:s3:::${bucket.name}/${key}`;
  try {
    const forwarded = { ...call, operation, body: { KeyId } };
    const used = keyFor(forwarded, {
      alias: true,
      extra: {
        ...encryptionContext({ "aws:s3:arn": arn }),
        "kms:ViaService": `s3.${call.region}.amazonaws.com`,
        "aws:ViaAWSService": "true",
      },
    });
    requireState(used, "Encrypt");
    return used.Arn;
  } catch (error) {
    if (!isRefusal(error) || error.code === "AccessDeniedException") throw error;
    return refuse(`KMS.${error.code}`, error.text, 400);
  }
}

function encryptionHeaders(kmsKeyId: string | undefined): Record<string, string> {
  return kmsKeyId === undefined
    ? { "x-amz-server-side-encryption": "AES256" }
    : {
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": kmsKeyId,
      };
}
