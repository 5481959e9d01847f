/** Each check of the key itself: what passes, what fails, what only warns, and what AWS did not say. */
import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../src/checks/snapshot.js";
import { catalogue } from "../../src/problems/catalogue.js";
import { problem } from "../../src/problems/problem.js";
import { unknown } from "../../src/problems/result.js";
import { arn, type Changes, finding, snapshotWith, told } from "./snapshots.js";

const store = "readiness/custom-key-store";
const expires = "readiness/expires";
const expiry = {
  Origin: "EXTERNAL",
  ExpirationModel: "KEY_MATERIAL_EXPIRES",
  ValidTo: "2027-01-31T00:00:00.000Z",
};

describe.each<[check: string, rows: readonly (readonly [changes: Changes["key"] & object, told: string])[]]>([
  [
    "key-state",
    [
      [{}, "pass | KeyState Enabled"],
      [{ KeyState: "Disabled" }, "fail | KeyState Disabled | readiness/disabled"],
      [{ KeyState: "PendingDeletion" }, "fail | KeyState PendingDeletion"],
      [{ KeyState: "PendingReplicaDeletion" }, "fail | KeyState PendingReplicaDeletion"],
      [{ KeyState: "PendingImport" }, "fail | KeyState PendingImport | readiness/pending-import"],
      [{ KeyState: "Unavailable" }, "fail | KeyState Unavailable | readiness/unavailable"],
      [{ KeyState: "Creating" }, "fail | KeyState Creating | readiness/creating"],
      [{ KeyState: "Updating" }, "warn | KeyState Updating | readiness/updating"],
      [{ KeyState: "Resting" }, "unknown | - | readiness/state-unknown"],
      [{ KeyState: "" }, "unknown | - | readiness/state-unknown"],
      [{ KeyState: "enabled" }, "unknown | - | readiness/state-unknown"],
      [{ KeyState: undefined }, "unknown | - | readiness/unsaid"],
    ],
  ],
  [
    "key-deletion",
    [
      [{}, "pass | KeyState Enabled"],
      [
        { KeyState: "PendingDeletion", DeletionDate: "2026-12-24T00:00:00.000Z" },
        "fail | DeletionDate 2026-12-24T00:00:00.000Z | readiness/pending-deletion",
      ],
      [{ KeyState: "PendingDeletion" }, "fail | DeletionDate an unknown date | readiness/pending-deletion"],
      [
        { KeyState: "PendingReplicaDeletion" },
        "fail | KeyState PendingReplicaDeletion | readiness/pending-replica-deletion",
      ],
      [{ KeyState: "Disabled" }, "pass | KeyState Disabled"],
      [{ KeyState: "PendingImport" }, "pass | KeyState PendingImport"],
      [{ KeyState: "Unavailable" }, "pass | KeyState Unavailable"],
      [{ KeyState: "Creating" }, "pass | KeyState Creating"],
      [{ KeyState: "Updating" }, "pass | KeyState Updating"],
      [{ KeyState: "Resting" }, "unknown | - | readiness/state-unknown"],
      [{ KeyState: undefined }, "unknown | - | readiness/unsaid"],
    ],
  ],
  [
    "key-spec",
    [
      [{}, "pass | KeySpec SYMMETRIC_DEFAULT"],
      [{ KeySpec: "RSA_2048" }, "fail | KeySpec RSA_2048 | readiness/spec"],
      [{ KeySpec: "HMAC_256" }, "fail | KeySpec HMAC_256 | readiness/spec"],
      [{ KeySpec: undefined }, "unknown | - | readiness/unsaid"],
    ],
  ],
  [
    "key-usage",
    [
      [{}, "pass | KeyUsage ENCRYPT_DECRYPT"],
      [{ KeyUsage: "SIGN_VERIFY" }, "fail | KeyUsage SIGN_VERIFY | readiness/usage"],
      [{ KeyUsage: "GENERATE_VERIFY_MAC" }, "fail | KeyUsage GENERATE_VERIFY_MAC | readiness/usage"],
      [{ KeyUsage: undefined }, "unknown | - | readiness/unsaid"],
    ],
  ],
  [
    "key-manager",
    [
      [{}, "pass | KeyManager CUSTOMER"],
      [{ KeyManager: "AWS" }, "fail | KeyManager AWS | readiness/aws-managed"],
      [{ KeyManager: undefined }, "unknown | - | readiness/unsaid"],
    ],
  ],
  [
    "single-region",
    [
      [{}, "pass | MultiRegion false"],
      [{ MultiRegion: true }, "fail | MultiRegion true (of a kind not told) | readiness/multi-region"],
      [
        { MultiRegion: true, MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA" } },
        "fail | MultiRegion true (REPLICA) | readiness/multi-region",
      ],
      [{ MultiRegion: undefined }, "pass | KeyId 1234abcd-12ab-34cd-56ef-1234567890ab"],
      [
        { MultiRegion: undefined, KeyId: "mrk-1234abcd12ab34cd56ef1234567890ab" },
        "fail | KeyId mrk-1234abcd12ab34cd56ef1234567890ab (of a kind not told) | readiness/multi-region",
      ],
    ],
  ],
  [
    "key-origin",
    [
      [{}, "pass | Origin AWS_KMS"],
      [{ Origin: "EXTERNAL" }, "warn | Origin EXTERNAL | readiness/imported"],
      [
        { Origin: "EXTERNAL", ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" },
        "warn | Origin EXTERNAL | readiness/imported",
      ],
      [expiry, `warn | Origin EXTERNAL, ValidTo 2027-01-31T00:00:00.000Z | ${expires}`],
      [
        { ...expiry, ExpirationModel: undefined },
        `warn | Origin EXTERNAL, ValidTo 2027-01-31T00:00:00.000Z | ${expires}`,
      ],
      [{ ...expiry, ValidTo: undefined }, `warn | Origin EXTERNAL, ValidTo an unknown date | ${expires}`],
      [{ Origin: "AWS_CLOUDHSM" }, `warn | Origin AWS_CLOUDHSM | ${store}`],
      [{ Origin: "EXTERNAL_KEY_STORE" }, `warn | Origin EXTERNAL_KEY_STORE | ${store}`],
      [{ Origin: undefined }, "unknown | - | readiness/unsaid"],
    ],
  ],
  [
    "key-region",
    [
      [{}, "pass | us-east-1"],
      [{ Arn: arn.replace("us-east-1", "eu-west-1") }, "fail | eu-west-1 | key/other-region"],
      [{ Arn: undefined }, "unknown | - | readiness/unsaid"],
      [{ Arn: "not an ARN" }, "unknown | - | readiness/unsaid"],
    ],
  ],
])("%s", (check, rows) => {
  test.each(rows)("%j", (key, expected) => expect(told(check, { key })).toBe(expected));
});

describe("key-exists", () => {
  const notFound = unknown<never>(problem("aws/key-not-found", catalogue["aws/key-not-found"].example));
  const of = (snapshot: Snapshot) => {
    const { outcome, problems } = finding("key-exists", snapshot);
    return [outcome, ...problems.map((each) => each.code)].join(" | ");
  };

  test("the key answered", () => expect(of(snapshotWith())).toBe("pass"));
  test("AWS knows no such key, which is a definite no", () =>
    expect(of({ ...snapshotWith(), key: notFound })).toBe("fail | aws/key-not-found"));
  test("AWS would not tell", () =>
    expect(of(snapshotWith({ unknown: ["key"] }))).toBe("unknown | readiness/not-asked"));
});

describe("advice by state", () => {
  test.each([
    ["Disabled", `aws kms enable-key --key-id ${arn}`],
    ["PendingDeletion", `aws kms cancel-key-deletion --key-id ${arn} && aws kms enable-key --key-id ${arn}`],
    ["PendingReplicaDeletion", "aws kms create-key"],
    ["PendingImport", `aws kms get-parameters-for-import --key-id ${arn}`],
    ["Unavailable", "aws kms connect-custom-key-store"],
    ["Creating", `mwaa-kms check ${arn}`],
    ["Updating", `mwaa-kms check ${arn}`],
  ])("%s: %s", (KeyState, command) => {
    const of = (check: string) => finding(check, snapshotWith({ key: { KeyState } })).problems;
    const problems = [...of("key-state"), ...of("key-deletion")];
    const commands = problems.flatMap((each) => each.fix.map((fix) => (fix.do === "run" ? fix.command : "")));
    expect(commands.join("\n")).toContain(command);
  });

  test("a deletion is told with its day, as far as KMS tells it", () => {
    const what = (key: Changes["key"] & object) =>
      finding("key-deletion", snapshotWith({ key })).problems[0]?.what;
    expect(what({ KeyState: "PendingDeletion", DeletionDate: "2026-12-24T00:00:00.000Z" })).toContain(
      "2026-12-24",
    );
    expect(what({ KeyState: "PendingDeletion" })).toContain("on an unknown date.");
  });

  test("a key without an ARN is named by its ID", () => {
    const { problems } = finding(
      "key-state",
      snapshotWith({ key: { KeyState: "Disabled", Arn: undefined } }),
    );
    expect(problems[0]?.fix).toEqual([
      { do: "run", command: "aws kms enable-key --key-id 1234abcd-12ab-34cd-56ef-1234567890ab" },
    ]);
  });
});
