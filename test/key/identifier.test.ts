/** Which texts are taken for a key, and what is said of all others. */
import { describe, expect, test } from "vitest";
import { parseKeyIdentifier } from "../../src/key/identifier.js";
import type { Fix } from "../../src/problems/define.js";
import type { Problem } from "../../src/problems/problem.js";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;
const mrk = "mrk-1234abcd12ab34cd56ef1234567890ab";

/** The refusals of a text; a text that is taken has none. */
function refusals(text: string): readonly Problem[] {
  const read = parseKeyIdentifier(text);
  return read.ok ? [] : read.problems;
}

function commands(fixes: readonly Fix[]): readonly string[] {
  return fixes.flatMap((fix) => (fix.do === "run" ? [fix.command] : []));
}

describe("taken", () => {
  test.each([
    ["aws", "us-east-1"],
    ["aws", "ap-southeast-7"],
    ["aws", "mx-central-1"],
    ["aws", "us-east-10"],
    ["aws-cn", "cn-northwest-1"],
    ["aws-us-gov", "us-gov-west-1"],
    ["aws-iso", "us-iso-east-1"],
    ["aws-iso-b", "us-isob-east-1"],
    ["aws-iso-e", "eu-isoe-west-1"],
    ["aws-iso-f", "us-isof-south-1"],
    ["aws-eusc", "eusc-de-east-1"],
  ])("an ARN of %s in %s", (partition, region) => {
    const given = `arn:${partition}:kms:${region}:111122223333:key/${id}`;
    expect(parseKeyIdentifier(given)).toEqual({
      ok: true,
      value: { form: "arn", given, keyId: id, partition, region, account: "111122223333" },
    });
  });

  test("a key ID", () =>
    expect(parseKeyIdentifier(id)).toEqual({ ok: true, value: { form: "id", given: id, keyId: id } }));

  test("key/<key ID>, which MWAA's own pattern allows", () =>
    expect(parseKeyIdentifier(`key/${id}`)).toEqual({
      ok: true,
      value: { form: "key/id", given: `key/${id}`, keyId: id },
    }));
});

