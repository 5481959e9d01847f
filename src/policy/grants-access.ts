/**
 * Whether a Deny of the key policy reaches MWAA's use of the key through its grants. A grant gives access, and a Deny of the key
 * policy takes it away again (https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html). AWS does not say as whom
 * MWAA uses its grants: KMS writes a service's name where the grantee is a service, and where it is a role of a service
 * (https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html). So the policy is evaluated for both.
 */

import type { Statement } from "./document/statement.js";
import { everything } from "./document/statement.js";
import { callerContext } from "./evaluate/context/callers.js";
import { type Decision, evaluator, type PolicyStatements } from "./evaluate/evaluate.js";
import type { Caller } from "./evaluate/principal.js";
import type { KeyPlace } from "./evaluate/request.js";

/** What the four grants allow, as the API spells it: the operations that a grant of MWAA must contain. */
export const grantUse = [
  ...[
    "Encrypt",
    "Decrypt",
    "ReEncryptFrom",
    "ReEncryptTo",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
  ],
  ...["DescribeKey", "CreateGrant", "RetireGrant"],
] as const;

/** The two that MWAA can be to KMS. */
export type GrantUser = "service" | "aws-role";

/** What a Deny does to one operation. `caught`: certainly denied; `open`: perhaps, and by what. */
export interface GrantsCall {
  readonly operation: string;
  readonly as: GrantUser;
  readonly decision: Decision;
}

/** `clear`: no Deny reaches MWAA, whichever it is. `caught`: one certainly does. `open`: it depends. */
export interface GrantsVerdict {
  readonly level: "clear" | "caught" | "open";
  /** The calls that are denied, or can be. */
  readonly calls: readonly GrantsCall[];
  /** The statements that deny, or can deny, each once. */
  readonly statements: readonly Statement[];
}

/** Evaluates the Deny statements of a key policy for MWAA under its grants. */
export function grantsAccess(
  policy: PolicyStatements,
  key: KeyPlace & { readonly at?: string },
): GrantsVerdict {
  const denies = policy.statements.filter(({ effect }) => effect === "Deny");
  const asked = { ...policy, statements: [everything, ...denies] };
  const service = `airflow.${key.region}.`;
  const callers: readonly (readonly [GrantUser, Caller])[] = [
    [
      "service",
      {
        is: "service",
        names: [...new Set([`${service}${key.partition.dnsSuffix}`, `${service}amazonaws.com`])],
        contested: [],
        possible: ["airflow.amazonaws.com", "airflow-env.amazonaws.com"],
      },
    ],
    ["aws-role", { is: "aws-role" }],
  ];
  const calls = callers.flatMap(([as, caller]) => {
    const decide = evaluator(asked, { caller, key, context: callerContext(key, { by: as }) });
    return grantUse.map((operation): GrantsCall => ({ operation, as, decision: decide(operation) }));
  });
  const touched = calls.filter(({ decision }) => decision.answer !== "allowed");
  const isCaught = (as: GrantUser) =>
    touched.some((call) => call.as === as && call.decision.answer === "denied");
  const statements = touched.flatMap(({ decision }) => decision.by ?? decision.doubt?.statement ?? []);
  const level =
    touched.length === 0 ? "clear" : isCaught("service") && isCaught("aws-role") ? "caught" : "open";
  return { level, calls: touched, statements: [...new Set(statements)] };
}
