/** Whether the bucket's default encryption uses this key. AWS allows other choices; it wants one customer managed key for both. */
import { logGroupNames } from "../choices.js";
import { parseArn } from "../key/arn.js";
import { pages } from "../problems/links.js";
import { problem } from "../problems/problem.js";
import { type Check, defineCheck, failedResult, pass, unknownResult } from "./check.js";
import { keyAccount, keyArn, notAsked, type Snapshot } from "./snapshot.js";

export const bucketEncryption: Check = defineCheck({
  id: "bucket-encryption",
  title: "The bucket uses this key",
  asks: "MWAA requires one customer managed key for bucket and environment. AWS does not document whether MWAA rejects another one.",
  page: pages.mwaaBucket,
  needs: ["bucket"],
  reports: ["bucket/other-key", "bucket/not-this-key", "bucket/alias", "aws/bucket-encryption-unread"],
  judge: ({ bucket: { name, encryption, encryptionUnread } }, snapshot) => {
    if (encryptionUnread !== undefined) return unknownResult(encryptionUnread);
    const key = keyArn(snapshot) ?? snapshot.target.key.keyId;
    const facts = { bucket: name, key };
    if (encryption === undefined) {
      const found = "no encryption";
      return failedResult(problem("bucket/not-this-key", { ...facts, found }), "no default encryption");
    }
    const { algorithm, kmsKeyId, aliasOf } = encryption;
    // With aws:kms and no key, or by its alias, it is the AWS managed key.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
    if (kmsKeyId === undefined || /(^|:)alias\/aws\/s3$/.test(kmsKeyId)) {
      const found = algorithm.startsWith("aws:kms")
        ? `${algorithm} with the AWS managed key aws/s3`
        : algorithm;
      return failedResult(problem("bucket/not-this-key", { ...facts, found }), found);
    }
    const found = aliasOf === undefined ? kmsKeyId : `${kmsKeyId} (${aliasOf})`;
    switch (keyNamed(aliasOf ?? kmsKeyId, snapshot)) {
      case "this":
        return pass(`${algorithm} with this key${aliasOf === undefined ? "" : ", by an alias"}`);
      case "another":
        return failedResult(
          problem("bucket/other-key", { ...facts, found }),
          `${algorithm} with another key`,
        );
      case "alias": {
        const problems = [problem("bucket/alias", { ...facts, found: kmsKeyId })];
        return { outcome: "unknown", evidence: `${algorithm} with an alias`, problems };
      }
    }
  },
});

export const bucketRegion: Check = defineCheck({
  id: "bucket-region",
  title: "The bucket is in the same Region",
  asks: "MWAA requires key, environment and bucket in one Region.",
  page: pages.mwaaKeys,
  needs: ["bucket"],
  reports: ["bucket/region"],
  judge: ({ bucket }, { target: { region } }) => {
    if (bucket.region === region) return pass(region);
    const facts = { bucket: bucket.name, bucketRegion: bucket.region, region };
    return failedResult(problem("bucket/region", facts), bucket.region);
  },
});

export const logGroups: Check = defineCheck({
  id: "log-groups",
  title: "Existing log groups use this key",
  asks: "Log groups remain with their key when an environment is deleted, and MWAA's service-linked role cannot change it.",
  page: pages.mwaaServiceRole,
  needs: ["logGroups"],
  reports: ["logs/group-other-key", "logs/group-no-key", "readiness/not-asked"],
  judge: ({ logGroups: found }, snapshot) => {
    const { environment, key: given } = snapshot.target;
    if (environment === undefined) {
      const nameless = notAsked<never>("environment's log groups, which have its name");
      return { outcome: "unknown", problems: nameless.known ? [] : [nameless.problem] };
    }
    // The prefix airflow-<environment>- also begins the names of another environment, <environment>-two.
    const names = logGroupNames(environment);
    const ours = found.filter(({ name }) => names.includes(name));
    const keyless = ours.filter(({ kmsKeyId }) => kmsKeyId === undefined).map(({ name }) => name);
    const foreign = ours.filter(
      ({ kmsKeyId }) => kmsKeyId !== undefined && keyNamed(kmsKeyId, snapshot) !== "this",
    );
    if (ours.length === 0) return pass("no log groups exist");
    const evidence = `${ours.length - keyless.length - foreign.length} of ${ours.length} log groups use this key`;
    const key = keyArn(snapshot) ?? given.keyId;
    const others = [...new Set(foreign.map(({ kmsKeyId = "" }) => kmsKeyId))];
    const problems = [
      ...others.map((other) => {
        const groups = foreign.filter(({ kmsKeyId }) => kmsKeyId === other).map(({ name }) => name);
        return problem("logs/group-other-key", { groups, found: other, key });
      }),
      ...(keyless.length === 0 ? [] : [problem("logs/group-no-key", { groups: keyless, key })]),
    ];
    const outcome = foreign.length > 0 ? "fail" : keyless.length > 0 ? "warn" : "pass";
    return { outcome, evidence, problems };
  },
});

/** `alias`: which key it is was not asked. */
export type OtherKey = "this" | "another" | "alias";

/**
 * Compares a service's name of a key with the run's key. A bare key ID names its key: no two keys of AWS share one but
 * multi-Region keys, which MWAA does not take.
 *
 * @param given as the service stores it
 */
export function keyNamed(given: string, snapshot: Snapshot): OtherKey {
  const { keyId } = snapshot.target.key;
  const arn = parseArn(given);
  const resource = arn?.resource ?? given;
  if (resource.startsWith("alias/")) return "alias";
  if (resource.replace(/^key\//, "") !== keyId) return "another";
  if (arn === undefined) return "this";
  const owner = keyAccount(snapshot);
  const isHere = arn.region === snapshot.target.region && arn.service === "kms";
  return isHere && (!owner.known || owner.value === arn.account) ? "this" : "another";
}
