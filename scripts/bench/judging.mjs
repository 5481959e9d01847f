/** Judging: the worst policies of 32,768 bytes, the first time in a process and the median of some more. */
import { execFileSync } from "node:child_process";
import { judges, read } from "./judges.mjs";
import { median } from "./table.mjs";
import { quota, worst } from "./worst-policies.mjs";

const repeats = 9;

/** Every judgement on every kind; the slowest kinds of each are told. */
export function judging() {
  const rows = Object.keys(judges).flatMap((judge) =>
    slowest(judge, 3).map(({ kind, ms }) => [judge, kind, first(judge, kind), ms]),
  );
  return {
    title: `Judging ${quota} bytes: the three slowest of ${Object.keys(worst).length} kinds, ms`,
    heads: ["judgement", "kind of policy", "first", "median"],
    rows,
  };
}

/** The kinds that take a judgement longest, by their medians. */
export function slowest(judge, count) {
  const measured = Object.keys(worst).map((kind) => ({ kind, ms: typical(judge, kind) }));
  return measured.sort((one, two) => two.ms - one.ms).slice(0, count);
}

/** The median of some judgements, after one that is not counted. */
export function typical(judge, kind, bytes = quota) {
  once(judge, kind, bytes);
  return median(Array.from({ length: repeats }, () => once(judge, kind, bytes)));
}

/** The first time is that of a new process, where nothing is compiled yet. */
function first(judge, kind) {
  const script = `
    import { once } from ${JSON.stringify(import.meta.url)};
    process.stdout.write(String(once(${JSON.stringify(judge)}, ${JSON.stringify(kind)})));`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }));
}

/** One judgement of policies that were only just read, in ms. */
export function once(judge, kind, bytes = quota) {
  const [one, other] = [read(worst[kind](bytes, "x")), read(worst[kind](bytes, "y"))];
  const start = performance.now();
  judges[judge](one, other);
  return performance.now() - start;
}
