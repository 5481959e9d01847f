/** What the role's policies and the key policy come to together, operation by operation. It makes no sentence of it. */
import { parseArn } from "../../key/arn.js";
import { type Identity, readIdentity } from "../../policy/identity.js";
import { mayCall } from "../../policy/may-call.js";
import {
  judgeRoleAccess,
  type RoleCell,
  type RolePolicyRead,
  type RoleQuestion,
} from "../../policy/role-access.js";
import type { Truth } from "../../policy/truth.js";
import { keyAccount, type Snapshot } from "../snapshot.js";
import { documentOf } from "./logs-reading.js";

/** `shut-out`: the key policy lets the role in by no IAM policy. `own`: what the role's policies say by themselves. */
export interface RoleAnswer extends Omit<RoleCell, "answer"> {
  readonly own: RoleCell["answer"];
  readonly answer: RoleCell["answer"] | "shut-out";
}

/**
 * Within one account, a key policy that names the role suffices; one that names the account's root hands over to IAM.
 * From another account it takes both. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function roleAnswers(
  policies: readonly RolePolicyRead[],
  question: RoleQuestion,
  snapshot: Snapshot,
): readonly RoleAnswer[] {
  const owner = keyAccount(snapshot);
  const isOwn = owner.known && owner.value === parseArn(question.roleArn)?.account;
  return judgeRoleAccess(policies, question).map((cell) => {
    const { answer: own } = cell;
    if (own === "denied") return { ...cell, own };
    if (own === "missing") {
      const itself = isOwn ? keyPolicySays(cell, question, snapshot, false) : "no";
      return {
        ...cell,
        own,
        answer: ({ yes: "allowed", no: "missing", unknown: "unknown" } as const)[itself],
      };
    }
    const handed = keyPolicySays(cell, question, snapshot, true);
    return { ...cell, own, answer: handed === "yes" ? own : handed === "no" ? "shut-out" : "unknown" };
  });
}

function keyPolicySays(
  { operation, service }: RoleCell,
  { roleArn, region, suffixes }: RoleQuestion,
  snapshot: Snapshot,
  handedOver: boolean,
): Truth {
  if (!snapshot.policy.known) return "unknown";
  const document = documentOf(snapshot.policy.value, snapshot);
  if (!document.ok) return "unknown";
  const who = sessionOf(roleArn);
  const truths = suffixes.map((suffix) => {
    const via = `${service}.${region}.${suffix}`;
    const question = { operation, how: "through-a-service", via, handedOver } as const;
    return mayCall(document.value, who, question).may;
  });
  return truths.every((truth) => truth === truths[0]) ? (truths[0] ?? "unknown") : "unknown";
}

/** Who uses a role is a session of it. */
function sessionOf(roleArn: string): Identity {
  const [, partition = "", , , account = "", resource = ""] = roleArn.split(":");
  const name = resource.split("/").at(-1) ?? "";
  return readIdentity(`arn:${partition}:sts::${account}:assumed-role/${name}/airflow`, account);
}