/** Each refusal with what must stand in its sentence, or in its first command. */
const refused: readonly (readonly [name: string, text: string, codes: string, says: string])[] = [
  ["empty", "", "key/empty", "is empty"],
  ["1,225 characters", "a".repeat(1225), "key/too-long", "1,225 characters; MWAA accepts 1,224"],
  ["2,049 characters", `${arn}${"0".repeat(2049 - arn.length)}`, "key/too-long", "2,049 characters"],
  ["1,224 characters, which is not too long", "a".repeat(1224), "key/id-form", "not a key ID"],
  ["an alias", "alias/airflow", "key/alias", "--key-id alias/airflow "],
  ["an alias ARN", arn.replace(`key/${id}`, "alias/x"), "key/alias", "111122223333:alias/x --query"],
  ["AWS's own alias", "alias/aws/airflow", "key/aws-alias", "aws kms create-key"],
  [
    "the ARN of AWS's own alias",
    arn.replace(`key/${id}`, "alias/aws/s3"),
    "key/aws-alias",
    "AWS managed key",
  ],
  ["a multi-Region ID", mrk, "key/multi-region", "aws kms create-key --description"],
  ["a multi-Region ID in upper case", mrk.toUpperCase(), "key/multi-region", "multi-Region key"],
  ["key/ and a multi-Region ID", `key/${mrk}`, "key/multi-region", "multi-Region key"],
  ["a multi-Region ARN", arn.replace(id, mrk), "key/multi-region", "multi-Region key"],
  ["an upper-case ID", id.toUpperCase(), "key/upper-case", `mwaa-kms validate ${id}`],
  ["one upper-case letter", id.replace("a", "A"), "key/upper-case", `mwaa-kms validate ${id}`],
  ["key/ and an upper-case ID", `key/${id.toUpperCase()}`, "key/upper-case", `mwaa-kms validate key/${id}`],
  ["an upper-case ARN", arn.toUpperCase(), "key/upper-case", `mwaa-kms validate ${arn}`],
  ["an ARN with an upper-case ID", arn.replace(id, id.toUpperCase()), "key/upper-case", `validate ${arn}`],
  ["an ID without hyphens", id.replaceAll("-", ""), "key/id-form", `mwaa-kms validate ${id}`],
  ["a name", "my-airflow-key", "key/id-form", '"my-airflow-key" is not'],
  ["key/ alone", "key/", "key/id-form", '"key/" is not'],
  ["a digit too many", `${id}0`, "key/id-form", "not a key ID"],
  ["a letter that is not hexadecimal", id.replace("a", "g"), "key/id-form", "not a key ID"],
  ["ARN of S3", "arn:aws:s3:::my-bucket", "key/other-service", "ARN of s3"],
  ["ARN of IAM", "arn:aws:iam::111122223333:role/x", "key/other-service", "ARN of iam"],
  ["a secret", "arn:aws:secretsmanager:us-east-1:1:secret:x", "key/other-service", "ARN of secretsmanager"],
  ["no service", arn.replace(":kms:", "::"), "key/other-service", "ARN of ;"],
  ["five parts", "arn:aws:kms:us-east-1:key/x", "key/arn-form", "5 parts"],
  ["two parts", "arn:aws", "key/arn-form", "2 parts"],
  ["a part too many", arn.replace("us-east-1", "us-east-1:"), "key/account key/resource", "The ARN ends in"],
  ["something after the ID", `${arn}:x`, "key/id-form", "not a key ID"],
  ["no partition of AWS", arn.replace("aws", "amazon"), "key/partition", '"amazon" is not an AWS partition'],
  ["no partition", arn.replace("aws", ""), "key/partition", '"" is not an AWS partition'],
  [
    "another partition's Region",
    arn.replace("aws", "aws-cn"),
    "key/region",
    "not a Region of the partition aws-cn",
  ],
  ["GovCloud's Region in aws", arn.replace("us-east", "us-gov-east"), "key/region", '"us-gov-east-1"'],
  ["a zone for a Region", arn.replace("us-east-1", "us-east-1a"), "key/region", '"us-east-1a"'],
  ["no Region", arn.replace("us-east-1", ""), "key/region", '"" is not a Region'],
  ["a Region without a number", arn.replace("us-east-1", "us-east"), "key/region", '"us-east"'],
  ["eleven digits", arn.replace("111122223333", "11112222333"), "key/account", "12 digits"],
  ["thirteen digits", arn.replace("111122223333", "1111222233334"), "key/account", "12 digits"],
  ["no account", arn.replace("111122223333", ""), "key/account", "12 digits"],
  ["a letter in the account", arn.replace("111122223333", "11112222333a"), "key/account", "12 digits"],
  ["an ARN without key/", arn.replace("key/", ""), "key/resource", `ends in "${id}"`],
  ["an ARN with KEY/", arn.replace("key/", "KEY/"), "key/resource", 'ends in "KEY/'],
  ["an ARN with nothing at its end", arn.replace(`key/${id}`, ""), "key/resource", 'ends in ""'],
  [
    "everything wrong at once",
    "arn:amazon:kms:us-east-1:1:secret/x",
    "key/partition key/account key/resource",
    '"1" is not an account',
  ],
];

describe("refused", () => {
  test.each(refused)("%s", (_name, text, codes, says) => {
    const problems = refusals(text);
    expect(problems.map((each) => each.code).join(" ")).toBe(codes);
    expect(problems.flatMap((each) => [each.what, ...commands(each.fix)]).join("\n")).toContain(says);
  });

  test.each(refused)("%s: what, why and how to mend it", (_name, text) => {
    for (const each of refusals(text)) {
      expect(each.severity).toBe("error");
      expect(each.what).toMatch(/\S.*\.$/);
      expect(each.why).toMatch(/\S.*\.$/);
      expect(each.fix.length).toBeGreaterThan(0);
    }
  });
});
