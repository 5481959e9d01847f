/** Keeps the calls of one account and Region below KMS's request quotas, so that nobody else there is throttled by us. */
import PQueue from "p-queue";

/**
 * The request quotas, in calls a second for each account and Region. All are adjustable, and others call too: a pace takes four
 * fifths of them. What is not listed here has a quota that no run of this tool comes near to.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
export const requestQuotas: Readonly<Record<string, number>> = {
  "kms:CreateGrant": 50,
  "kms:DescribeKey": 2_000,
  "kms:GetKeyPolicy": 1_000,
  "kms:ListGrants": 100,
  "kms:PutKeyPolicy": 15,
};

const share = 0.8;
/** Short slices, so that no second, wherever it begins, has more than its share and one slice. */
const slice = 100;

/** Resolves when a call may go out. */
export type Pace = (action: string) => Promise<void>;

/** @returns a pace for the calls of one account in one Region; dry runs count like calls */
export function rateLimiterOf(quotas: Readonly<Record<string, number>> = requestQuotas): Pace {
  const queues = new Map(
    Object.entries(quotas).map(([action, quota]) => {
      const perSlice = Math.max(1, Math.floor((quota * share * slice) / 1000));
      const interval = perSlice === 1 ? Math.ceil(1000 / (quota * share)) : slice;
      return [action, new PQueue({ interval, intervalCap: perSlice })] as const;
    }),
  );
  return async (action) => {
    await queues.get(action)?.add(() => undefined);
  };
}
