import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { startSandbox } from "../../src/sandbox/start.js";
import { answerOf, clientsOf, refused, useSandbox } from "./clients.js";

const invalidToken = "The security token included in the request is invalid.";
const mismatch = /^The request signature we calculated does not match the signature you provided\./;
const minutes = 60 * 1000;

describe("signatures", () => {
  const get = useSandbox();
  const describeWith = async (over: object) => {
    const { sandbox } = get();
    const client = new KMSClient({
      endpoint: sandbox.url,
      region: "us-east-1",
      credentials: sandbox.credentials,
      maxAttempts: 1,
      ...over,
    });
    const answer = await answerOf(client.send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready })));
    client.destroy();
    return answer;
  };
  const credentials = (over: object) => ({ credentials: { ...get().sandbox.credentials, ...over } });

  it("that are right are let through", async () => {
    expect(await describeWith({})).toBe("ok");
    expect(await describeWith({ systemClockOffset: -4 * minutes })).toBe("ok");
    expect(await describeWith({ systemClockOffset: 4 * minutes })).toBe("ok");
  });

  // evidence: field reports (texts of the unknown key and of the clock); the mismatch is AWS's documented sentence
  it("are refused for an unknown key, a token of nobody, and a wrong secret", async () => {
    const unknown = refused("UnrecognizedClientException", invalidToken);
    expect(await describeWith(credentials({ accessKeyId: "SANDBOXUNKNOWN" }))).toEqual(unknown);
    expect(await describeWith(credentials({ sessionToken: "nonsense" }))).toEqual(unknown);
    expect(await describeWith(credentials({ accessKeyId: "constructor" }))).toEqual(unknown);
    expect(await describeWith(credentials({ secretAccessKey: "wrong" }))).toEqual({
      code: "InvalidSignatureException",
      message: expect.stringMatching(mismatch),
      status: 400,
    });
  });

  it("are refused for a clock that is more than five minutes off", async () => {
    const stamp = "\\d{8}T\\d{6}Z";
    const past = new RegExp(
      `^Signature expired: ${stamp} is now earlier than ${stamp} \\(${stamp} - 5 min\\.\\)$`,
    );
    const future = new RegExp(
      `^Signature not yet current: ${stamp} is still later than ${stamp} \\(${stamp} \\+ 5 min\\.\\)$`,
    );
    for (const [offset, message] of [
      [-6 * minutes, past],
      [6 * minutes, future],
    ] as const) {
      expect(await describeWith({ systemClockOffset: offset })).toEqual({
        code: "InvalidSignatureException",
        message: expect.stringMatching(message),
        status: 400,
      });
    }
  });

  it("cover the service, the body and every signed header", async () => {
    const { sandbox, kms } = get();
    const captured: { headers: Record<string, string>; body: string }[] = [];
    const client = kms();
    client.middlewareStack.add(
      (next) => async (args) => {
        const { headers, body } = args.request as { headers: Record<string, string>; body: Uint8Array };
        captured.push({ headers: { ...headers }, body: new TextDecoder().decode(body) });
        return next(args);
      },
      { step: "deserialize", priority: "low" },
    );
    await client.send(new DescribeKeyCommand({ KeyId: sandbox.seeds.ready }));
    const { headers = {}, body = "" } = captured[0] ?? {};
    const post = async (change: Record<string, string>, text = body, path = "/") => {
      const kept = Object.entries({ ...headers, ...change }).filter(
        ([name]) => !/^(host|content-length)$/.test(name),
      );
      const answer = await fetch(`${sandbox.url}${path}`, {
        method: "POST",
        headers: Object.fromEntries(kept),
        body: text,
      });
      const said: Record<string, unknown> = JSON.parse(await answer.text());
      return said["__type"] ?? "ok";
    };
    expect(await post({})).toBe("ok");
    expect(await post({}, body.replace("0001", "0002"))).toBe("InvalidSignatureException");
    expect(await post({}, body, "/?x=1")).toBe("InvalidSignatureException");
    expect(await post({ "x-amz-target": "TrentService.GetKeyPolicy" })).toBe("InvalidSignatureException");
    const authorization = headers["authorization"] ?? "";
    expect(await post({ authorization: authorization.replace("/kms/", "/logs/") })).toBe(
      "InvalidSignatureException",
    );
    expect(await post({ authorization: authorization.replace("us-east-1", "us-east-2") })).toBe(
      "InvalidSignatureException",
    );
    expect(await post({ authorization: authorization.replace("host;", "") })).toBe(
      "InvalidSignatureException",
    );
    expect(await post({ authorization: "Bearer x" })).toBe("MissingAuthenticationTokenException");
    expect(await post({ "x-amz-date": "yesterday" })).toBe("IncompleteSignatureException");
  });
});

