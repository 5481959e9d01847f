/** What happens to the key and its policy while the run is under way, and what KMS shows late or in another form. */
import type { FaultKind, Scene } from "./scene.js";
import { readBackSteps, requestSteps, type Step } from "./steps.js";

/** The first requests go out side by side: what happens between two of them has no order to speak of. */
const inOrder: readonly Step[] = requestSteps.filter(
  (step) => !["identity", "describe", "tags"].includes(step),
);

const noCondition = "KMS has no conditional write: what is written after the re-read is overwritten.";

/** Done just before the first request of the step is carried out. */
function before(
  name: string,
  act: (scene: Scene) => void | Promise<void>,
  more: Partial<FaultKind>,
): FaultKind {
  return {
    name,
    steps: inOrder,
    fault: (scene, at, { step, isFirst }) =>
      step === at && isFirst ? { kind: "hook", before: () => act(scene) } : undefined,
    ...more,
  };
}

const windowAtWrite = (at: Step) => (at === "write" ? noCondition : undefined);

/** The text as KMS may print it too: statements in another order, one-item lists for texts, no white space. */
export function anotherForm(text: string): string {
  const policy = JSON.parse(text) as { Statement: readonly Record<string, unknown>[] };
  const Statement = [...policy.Statement].reverse().map((statement) => {
    const { Action } = statement;
    return {
      ...statement,
      Action: typeof Action === "string" ? [Action] : [...(Action as string[])].reverse(),
    };
  });
  return JSON.stringify({ ...policy, Statement });
}

export const meantimeFaults: readonly FaultKind[] = [
  before("key disabled", ({ sandbox, key }) => sandbox.setKey(key, { KeyState: "Disabled" }), {}),
  before(
    "key scheduled for deletion",
    ({ sandbox, key }) => sandbox.setKey(key, { KeyState: "PendingDeletion" }),
    {},
  ),
  before("policy changed by somebody else", (scene) => scene.theyAdd(), { window: windowAtWrite }),
  before(
    "policy put back to the old one",
    ({ sandbox, key, base, look }) => {
      look();
      sandbox.putPolicyRaw(key, base);
    },
    { steps: readBackSteps },
  ),
  before("another run of this program in between", (scene) => scene.theyPrepare(), {
    note: "A whole `prepare` for an environment of another account, from its first read to its verdict.",
    window: windowAtWrite,
  }),
  {
    name: "reads that are 30 s old",
    note: "From this step on KMS shows the policy as it was before the run, for 30 s.",
    steps: ["re-read", "write", ...readBackSteps],
    fault: ({ machine, base }, at, { step }) =>
      requestSteps.indexOf(step) >= requestSteps.indexOf(at) && step !== "write" && machine.elapsed() < 30_000
        ? { kind: "stale-policy", policy: base }
        : undefined,
  },
  {
    name: "reads that are old for ever",
    steps: ["write", ...readBackSteps],
    fault: ({ base }, at, { step }) =>
      requestSteps.indexOf(step) >= requestSteps.indexOf(at) && step !== "write"
        ? { kind: "stale-policy", policy: base }
        : undefined,
  },
  {
    name: "policy in another form and order",
    note: "The same policy by meaning: statements and lists turned round, one-item lists for texts.",
    steps: ["first read", "re-read", ...readBackSteps],
    fault: ({ sandbox, key }, at, { step }) =>
      step === at ? { kind: "stale-policy", policy: anotherForm(sandbox.policyOf(key)) } : undefined,
  },
];
