/** `--terraform-state`: who sets the key's policy, as a state says. */

import { deepest, isDeeper } from "../infrastructure/guard.js";
import { objectOf } from "../infrastructure/plan-json.js";
import { isState, ownersIn } from "../infrastructure/state.js";
import type { Target } from "../key/target.js";
import type { Host } from "../platform/host.js";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { readSource, wrongFile } from "./read-source.js";

const longest = 512 * 1024 * 1024;
const wanted = "a Terraform state";

/** @returns the target with the resources that set its key's policy; the target as it is where no state is given */
export async function withState(
  target: Target,
  file: string | undefined,
  host: Pick<Host, "files">,
): Promise<Result<Target>> {
  if (file === undefined) return ok(target);
  const text = await readSource(file, longest, wanted, host);
  if (!text.ok) return text;
  if (isDeeper(text.value, deepest)) return fail(problem("iac/too-deep", { file, limit: deepest }, file));
  let json: unknown;
  try {
    json = JSON.parse(text.value);
  } catch {
    json = undefined;
  }
  if (!isState(json)) {
    const command = "terraform state pull > terraform.tfstate";
    return fail(wrongFile(file, { found: "no state in JSON", command }, wanted));
  }
  const policyOwners = ownersIn(objectOf(json), target.key.given).map((address) => ({
    tool: "Terraform",
    evidence: `${address} in ${file}`,
  }));
  return ok(policyOwners.length === 0 ? target : { ...target, policyOwners });
}
