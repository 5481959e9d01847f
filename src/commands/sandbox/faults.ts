/** `--fault`: how the sandbox behaves under load and over time. */
import type { SandboxOptions } from "../../sandbox/start.js";

export type Behaviour =
  | { readonly kind: "throttle" | "shuffle" | "empty-pages" }
  | { readonly kind: "lag"; readonly seconds: number };

export function behaviourOf(
  faults: readonly Behaviour[],
  strict: boolean,
): Pick<SandboxOptions, "manners" | "quotas"> {
  const has = (kind: Behaviour["kind"]): boolean => faults.some((fault) => fault.kind === kind);
  const lag = faults.find((fault) => fault.kind === "lag");
  return {
    ...(has("throttle") ? { quotas: true } : {}),
    manners: {
      strict,
      ...(lag === undefined ? {} : { lagMs: lag.seconds * 1000 }),
      ...(has("shuffle") ? { shuffle: true } : {}),
      ...(has("empty-pages") ? { emptyPages: true } : {}),
    },
  };
}