describe("STS", () => {
  const get = useSandbox();

  it("says who calls, even to one without any permission", async () => {
    const { sts, sandbox } = get();
    const { administrator, nobody } = sandbox.principals;
    expect(await sts().send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: "111122223333",
      Arn: administrator.arn,
      UserId: expect.stringContaining(":sandbox"),
    });
    const { Arn } = await sts({ as: nobody }).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe("arn:aws:sts::111122223333:assumed-role/Nobody/sandbox");
  });

  it("answers its own words for a bad signature and an unknown key", async () => {
    const { sts, sandbox } = get();
    const wrong = { ...sandbox.credentials, secretAccessKey: "wrong" };
    expect(await answerOf(sts({ as: wrong }).send(new GetCallerIdentityCommand({})))).toEqual({
      code: "SignatureDoesNotMatch",
      message: expect.stringMatching(mismatch),
      status: 403,
    });
    const unknown = { ...sandbox.credentials, accessKeyId: "UNKNOWN" };
    expect(await answerOf(sts({ as: unknown }).send(new GetCallerIdentityCommand({})))).toEqual(
      refused("InvalidClientTokenId", invalidToken, 403),
    );
  });

  it("gives a role's session that works until it ends, and not with another token", async () => {
    let time = Date.now();
    const sandbox = await startSandbox({ now: () => new Date(time) });
    const { sts, kms, closeAll } = clientsOf(sandbox);
    const RoleArn = "arn:aws:iam::444455556666:role/Administrator";
    const { Credentials: made, AssumedRoleUser } = await sts().send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", DurationSeconds: 900 }),
    );
    expect(AssumedRoleUser?.Arn).toBe("arn:aws:sts::444455556666:assumed-role/Administrator/me");
    expect(made?.Expiration?.getTime()).toBe(Math.floor(time / 1000) * 1000 + 900_000);
    const as = {
      accessKeyId: made?.AccessKeyId ?? "",
      secretAccessKey: made?.SecretAccessKey ?? "",
      sessionToken: made?.SessionToken ?? "",
    };
    const KeyId = sandbox.seeds["other-account"];
    const describeKey = (who: typeof as) =>
      answerOf(kms({ as: who }).send(new DescribeKeyCommand({ KeyId })));
    expect(await describeKey(as)).toBe("ok");
    expect(await sts({ as }).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: "444455556666",
    });
    expect(await describeKey({ ...as, sessionToken: "other" })).toMatchObject({
      code: "UnrecognizedClientException",
    });
    time += 901_000;
    expect(await describeKey(as)).toEqual(
      refused("ExpiredTokenException", "The security token included in the request is expired"),
    );
    closeAll();
    await sandbox.close();
  });

  it.each<[string, object, string, string]>([
    // evidence: recorded from AWS
    [
      "a malformed role",
      { RoleArn: "nothing-valid-in-here" },
      "ValidationError",
      "nothing-valid-in-here is invalid",
    ],
    [
      "a bad session name",
      { RoleSessionName: "Session1:2" },
      "ValidationError",
      "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
  ])("refuses AssumeRole with %s", async (_name, over, code, message) => {
    const wanted = { RoleArn: "arn:aws:iam::111122223333:role/Reader", RoleSessionName: "me", ...over };
    expect(await answerOf(get().sts().send(new AssumeRoleCommand(wanted)))).toEqual(refused(code, message));
  });

  it("refuses AssumeRole of a role that is not there, and to one who may not", async () => {
    const { sts, sandbox } = get();
    const assume = (who: object, role: string) => {
      const RoleArn = `arn:aws:iam::111122223333:role/${role}`;
      return answerOf(sts(who).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "me" })));
    };
    const { nobody, administrator } = sandbox.principals;
    const words = (arn: string, role: string) =>
      `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/${role}`;
    expect(await assume({}, "None")).toEqual(refused("AccessDenied", words(administrator.arn, "None"), 403));
    expect(await assume({ as: nobody }, "Reader")).toEqual(
      refused("AccessDenied", words(nobody.arn, "Reader"), 403),
    );
    expect(await assume({}, "Reader")).toBe("ok");
  });

  it("is a service of its own: its key is no key to another operation", async () => {
    const { sandbox } = get();
    const client = new STSClient({
      endpoint: sandbox.url,
      region: "us-east-1",
      credentials: sandbox.credentials,
    });
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: string };
        request.body = String(request.body).replace("GetCallerIdentity", "GetSessionToken");
        return next(args);
      },
      { step: "build", priority: "high" },
    );
    expect(await answerOf(client.send(new GetCallerIdentityCommand({})))).toMatchObject({
      code: "InvalidAction",
    });
    client.destroy();
  });
});
