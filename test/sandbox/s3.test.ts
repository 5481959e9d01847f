/** S3's three readings of a bucket: where it is, what encrypts it, and how S3 refuses. */
import { lookup } from "node:dns";
import { Agent } from "node:http";
import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, it } from "vitest";
import { answerOf, refused, useSandbox } from "./clients.js";

const head = (Bucket: string) => new HeadBucketCommand({ Bucket });
const encryption = (Bucket: string) => new GetBucketEncryptionCommand({ Bucket });

describe("buckets", () => {
  const get = useSandbox();

  it("have a Region", async () => {
    const { s3 } = get();
    expect(await s3().send(head("demo-dags"))).toMatchObject({ BucketRegion: "us-east-1" });
    expect(await s3({ region: "us-west-2" }).send(head("demo-oregon"))).toMatchObject({
      BucketRegion: "us-west-2",
    });
    // us-east-1 has no name here; this call works from everywhere.
    const location = (Bucket: string) => s3().send(new GetBucketLocationCommand({ Bucket }));
    expect((await location("demo-dags")).LocationConstraint).toBeUndefined();
    expect((await location("demo-oregon")).LocationConstraint).toBe("us-west-2");
  });

  it("have a default encryption, or none", async () => {
    const { s3, sandbox } = get();
    const ruleOf = async (Bucket: string) =>
      (await s3().send(encryption(Bucket))).ServerSideEncryptionConfiguration?.Rules?.[0]
        ?.ApplyServerSideEncryptionByDefault;
    expect(await ruleOf("demo-dags")).toEqual({
      SSEAlgorithm: "aws:kms",
      KMSMasterKeyID: sandbox.seeds.ready,
    });
    expect(await ruleOf("demo-plain")).toEqual({ SSEAlgorithm: "AES256" });
    expect((await ruleOf("demo-other-key"))?.KMSMasterKeyID).toBe(sandbox.seeds["lacks-statement"]);
    sandbox.putBucket({ name: "demo-none", region: "us-east-1", account: sandbox.account });
    expect(await answerOf(s3().send(encryption("demo-none")))).toEqual(
      refused(
        "ServerSideEncryptionConfigurationNotFoundError",
        "The server side encryption configuration was not found",
        404,
      ),
    );
  });

  it("of another Region are somewhere else, and the answer says where", async () => {
    const answer = get().s3().send(encryption("demo-oregon"));
    expect(await answerOf(answer)).toMatchObject({ code: "PermanentRedirect", status: 301 });
    const error = await get()
      .s3()
      .send(head("demo-oregon"))
      .catch((caught) => caught);
    expect(error.$response.headers["x-amz-bucket-region"]).toBe("us-west-2");
    const followed = new S3Client({
      endpoint: get().sandbox.url,
      region: "us-east-1",
      credentials: get().sandbox.credentials,
      followRegionRedirects: true,
    });
    expect(await followed.send(head("demo-oregon"))).toMatchObject({ BucketRegion: "us-west-2" });
    followed.destroy();
  });

  it("that do not exist are not found", async () => {
    const missing = refused("NoSuchBucket", "The specified bucket does not exist", 404);
    expect(await answerOf(get().s3().send(encryption("no-such-bucket")))).toEqual(missing);
    expect(await answerOf(get().s3().send(head("no-such-bucket")))).toMatchObject({ status: 404 });
    expect(await answerOf(get().s3().send(head("constructor")))).toMatchObject({ status: 404 });
  });

  it("are shown to those whom IAM allows, and their Region to all", async () => {
    const { s3, sandbox } = get();
    const as = sandbox.principals.reader;
    expect(await answerOf(s3({ as }).send(encryption("demo-dags")))).toEqual(
      refused(
        "AccessDenied",
        `User: ${as.arn} is not authorized to perform: s3:GetEncryptionConfiguration on resource: "arn:aws:s3:::demo-dags" because no identity-based policy allows the s3:GetEncryptionConfiguration action`,
        403,
      ),
    );
    const error = await s3({ as })
      .send(head("demo-dags"))
      .catch((caught) => caught);
    expect(error.$metadata.httpStatusCode).toBe(403);
    expect(error.$response.headers["x-amz-bucket-region"]).toBe("us-east-1");
    const other = sandbox.principals["other-administrator"];
    expect(await answerOf(s3({ as: other }).send(encryption("demo-dags")))).toMatchObject({
      code: "AccessDenied",
      status: 403,
    });
  });

  it("may be named in the host too", async () => {
    const { sandbox } = get();
    const httpAgent = new Agent({ lookup: (_name, options, done) => lookup("127.0.0.1", options, done) });
    const client = new S3Client({
      endpoint: sandbox.url.replace("127.0.0.1", "localhost"),
      region: "us-east-1",
      credentials: sandbox.credentials,
      requestHandler: new NodeHttpHandler({ httpAgent }),
    });
    let host = "";
    client.middlewareStack.add(
      (next) => (args) => {
        host = (args.request as { hostname: string }).hostname;
        return next(args);
      },
      { step: "finalizeRequest" },
    );
    expect(await client.send(head("demo-dags"))).toMatchObject({ BucketRegion: "us-east-1" });
    expect(await answerOf(client.send(encryption("demo-plain")))).toBe("ok");
    expect(host).toBe("demo-plain.localhost");
    client.destroy();
  });

  it("have their signatures proven", async () => {
    const { s3, sandbox } = get();
    const as = { ...sandbox.credentials, secretAccessKey: "wrong" };
    expect(await answerOf(s3({ as }).send(encryption("demo-dags")))).toMatchObject({
      code: "SignatureDoesNotMatch",
      status: 403,
    });
    const nobody = { ...sandbox.credentials, accessKeyId: "SANDBOXUNKNOWN" };
    expect(await answerOf(s3({ as: nobody }).send(encryption("demo-dags")))).toMatchObject({
      code: "InvalidAccessKeyId",
      status: 403,
    });
  });

  it.each([
    ["UNSIGNED-PAYLOAD", "ok"],
    ["0".repeat(64), { code: "SignatureDoesNotMatch", message: expect.any(String), status: 403 }],
  ])("may be asked for with the payload's hash %s: %j", async (hash, expected) => {
    const client = get().s3();
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers["x-amz-content-sha256"] = hash;
        return next(args);
      },
      { step: "build" },
    );
    expect(await answerOf(client.send(encryption("demo-dags")))).toEqual(expected);
  });

  it("are all that the sandbox's S3 knows, and every call is written down", async () => {
    const { s3, sandbox } = get();
    expect(await answerOf(s3().send(new ListObjectsV2Command({ Bucket: "demo-dags" })))).toMatchObject({
      code: "NotImplemented",
      status: 501,
    });
    await s3().send(head("demo-plain"));
    expect(sandbox.calls.at(-1)).toMatchObject({
      service: "s3",
      operation: "HeadBucket",
      region: "us-east-1",
      body: { Bucket: "demo-plain" },
    });
  });
});

describe("faults of S3", () => {
  const get = useSandbox({
    fault: ({ body }) => (body["Bucket"] === "demo-plain" ? { kind: "throttle" } : { kind: "expired-token" }),
  });

  it("come in S3's own words", async () => {
    expect(await answerOf(get().s3().send(encryption("demo-plain")))).toMatchObject({
      code: "SlowDown",
      status: 503,
    });
    expect(await answerOf(get().s3().send(encryption("demo-dags")))).toMatchObject({
      code: "ExpiredToken",
      status: 400,
    });
  });
});
