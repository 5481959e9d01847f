/** Why a finding does not count, in words. */
import type { Exemption } from "../../checks/check.js";

export function excuseWords({ by, until, reason }: Exemption): string {
  if (by === "allow-unknown") return "let pass by --allow-unknown";
  return `waived${until === undefined ? "" : ` until ${until}`}: ${reason}`;
}
