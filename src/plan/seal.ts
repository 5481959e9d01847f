/**
 * A seal over the fields of a file: a digest of each, so that a change is named, and one of all. It guards against
 * accidents; who may write the file is for its owner and mode to say.
 */
import * as z from "zod";

/** SHA-256 in lower-case hex. */
export type Digest = (text: string) => string;

export interface Seal {
  /** The first 16 digits of each field's digest, by the field's name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly whole: string;
}

export const sealShape = z.object({
  fields: z.record(z.string().max(64), z.string().regex(/^[0-9a-f]{16}$/)),
  whole: z.string().regex(/^[0-9a-f]{64}$/),
});

type Fields = Readonly<Record<string, unknown>>;

/** @param fields what is sealed; absent ones are not there at all */
export function sealOf(fields: Fields, digest: Digest): Seal {
  const entries = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    fields: Object.fromEntries(
      entries.map(([name, value]) => [name, digest(JSON.stringify([name, value])).slice(0, 16)]),
    ),
    whole: digest(JSON.stringify(entries)),
  };
}

/** @returns the names of the fields that are not as they were sealed, `seal` where only the seal itself is not; or none */
export function differingFields(fields: Fields, seal: Seal, digest: Digest): readonly string[] {
  const now = sealOf(fields, digest);
  const names = [...new Set([...Object.keys(seal.fields), ...Object.keys(now.fields)])].sort();
  const differing = names.filter((name) => seal.fields[name] !== now.fields[name]);
  return differing.length > 0 || seal.whole === now.whole ? differing : ["seal"];
}
