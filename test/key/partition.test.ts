/** The table of partitions and Regions, held against botocore's. */
import { describe, expect, test } from "vitest";
import { mwaaRegions, parseArn, partitionById, partitionOfRegion, partitions } from "../../src/key/arn.js";

describe("a Region", () => {
  test.each([
    ["us-east-1", "aws", "amazonaws.com"],
    ["mx-central-1", "aws", "amazonaws.com"],
    ["ap-southeast-12", "aws", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-east-1", "aws-us-gov", "amazonaws.com"],
    ["us-iso-west-1", "aws-iso", "c2s.ic.gov"],
    ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"],
    ["eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk"],
    ["us-isof-east-1", "aws-iso-f", "csp.hci.ic.gov"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
  ])("%s is one of %s", (region, id, dnsSuffix) => {
    expect(partitionOfRegion(region)).toMatchObject({ id, dnsSuffix });
    expect(partitions.filter((each) => each.regions.test(region))).toHaveLength(1);
  });

  test.each([
    ...["", "us", "us-east", "us-east-1a", "us-east-", "us-east-123", "US-EAST-1", "xx-east-1", "us-east-1 "],
    ...["us-east-1\n", " us-east-1", "useast1", "us--1", "global", "aws-global", "eusc-east-1", "us-gov-1x"],
  ])("%j is none", (region) => expect(partitionOfRegion(region)).toBeUndefined());
});

describe("MWAA's Regions", () => {
  const ofPartition = (id: string) => mwaaRegions.filter((region) => partitionOfRegion(region)?.id === id);

  test("are 31 of aws and 2 of China, each once", () => {
    expect(ofPartition("aws")).toHaveLength(31);
    expect(ofPartition("aws-cn")).toEqual(["cn-north-1", "cn-northwest-1"]);
    expect(new Set(mwaaRegions).size).toBe(33);
    expect(mwaaRegions).toHaveLength(33);
  });

  test.each(["ap-east-2", "ap-southeast-6", "mx-central-1", "us-gov-west-1"])("do not have %s", (region) =>
    expect(mwaaRegions).not.toContain(region),
  );
});

describe("a partition", () => {
  test("is found by its id alone", () => {
    for (const partition of partitions) expect(partitionById(partition.id)).toBe(partition);
    expect(partitions).toHaveLength(8);
    expect(partitionById("AWS" as string)).toBeUndefined();
    expect(partitionById("" as string)).toBeUndefined();
  });
});

describe("an ARN", () => {
  test.each([
    [
      "arn:aws:kms:r:a:key/x",
      { partition: "aws", service: "kms", region: "r", account: "a", resource: "key/x" },
    ],
    ["arn:aws:s3:::b", { partition: "aws", service: "s3", region: "", account: "", resource: "b" }],
    ["arn:a:b:c:d:e:f:g", { partition: "a", service: "b", region: "c", account: "d", resource: "e:f:g" }],
    ["arn:::::", { partition: "", service: "", region: "", account: "", resource: "" }],
    ["arn:a:b:c:d", undefined],
    ["ARN:a:b:c:d:e", undefined],
    [" arn:a:b:c:d:e", undefined],
    ["", undefined],
  ])("%j", (text, parts) => expect(parseArn(text)).toEqual(parts));
});
