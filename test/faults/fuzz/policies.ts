/** Malformed policies through everything that reads one: the checks, the plan, both formats. No request is made. */

import { assess } from "../../../src/apply/assess.js";
import type { Connection } from "../../../src/aws/connection.js";
import { parseTarget } from "../../../src/key/target.js";
import { parsePolicy } from "../../../src/policy/document/document.js";
import { known } from "../../../src/problems/result.js";
import { composeReport, headOf } from "../../../src/report/compose.js";
import { render } from "../../../src/reporters/index.js";
import { mangleJson, mangleText, pick, type Random, written } from "./garbage.js";
import { judgeEnd } from "./held.js";
import { key, keyMetadata, policies } from "./valid.js";

const nobody = () => Promise.reject(new Error("not asked for"));
const page = { width: 100, color: false, unicode: true };

/** A policy that was one: as a text, or as a value that is written out again. */
export function brokenPolicy(random: Random): string {
  const good = pick(random, policies);
  if (random() < 0.4) return mangleText(random, good);
  const value = mangleJson(random, JSON.parse(good));
  return random() < 0.2 ? mangleText(random, written(value)) : written(value, random() < 0.5 ? 2 : 0);
}

/** @returns what is wrong with what became of one broken policy */
export async function fuzzPolicy(
  random: Random,
): Promise<{ readonly input: string; readonly wrong: readonly string[] }> {
  const input = brokenPolicy(random);
  const connection: Connection = {
    getCallerIdentity: async () =>
      known({ account: "111122223333", arn: "arn:aws:sts::111122223333:assumed-role/A/s" }),
    describeKey: async () => known(keyMetadata),
    getKeyPolicy: async () => known(input),
    putKeyPolicy: nobody,
    listGrants: nobody,
    listResourceTags: async () => known({}),
    getKeyRotationStatus: async () => known({ enabled: true }),
    dryRun: async () => known([]),
    bucket: nobody,
    executionRole: nobody,
    logGroups: nobody,
    environments: async () => known([]),
    environment: () => Promise.reject(new Error("not asked for")),
    close: () => undefined,
  };
  const target = parseTarget({ key, environment: "demo" });
  if (!target.ok) throw new Error("the key must be one");
  const session = { target: target.value, connection, holdFast: () => undefined };
  const { snapshot, findings, verdict, problems, plan } = await assess(
    session,
    {},
    {
      host: { now: () => new Date(0), sleep: () => new Promise<void>(() => undefined) },
      say: () => undefined,
    },
  );
  const body = plan === undefined ? {} : ({ body: { kind: "plan", plan, grants: [] } } as const);
  const parts = { command: "diff", ...headOf(snapshot), verdict, findings, problems, ...body } as const;
  const report = composeReport(parts, { tool: "fuzz", sandbox: false });
  const format = random() < 0.5 ? "human" : "json";
  const stdout = await render(format, report, page);
  if (format === "json") JSON.parse(stdout);
  const wrong = judgeEnd({ exit: report.exitCode, stdout, stderr: "" });
  return { input, wrong: plan === undefined || plan.empty ? wrong : [...wrong, ...lostBy(input, plan.next)] };
}

/** One statement at most is ours and may change; all others go back to the character. */
function lostBy(base: string, next: string): readonly string[] {
  const before = parsePolicy(base);
  const gone = before.ok ? before.value.statements.filter((statement) => !next.includes(statement.text)) : [];
  return before.ok && gone.length <= 1 ? [] : [`${gone.length} statements would be lost`];
}
