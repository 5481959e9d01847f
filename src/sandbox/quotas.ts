/**
 * KMS's request quotas, counted: how many requests of an operation an account may make in a second in one Region.
 * https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html (2026)
 */

const perSecond: Readonly<Record<string, number>> = {
  CancelKeyDeletion: 5,
  CreateAlias: 5,
  CreateGrant: 50,
  CreateKey: 5,
  DeleteAlias: 15,
  DescribeKey: 2000,
  DisableKey: 5,
  DisableKeyRotation: 5,
  EnableKey: 5,
  EnableKeyRotation: 15,
  GetKeyPolicy: 1000,
  GetKeyRotationStatus: 1000,
  GetParametersForImport: 1,
  ListAliases: 500,
  ListGrants: 100,
  ListKeyPolicies: 100,
  ListKeyRotations: 100,
  ListKeys: 500,
  ListResourceTags: 2000,
  ListRetirableGrants: 100,
  PutKeyPolicy: 15,
  ReplicateKey: 5,
  RetireGrant: 50,
  RevokeGrant: 50,
  RotateKeyOnDemand: 5,
  ScheduleKeyDeletion: 15,
  TagResource: 10,
  UntagResource: 5,
  UpdateAlias: 5,
  UpdateKeyDescription: 5,
};

/** Share one quota; the smallest of those that the page has for symmetric keys. */
const cryptographic = new Set([
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncrypt",
]);
const cryptographicPerSecond = 10_000;

export interface CountedRequest {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** Who makes the request: "KMS throttles the account that makes the requests". */
  readonly account: string;
}

/** Whether a request is within its quota; asking counts it. A request that is throttled is not counted. */
export type QuotaCounter = (request: CountedRequest, time: number) => boolean;

/** Assumption: any second counts, not those of the clock. */
export function quotaCounter(): QuotaCounter {
  const seen = new Map<string, number[]>();
  return ({ service, operation, region, account }, time) => {
    if (service !== "kms") return true;
    const shared = cryptographic.has(operation);
    const limit = shared ? cryptographicPerSecond : perSecond[operation];
    if (limit === undefined) return true;
    const name = `${account}/${region}/${shared ? "cryptographic" : operation}`;
    const recent = (seen.get(name) ?? []).filter((then) => time - then < 1000);
    const isWithin = recent.length < limit;
    seen.set(name, isWithin ? [...recent, time] : recent);
    return isWithin;
  };
}
