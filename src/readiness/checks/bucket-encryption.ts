/** Whether the bucket's default encryption uses this key. AWS allows other choices; it wants one customer managed key for both. */
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { type Check, defineCheck, pass, troubled, untold } from "../check.js";
import { keyArn } from "../snapshot.js";
import { keyNamed } from "./named-key.js";

export const bucketEncryption: Check = defineCheck({
  id: "bucket-encryption",
  title: "The bucket uses this key",
  asks: "MWAA requires one customer managed key for bucket and environment. AWS does not document whether MWAA rejects another one.",
  page: pages.mwaaBucket,
  needs: ["bucket"],
  reports: ["bucket/other-key", "bucket/not-this-key", "bucket/alias", "aws/bucket-encryption-unread"],
  judge: ({ bucket: { name, encryption, encryptionUnread } }, snapshot) => {
    if (encryptionUnread !== undefined) return untold(encryptionUnread);
    const key = keyArn(snapshot) ?? snapshot.target.key.keyId;
    const facts = { bucket: name, key };
    if (encryption === undefined) {
      const found = "no encryption";
      return troubled(problem("bucket/not-this-key", { ...facts, found }), "no default encryption");
    }
    const { algorithm, kmsKeyId, aliasOf } = encryption;
    // With aws:kms and no key, or by its alias, it is the AWS managed key.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
    if (kmsKeyId === undefined || /(^|:)alias\/aws\/s3$/.test(kmsKeyId)) {
      const found = algorithm.startsWith("aws:kms")
        ? `${algorithm} with the AWS managed key aws/s3`
        : algorithm;
      return troubled(problem("bucket/not-this-key", { ...facts, found }), found);
    }
    const found = aliasOf === undefined ? kmsKeyId : `${kmsKeyId} (${aliasOf})`;
    switch (keyNamed(aliasOf ?? kmsKeyId, snapshot)) {
      case "this":
        return pass(`${algorithm} with this key${aliasOf === undefined ? "" : ", by an alias"}`);
      case "another":
        return troubled(problem("bucket/other-key", { ...facts, found }), `${algorithm} with another key`);
      case "alias": {
        const problems = [problem("bucket/alias", { ...facts, found: kmsKeyId })];
        return { outcome: "unknown", evidence: `${algorithm} with an alias`, problems };
      }
    }
  },
});
