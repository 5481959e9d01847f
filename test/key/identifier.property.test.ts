/** What holds for every text that somebody may take for a key, and for MWAA's own pattern. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgePattern, parseKeyIdentifier } from "../../src/key/identifier.js";
import { propertyRuns as numRuns } from "../property-runs.js";

/** KmsKey of the MWAA API's model, to the character, without its second half (`alias/.+`). */
const mwaaPattern =
  /^(((arn:aws(-[a-z]+)?:kms:[a-z]{2}-[a-z]+-\d:\d+:)?key\/)?[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12})$/;

/** The Regions' names as botocore's partitions.json has them, with letters only where it has `\w`, and two digits at most. */
const regionsOf: Readonly<Record<string, string>> = {
  aws: "(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\\d{1,2}",
  "aws-cn": "cn-[a-z]+-\\d{1,2}",
  "aws-us-gov": "us-gov-[a-z]+-\\d{1,2}",
  "aws-iso": "us-iso-[a-z]+-\\d{1,2}",
  "aws-iso-b": "us-isob-[a-z]+-\\d{1,2}",
  "aws-iso-e": "eu-isoe-[a-z]+-\\d{1,2}",
  "aws-iso-f": "us-isof-[a-z]+-\\d{1,2}",
  "aws-eusc": "eusc-[a-z]{2}-[a-z]+-\\d{1,2}",
};
const uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const places = Object.entries(regionsOf).map(([id, regions]) => `${id}:kms:${regions}`);
const validArn = new RegExp(`^arn:(${places.join("|")}):\\d{12}:key/${uuid}$`);
const valid = new RegExp(`^(key/)?${uuid}$|${validArn.source}`);

const arns = fc
  .tuple(
    fc.constantFrom(
      ...[
        "aws:kms:us-east-1",
        "aws:kms:ap-southeast-12",
        "aws-cn:kms:cn-north-1",
        "aws-iso-f:kms:us-isof-south-1",
      ],
      ...["aws-us-gov:kms:us-gov-east-1", "aws-eusc:kms:eusc-de-east-1", "aws-iso:kms:us-iso-west-1"],
    ),
    fc.stringMatching(/^[0-9]{12}$/),
    fc.uuid(),
  )
  .map(([place, account, key]) => `arn:${place}:${account}:key/${key}`);

/** Texts that come close: made of the very pieces of an identifier, and of what is mistaken for them. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "arn",
        "aws",
        "aws-cn",
        "kms",
        "us-east-1",
        "111122223333",
        ":",
        "/",
        "key/",
        "alias/",
        "mrk-",
      ),
      fc.uuid(),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((all) => all.join(""));

const anything = fc.oneof(fc.string({ unit: "binary", maxLength: 2100 }), pieces, arns, fc.uuid());

describe("every text", () => {
  test("is answered, and what is refused has a problem with a fix", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const read = parseKeyIdentifier(text);
        if (read.ok) return;
        expect(read.problems.length).toBeGreaterThan(0);
        for (const each of read.problems) expect(each.fix.length).toBeGreaterThan(0);
      }),
      { numRuns },
    );
  });

  test("is taken exactly where an independent pattern takes it", () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(parseKeyIdentifier(text).ok).toBe(valid.test(text));
      }),
      { numRuns },
    );
  });

  test("that is taken is in its one form, and read again says the same", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          arns,
          fc.uuid(),
          fc.uuid().map((key) => `key/${key}`),
        ),
        (text) => {
          const read = parseKeyIdentifier(text);
          if (!read.ok) throw new Error(`${text} was refused`);
          const key = read.value;
          expect(key.given).toBe(text);
          if (key.form === "arn") {
            expect(`arn:${key.partition}:kms:${key.region}:${key.account}:key/${key.keyId}`).toBe(text);
          } else {
            expect(key.form === "id" ? key.keyId : `key/${key.keyId}`).toBe(text);
          }
          expect(parseKeyIdentifier(key.given)).toEqual(read);
        },
      ),
      { numRuns },
    );
  });
});

describe("one character of an ARN", () => {
  const character = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    fc.constantFrom(..."0aAg:/-*"),
  );
  const changes = fc.constantFrom("replace", "insert", "delete");

  test("changed, added or lost: refused, or another ARN of a key", () => {
    fc.assert(
      fc.property(arns, fc.nat(), character, changes, (arn, at, put, change) => {
        const index = at % arn.length;
        const rest = change === "insert" ? arn.slice(index) : arn.slice(index + 1);
        const mutated = `${arn.slice(0, index)}${change === "delete" ? "" : put}${rest}`;
        expect(parseKeyIdentifier(mutated).ok).toBe(validArn.test(mutated));
      }),
      { numRuns: numRuns * 3 },
    );
  });
});

describe("MWAA's own pattern", () => {
  test("takes what has no warning, and nothing that has one", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          arns,
          fc.uuid(),
          fc.uuid().map((key) => `key/${key}`),
        ),
        (text) => {
          const read = parseKeyIdentifier(text);
          if (!read.ok) throw new Error(`${text} was refused`);
          expect(judgePattern(read.value).map((each) => each.code)).toEqual(
            mwaaPattern.test(text) ? [] : ["key/pattern"],
          );
        },
      ),
      { numRuns },
    );
  });

  test.each([
    ["aws", "us-east-1", []],
    ["aws-cn", "cn-northwest-1", []],
    ["aws", "us-east-10", ["key/pattern"]],
    ["aws-us-gov", "us-gov-west-1", ["key/pattern"]],
    ["aws-iso", "us-iso-east-1", ["key/pattern"]],
    ["aws-iso-b", "us-isob-east-1", ["key/pattern"]],
    ["aws-iso-e", "eu-isoe-west-1", ["key/pattern"]],
    ["aws-iso-f", "us-isof-south-1", ["key/pattern"]],
    ["aws-eusc", "eusc-de-east-1", ["key/pattern"]],
  ])("%s in %s", (partition, region, codes) => {
    const read = parseKeyIdentifier(
      `arn:${partition}:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    );
    expect(read.ok && judgePattern(read.value).map((each) => each.code)).toEqual(codes);
  });
});
