/** Judges one condition for one way in which its key can stand in the request: absence, negation, IfExists, the set operators. */
import { compareForeign, compareText, compareTime, isBool, type PolicyValue } from "./compare.js";
import type { Alternative } from "./context-row.js";
import type { Operator } from "./operators.js";
import { every, opposite, some, type Truth, truthOf } from "./truth.js";

/**
 * @returns whether the condition holds where the key stands so
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function judgeAlternative(
  operator: Operator,
  values: readonly PolicyValue[],
  alternative: Alternative,
): Truth {
  if (operator.comparison === "null") return judgeNull(values, alternative);
  switch (alternative.is) {
    case "absent":
      return judgeAbsent(operator);
    case "any-value":
    case "anything":
      return "unknown";
    case "foreign":
      return judgePresent(operator, [some(values.map((value) => compareForeign(operator, value)))], false);
    case "time":
      return judgePresent(
        operator,
        [some(values.map((value) => compareTime(operator, value, alternative.from, alternative.exact)))],
        false,
      );
    case "texts":
      return judgePresent(
        operator,
        alternative.texts.map((text) => some(values.map((value) => compareText(operator, value, text)))),
        alternative.more,
      );
  }
}

/** `matched`: for each value of the request, whether any value of the policy is it. */
function judgePresent(operator: Operator, matched: readonly Truth[], more: boolean): Truth {
  const held = operator.negated ? matched.map(opposite) : matched;
  const all = operator.set === "all" || (operator.set === undefined && operator.negated);
  const truth = all ? every(held) : some(held);
  if (!more) return truth;
  return truth === (all ? "no" : "yes") ? truth : "unknown";
}

/**
 * A missing key: false, but true for IfExists, for ForAllValues, and for a negated operator without ForAnyValue. Of a negated
 * ForAllValues AWS's pages say both.
 */
function judgeAbsent(operator: Operator): Truth {
  if (operator.set === "all" && operator.negated && !operator.ifExists) return "unknown";
  if (operator.ifExists || operator.set === "all") return "yes";
  return truthOf(operator.negated && operator.set === undefined);
}

function judgeNull(values: readonly PolicyValue[], alternative: Alternative): Truth {
  const written = values.map((value) => value.written);
  if (alternative.is === "anything" || !written.every(isBool)) return "unknown";
  return truthOf(written.includes(String(alternative.is === "absent")));
}
