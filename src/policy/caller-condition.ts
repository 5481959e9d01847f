/**
 * Whether a condition holds when somebody calls kms:PutKeyPolicy directly, as this tool does. It knows the few keys
 * whose value is certain then; everything else, MFA or organization, is unknown.
 */
import { coversExactly, coversIgnoringCase, coversPattern } from "./covers.js";
import { type Asked, readAsked } from "./covers-condition.js";
import type { Identity } from "./identity.js";
import type { Condition } from "./statement.js";
import { opposite, type Truth, truthOf } from "./truth.js";

/** A key's value in the request, `absent`, or undefined where nobody here knows. */
type Value = { readonly text: string } | "absent" | undefined;

/**
 * @returns unknown for every key, operator or policy variable that cannot be judged from here
 * (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html)
 */
export function holdsForCaller(condition: Condition, who: Identity): Truth {
  const asked = readAsked(condition);
  const value = factOf(asked.key, who);
  if (value === undefined || asked.set !== "") return "unknown";
  if (asked.operator === "Null") return isNull(asked, value);
  const isNegated = /Not/.test(asked.operator);
  if (value === "absent") {
    if (!knownOperators.has(asked.operator.replace("Not", ""))) return "unknown";
    return truthOf(isNegated || asked.ifExists);
  }
  const covers = comparisons[asked.operator.replace("Not", "")];
  if (covers === undefined || asked.values.some((text) => text.includes("${"))) return "unknown";
  const found = truthOf(asked.values.some((text) => covers(text)(value.text)));
  return isNegated ? opposite(found) : found;
}

function isNull(asked: Asked, value: Value): Truth {
  const wanted = asked.values.map((text) => text.toLowerCase());
  if (wanted.length !== 1 || asked.ifExists) return "unknown";
  return truthOf(wanted[0] === String(value === "absent"));
}

const comparisons: { readonly [operator: string]: typeof coversExactly | undefined } = {
  StringEquals: coversExactly,
  StringEqualsIgnoreCase: coversIgnoringCase,
  StringLike: coversPattern,
  Bool: coversIgnoringCase,
};

const knownOperators = new Set(["ArnLike", "IpAddress", ...Object.keys(comparisons)]);

function factOf(key: string, who: Identity): Value {
  if (key.startsWith("kms:encryptioncontext")) return "absent";
  switch (key) {
    case "kms:calleraccount":
    case "aws:principalaccount":
      return { text: who.account };
    case "aws:principalarn":
      return who.is === "user" ? { text: who.arn } : undefined;
    case "kms:bypasspolicylockoutsafetycheck":
    case "aws:principalisawsservice":
    case "aws:viaawsservice":
      return { text: "false" };
    case "aws:securetransport":
      return { text: "true" };
    case "kms:viaservice":
    case "kms:grantisforawsresource":
    case "aws:sourceaccount":
    case "aws:sourcearn":
    case "aws:calledvia":
      return "absent";
    default:
      return undefined;
  }
}
