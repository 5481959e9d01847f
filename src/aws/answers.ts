/** What AWS answered, held against its own description: everything untrusted goes through here. It judges no policy. */
import * as z from "zod";
import type { Grant } from "../grants/expected.js";
import type { CallerIdentity, KeyMetadata } from "../key/facts.js";

const text = z.string().max(10_000).exactOptional();
const date = z
  .date()
  .transform((value) => value.toISOString())
  .exactOptional();
const name = z.string().min(1).max(2_048);

export const callerAnswer: z.ZodType<CallerIdentity> = z
  .object({ Account: z.string().regex(/^\d{12}$/), Arn: name, UserId: text })
  .transform((answer) => ({
    account: answer.Account,
    arn: answer.Arn,
    ...(answer.UserId === undefined ? {} : { userId: answer.UserId }),
  }));

export const keyAnswer: z.ZodType<{ readonly KeyMetadata: KeyMetadata }> = z.object({
  KeyMetadata: z.object({
    KeyId: name,
    Arn: text,
    AWSAccountId: text,
    Description: text,
    Enabled: z.boolean().exactOptional(),
    KeyState: text,
    KeyUsage: text,
    KeySpec: text,
    EncryptionAlgorithms: z.array(z.string().max(200)).max(100).exactOptional(),
    KeyManager: text,
    Origin: text,
    MultiRegion: z.boolean().exactOptional(),
    MultiRegionConfiguration: z
      .object({
        MultiRegionKeyType: text,
        PrimaryKey: z.object({ Arn: text, Region: text }).exactOptional(),
      })
      .exactOptional(),
    CustomKeyStoreId: text,
    ExpirationModel: text,
    ValidTo: date,
    DeletionDate: date,
    CreationDate: date,
  }),
});

/** The text's length is bounded where it is read, so that the problem can name it. */
export const policyAnswer = z.object({ Policy: z.string().min(1) });

const grant: z.ZodType<Grant> = z.object({
  KeyId: text,
  GrantId: text,
  Name: text,
  CreationDate: date,
  GranteePrincipal: text,
  GranteeServicePrincipal: text,
  RetiringPrincipal: text,
  RetiringServicePrincipal: text,
  IssuingAccount: text,
  Operations: z.array(z.string().max(200)).max(100).default([]),
  Constraints: z.record(z.string(), z.unknown()).exactOptional(),
});

/** `Grants` must be there, if empty: an answer without it says nothing about the grants. */
export const grantsAnswer = z.object({
  Grants: z.array(grant),
  Truncated: z.boolean().default(false),
  NextMarker: z.string().min(1).max(10_000).exactOptional(),
});

export const tagsAnswer: z.ZodType<Readonly<Record<string, string>>> = z
  .object({
    Tags: z
      .array(z.object({ TagKey: z.string().max(512), TagValue: z.string().max(1_024) }))
      .max(200)
      .default([]),
  })
  .transform(({ Tags }) => Object.fromEntries(Tags.map((tag) => [tag.TagKey, tag.TagValue])));

/**
 * Reads an answer of the SDK.
 *
 * @returns the value, or one sentence on the first thing that does not fit
 */
export function readAnswer<T>(
  schema: z.ZodType<T>,
  answer: unknown,
): { readonly value: T } | { readonly wrong: string } {
  const read = schema.safeParse(present(answer));
  if (read.success) return { value: read.data };
  const issue = read.error.issues[0];
  const path = issue?.path.join(".") ?? "";
  return { wrong: `${path === "" ? "the answer" : path} does not fit (${issue?.message ?? "unknown"})` };
}

/** Leaves out what is null or undefined: to AWS an absent member and an empty one are the same. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined && member !== null)
      .map(([key, member]) => [key, present(member)]),
  );
}
