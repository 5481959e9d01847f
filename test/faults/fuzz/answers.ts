/** Malformed answers of KMS and STS: a tiny server in front of the real SDK, and the whole program before it. */

import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { main } from "../../../src/main.js";
import { awsVariables } from "../../aws-variables.js";
import { setUpMachine } from "../machine.js";
import { mangleJson, mangleText, pick, type Random, written } from "./garbage.js";
import { judgeEnd } from "./held.js";
import { brokenPolicy } from "./policies.js";
import { identityXml, key, keyMetadata, policies } from "./valid.js";
import type { Fuzzed } from "./words.js";

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (body: unknown, status = 200): Answer => ({
  ...{
    status,
    type: "application/x-amz-json-1.1",
    body: typeof body === "string" ? body : JSON.stringify(body),
  },
});

/** What a run of the program gets to see, drawn once for each operation, so that a repeated read shows the same. */
interface Weather {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly policy: string | undefined;
}

function drawWeather(random: Random): Weather {
  const isBroken = pick(random, [
    "GetCallerIdentity",
    "DescribeKey",
    "GetKeyPolicy",
    "ListGrants",
    "Policy",
    "PutKeyPolicy",
  ]);
  const policy = isBroken === "Policy" ? brokenPolicy(random) : pick(random, policies);
  const good: Readonly<Record<string, Answer>> = {
    GetCallerIdentity: { status: 200, type: "text/xml", body: identityXml },
    DescribeKey: json({ KeyMetadata: keyMetadata }),
    GetKeyPolicy: json({ Policy: policy, PolicyName: "default" }),
    ListGrants: json({ Grants: [{ GrantId: "a", Name: "n", Operations: ["Decrypt"] }], Truncated: false }),
    PutKeyPolicy: json(""),
  };
  const old = good[isBroken];
  if (old === undefined) return { answers: good, policy };
  const broken = breakAnswer(random, old);
  return {
    answers: { ...good, [isBroken]: broken },
    policy: isBroken === "GetKeyPolicy" ? policyIn(broken) : policy,
  };
}

function breakAnswer(random: Random, { status, type, body }: Answer): Answer {
  const mangled =
    body.startsWith("{") && random() < 0.6
      ? written(mangleJson(random, JSON.parse(body)))
      : mangleText(random, body);
  const error = JSON.stringify({
    __type: mangleText(random, "ThrottledException"),
    message: mangleText(random, "It is not so."),
  });
  return {
    body: random() < 0.2 ? error : mangled,
    type: random() < 0.1 ? "text/html" : type,
    status: random() < 0.7 ? status : pick(random, [204, 301, 400, 403, 404, 413, 418, 429, 599]),
  };
}

function policyIn({ body, status }: Answer): string | undefined {
  try {
    const { Policy } = JSON.parse(body) as { Policy?: unknown };
    return status < 300 && typeof Policy === "string" ? Policy : undefined;
  } catch {
    return undefined;
  }
}

/** Starts the server. @returns how to try one answer, and how to end it */
export async function serveAnswers(): Promise<{ fuzz(random: Random): Promise<Fuzzed>; close(): void }> {
  let weather: Weather = { answers: {}, policy: undefined };
  const writes: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const operation = String(request.headers["x-amz-target"] ?? "GetCallerIdentity").replace(
      "TrentService.",
      "",
    );
    if (operation === "PutKeyPolicy") writes.push(String(JSON.parse(text).Policy));
    send(response, weather.answers[operation]);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fuzz = async (random: Random): Promise<Fuzzed> => {
    weather = drawWeather(random);
    writes.length = 0;
    const verb = pick(random, [["check"], ["diff"], ["prepare", "--yes"], ["grants", "--verify"]]);
    const format = random() < 0.5 ? ["--format", "json"] : [];
    const machine = setUpMachine({ env: { ...awsVariables(), HOME: "/nonexistent", AWS_MAX_ATTEMPTS: "1" } });
    try {
      const exit = await main([...verb, key, "-e", "demo", "--endpoint-url", url, ...format], machine.host);
      const ended = { exit, ...machine.written };
      if (format.length > 0) JSON.parse(ended.stdout);
      return {
        input: JSON.stringify(weather.answers),
        wrong: [...judgeEnd(ended), ...judgeWrites(verb, writes, weather)],
      };
    } finally {
      machine.dispose();
    }
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { fuzz, close };
}

function send(response: ServerResponse, answer: Answer | undefined): void {
  response.writeHead(answer?.status ?? 404, {
    "content-type": answer?.type ?? "text/plain",
    "x-amzn-requestid": "r",
  });
  response.end(answer?.body);
}

/** A write may only follow a policy that could be read whole, and then holds all that it held. */
function judgeWrites(
  [verb]: readonly string[],
  writes: readonly string[],
  { policy }: Weather,
): readonly string[] {
  if (writes.length === 0) return [];
  if (verb !== "prepare" || policy === undefined) return [`${verb} wrote`];
  const before = statementsOf(policy);
  if (before === undefined) return ["it wrote over a policy that is none"];
  return writes.flatMap((written) => {
    const now = statementsOf(written) ?? [];
    const gone = before.filter((statement) => !now.includes(statement));
    return gone.length > 1 ? [`${gone.length} statements were overwritten`] : [];
  });
}

function statementsOf(text: string): readonly string[] | undefined {
  try {
    const { Statement } = JSON.parse(text) as { Statement?: unknown };
    const list = Array.isArray(Statement) ? Statement : [Statement];
    return list.map((statement) => JSON.stringify(statement));
  } catch {
    return undefined;
  }
}
