/**
 * Whether a condition holds when somebody calls KMS, directly as this tool does or through a service. It knows the few keys
 * whose value is certain then; MFA, organization, address and every other key can be anything.
 */
import {
  type Covers,
  coversArn,
  coversExactly,
  coversIgnoringCase,
  coversPattern,
  hasVariable,
} from "./covers.js";
import type { Identity } from "./identity.js";
import { type Comparison, type Operator, readOperator } from "./operators.js";
import type { Condition } from "./statement.js";
import { opposite, type Truth, truthOf } from "./truth.js";

/**
 * The call: the operation without its prefix, and who makes it. Through a service, the keys that tell of services, of the
 * encryption context and of grants can be anything.
 */
export interface Call {
  readonly operation: string;
  readonly how: "directly" | "through-a-service";
  /** The service, as kms:ViaService names it, where it is known. */
  readonly via?: string;
}

/** A key of the request: its text, `absent`, or undefined where nobody here knows. */
export type Found = { readonly text: string } | "absent" | undefined;

/** Judges one condition for a caller of KMS; see {@link holdsWhere}. */
export function holdsForCaller(condition: Condition, who: Identity, call: Call): Truth {
  return holdsWhere(condition, (key) => lookUp(key, who, call));
}

/**
 * Judges one condition where a request's keys are known as far as `look` says.
 *
 * @param look a condition key in lower case
 * @returns unknown for a key, an operator, a policy variable or a `ForAllValues:` that cannot be judged from here
 * (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html)
 */
export function holdsWhere(condition: Condition, look: (key: string) => Found): Truth {
  const operator = readOperator(condition.operator);
  const found = look(condition.key.toLowerCase());
  // Of a name in another case than AWS's, no page says whether IAM reads it.
  if (operator === undefined || found === undefined || !operator.exactCase) return "unknown";
  if (operator.set !== undefined || condition.values.length === 0) return "unknown";
  if (condition.values.some(hasVariable)) return "unknown";
  if (operator.comparison === "null") return isNull(condition.values, found);
  if (found === "absent") return truthOf(operator.negated || operator.ifExists);
  return compare(operator, condition.values, found.text);
}

function compare(operator: Operator, values: readonly string[], text: string): Truth {
  const covers = comparisons[operator.comparison];
  if (covers === undefined) return "unknown";
  const isOne = truthOf(values.some((value) => covers(value)(text)));
  return operator.negated ? opposite(isOne) : isOne;
}

/** `"true"` asks that the key is absent. */
function isNull(values: readonly string[], found: Found): Truth {
  return truthOf(values.some((value) => value.toLowerCase() === String(found === "absent")));
}

/** A text without wildcards is the narrowest pattern. */
const comparisons: { readonly [comparison in Comparison]?: Covers } = {
  string: coversExactly,
  "string-ignore-case": coversIgnoringCase,
  "string-like": coversPattern,
  arn: coversArn,
  bool: coversIgnoringCase,
};

function lookUp(key: string, who: Identity, { operation, how, via }: Call): Found {
  const isDirect = how === "directly";
  if (key.startsWith("kms:encryptioncontext")) return isDirect ? "absent" : undefined;
  switch (key) {
    case "kms:calleraccount":
    case "aws:principalaccount":
      return { text: who.account };
    case "aws:principalarn":
      // The root stands for all administrators, and of a role the path is not known.
      return who.is === "user" ? { text: who.arn } : undefined;
    case "kms:bypasspolicylockoutsafetycheck":
      return operation === "PutKeyPolicy" ? { text: "false" } : undefined;
    case "aws:principalisawsservice":
      return { text: "false" };
    case "aws:viaawsservice":
      return isDirect ? { text: "false" } : undefined;
    case "aws:securetransport":
      return { text: "true" };
    case "kms:viaservice":
      return isDirect ? "absent" : via === undefined ? undefined : { text: via };
    case "kms:grantisforawsresource":
    case "aws:sourceaccount":
    case "aws:sourcearn":
    case "aws:calledvia":
      return isDirect ? "absent" : undefined;
    default:
      return undefined;
  }
}
