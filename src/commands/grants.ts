/** `grants`: the four grants that MWAA will create; with --verify, held against those on the key. */
import { takeSnapshot } from "../flows/take-snapshot.js";
import { compareGrants } from "../grants/compare.js";
import { expectedGrants } from "../grants/expected.js";
import { partitionById } from "../key/partition.js";
import { problem } from "../problem/problem.js";
import { askedWrongly, headOf } from "../report/compose.js";
import type { ReportParts } from "../report/report.js";
import type { AwsOptions, Context, KeyOptions } from "./context.js";
import { parsePlace } from "./place.js";
import { grantsOf } from "./proposal.js";
import { withSession } from "./session.js";

export interface GrantsOptions extends KeyOptions, AwsOptions {
  readonly verify?: boolean;
}

export async function grants(
  key: string | undefined,
  options: GrantsOptions,
  context: Context,
): Promise<ReportParts> {
  if (options.verify || options.sandbox) return verify(key, options, context);
  const place = parsePlace(key, options, context.host);
  if (!place.ok) return askedWrongly("grants", place.problems);
  const { environment, partition, region } = place.value;
  if (environment === undefined) return withoutEnvironment(key);
  const expected = expectedGrants(environment, partitionById(partition), region);
  return { command: "grants", verdict: "done", body: { kind: "grants", expected } };
}

function withoutEnvironment(key: string | undefined): ReportParts {
  const facts = { command: "grants", key: key ?? "KEY" };
  return askedWrongly("grants", [problem("environment/missing", facts, "--environment")]);
}

async function verify(
  key: string | undefined,
  options: GrantsOptions,
  context: Context,
): Promise<ReportParts> {
  return withSession("grants", key, options, context, async ({ target, connection }) => {
    const expected = grantsOf(target);
    if (expected.length === 0) return withoutEnvironment(key);
    const snapshot = await takeSnapshot(target, connection, context, ["caller", "grants"]);
    const head = { command: "grants", ...headOf(snapshot) } as const;
    if (!snapshot.grants.known) {
      const body = { kind: "grants", expected } as const;
      return { ...head, verdict: "could-not-tell", problems: [snapshot.grants.problem], body };
    }
    const live = compareGrants(expected, snapshot.grants.value, partitionById(target.partition));
    const isWhole = live.expected.every((each) => each.state === "present");
    return { ...head, verdict: isWhole ? "done" : "incomplete", body: { kind: "grants", expected, live } };
  });
}
