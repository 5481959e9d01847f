/** The calls to S3: where a bucket is, and how it encrypts by default. It judges neither. Loaded when first asked for. */
import { GetBucketEncryptionCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { partitionOfRegion } from "../key/arn.js";
import type { Bucket } from "../key/facts.js";
import { problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import { type CallContext, call } from "./call.js";
import type { ClientConfig } from "./clients.js";
import { readFailure } from "./error-facts.js";
import { bucketAnswer, encryptionAnswer } from "./service-answers.js";

export interface S3 {
  bucket(name: string): Promise<Fact<Bucket>>;
  destroy(): void;
}

/** Clients by Region. The SDK could follow redirects, but does so by changing its one client under the other calls' feet. */
export function openS3(line: CallContext, config: ClientConfig): S3 {
  const clients = new Map<string, S3Client>();
  const clientIn = (region: string) => {
    const made = clients.get(region) ?? makeClient(config, region);
    clients.set(region, made);
    return made;
  };
  return {
    bucket: (name) => readBucket(line, clientIn, name),
    destroy: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}

/** With an endpoint of its own the bucket goes into the path: nobody has a name server for names before that host. */
function makeClient(config: ClientConfig, region: string): S3Client {
  return new S3Client({
    ...config,
    region,
    forcePathStyle: config.endpoint !== undefined,
    disableS3ExpressSessionAuth: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    useArnRegion: false,
  });
}

/** Both are asked side by side; a bucket in another Region is asked for its encryption once more, there. */
async function readBucket(
  line: CallContext,
  clientIn: (region: string) => S3Client,
  name: string,
): Promise<Fact<Bucket>> {
  const arn = `arn:${partitionOfRegion(line.region)?.id ?? "aws"}:s3:::${name}`;
  const [place, first] = await Promise.all([
    headBucket(line, clientIn(line.region), name, arn),
    getBucketEncryption(line, clientIn(line.region), name, arn),
  ]);
  // A refused HEAD has no body, so that the other call's error says more.
  if (!place.known) return unknown(first.known ? place.problem : first.problem);
  const region = place.value.BucketRegion;
  const encryption =
    first.known || region === line.region
      ? first
      : await getBucketEncryption({ ...line, region }, clientIn(region), name, arn);
  if (encryption.known) return known({ name, region, ...encryption.value });
  const because = encryption.problem.what;
  const encryptionUnread = problem("aws/bucket-encryption-unread", { bucket: name, region, because });
  return known({ name, region, encryptionUnread });
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html. GetBucketLocation's page itself sends its readers here:
 * the Region comes in a header, whether the caller may see the bucket or not.
 */
function headBucket(line: CallContext, client: S3Client, Bucket: string, arn: string) {
  return call(line, "s3:ListBucket", arn, bucketAnswer, (abortSignal) =>
    client.send(new HeadBucketCommand({ Bucket }), { abortSignal }).catch(regionOfRefusal),
  );
}

function regionOfRefusal(error: unknown): { readonly BucketRegion: unknown } {
  const response = memberOf(error, "$response");
  const region = memberOf(memberOf(response, "headers"), "x-amz-bucket-region");
  if (region === undefined) throw error;
  return { BucketRegion: region };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
function getBucketEncryption(line: CallContext, client: S3Client, Bucket: string, arn: string) {
  return call(line, "s3:GetEncryptionConfiguration", arn, encryptionAnswer, (abortSignal) =>
    client.send(new GetBucketEncryptionCommand({ Bucket }), { abortSignal }).catch(noneIsAnAnswer),
  );
}

function noneIsAnAnswer(error: unknown) {
  if (readFailure(error, []).name !== "ServerSideEncryptionConfigurationNotFoundError") throw error;
  return { ServerSideEncryptionConfiguration: { Rules: [] } };
}
