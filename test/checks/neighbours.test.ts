/** The checks of what stands around a key: the bucket, and the log groups that are there already. */

import { describe, expect, test } from "vitest";
import type { Facts } from "../../src/checks/snapshot.js";
import { problem } from "../../src/problems/problem.js";
import { account, arn, type Changes, finding, region, snapshotWith, told } from "./snapshots.js";

const id = arn.split("/")[1] ?? "";
const other = arn.replace("1234abcd", "0000abcd");
const bare = { key: id, region };

describe("bucket-region", () => {
  const inRegion = (name: string): Changes => ({ facts: { bucket: { name: "airflow-demo", region: name } } });
  test.each<[string, Changes, string]>([
    ["the same", {}, "pass | us-east-1"],
    ["another", inRegion("eu-west-1"), "fail | eu-west-1 | bucket/region"],
    ["not told", { unknown: ["bucket"] }, "unknown | - | readiness/not-asked"],
  ])("%s", (_name, changes, expected) => expect(told("bucket-region", changes)).toBe(expected));

  test("names bucket and both Regions", () => {
    const [found] = finding("bucket-region", snapshotWith(inRegion("eu-west-1"))).problems;
    expect(found?.what).toBe("airflow-demo is in eu-west-1.");
  });
});

describe("bucket-encryption", () => {
  const bucket = (encryption: Facts["bucket"]["encryption"], more: Changes = {}): Changes => ({
    ...more,
    facts: { bucket: { name: "airflow-demo", region, ...(encryption === undefined ? {} : { encryption }) } },
  });
  const kms = (kmsKeyId?: string, more: Changes = {}) =>
    bucket({ algorithm: "aws:kms", ...(kmsKeyId === undefined ? {} : { kmsKeyId }) }, more);
  const another = "warn | aws:kms with another key | bucket/other-key";
  const managed = "warn | aws:kms with the AWS managed key aws/s3 | bucket/not-this-key";
  const elsewhere = { target: bare, key: { AWSAccountId: undefined, Arn: undefined } };

  test.each<[string, Changes, string]>([
    ["this key's ARN", kms(arn), "pass | aws:kms with this key"],
    ["this key's ID", kms(id), "pass | aws:kms with this key"],
    ["this key as key/<key ID>", kms(`key/${id}`), "pass | aws:kms with this key"],
    [
      "in two layers",
      bucket({ algorithm: "aws:kms:dsse", kmsKeyId: arn }),
      "pass | aws:kms:dsse with this key",
    ],
    ["this key's ARN, of a run with the key ID", kms(arn, { target: bare }), "pass | aws:kms with this key"],
    ["another key's ARN", kms(other), another],
    ["another key's ID", kms("0000abcd-12ab-34cd-56ef-1234567890ab"), another],
    ["the same ID in another Region", kms(arn.replace(region, "eu-west-1")), another],
    ["the same ID in another account", kms(arn.replace(account, "444455556666")), another],
    ["the same ID of another service", kms(arn.replace("kms", "s3")), another],
    [
      "a key ARN, and nobody knows the account",
      kms(arn, { ...elsewhere, unknown: ["caller", "key"] }),
      "pass | aws:kms with this key",
    ],
    ["an alias", kms("alias/airflow"), "unknown | aws:kms with an alias | bucket/alias"],
    [
      "an alias's ARN",
      kms(`arn:aws:kms:${region}:${account}:alias/airflow`),
      "unknown | aws:kms with an alias | bucket/alias",
    ],
    [
      "an alias that KMS resolved to this key",
      bucket({ algorithm: "aws:kms", kmsKeyId: "alias/airflow", aliasOf: arn }),
      "pass | aws:kms with this key, by an alias",
    ],
    [
      "an alias that KMS resolved to another key",
      bucket({ algorithm: "aws:kms", kmsKeyId: "alias/airflow", aliasOf: other }),
      another,
    ],
    ["no key", kms(), managed],
    ["the AWS managed key", kms("alias/aws/s3"), managed],
    ["the AWS managed key's ARN", kms(`arn:aws:kms:${region}:${account}:alias/aws/s3`), managed],
    [
      "an alias that ends alike",
      kms("alias/my-alias/aws/s3"),
      "unknown | aws:kms with an alias | bucket/alias",
    ],
    ["AES256", bucket({ algorithm: "AES256" }), "warn | AES256 | bucket/not-this-key"],
    ["none", bucket(undefined), "warn | no default encryption | bucket/not-this-key"],
    ["not told", { unknown: ["bucket"] }, "unknown | - | readiness/not-asked"],
    [
      "not read, though the Region was",
      {
        facts: {
          bucket: {
            ...{ name: "airflow-demo", region },
            encryptionUnread: problem("aws/bucket-encryption-unread", {
              ...{ bucket: "airflow-demo", region, because: "You may not." },
            }),
          },
        },
      },
      "unknown | - | aws/bucket-encryption-unread",
    ],
  ])("%s", (_name, changes, expected) => expect(told("bucket-encryption", changes)).toBe(expected));

  test("what AWS allows is a note, another customer managed key a warning", () => {
    const severity = (changes: Changes) =>
      finding("bucket-encryption", snapshotWith(changes)).problems[0]?.severity;
    expect([severity(kms()), severity(kms(other)), severity(kms("alias/a"))]).toEqual([
      "note",
      "warning",
      "warning",
    ]);
  });

  test("mends it with this key's ARN", () => {
    const [found] = finding("bucket-encryption", snapshotWith(kms(other))).problems;
    const command = found?.fix[0]?.do === "run" ? found.fix[0].command : "";
    expect(command).toMatch(/^aws s3api put-bucket-encryption --bucket airflow-demo /);
    expect(command).toContain(`"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"${arn}"`);
  });
});

