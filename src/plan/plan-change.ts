/** A plan made of two policies: what changes, who could be locked out, what KMS might refuse. It chooses no policy. */
import type { Caller } from "../key/metadata.js";
import { differ } from "../policy/difference.js";
import { type Json, longestPolicy, type PolicyDocument, parsePolicy } from "../policy/document.js";
import { lintPolicy } from "../policy/lint.js";
import { foreseeLockout, type Keepers, lockoutsAddedBy } from "../policy/lockout.js";
import { type Fact, type Parsed, parsed, refused } from "../problem/parsed.js";
import { type Problem, problem } from "../problem/problem.js";
import type { Owner } from "./owner.js";
import type { Plan } from "./plan.js";

/** What a plan is made of. `warnings` are the maker's own, put before those found here. */
export interface ChangeRequest {
  readonly reason: string;
  readonly key: string;
  readonly keyAccount: string | undefined;
  readonly partition: string;
  readonly caller: Fact<Caller>;
  readonly base: PolicyDocument;
  readonly next: string;
  readonly owner: Owner | undefined;
  readonly warnings: readonly Problem[];
}

/**
 * Makes a plan, or refuses what KMS would refuse: a policy that is none, is too long, or would lock the caller out.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function planChange(request: ChangeRequest): Parsed<Plan> {
  const { base, next } = request;
  if (next.length > longestPolicy) {
    return refused(problem("plan/too-long", { characters: next.length, limit: longestPolicy }));
  }
  const document = parsePolicy(next);
  if (!document.ok) return document;
  const { changes, widens, gains, empty } = differ(base, document.value, request.key);
  const keepers = keepersOf(request);
  const lockout = foreseeLockout(document.value, keepers);
  const onlyAdds = changes.every(
    (change) => change.action === "keep" || (change.action === "add" && isAllow(change.statement.value)),
  );
  // KMS looks at the new policy alone: a caller whom the old one shut out already would be refused just the same.
  if (!empty && lockout.caller === "loses") return refused(...lockout.problems);
  return parsed({
    schema: "mwaa-kms/plan/1",
    reason: request.reason,
    key: request.key,
    base: base.text,
    next: empty ? base.text : next,
    changes,
    widens,
    gains,
    empty,
    ...(request.owner === undefined ? {} : { owner: request.owner }),
    warnings: empty
      ? []
      : [
          ...request.warnings,
          ...lockoutsAddedBy(foreseeLockout(base, keepers), lockout, onlyAdds),
          ...lintPolicy(document.value, request.key.split(":")[3]),
        ],
  });
}

function isAllow(statement: Json): boolean {
  return (
    typeof statement === "object" &&
    statement !== null &&
    "Effect" in statement &&
    statement["Effect"] === "Allow"
  );
}

function keepersOf({ caller, keyAccount, partition, key }: ChangeRequest): Keepers {
  return {
    ...(caller.known ? { caller: caller.value } : {}),
    ...(keyAccount === undefined ? {} : { keyAccount }),
    partition,
    ...(key.startsWith("arn:") ? { keyArn: key } : {}),
  };
}
