/** What KMS lets the caller do for a new environment. Somebody else may create it, so that a refusal is never a no. */
import type { DryRunAction } from "../../key/neighbours.js";
import { dryRunActions } from "../../key/neighbours.js";
import { fewOf } from "../../policy/title.js";
import { pages } from "../../problem/pages.js";
import type { Fact } from "../../problem/parsed.js";
import { type Problem, problem } from "../../problem/problem.js";
import { type Check, defineCheck, type Judgement } from "../check.js";
import type { Facts, Snapshot } from "../snapshot.js";
import { isShutOut } from "./creator-shut-out.js";

export const creatorPermissions: Check = defineCheck({
  id: "creator-permissions",
  title: "These credentials can create grants",
  asks: "MWAA creates its grants as the principal that creates the environment, which needs more KMS permissions. The check uses dry runs, which do not come from MWAA, so a denied one is inconclusive if the key policy leaves it open. Another principal can create the environment.",
  page: pages.mwaaAccess,
  weight: "advice",
  needs: ["dryRuns"],
  about: ["caller", "key", "grants", "policy"],
  reports: ["readiness/creator-refused", "readiness/creator-inconclusive", "readiness/no-dry-run"],
  judge: ({ dryRuns }, snapshot) => judgementOf(answersOf(dryRuns, snapshot), snapshot),
});

/** What AWS said to one operation. */
interface Answer {
  readonly action: DryRunAction | "kms:DescribeKey" | "kms:ListGrants";
  readonly answer: "allowed" | "refused" | "unknown";
  readonly problem?: Problem;
}

function answersOf(dryRuns: Facts["dryRuns"], { key, grants }: Snapshot): readonly Answer[] {
  return [
    ...dryRunActions.map((action): Answer => {
      const none = {
        answer: "unknown",
        problem: problem("readiness/no-dry-run", { operations: action }),
      } as const;
      return dryRuns.find((each) => each.action === action) ?? { action, ...none };
    }),
    fromFact("kms:DescribeKey", key),
    fromFact("kms:ListGrants", grants),
  ];
}

/** A call that was made anyway, and so needs no dry run. */
function fromFact(action: Answer["action"], fact: Fact<unknown>): Answer {
  if (fact.known) return { action, answer: "allowed" };
  const isRefused = fact.problem.code === "aws/access-denied";
  return { action, answer: isRefused ? "refused" : "unknown", problem: fact.problem };
}

function judgementOf(answers: readonly Answer[], snapshot: Snapshot): Judgement {
  const ofAnswer = (answer: Answer["answer"]) => answers.filter((each) => each.answer === answer);
  const evidence = (["allowed", "refused", "unknown"] as const)
    .map((answer) => [answer === "refused" ? "denied" : answer, namesOf(ofAnswer(answer))] as const)
    .flatMap(([answer, names]) => (names === "" ? [] : [`${answer}: ${names}`]))
    .join("; ");
  const caller = snapshot.caller.known ? snapshot.caller.value.arn : "the caller";
  // What a refused CreateGrant means is said by grants-create, where the key policy could be read.
  const refused = ofAnswer("refused").filter(
    ({ action }) => action !== "kms:CreateGrant" || !snapshot.policy.known,
  );
  const shut = refused.filter(({ action }) => isShutOut(action.slice("kms:".length), snapshot));
  const open = refused.filter((each) => !shut.includes(each));
  const problems = [
    ...(shut.length === 0
      ? []
      : [problem("readiness/creator-refused", { caller, operations: namesOf(shut) })]),
    ...(open.length === 0
      ? []
      : [problem("readiness/creator-inconclusive", { caller, operations: namesOf(open) })]),
    ...reasonsOf(ofAnswer("unknown")),
  ];
  // That another server than AWS has no dry runs says nothing of the key: the verdict rests on the policy.
  const isOpen = problems.some(({ code }) => !/^aws\/dry-run-(answered|left-out)$/.test(code));
  const outcome = shut.length > 0 ? "warn" : isOpen ? "unknown" : "pass";
  return { outcome, evidence, problems };
}

function namesOf(answers: readonly Answer[]): string {
  return fewOf(answers.map(({ action }) => action));
}

/** One reason often stands behind several answers. */
function reasonsOf(answers: readonly Answer[]): readonly Problem[] {
  const reasons = answers.flatMap(({ problem: reason }) => (reason === undefined ? [] : [reason]));
  return reasons.filter((reason, at) => reasons.findIndex(({ what }) => what === reason.what) === at);
}
