/** How often a property is tried: 100 times, or as MWAA_KMS_PROPERTY_RUNS says (200 in CI, 10000 every night). */

// Read when the file is loaded, before test/surroundings.ts takes our variables away: it is imported there first.
export const propertyRuns = Number(process.env["MWAA_KMS_PROPERTY_RUNS"] ?? 100);

/** How many keys two processes make side by side on one folder of the sandbox: 60, or as MWAA_KMS_SANDBOX_KEYS says. */
export const sandboxKeys = Number(process.env["MWAA_KMS_SANDBOX_KEYS"] ?? 60);

/** The folder with Terraform's AWS provider, for the example that needs it; absent: that example is passed over. */
export const terraformPlugins = process.env["MWAA_KMS_TERRAFORM_PLUGINS"];
