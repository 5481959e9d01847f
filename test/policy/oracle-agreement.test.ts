/**
 * The evaluator against an evaluator of the tests' own (oracle/), which was written from AWS's pages alone and tries every world:
 * where the product says yes or no, the oracle must be able to reach the same answer.
 * MWAA_KMS_PROPERTY_RUNS=100000 runs it on so many policies.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectedGrants } from "../../src/grants/expected.js";
import { partitionById } from "../../src/key/arn.js";
import { parsePolicy } from "../../src/policy/document/document.js";
import { readStatements } from "../../src/policy/document/statement.js";
import { type CallPath, callerContext } from "../../src/policy/evaluate/context/callers.js";
import { logsContext } from "../../src/policy/evaluate/context/lookup.js";
import { evaluator } from "../../src/policy/evaluate/evaluate.js";
import { type Caller, readCaller } from "../../src/policy/evaluate/principal.js";
import { type LogsRequest, logGroupsOf, logsCaller } from "../../src/policy/evaluate/request.js";
import { propertyRuns } from "../property-runs.js";
import {
  account,
  arbitraryPolicy,
  compareVerdict,
  decideAll,
  environment,
  keyArn,
  region,
  requests,
} from "./oracle/index.js";
import { type Caller as OracleCaller, sessionArnOf } from "./oracle/request.js";

const aws = partitionById("aws");
const key: LogsRequest = {
  ...{ partition: aws, region, account, keyArn, keyAccount: account, environment },
  at: "2026-01-15T12:00:00Z",
};
const grants = expectedGrants(environment, aws, region);

/** The product's caller and context for a request of the oracle; undefined for the services behind MWAA, which it does not ask about. */
function asked(id: string, caller: OracleCaller): { caller: Caller; path?: CallPath } | undefined {
  const [number = "", who = "", what = ""] = id.split(" ");
  if (number === "C3") return undefined;
  if (number === "C4") return { caller: logsCaller(key) };
  if (number === "C2") {
    const names = [`airflow.${region}.amazonaws.com`];
    return who === "role"
      ? { caller: { is: "aws-role" }, path: { by: "aws-role" } }
      : { caller: { is: "service", names, contested: [], possible: [] }, path: { by: "service" } };
  }
  const principal = principalOf(caller);
  if (number === "C5")
    return { caller: principal, path: { by: "execution-role", who: principal, service: who } };
  if (number === "C6") return { caller: principal, path: { by: "direct", who: principal } };
  const found = grants.find(({ Name }) => Name === what) ?? grants[0];
  const grant = { grantee: found?.GranteePrincipal ?? "", operations: found?.Operations ?? [] };
  return { caller: principal, path: { by: "creator", who: principal, grant } };
}

function principalOf(caller: OracleCaller) {
  if (caller.type === "service") throw new Error("not a principal");
  const arn = caller.type === "root" ? `arn:aws:iam::${caller.account}:root` : caller.arn;
  const session = sessionArnOf(caller);
  return { ...readCaller(arn, account), ...(session === undefined ? {} : { arn: session }) };
}

/** @returns the product's answer, or nothing for a policy that IAM's grammar does not allow */
function productSays(
  policy: string,
  id: string,
  caller: OracleCaller,
  action: string,
): "yes" | "no" | "unknown" | undefined {
  const document = parsePolicy(policy);
  const read = document.ok ? readStatements(document.value) : undefined;
  const found = asked(id, caller);
  if (!document.ok || read?.ok !== true || found === undefined) return undefined;
  const context = found.path === undefined ? logsContext(key) : callerContext(key, found.path);
  const decide = evaluator(
    { statements: read.value, version: document.value.version },
    { caller: found.caller, key, context },
  );
  const group = logGroupsOf(key).find(({ name }) => name.endsWith("-Task"));
  const { answer } = decide(action.replace("kms:", ""), found.path === undefined ? group : undefined);
  return ({ allowed: "yes", denied: "no", none: "no", unknown: "unknown" } as const)[answer];
}

/** What the product takes for granted of a key that MWAA can use at all. */
const ofKey = Object.fromEntries(
  [
    ["kms:keyspec", "SYMMETRIC_DEFAULT"],
    ["kms:keyusage", "ENCRYPT_DECRYPT"],
    ["kms:multiregion", "false"],
    // A Deny of requests without TLS is taken to leave AWS services alone; the report says so.
    ["aws:securetransport", "true"],
  ].map(([name = "", value = ""]) => [name, { oneOf: [[value]] }]),
);

/** What the product decides where AWS's pages leave it open, by caller: the oracle is told the same. */
const decided: Readonly<
  Record<string, Readonly<Record<string, { readonly oneOf: readonly (readonly string[] | undefined)[] }>>>
> = {
  // No service has an MFA device: the key is absent or false.
  C2: { "aws:multifactorauthpresent": { oneOf: [undefined, ["false"]] } },
  // A documented default can deny, never allow.
  C4: {
    "aws:viaawsservice": { oneOf: [["false"]] },
    "aws:sourceip": { oneOf: [undefined] },
    // The list has all names of the service; which others there are is not documented.
    "aws:principalservicenameslist": {
      oneOf: [[`logs.${region}.amazonaws.com`], [`logs.${region}.amazonaws.com`, "logs.amazonaws.com"]],
    },
  },
  // No MCP server stands between a worker and its queue.
  C5: { "aws:viaawsmcpservice": { oneOf: [undefined] }, "aws:calledviaawsmcp": { oneOf: [undefined] } },
};

/** The account that the oracle gives to roles of AWS: to the product, no policy names that account. */
const stranger = "999988887777";

const known = requests.filter(({ id }) => !id.startsWith("C3"));

describe("the evaluator and the oracle", () => {
  test("agree on random policies and callers", () => {
    const tally = { same: 0, weaker: 0 };
    fc.assert(
      fc.property(arbitraryPolicy, fc.constantFrom(...known), (policy, { id, request }) => {
        const text = JSON.stringify(policy);
        if (text.includes(stranger)) return;
        const verdict = productSays(text, id, request.caller, request.action);
        if (verdict === undefined) return;
        const decisions = decideAll(
          text,
          {
            ...request,
            context: { ...request.context, ...ofKey, ...decided[id.slice(0, 2)] },
          },
          { unknown: "two worlds" },
        );
        const found = compareVerdict(verdict, decisions);
        if (found === "wrong")
          expect.fail(
            `${id}: product ${verdict}, oracle ${decisions.verdict} ${decisions.reasons.join("; ")}`,
          );
        tally[found] += 1;
      }),
      { numRuns: propertyRuns },
    );
    // Being unknown everywhere would agree with everything.
    expect(tally.weaker).toBeLessThan(tally.same / 4);
  });
});
