/** The table of verbs, in the order of help. A verb's code is loaded when it is called, and not before. */
import type { Verb } from "./verb.js";
import { checkVerb, diffVerb, grantsVerb, validateVerb } from "./verbs-judging.js";
import { explainVerb, sandboxVerb, statementVerb } from "./verbs-telling.js";
import { backupsVerb, prepareVerb, restoreVerb } from "./verbs-writing.js";

export const verbs: readonly Verb[] = [
  prepareVerb,
  checkVerb,
  diffVerb,
  grantsVerb,
  statementVerb,
  validateVerb,
  restoreVerb,
  backupsVerb,
  explainVerb,
  sandboxVerb,
];
