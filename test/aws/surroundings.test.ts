/** Profiles, credentials, endpoints and Regions as the machine's files and variables give them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { connect } from "../../src/aws/connect.js";
import { fateOfWrite } from "../../src/aws/connection.js";
import { readSharedConfig, setting } from "../../src/aws/profile.js";
import { findRegion } from "../../src/aws/settings.js";
import {
  awsError,
  connected,
  connectedAround,
  json,
  keyArn,
  machine,
  problemOf,
  secret,
  serving,
  withEnv,
} from "./answering.js";

const policy = json(200, { Policy: "{}" });
const keys = `aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`;

/** Writes the two shared files and points the environment at them. */
async function withFiles<T>(config: string, credentials: string, use: () => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "mwaa-kms-"));
  const paths = {
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
  };
  try {
    await writeFile(paths.AWS_CONFIG_FILE, config);
    await writeFile(paths.AWS_SHARED_CREDENTIALS_FILE, credentials);
    return await withEnv(paths, use);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function codeWith(config: string, profile: string | undefined, endpointUrl = "http://127.0.0.1:1") {
  return withFiles(config, "", () =>
    connectedAround(
      { endpointUrl, ...(profile === undefined ? {} : { profile }), timeouts: { call: 5_000 } },
      async (connection) => problemOf(await connection.putKeyPolicy(keyArn, "{}")),
    ),
  );
}

describe("credentials that cannot be had", () => {
  test("none at all", async () => {
    const found = await codeWith("", undefined);
    expect(found.code).toBe("aws/no-credentials");
    expect(fateOfWrite(found) === "unclear").toBe(false);
  });

  const session = `[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n`;
  const sso = "sso_account_id = 111122223333\nsso_role_name = Admin\n";
  test.each([
    ["an SSO session never begun", `[profile p]\nsso_session = corp\n${sso}${session}`, "aws/sso-session"],
    [
      "an SSO profile of the old kind",
      `[profile p]\n${sso}sso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n`,
      "aws/sso-session",
    ],
    [
      "a credential_process that fails",
      `[profile p]\ncredential_process = printf '${secret}' >&2; exit 3\n`,
      "aws/credential-process",
    ],
    [
      "a credential_process that prints no JSON",
      `[profile p]\ncredential_process = echo ${secret}\n`,
      "aws/credential-process",
    ],
    [
      "MFA",
      `[profile p]\nrole_arn = arn:aws:iam::111122223333:role/r\nmfa_serial = arn:aws:iam::111122223333:mfa/a\nsource_profile = s\n[profile s]\n${keys}`,
      "aws/mfa-needed",
    ],
  ])("%s", async (_title, config, code) => {
    const found = await codeWith(config, "p");
    expect(found.code).toBe(code);
    expect(fateOfWrite(found) === "unclear").toBe(false);
    expect(JSON.stringify(found)).not.toContain(secret);
    if (code === "aws/sso-session")
      expect(found.fix).toContainEqual({ do: "run", command: "aws sso login --profile p" });
  });

  const role = `[profile p]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = s\n[profile s]\n${keys}`;
  test.each([
    [403, "AccessDenied", "aws/assume-role"],
    [403, "ExpiredToken", "aws/expired-token"],
    [403, "InvalidClientTokenId", "aws/invalid-token"],
  ])("a role: STS answers %i %s", async (status, name, code) => {
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>User: x is not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>`;
    await serving(
      (_request, response) => {
        response.writeHead(status, { "content-type": "text/xml" });
        response.end(body);
      },
      (url) =>
        withEnv({ AWS_ENDPOINT_URL_STS: url }, async () => {
          expect(await codeWith(role, "p")).toMatchObject({ code });
        }),
    );
  });

  test("a role whose STS answers with HTML leaves nothing unsure", async () => {
    await serving(
      (_request, response) => {
        response.writeHead(200, { "content-type": "text/html" });
        response.end("<html><p></html>");
      },
      (url) =>
        withEnv({ AWS_ENDPOINT_URL_STS: url, AWS_MAX_ATTEMPTS: "1" }, async () => {
          const found = await codeWith(role, "p");
          expect(found.code).toBe("aws/credentials-failed");
          expect(fateOfWrite(found) === "unclear").toBe(false);
        }),
    );
  });

  test("a profile that is not there, with its neighbours", async () => {
    await withFiles("[profile prod]\n[profile dev]\n", "[staging]\n", async () => {
      const made = await connect({ region: "eu-west-1", profile: "prdo" }, machine);
      expect(made).toMatchObject({ ok: false, problems: [{ code: "aws/no-profile" }] });
      expect(JSON.stringify(made)).toMatch(/Similar names: prod, /);
    });
  });
});

test.each([
  [{ region: "eu_west_1" }, "aws/region"],
  [{ region: "evil.com/" }, "aws/region"],
  [{ region: "eu-west-1", endpointUrl: "localhost:4566" }, "aws/endpoint-url"],
  [{ region: "eu-west-1", endpointUrl: "ftp://x" }, "aws/endpoint-url"],
  [{ region: "eu-west-1", endpointUrl: "https://ana:s3cret@x" }, "aws/endpoint-url"],
])("settings that cannot be: %j", async (settings, code) => {
  const made = await connect(settings, machine);
  expect(made).toMatchObject({ ok: false, problems: [{ code }] });
  expect(JSON.stringify(made)).not.toContain("s3cret");
});

describe("endpoints", () => {
  const env = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: secret };
  const elsewhere = "http://127.0.0.1:1";
  const reached = (settings: { profile?: string; endpointUrl?: string }) =>
    connectedAround(settings, async (connection) =>
      expect((await connection.getKeyPolicy(keyArn)).known).toBe(true),
    );

  test("of the environment: the service's own before the general one, the option before both", async () => {
    await serving(policy, async (url) => {
      await withEnv({ ...env, AWS_ENDPOINT_URL: url }, () => reached({}));
      await withEnv({ ...env, AWS_ENDPOINT_URL: elsewhere, AWS_ENDPOINT_URL_KMS: url }, () => reached({}));
      await withEnv({ ...env, AWS_ENDPOINT_URL_KMS: elsewhere }, () => reached({ endpointUrl: url }));
    });
  });

  test("of the profile, whether the option or AWS_PROFILE names it", async () => {
    await serving(policy, async (url) => {
      for (const config of [
        `endpoint_url = ${url}\n`,
        `services = s\n[services s]\nkms =\n  endpoint_url = ${url}\n`,
      ]) {
        await withFiles(`[profile p]\n${config}`, `[p]\n${keys}`, async () => {
          await reached({ profile: "p" });
          await withEnv({ AWS_PROFILE: "p" }, () => reached({}));
        });
      }
    });
  });

  test("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS, FIPS and dual-stack lead to AWS's own addresses", async () => {
    const host = (more: Record<string, string>) =>
      withFiles(`[profile p]\nendpoint_url = ${elsewhere}\n`, `[p]\n${keys}`, () =>
        withEnv({ HTTPS_PROXY: elsewhere, AWS_MAX_ATTEMPTS: "1", ...more }, () =>
          connectedAround(
            { profile: "p" },
            async (connection) => problemOf(await connection.getKeyPolicy(keyArn)).what,
          ),
        ),
      );
    const ignore = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
    expect(await host(ignore)).toContain("https://kms.eu-west-1.amazonaws.com");
    expect(await host({ ...ignore, AWS_USE_FIPS_ENDPOINT: "true" })).toContain("https://kms-fips.eu-west-1.");
    expect(await host({ ...ignore, AWS_USE_DUALSTACK_ENDPOINT: "true" })).toContain(
      "https://kms.eu-west-1.api.aws",
    );
  });
});

test("the sandbox's credentials: nothing of the surroundings counts", async () => {
  const bad = "http://127.0.0.1:1";
  const hostile = {
    ...{
      AWS_PROFILE: "ghost",
      AWS_ACCESS_KEY_ID: "AKIAOTHER",
      AWS_SECRET_ACCESS_KEY: "other",
      AWS_REGION: "us-west-2",
    },
    ...{
      AWS_ENDPOINT_URL: bad,
      AWS_ENDPOINT_URL_KMS: bad,
      HTTP_PROXY: bad,
      ALL_PROXY: bad,
      HTTPS_PROXY: bad,
    },
    ...{
      AWS_USE_FIPS_ENDPOINT: "nonsense",
      AWS_USE_DUALSTACK_ENDPOINT: "nonsense",
      AWS_CA_BUNDLE: "/nonexistent",
    },
    ...{ AWS_MAX_ATTEMPTS: "nonsense", AWS_RETRY_MODE: "nonsense", AWS_DEFAULTS_MODE: "nonsense" },
    ...{ AWS_SDK_UA_APP_ID: "x".repeat(200), AWS_AUTH_SCHEME_PREFERENCE: "nonsense" },
  };
  const read = vi.fn(machine.files.read);
  const seen: string[] = [];
  await serving(
    (_request, response, raw) => {
      seen.push(String(raw.headers.authorization));
      policy(_request, response, raw);
    },
    (endpointUrl) =>
      withFiles("[default]\nendpoint_url = http://127.0.0.1:1\nregion = us-west-2\n", "", () =>
        withEnv(hostile, async () => {
          const credentials = { accessKeyId: "AKIASANDBOX", secretAccessKey: secret };
          const made = await connect(
            { region: "us-east-1", endpointUrl, credentials },
            { ...machine, files: { ...machine.files, read } },
          );
          if (!made.ok) throw new Error("refused");
          expect((await made.value.getKeyPolicy(keyArn)).known).toBe(true);
          made.value.close();
        }),
      ),
  );
  expect(seen[0]).toMatch(/Credential=AKIASANDBOX\/\d+\/us-east-1\/kms\//);
  expect(read).not.toHaveBeenCalled();
});

test("nothing is printed by the SDK when a profile and keys are both set", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  try {
    await serving(policy, (endpointUrl) =>
      withFiles("[profile p]\n", `[p]\n${keys}`, () =>
        withEnv({ AWS_PROFILE: "p", AWS_ACCESS_KEY_ID: "AKIAOTHER", AWS_SECRET_ACCESS_KEY: "other" }, () =>
          connectedAround({ endpointUrl }, async (connection) => {
            expect((await connection.getKeyPolicy(keyArn)).known).toBe(true);
          }),
        ),
      ),
    );
    expect(warn).not.toHaveBeenCalled();
  } finally {
    warn.mockRestore();
  }
});

test("the Region: AWS_REGION, AWS_DEFAULT_REGION, then the profile's", async () => {
  await withFiles(
    "[default]\nregion = eu-north-1\n[profile p]\nregion = ap-south-1 # here\n",
    "",
    async () => {
      expect(await findRegion(machine, undefined)).toBe("eu-north-1");
      expect(await findRegion(machine, "p")).toBe("ap-south-1");
      await withEnv({ AWS_PROFILE: "p" }, async () =>
        expect(await findRegion(machine, undefined)).toBe("ap-south-1"),
      );
      await withEnv({ AWS_DEFAULT_REGION: "us-east-2" }, async () =>
        expect(await findRegion(machine, "p")).toBe("us-east-2"),
      );
      await withEnv({ AWS_DEFAULT_REGION: "us-east-2", AWS_REGION: "us-west-1" }, async () =>
        expect(await findRegion(machine, "p")).toBe("us-west-1"),
      );
    },
  );
  expect(await findRegion(machine, undefined)).toBeUndefined();
});

test("the credentials file alone makes a profile, and a comment or a folder as file is no setting", async () => {
  await withFiles("; nothing\n", "[only]\nregion=eu-west-3\n", async () => {
    const config = await readSharedConfig(machine);
    expect(setting(config, "only", "region")).toBe("eu-west-3");
    expect(setting(config, undefined, "region")).toBeUndefined();
  });
  await withEnv({ AWS_CONFIG_FILE: tmpdir() }, async () => {
    expect((await readSharedConfig(machine)).profiles.size).toBe(0);
  });
});

test("an error of STS is told like one of KMS", async () => {
  await serving(awsError("ExpiredTokenException"), (endpointUrl) =>
    connected({ endpointUrl }, async (connection) => {
      expect(problemOf(await connection.getCallerIdentity()).code).toMatch(/^aws\//);
    }),
  );
});
