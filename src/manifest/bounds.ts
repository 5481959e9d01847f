/** How large a manifest may be. It knows no form. */

/** The most bytes of a manifest. */
export const longestManifest = 1_048_576;

/** A manifest needs four levels. */
export const deepest = 32;

/** The most words and signs of the YAML. The library needs some ten microseconds for each that is wrong. */
export const mostLexemes = 400_000;

/** So many values may come from aliases. */
export const mostRepeated = 50_000;

/** The most environments, and the most waivers. */
export const mostEntries = 5_000;

/** The most problems that are told of one manifest. */
export const mostProblems = 100;

/** The shortest and the longest reason of a waiver, in characters. */
export const reasonLength = { least: 3, most: 500 } as const;

/** The beginning of a text that somebody sent, for a sentence. */
export function short(text: string): string {
  const characters = [...text.slice(0, 200)];
  return characters.length > 80 ? `${characters.slice(0, 80).join("")}…` : text;
}