describe("log-groups", () => {
  const groups = (found: Readonly<Record<string, string | undefined>>, more: Changes = {}): Changes => ({
    ...more,
    facts: {
      logGroups: Object.entries(found).map(([name, kmsKeyId]) => ({
        name,
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
      })),
    },
  });
  const task = "airflow-demo-Task";
  const worker = "airflow-demo-Worker";
  const otherKey = "logs/group-other-key";
  const noKey = "logs/group-no-key";

  test.each<[string, Changes, string]>([
    ["none", groups({}), "pass | no log groups exist"],
    ["all with this key", groups({ [task]: arn, [worker]: arn }), "pass | 2 of 2 log groups use this key"],
    [
      "one with another key",
      groups({ [task]: other, [worker]: arn }),
      `fail | 1 of 2 log groups use this key | ${otherKey}`,
    ],
    [
      "two with one other key",
      groups({ [task]: other, [worker]: other }),
      `fail | 0 of 2 log groups use this key | ${otherKey}`,
    ],
    [
      "two with two others",
      groups({ [task]: other, [worker]: other.replace("0000", "1111") }),
      `fail | 0 of 2 log groups use this key | ${otherKey} | ${otherKey}`,
    ],
    [
      "without a key",
      groups({ [task]: undefined, [worker]: arn }),
      `warn | 1 of 2 log groups use this key | ${noKey}`,
    ],
    [
      "one without a key, one with another",
      groups({ [task]: undefined, [worker]: other }),
      `fail | 0 of 2 log groups use this key | ${otherKey} | ${noKey}`,
    ],
    [
      "of another environment of the same prefix",
      groups({ "airflow-demo-two-Task": other }),
      "pass | no log groups exist",
    ],
    [
      "of no log type",
      groups({ "airflow-demo-task": other, "airflow-demo-": other }),
      "pass | no log groups exist",
    ],
    [
      "of a log type that is not enabled",
      groups({ [task]: other }, { target: { logType: ["Worker"] } }),
      `fail | 0 of 1 log groups use this key | ${otherKey}`,
    ],
    ["no environment is named", { target: { environment: undefined } }, "unknown | - | readiness/not-asked"],
    ["not told", { unknown: ["logGroups"] }, "unknown | - | readiness/not-asked"],
  ])("%s", (_name, changes, expected) => expect(told("log-groups", changes)).toBe(expected));

  test("names the groups and gives a command for each", () => {
    const snapshot = snapshotWith(
      groups({ [task]: other, [worker]: other, "airflow-demo-WebServer": undefined }),
    );
    const [first, second] = finding("log-groups", snapshot).problems;
    expect(first?.what).toBe(`${task}, ${worker} are encrypted with another key: ${other}.`);
    expect(second?.what).toBe("airflow-demo-WebServer has no customer managed key.");
    expect(first?.fix.map((fix) => (fix.do === "run" ? fix.command : fix.do))).toEqual([
      `aws logs associate-kms-key --log-group-name ${task} --kms-key-id ${arn}`,
      `aws logs associate-kms-key --log-group-name ${worker} --kms-key-id ${arn}`,
      "ask",
    ]);
  });
});
