/** A plan made of two policies: what changes, who could be locked out, what KMS might refuse. It chooses no policy. */
import type { CallerIdentity } from "../key/facts.js";
import { type IntendedStatement, obstaclesTo } from "../policy/change/keeps-access.js";
import { type AccessLoss, lossesOf } from "../policy/change/losses.js";
import { differ } from "../policy/diff/difference.js";
import { sameFrame } from "../policy/diff/equivalence.js";
import { type Json, longestPolicy, type PolicyDocument, parsePolicy } from "../policy/document/document.js";
import { lintPolicy } from "../policy/hints/lint.js";
import { type Administrators, foreseeLockout, lockoutsAddedBy } from "../policy/lockout.js";
import { type Problem, problem } from "../problems/problem.js";
import { type Fact, fail, ok, type Result } from "../problems/result.js";
import type { ManagedBy } from "./managed-by.js";
import type { Plan } from "./plan.js";

/** What a plan is made of. `warnings` are the maker's own, put before those found here. */
export interface ChangeRequest {
  readonly reason: string;
  readonly key: string;
  readonly keyAccount: string | undefined;
  readonly partition: string;
  readonly caller: Fact<CallerIdentity>;
  readonly base: PolicyDocument;
  readonly next: string;
  readonly owner: ManagedBy | undefined;
  /**
   * `proven`: nothing is lost, and that is certain, or no plan is made. `asked`: our statements may become narrower, and
   * the plan says who loses what. `any`: the policy goes back, whatever that takes away; the plan says it too.
   */
  readonly losses: "proven" | "asked" | "any";
  readonly warnings: readonly Problem[];
  /** Statements for others than CloudWatch Logs that may be added, exactly as they are. */
  readonly intended?: readonly IntendedStatement[];
}

/**
 * Makes a plan, or refuses what KMS would refuse: a policy that is none, is too long, or would lock the caller out.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function buildPlan(request: ChangeRequest): Result<Plan> {
  const { base, next } = request;
  if (next.length > longestPolicy) {
    return fail(problem("plan/too-long", { characters: next.length, limit: longestPolicy }));
  }
  const document = parsePolicy(next);
  if (!document.ok) return document;
  const difference = differ(base, document.value, request.key);
  const { changes, widens, gains } = difference;
  const empty = difference.empty && sameFrame(base, document.value);
  const obstacles =
    empty || request.losses === "any"
      ? []
      : obstaclesTo(base, document.value, request.losses === "asked", request.intended);
  if (obstacles.length > 0) {
    return fail(problem("plan/not-kept", { key: request.key, reason: obstacles.slice(0, 3).join("; ") }));
  }
  const losses = empty || request.losses === "proven" ? [] : lossesOf(base, document.value);
  const keepers = keepersOf(request);
  const lockout = foreseeLockout(document.value, keepers);
  const onlyAdds = changes.every(
    (change) => change.action === "keep" || (change.action === "add" && isAllow(change.statement.value)),
  );
  // KMS looks at the new policy alone: a caller whom the old one shut out already would be refused just the same.
  if (!empty && lockout.caller === "loses") return fail(...lockout.problems);
  return ok({
    schema: "mwaa-kms/plan/1",
    reason: request.reason,
    key: request.key,
    base: base.text,
    next: empty ? base.text : next,
    changes,
    widens,
    gains,
    empty,
    ...(losses.length === 0 ? {} : { losses }),
    ...(request.owner === undefined ? {} : { owner: request.owner }),
    warnings: empty
      ? []
      : [
          ...lossWarnings(losses),
          ...request.warnings,
          ...lockoutsAddedBy(foreseeLockout(base, keepers), lockout, onlyAdds),
          ...lintPolicy(document.value, request.key.split(":")[3]),
        ],
  });
}

/** So many losses are told one by one; a policy may have thousands of statements. */
const mostLosses = 20;

function lossWarnings(losses: readonly AccessLoss[]): readonly Problem[] {
  const rest = losses.length - mostLosses;
  return [
    ...losses.slice(0, mostLosses).map((loss) => problem("plan/loses", loss)),
    ...(rest > 0
      ? [
          problem("plan/loses", {
            statement: `${rest} more statements`,
            who: "It",
            what: "can do less",
            where: "",
          }),
        ]
      : []),
  ];
}

function isAllow(statement: Json): boolean {
  return (
    typeof statement === "object" &&
    statement !== null &&
    "Effect" in statement &&
    statement["Effect"] === "Allow"
  );
}

function keepersOf({ caller, keyAccount, partition, key }: ChangeRequest): Administrators {
  return {
    ...(caller.known ? { caller: caller.value } : {}),
    ...(keyAccount === undefined ? {} : { keyAccount }),
    partition,
    ...(key.startsWith("arn:") ? { keyArn: key } : {}),
  };
}
