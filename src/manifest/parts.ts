/** The parts of a manifest that are of the right shape, so that they are read although others are not: a file is mended once. */
import type { core } from "zod";
import type { EnvironmentFile, ManifestFile, WaiverFile } from "./shape.js";

/** A part, with its place in its list. */
export interface Part<T> {
  readonly index: number;
  readonly value: T;
}

export interface Parts {
  readonly defaults: NonNullable<ManifestFile["defaults"]>;
  /** None where the defaults are of another shape, since every environment rests on them. */
  readonly environments: readonly Part<EnvironmentFile>[];
  readonly waivers: readonly Part<WaiverFile>[];
  /** The lists as they are written. */
  readonly lists: { readonly environments: unknown; readonly waivers: unknown; readonly defaults: unknown };
  readonly saysNothing: boolean;
}

/** @param issues what zod said of the whole */
export function partsOf(value: unknown, issues: readonly core.$ZodIssue[]): Parts {
  const file = (isMap(value) ? value : {}) as Record<string, unknown>;
  const { defaults, environments, waivers } = file;
  const wrong = new Set(issues.map(({ path }) => path.slice(0, 2).join("/")));
  const hasDefaults = ![...wrong].some((path) => path === "defaults" || path.startsWith("defaults/"));
  const whole = <T>(name: string, list: unknown): readonly Part<T>[] =>
    wrong.has(name) || !Array.isArray(list)
      ? []
      : list.flatMap((each, index) => (wrong.has(`${name}/${index}`) ? [] : [{ index, value: each as T }]));
  return {
    defaults: (hasDefaults && isMap(defaults) ? defaults : {}) as Parts["defaults"],
    environments: hasDefaults ? whole("environments", environments) : [],
    waivers: whole("waivers", waivers),
    lists: { environments, waivers, defaults },
    saysNothing: isMap(value) && environments === undefined && waivers === undefined,
  };
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
