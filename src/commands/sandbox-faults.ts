/** `--fault`: how the sandbox behaves under load and over time, as it is typed. */
import { InvalidArgumentError } from "commander";
import type { SandboxOptions } from "../sandbox/start.js";

export type Behaviour =
  | { readonly kind: "throttle" | "shuffle" | "empty-pages" }
  | { readonly kind: "lag"; readonly seconds: number };

export const faultHelp =
  "throttle (KMS's quotas), lag=SECONDS (changes are not seen at once), shuffle (policies come back in another order and layout), empty-pages (of grants); may be repeated";

/** @throws InvalidArgumentError, which commander shows */
export function parseFault(word: string, before: readonly Behaviour[] = []): readonly Behaviour[] {
  const [, seconds] = /^lag=(\d{1,4}(?:\.\d{1,3})?)s?$/.exec(word) ?? [];
  if (seconds !== undefined) return [...before, { kind: "lag", seconds: Number(seconds) }];
  const plain = (["throttle", "shuffle", "empty-pages"] as const).find((kind) => kind === word);
  if (plain === undefined) {
    throw new InvalidArgumentError("Allowed are throttle, lag=SECONDS, shuffle and empty-pages.");
  }
  return [...before, { kind: plain }];
}

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
