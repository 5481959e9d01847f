/** What AWS answered about what stands around a key, held against its own description. It judges nothing. */
import * as z from "zod";
import type { Bucket, ExistingLogGroup, RolePolicy, Rotation } from "../key/facts.js";

const name = z.string().min(1).max(2_048);
const marker = z.string().min(1).max(10_000).exactOptional();

export const rotationAnswer: z.ZodType<Rotation> = z
  .object({
    KeyRotationEnabled: z.boolean(),
    RotationPeriodInDays: z.number().int().min(1).max(100_000).exactOptional(),
  })
  .transform(({ KeyRotationEnabled, RotationPeriodInDays }) => ({
    enabled: KeyRotationEnabled,
    ...(RotationPeriodInDays === undefined ? {} : { periodInDays: RotationPeriodInDays }),
  }));

/** A Region ends up in a host's name. */
export const bucketAnswer = z.object({ BucketRegion: z.string().regex(/^[a-z0-9-]{1,63}$/) });

export const encryptionAnswer: z.ZodType<Pick<Bucket, "encryption">> = z
  .object({
    ServerSideEncryptionConfiguration: z.object({
      Rules: z
        .array(
          z.object({
            ApplyServerSideEncryptionByDefault: z
              .object({ SSEAlgorithm: name, KMSMasterKeyID: name.exactOptional() })
              .exactOptional(),
          }),
        )
        .max(100)
        .default([]),
    }),
  })
  .transform(({ ServerSideEncryptionConfiguration: { Rules } }) => {
    const rule = Rules.map((each) => each.ApplyServerSideEncryptionByDefault).find((each) => each);
    if (rule === undefined) return {};
    const key = rule.KMSMasterKeyID;
    return {
      encryption: { algorithm: rule.SSEAlgorithm, ...(key === undefined ? {} : { kmsKeyId: key }) },
    };
  });

const pageEnd = { IsTruncated: z.boolean().default(false), Marker: marker };

/** The lists must be there, if empty: an answer without one says nothing about the role's policies. */
export const policyNamesAnswer = z.object({ PolicyNames: z.array(name).max(1_000), ...pageEnd });

export const attachedPoliciesAnswer = z.object({
  AttachedPolicies: z.array(z.object({ PolicyArn: name })).max(1_000),
  ...pageEnd,
});

/** IAM's limits are 10,240 characters and less, white space not counted; encoded, one takes up to nine. */
const encoded = z
  .string()
  .min(1)
  .max(1_000_000)
  .transform((text, context) => {
    try {
      return decodeURIComponent(text);
    } catch {
      context.addIssue({ code: "custom", message: "it is not URL-encoded" });
      return z.NEVER;
    }
  });

export const rolePolicyAnswer: z.ZodType<Pick<RolePolicy, "document">> = z
  .object({ PolicyDocument: encoded })
  .transform(({ PolicyDocument }) => ({ document: PolicyDocument }));

export const policyAnswer = z.object({
  Policy: z.object({ DefaultVersionId: z.string().regex(/^v[1-9][0-9]{0,8}$/) }),
});

export const policyVersionAnswer: z.ZodType<Pick<RolePolicy, "document">> = z
  .object({ PolicyVersion: z.object({ Document: encoded }) })
  .transform(({ PolicyVersion }) => ({ document: PolicyVersion.Document }));

const logGroup: z.ZodType<ExistingLogGroup> = z
  .object({ logGroupName: name, kmsKeyId: name.exactOptional() })
  .transform(({ logGroupName, kmsKeyId }) => ({
    name: logGroupName,
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  }));

export const logGroupsAnswer = z.object({
  logGroups: z.array(logGroup).max(1_000),
  nextToken: marker,
});
