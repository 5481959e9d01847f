/**
 * Letter case as IAM ignores it: A to Z only. JavaScript's own `toLowerCase` also folds look-alikes (the Kelvin sign becomes
 * `k`), and a name written with one is not AWS's name.
 */

/** @returns the text with A to Z in lower case and every other character unchanged */
export function lower(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
}
