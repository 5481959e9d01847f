/** Documented facts that an evaluator easily gets wrong: policy, concrete request, answer, page. For the product's evaluator too. */
import { conditionEdges } from "./edges-conditions.js";
import { elementEdges } from "./edges-elements.js";
import { keyEdges } from "./edges-keys.js";
import { operatorEdges } from "./edges-operators.js";
import { principalEdges } from "./edges-principals.js";
import type { Row } from "./rows.js";

export const edges: readonly Row[] = [
  ...operatorEdges,
  ...conditionEdges,
  ...principalEdges,
  ...elementEdges,
  ...keyEdges,
];
