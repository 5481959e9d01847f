/** Words of a command line made safe to copy into a POSIX shell. */

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * Quotes one argument for a POSIX shell.
 *
 * @param word any text, also hostile: what the user or AWS sent
 * @returns the word itself where no shell reads anything into it, else the word between single quotes
 */
export function quote(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
