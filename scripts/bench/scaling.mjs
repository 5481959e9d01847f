/** Scaling: the slowest kind of policy for each judgement at 1 to 32 KB, which shows growth in step with the size. */
import { judges } from "./judges.mjs";
import { slowest, typical } from "./judging.mjs";

const sizes = [1, 2, 4, 8, 16, 32];

/** ms for each size, and how much longer 32 KB take than 16: two is growth in step with the size. */
export function scaling() {
  const rows = Object.keys(judges).map((judge) => {
    const [{ kind } = { kind: "" }] = slowest(judge, 1);
    const times = sizes.map((size) => typical(judge, kind, size * 1024));
    return [judge, kind, ...times, times[5] / times[4]];
  });
  return {
    title: "Scaling: medians in ms for the slowest kind of each judgement, by size",
    heads: ["judgement", "kind of policy", ...sizes.map((size) => `${size} KB`), "32/16"],
    rows,
  };
}
