/** What became of a write: the backup, the outcome, and what somebody else changed meanwhile. */
import type { Applied, Plan } from "../../plan/plan.js";
import type { Body } from "../../report/report.js";
import { lowerFirst } from "./causes.js";
import { differenceDiff } from "./change.js";
import { nameOf } from "./fleet.js";
import { utc } from "./utc.js";
import type { Block, Item } from "./view.js";

type PlanBody = Body & { readonly kind: "plan" };

/** The time of the policy that a plan puts back. */
export function restoredAt({ reason }: Plan): string | undefined {
  const iso = /^restore of (\S+?)(?:, of .*)?$/.exec(reason)?.[1];
  return iso === undefined ? undefined : utc(iso);
}

export function writeBlocks(body: PlanBody, width: number): readonly Block[] {
  if (body.plan.empty && body.plan.reason === "prepare")
    return [
      { kind: "items", items: [item("good", "No changes: the key policy already allows CloudWatch Logs.")] },
    ];
  return [...itemsBlock(writeItems(body)), ...meantimeBlocks(body, width, "")];
}

/** Each key once, with the environments that share it. */
export function manyWriteBlocks(
  { reports }: Body & { readonly kind: "many" },
  width: number,
): readonly Block[] {
  const keys = new Map<string, { readonly body: PlanBody; readonly names: string[] }>();
  for (const report of reports) {
    const { body } = report;
    if (body?.kind !== "plan" || body.plan.empty) continue;
    const seen = keys.get(body.plan.key);
    const names = [...(seen?.names ?? []), nameOf(report, reports)];
    keys.set(body.plan.key, { body: seen?.body.applied === undefined ? body : seen.body, names });
  }
  const all = [...keys.values()].map(({ body, names }) => ({ body, whose: `${names.join(", ")}: ` }));
  return [
    ...itemsBlock(all.flatMap(({ body, whose }) => writeItems(body, whose))),
    ...all.flatMap(({ body, whose }) => meantimeBlocks(body, width, whose)),
  ];
}

function itemsBlock(items: readonly Item[]): readonly Block[] {
  return items.length === 0 ? [] : [{ kind: "items", items }];
}

/** A line for each thing that happened, with the environments where there are several keys. */
function writeItems({ plan, applied }: PlanBody, whose = ""): readonly Item[] {
  if (applied === undefined) return [];
  const restored = restoredAt(plan);
  const done =
    restored === undefined
      ? "Changed the key policy and verified it."
      : `Restored the key policy of ${restored} and verified it.`;
  const outcomes: Readonly<Record<Applied["outcome"], readonly Item[]>> = {
    unchanged: [],
    written: [item("good", done, whose)],
    "not-written": [],
    "not-visible": [item("unknown", "KMS accepted the key policy and does not return it yet.", whose)],
    overwritten: [item("unknown", "KMS accepted the key policy and now returns another one.", whose)],
    uncertain: [item("unknown", "Whether the key policy was changed is unknown.", whose)],
  };
  const { backup, outcome } = applied;
  const saved = backup === undefined ? [] : [item("good", `Saved the current policy: ${backup}`, whose)];
  return [...saved, ...outcomes[outcome]];
}

function meantimeBlocks({ applied }: PlanBody, width: number, whose: string): readonly Block[] {
  if (applied?.meantime === undefined) return [];
  const text = "The key policy has changed since the plan was made:";
  return [
    { kind: "text", paragraphs: [whose === "" ? text : whose + lowerFirst(text)] },
    differenceDiff(applied.meantime, width),
  ];
}

function item(tone: Item["tone"], text: string, whose = ""): Item {
  return { tone, name: "", text: whose === "" ? text : whose + lowerFirst(text) };
}
