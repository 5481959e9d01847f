/** A statement that allows everything to everyone: beside it, only a Deny makes a difference. */
import type { Statement } from "./statement.js";

export const everything: Statement = {
  index: -1,
  pointer: "",
  effect: "Allow",
  principals: { not: false, everyone: true, entries: [] },
  action: { not: false, patterns: ["*"] },
  resource: { not: false, patterns: ["*"] },
  conditions: [],
};
