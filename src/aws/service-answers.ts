/** What AWS answered about what stands around a key, held against its own description. It judges nothing. */
import * as z from "zod";
import type { LogGroupKind } from "../choices.js";
import { parseArn } from "../key/arn.js";
import type { Bucket, ExistingLogGroup, MwaaEnvironment, RolePolicy, Rotation } from "../key/facts.js";
import { accountId, environmentName } from "../key/target.js";

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

/** An empty token is none. */
export const environmentNamesAnswer = z.object({
  Environments: z.array(z.string().regex(environmentName)).max(1_000),
  NextToken: z
    .string()
    .max(10_000)
    .transform((token) => token || undefined)
    .optional(),
});

/** MWAA's names of the log types, and what the log groups are called after. */
const logKinds = {
  DagProcessingLogs: "DAGProcessing",
  SchedulerLogs: "Scheduler",
  TaskLogs: "Task",
  WebserverLogs: "WebServer",
  WorkerLogs: "Worker",
} as const satisfies Record<string, LogGroupKind>;

const logging = z.object({ Enabled: z.boolean().exactOptional() }).exactOptional();

/** The answer must be about the environment and the Region that were asked for. */
export function environmentAnswer(asked: string, region: string): z.ZodType<MwaaEnvironment> {
  return z
    .object({
      Environment: z.object({
        Name: z.literal(asked),
        Arn: z.string().max(1_224),
        Status: z.string().max(100).exactOptional(),
        LastUpdate: z
          .object({
            Error: z
              .object({
                ErrorCode: z.string().max(1_024).default(""),
                ErrorMessage: z.string().max(10_000).default(""),
              })
              .exactOptional(),
          })
          .exactOptional(),
        KmsKey: name.exactOptional(),
        SourceBucketArn: name.exactOptional(),
        ExecutionRoleArn: name.exactOptional(),
        LoggingConfiguration: z
          .object({
            DagProcessingLogs: logging,
            SchedulerLogs: logging,
            TaskLogs: logging,
            WebserverLogs: logging,
            WorkerLogs: logging,
          })
          .exactOptional(),
      }),
    })
    .transform(({ Environment: shown }, context) => {
      const arn = parseArn(shown.Arn);
      const isAsked =
        arn?.service === "airflow" && arn.region === region && arn.resource === `environment/${asked}`;
      if (arn === undefined || !isAsked || !accountId.test(arn.account)) {
        context.addIssue({ code: "custom", message: "it is not about the environment that was asked for" });
        return z.NEVER;
      }
      const { Status, KmsKey, SourceBucketArn, ExecutionRoleArn, LoggingConfiguration = {} } = shown;
      const lastError = shown.LastUpdate?.Error;
      const logTypes = Object.entries(logKinds).flatMap(([member, kind]) =>
        LoggingConfiguration[member as keyof typeof logKinds]?.Enabled === true ? [kind] : [],
      );
      const bucket = SourceBucketArn?.replace(/^arn:[^:]*:s3:::/, "");
      return {
        ...{ name: asked, arn: shown.Arn, region, account: arn.account },
        ...(Status === undefined ? {} : { status: Status }),
        ...(lastError === undefined
          ? {}
          : { lastError: { code: lastError.ErrorCode, message: lastError.ErrorMessage.slice(0, 500) } }),
        ...(KmsKey === undefined ? {} : { kmsKey: KmsKey }),
        ...(bucket === undefined ? {} : { bucket }),
        ...(ExecutionRoleArn === undefined ? {} : { executionRole: ExecutionRoleArn }),
        ...(logTypes.length === 0 ? {} : { logTypes }),
      };
    });
}
