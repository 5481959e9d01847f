/** Plays on key policies and grants. By the facts' ids. */
import { openTools, policyOf, rootStatement } from "./tools.mjs";

const logsStatement = (over = {}) => ({
  Effect: "Allow",
  Principal: { Service: "logs.us-east-1.amazonaws.com" },
  Action: "kms:Encrypt*",
  Resource: "*",
  ...over,
});
const put = ({ ask, seeds }, ...statements) =>
  ask("kms", "PutKeyPolicy", { KeyId: seeds.ready, Policy: policyOf(...statements) });
const codeOf = async (answer) => (await answer).code;
const malformed = "MalformedPolicyDocumentException";
const role = "arn:aws:iam::111122223333:role/Administrator";
const grant = (over) => ({ GranteePrincipal: role, Operations: ["Encrypt"], ...over });

export const policyPlays = Object.entries({
  ba7bea39dc00: async ({ send, seeds }) => {
    const { Policy } = await send("kms", "GetKeyPolicy", { KeyId: seeds.ready });
    const parts = ['{\n  "Version" : "2012-10-17",\n  "Id" : "', '"Statement" : [ {\n    "Sid" : "'];
    return parts.every((part) => Policy.includes(part)) && Policy.endsWith(" } ]\n}");
  },
  da60b059fdfc: async (tools) => Object.keys((await put(tools, rootStatement)).body).length === 0,
  "807c995a1719": ({ ask, seeds }) => ask("kms", "ListGrants", { KeyId: seeds.ready }),
  "5349de849b28": async ({ create, send }) => {
    const { Policy } = await send("kms", "GetKeyPolicy", { KeyId: (await create()).KeyId });
    return { status: null, body: JSON.parse(Policy) };
  },
  "620ddabd58b5": async ({ send, seeds }) => {
    const { Policy: first } = await send("kms", "GetKeyPolicy", { KeyId: seeds.ready });
    const compact = JSON.stringify(JSON.parse(first));
    await send("kms", "PutKeyPolicy", { KeyId: seeds.ready, Policy: compact });
    const { Policy } = await send("kms", "GetKeyPolicy", { KeyId: seeds.ready });
    return JSON.stringify(JSON.parse(Policy)) === compact && Policy.includes("\n");
  },
  "60c53a7fc7d8": async ({ send, seeds }) => {
    const { PolicyNames, Truncated } = await send("kms", "ListKeyPolicies", { KeyId: seeds.ready });
    return PolicyNames.join() === "default" && Truncated === false;
  },
  "590be56075c2": async (tools) => (await codeOf(put(tools, rootStatement, rootStatement))) === undefined,
  "2cb4726fe03d": (tools) => put(tools, logsStatement()),
  "04a2aa6a3e92": (tools) => {
    tools.sandbox.deletePrincipal(`${role}-gone`);
    return put(tools, rootStatement, logsStatement({ Principal: { AWS: `${role}-gone` } }));
  },
  d6782720086b: (tools) =>
    put(tools, rootStatement, logsStatement({ Principal: { Service: "logs.ap-southeast-4.amazonaws.com" } })),
  "283adb2b0f49": async ({ ask, seeds }) => {
    const Policy = policyOf(rootStatement).padEnd(32_769);
    return (
      (await ask("kms", "PutKeyPolicy", { KeyId: seeds.ready, Policy })).code === "LimitExceededException"
    );
  },
  a755a5acfef5: async (tools) => {
    const without = [{ Action: undefined }, { Resource: undefined }];
    const codes = without.map((over) => codeOf(put(tools, rootStatement, logsStatement(over))));
    // The second half rests on a quoted mail alone: only under strict.
    const strict = await openTools({ manners: { strict: true } });
    codes.push(codeOf(put(strict, rootStatement, logsStatement({ Resource: "arn:aws:kms:::key/x" }))));
    const all = await Promise.all(codes);
    await strict.close();
    return all.every((code) => code === malformed);
  },
  "541247446e58": async ({ ask, seeds }) => {
    const locking = { KeyId: seeds.ready, Policy: policyOf(logsStatement()) };
    const refused = await ask("kms", "PutKeyPolicy", locking);
    const forced = await ask("kms", "PutKeyPolicy", { ...locking, BypassPolicyLockoutSafetyCheck: true });
    return refused.code === malformed && forced.code === undefined;
  },
  d5da445e2dc3: async ({ ask, seeds }) => {
    const inputs = {
      GetKeyPolicy: {},
      PutKeyPolicy: { Policy: policyOf(rootStatement) },
      ListGrants: {},
      CreateGrant: grant(),
    };
    for (const [operation, input] of Object.entries(inputs)) {
      for (const KeyId of [seeds.ready, seeds.ready.split("/")[1]]) {
        if ((await ask("kms", operation, { ...input, KeyId })).code !== undefined) return false;
      }
      if ((await ask("kms", operation, { ...input, KeyId: "alias/ready" })).code === undefined) return false;
    }
    return (await ask("kms", "DescribeKey", { KeyId: "alias/ready" })).code === undefined;
  },
  "90a80c8f9238": async ({ isOk, seeds }) => {
    const KeyId = seeds.ready;
    const inputs = { GetKeyPolicy: { KeyId }, PutKeyPolicy: { KeyId, Policy: policyOf(rootStatement) } };
    const results = Object.entries(inputs).map(async ([operation, input]) => [
      await isOk("kms", operation, input),
      await isOk("kms", operation, { ...input, PolicyName: "default" }),
      !(await isOk("kms", operation, { ...input, PolicyName: "other" })),
    ]);
    return (await Promise.all(results)).flat().every(Boolean);
  },
  "27f6270a603f": async (tools) => {
    const fine = await put(tools, { ...rootStatement, Sid: "Grüße\u00ff" });
    const wrong = [await put(tools, { ...rootStatement, Sid: "€" })];
    return fine.code === undefined && wrong.every(({ code }) => code === "ValidationException");
  },
  "3857fdef4bba": async ({ codeOf }) =>
    (await codeOf("kms", "CreateGrant", grant({ KeyId: "invalid" }))) === "NotFoundException",
  "626b3d6da8c6": async ({ codeOf }) =>
    (await codeOf("kms", "ListGrants", { KeyId: "invalid" })) === "NotFoundException",
  "7f5bac54f118": async ({ send, seeds }) => {
    const keys = [seeds.ready, seeds.denied];
    for (const KeyId of keys) await send("kms", "CreateGrant", grant({ KeyId, Name: "same" }));
    const lists = await Promise.all(keys.map((KeyId) => send("kms", "ListGrants", { KeyId })));
    const ids = lists.flatMap(({ Grants }) => Grants.map(({ GrantId }) => GrantId));
    return ids.length === 2 && new Set(ids).size === 2;
  },
  "349a4e4d03ed": async ({ ask, sandbox }) => {
    const KeyId = sandbox.seeds.ready;
    sandbox.addMwaaGrants(KeyId, "a");
    for (let at = 0; at < 12; at++) sandbox.addMwaaGrants(KeyId, `b${at}`);
    const codes = await Promise.all(
      [0, 1, 100, 101].map(async (Limit) => (await ask("kms", "ListGrants", { KeyId, Limit })).code),
    );
    const { body } = await ask("kms", "ListGrants", { KeyId });
    const next = await ask("kms", "ListGrants", { KeyId, Marker: body.NextMarker });
    return (
      codes.map((code) => code === undefined).join() === "false,true,true,false" &&
      body.Grants.length === 50 &&
      body.Truncated === true &&
      next.body.Grants.length === 28 &&
      next.body.Truncated === false
    );
  },
  "903cc479e04a": async ({ send, seeds }) => {
    const service = "airflow.us-east-1.amazonaws.com";
    const old = await send("kms", "ListGrants", { KeyId: seeds["four-grants"] });
    const recent = await send("kms", "ListGrants", { KeyId: seeds["service-grants"] });
    const [one] = recent.Grants;
    return (
      old.Grants[0].GranteePrincipal === service &&
      one.GranteeServicePrincipal === service &&
      one.RetiringServicePrincipal === service
    );
  },
  "3220c7aa0607": async ({ codeOf, seeds }) => {
    const service = { GranteeServicePrincipal: "airflow.us-east-1.amazonaws.com", Operations: ["Encrypt"] };
    const SourceArn = "arn:aws:airflow:us-east-1:111122223333:environment/demo";
    const whole = { ...service, Constraints: { SourceArn }, RetiringPrincipal: role };
    const tries = [
      whole,
      { ...whole, RetiringPrincipal: undefined },
      { ...whole, Constraints: undefined },
      { ...whole, Constraints: { SourceArn: "arn:aws:airflow" } },
      { ...whole, Constraints: { SourceArn: `${SourceArn}${"x".repeat(512)}` } },
      { Operations: ["Encrypt"] },
    ];
    const codes = await Promise.all(
      tries.map((input) => codeOf("kms", "CreateGrant", { ...input, KeyId: seeds.ready })),
    );
    return codes[0] === undefined && codes.slice(1).every((code) => code === "ValidationException");
  },
  "1b03651f14b0": async ({ codeOf, seeds }) => {
    const iam = "arn:aws:iam::111122223333:";
    const names = [
      `${iam}root`,
      `${iam}user/a`,
      `${iam}role/a`,
      "arn:aws:sts::111122223333:federated-user/a",
    ];
    const session = "arn:aws:sts::111122223333:assumed-role/a/b";
    const ask = (GranteePrincipal) =>
      codeOf("kms", "CreateGrant", grant({ KeyId: seeds.ready, GranteePrincipal }));
    const fine = await Promise.all([...names, session].map(ask));
    const wrong = await Promise.all(
      [`${iam}group/a`, `${iam}policy/a`, "111122223333", "airflow.amazonaws.com"].map(ask),
    );
    return fine.every((code) => code === undefined) && wrong.every((code) => code === "InvalidArnException");
  },
  "2faf0d7c98cf": ({ ask, seeds }) =>
    ask(
      "kms",
      "CreateGrant",
      grant({ KeyId: seeds.ready, GranteePrincipal: "arn:aws:iam::111122223333:group/a" }),
    ),
  "4dd83a7197ca": async ({ send, seeds }) => {
    const make = (over) => send("kms", "CreateGrant", grant({ KeyId: seeds.ready, ...over }));
    const [one, two] = [await make({ Name: "n" }), await make({ Name: "n" })];
    const [three, four] = [await make(), await make()];
    const isSame = one.GrantId === two.GrantId && one.GrantToken !== two.GrantToken;
    return isSame && three.GrantId !== four.GrantId;
  },
  "52e7f903b5a0": async ({ codeOf, seeds }) =>
    (await codeOf("kms", "CreateGrant", grant({ KeyId: seeds.ready, Operations: ["Sign"] }))) ===
    "ValidationException",
});
