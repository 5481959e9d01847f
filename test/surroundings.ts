/** Cuts every test off from the machine it runs on: its AWS settings, its home and its network. */
import "./extra/wish.js";
import "./property-runs.js";

const own =
  /^(AWS_|MWAA_KMS_|XDG_|GITHUB_|GITLAB_|CI$|NO_COLOR$|FORCE_COLOR$|NODE_DISABLE_COLORS$|COLUMNS$|(https?|all|no)_proxy$)/i;

for (const name of Object.keys(process.env)) {
  if (own.test(name)) delete process.env[name];
}
process.env["HOME"] = "/nonexistent";
process.env["AWS_CONFIG_FILE"] = "/nonexistent/config";
process.env["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent/credentials";
process.env["AWS_EC2_METADATA_DISABLED"] = "true";
