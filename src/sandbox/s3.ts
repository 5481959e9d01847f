/**
 * The S3 operations: a bucket's place and encryption, and the table of all. Knows no bucket policy.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */

import { refuse } from "./members.js";
import type { SandboxOperation } from "./model.js";
import { partitionOf } from "./names.js";
import { bucketFor } from "./s3-buckets.js";
import { getObject, putObject } from "./s3-objects.js";

const headBucket: SandboxOperation = (call) => {
  const { name, region } = bucketFor(call, "s3:ListBucket");
  return {
    "x-amz-bucket-region": region,
    "x-amz-bucket-arn": `arn:${partitionOf(region)}:s3:::${name}`,
    "x-amz-access-point-alias": "false",
  };
};

/** Answers wherever it is asked. us-east-1 has no name here, which is documented. */
const getBucketLocation: SandboxOperation = (call) => {
  const { region } = bucketFor(call, "s3:GetBucketLocation", { anywhere: true });
  return { "#text": region === "us-east-1" ? "" : region };
};

const getBucketEncryption: SandboxOperation = (call) => {
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

export const s3Operations: Readonly<Record<string, SandboxOperation>> = {
  GetBucketEncryption: getBucketEncryption,
  GetBucketLocation: getBucketLocation,
  GetObject: getObject,
  HeadBucket: headBucket,
  PutObject: putObject,
};
