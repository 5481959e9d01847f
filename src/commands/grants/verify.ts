/** `grants --verify`: the four grants held against those on the key. */

import { grantsOf } from "../../apply/assess.js";
import { takeSnapshot } from "../../aws/take-snapshot.js";
import { compareGrants } from "../../grants/compare.js";
import { partitionById } from "../../key/arn.js";
import { headOf } from "../../report/compose.js";
import type { ReportParts } from "../../report/report.js";
import type { Context } from "../../session/context.js";
import { withSession } from "../../session/session.js";
import { type GrantsOptions, withoutEnvironment } from "../offline-target.js";

export async function verifyGrants(
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
