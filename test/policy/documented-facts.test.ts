/** Facts of AWS's pages that evaluators get wrong (oracle/edges.ts), asked of the product's evaluator with every condition key known. */
import { expect, test } from "vitest";
import { partitionById } from "../../src/key/arn.js";
import { parsePolicy } from "../../src/policy/document/document.js";
import { readStatements } from "../../src/policy/document/statement.js";
import { contextOf } from "../../src/policy/evaluate/context/lookup.js";
import { absent, type Row, words } from "../../src/policy/evaluate/context/row.js";
import { evaluate } from "../../src/policy/evaluate/evaluate.js";
import { type Caller, readCaller } from "../../src/policy/evaluate/principal.js";
import { account, edges } from "./oracle/index.js";
import { type Context, type Caller as OracleCaller, sessionArnOf } from "./oracle/request.js";

function callerOf(caller: OracleCaller): Caller {
  if (caller.type === "service") return { is: "service", names: [caller.name], contested: [], possible: [] };
  const arn = caller.type === "root" ? `arn:aws:iam::${caller.account}:root` : caller.arn;
  const session = sessionArnOf(caller);
  return { ...readCaller(arn, account), ...(session === undefined ? {} : { arn: session }) };
}

/** A text that is a time is one to operators on dates too. */
function contextWith(known: Context) {
  const row = (name: string): Row<undefined> => {
    const values = known[name];
    const moment = /^aws:(currenttime|epochtime)$/.test(name) ? values?.[0] : undefined;
    const time =
      moment === undefined ? undefined : /^\d+$/.test(moment) ? Number(moment) * 1000 : Date.parse(moment);
    return {
      keys: [name],
      alternatives: () =>
        values === undefined
          ? [absent]
          : time === undefined
            ? words(...values)
            : [{ is: "time", from: time, exact: true }],
      why: "",
      source: "",
    };
  };
  return contextOf(row, () => undefined);
}

/** A day without a time is taken to begin at midnight UTC, as ISO 8601 has it in JavaScript; IAM names no time zone. */
const dayAlone = /^a day without a time/;

/** undefined: IAM's grammar does not allow the policy. */
function productSays({ policy, request }: (typeof edges)[number]): string | undefined {
  const document = parsePolicy(policy);
  const read = document.ok ? readStatements(document.value) : undefined;
  if (!document.ok || read?.ok !== true) return undefined;
  const key = {
    partition: partitionById("aws"),
    region: "us-east-1",
    keyArn: request.keyArn,
    keyAccount: account,
  };
  const asked = { caller: callerOf(request.caller), key, context: contextWith(request.context) };
  const { answer } = evaluate(
    { statements: read.value, version: document.value.version },
    asked,
    request.action.replace("kms:", ""),
  );
  return { allowed: "allow", denied: "deny", none: "implicit", unknown: "undecided" }[answer];
}

test.each(edges.map((edge) => [edge.says, edge] as const))("%s", (_says, edge) => {
  const found = productSays(edge);
  if (found === undefined) expect(edge.expected).toBe("undecided");
  // Unknown is never wrong, but a fact that is documented is known: those that are not evaluated are listed here.
  else if (edge.expected !== "undecided") expect([edge.expected, "undecided"]).toContain(found);
  else if (!dayAlone.test(edge.says)) expect(["undecided", "implicit"]).toContain(found);
});

test("most of them are decided", () => {
  const open = edges.filter((edge) => edge.expected !== "undecided" && productSays(edge) === "undecided");
  // Addresses are compared with networks of the policy only where the caller's are known: none are.
  expect(open.map(({ says }) => says)).toEqual([
    "an address without prefix is one address",
    "IPv4 ranges are no IPv6 addresses",
    "two spellings of one IPv6 address",
    "a federated principal is no role session",
    // Whether a principal has a permissions boundary is not known.
    "the whole chain exempts",
    "a permissions boundary makes the exemption void",
  ]);
});
