/** A time for people. */

/** `2026-11-25 21:49:41 UTC` of ISO 8601. */
export function utc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
