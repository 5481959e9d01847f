/** Inputs that an API model forbids, made from the schemas of the real SDK: what is required, and of which type each member is. */

type Schema = number | string | readonly unknown[] | (() => Schema);

/** The SDK's own numbers for simple types, and the bits that it sets for lists and maps. */
const simple = { text: 0, number: 1, flag: 2 } as const;

interface Structure {
  readonly names: readonly string[];
  readonly members: readonly Schema[];
  readonly required: number;
}

/** @param schema the input of an operation: `[3, namespace, name, traits, names, members, required]` */
function structureOf(schema: Schema): Structure | undefined {
  const found = typeof schema === "function" ? schema() : schema;
  if (!Array.isArray(found) || found[0] !== 3) return undefined;
  return { names: found[4], members: found[5], required: found[6] ?? 0 };
}

/** A value of each wrong type for a member; none where any text will do on this wire. */
function wrongValues(schema: Schema): readonly unknown[] {
  const found = typeof schema === "function" ? schema() : schema;
  if (Array.isArray(found)) {
    // 1 is a list, 2 a map, 3 a structure; a pair with traits has its type first.
    if (found[0] === 3) return ["text", 7, true, ["list"]];
    if (found[0] === 1) return ["text", 7, { a: "map" }, [7, {}]];
    if (found[0] === 2) return ["text", 7, ["list"], { a: 7 }];
    // A simple type with traits of its own, or any type with traits of this member.
    return wrongValues((found[0] === 0 ? found[4] : found[0]) as Schema);
  }
  if (typeof found !== "number") return [];
  if (found & 64) return ["text", 7, { a: "map" }, [{}], [7]];
  if (found & 128) return ["text", 7, ["list"], { a: 7 }, { a: { b: "c" } }];
  if (found === simple.text) return [7, true, ["list"], { a: "map" }];
  if (found === simple.flag) return ["true", "false", 1, ["list"], {}];
  if (found === simple.number) return ["7", 1.5, true, ["list"], {}];
  // Bytes are base64 on the wire.
  if (found === 21) return [7, "?", ["list"], {}];
  return [];
}

export interface Forbidden {
  readonly what: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * @param sane an input that the operation takes
 * @param isText whether all is text on the wire, so that only what is missing can be told
 */
export function forbiddenInputs(schema: Schema, sane: Forbidden["input"], isText = false): Forbidden[] {
  const structure = structureOf(schema);
  if (structure === undefined) return [];
  const { names, members, required } = structure;
  const missing = names.slice(0, required).flatMap((name) => {
    const { [name]: _gone, ...rest } = sane;
    return [
      { what: `no ${name}`, input: rest },
      ...(isText ? [] : [{ what: `null for ${name}`, input: { ...sane, [name]: null } }]),
    ];
  });
  if (isText) return missing;
  const wrong = names.flatMap((name, at) =>
    wrongValues(members[at] as Schema).map((value) => ({
      what: `${name}: ${JSON.stringify(value)}`,
      input: { ...sane, [name]: value },
    })),
  );
  return [...missing, ...wrong];
}
