/**
 * The condition keys that are certain when somebody calls kms:PutKeyPolicy directly, as this tool does. It judges
 * nothing (condition.ts does); MFA, organization, address and every other key can be anything.
 */
import { conditionJudge } from "./condition.js";
import type { Context, KeyFact } from "./context-lookup.js";
import type { Alternative } from "./context-row.js";
import type { Identity } from "./identity.js";
import { textOf } from "./match.js";
import type { Statement } from "./statement.js";
import type { Truth } from "./truth.js";

/**
 * Judges the conditions of a statement for a caller of kms:PutKeyPolicy.
 *
 * @param version the policy's Version, which decides about variables
 * @returns unknown for what cannot be judged from here
 * (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html)
 */
export function holdsForCaller(statement: Statement, version: string | undefined, who: Identity): Truth {
  const context: Context = (key) => factOf(key.toLowerCase(), who);
  const judge = conditionJudge(statement, version, context);
  // The judge asks for a CloudWatch Logs operation and its group; this context looks at neither.
  return judge("DescribeKey", { name: "", arn: textOf("") }).truth;
}

function factOf(key: string, who: Identity): KeyFact {
  return { alternatives: [alternativeOf(key, who)], documented: false, why: "", source: "" };
}

function alternativeOf(key: string, who: Identity): Alternative {
  if (key.startsWith("kms:encryptioncontext")) return { is: "absent" };
  switch (key) {
    case "kms:calleraccount":
    case "aws:principalaccount":
      return text(who.account);
    case "aws:principalarn":
      // The root stands for all administrators, and of a role the path is not known.
      return who.is === "user" ? text(who.arn) : { is: "anything" };
    case "kms:bypasspolicylockoutsafetycheck":
    case "aws:principalisawsservice":
    case "aws:viaawsservice":
      return text("false");
    case "aws:securetransport":
      return text("true");
    case "kms:viaservice":
    case "kms:grantisforawsresource":
    case "aws:sourceaccount":
    case "aws:sourcearn":
    case "aws:calledvia":
      return { is: "absent" };
    default:
      return { is: "anything" };
  }
}

function text(value: string): Alternative {
  return { is: "texts", texts: [textOf(value)], more: false };
}
