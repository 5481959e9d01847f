/** Problems of the checks as problems of a file: at their place in it, and with fixes in its language. */
import type { Fix } from "../problems/define.js";
import type { Problem } from "../problems/problem.js";
import type { FixLanguage, Keyed, SourceSpot } from "./model.js";
import { statementFix } from "./statement-fix.js";

/** What to write where a member of the key is wrong. */
const memberFixes: Readonly<
  Record<string, readonly [terraform: string, cloudformation: string, cdk: string]>
> = {
  "single-region": ["multi_region = false", "MultiRegion: false", "multiRegion: false,"],
  "key-state": ["is_enabled = true", "Enabled: true", "enabled: true,"],
  "key-spec": [
    'customer_master_key_spec = "SYMMETRIC_DEFAULT"',
    "KeySpec: SYMMETRIC_DEFAULT",
    "keySpec: kms.KeySpec.SYMMETRIC_DEFAULT,",
  ],
  "key-usage": [
    'key_usage = "ENCRYPT_DECRYPT"',
    "KeyUsage: ENCRYPT_DECRYPT",
    "keyUsage: kms.KeyUsage.ENCRYPT_DECRYPT,",
  ],
  rotation: ["enable_key_rotation = true", "EnableKeyRotation: true", "enableKeyRotation: true,"],
};

/**
 * Puts a problem into the file.
 *
 * @param check whose problem it is
 * @returns the same problem with its place; where its fix is a command for a key of AWS, with one for the file instead
 */
export function inFile(problem: Problem, check: string, keyed: Keyed, language: FixLanguage): Problem {
  const spot = spotOf(problem, check, keyed);
  const { at: _, ...rest } = problem;
  return {
    ...rest,
    fix: fixesOf(problem, check, keyed, language, spot),
    ...(spot.at === undefined ? {} : { at: spot.at }),
    ...(spot.address === "" ? {} : { resource: spot.address }),
  };
}

function spotOf({ at }: Problem, check: string, { key, spot }: Keyed): SourceSpot {
  if (check === "identifier" || key === undefined) return spot;
  const isOfPolicy = at?.startsWith("/") || ofPolicy.has(check);
  if (isOfPolicy) return key.policy.known ? key.policy.value.spotOf(at?.startsWith("/") ? at : "") : key.spot;
  return key.spots[check] ?? key.spot;
}

const ofPolicy = new Set([
  ...["logs-access", "logs-deny", "over-grants", "stored-policy", "lockout"],
  ...["grants-create", "grants-use", "execution-role"],
]);

function fixesOf(
  problem: Problem,
  check: string,
  keyed: Keyed,
  language: FixLanguage,
  spot: SourceSpot,
): readonly Fix[] {
  if (problem.code.startsWith("iac/")) return problem.fix;
  const where = spot.at === undefined ? spot.address : `${spot.address} (${spot.at})`;
  const written = memberFix(check, keyed, language, where) ?? statementFix(problem, keyed, language, where);
  if (written !== undefined) return [written];
  const kept = problem.fix.flatMap((fix): readonly Fix[] => {
    if (fix.do === "edit") return [{ ...fix, pointer: where }];
    // A command would change the key behind the code's back, or ask for one that is not there yet.
    return fix.do === "run" ? [] : [fix];
  });
  return kept.length > 0
    ? kept
    : [{ do: "ask", who: "the author of the code", sentence: `Change ${where}: ${problem.what}` }];
}

function memberFix(check: string, { key }: Keyed, language: FixLanguage, where: string): Fix | undefined {
  const texts = memberFixes[check];
  if (texts === undefined || key === undefined || key.metadata.Arn === undefined) return undefined;
  if (check === "key-state" && key.metadata.KeyState !== "Disabled") return undefined;
  const [terraform, yaml, cdk] = texts;
  const [name = "", value = ""] = yaml.split(": ");
  const isWord = /^[A-Z]/.test(value);
  const json = `"${name}": ${isWord ? `"${value}"` : value}`;
  const text = { terraform, cloudformation: yaml, "cloudformation-json": json, cdk }[language];
  return { do: "write", where, language, text };
}
