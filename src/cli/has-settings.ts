/** Whether there are defaults at all: most runs have none, and need not load what reads them. */
import type { Host } from "../platform/host.js";

const variables = ["FORMAT", "SCOPE", "STRICT", "REGION", "PROFILE"].map((name) => `MWAA_KMS_${name}`);

/** @returns whether a variable is set, or mwaa-kms.yaml is in the working folder, readable or not */
export async function hasSettings({ env, files }: Pick<Host, "env" | "files">): Promise<boolean> {
  if (variables.some((name) => env[name])) return true;
  try {
    await files.read("mwaa-kms.yaml", 1_048_576);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ENOENT");
  }
}
