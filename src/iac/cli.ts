/** The statement as commands of the AWS CLI, for a key that no code manages. */
import { quote } from "../problem/quote.js";
import { type Snippet, wholePolicy } from "./snippet.js";

/** PutKeyPolicy replaces everything, so the commands fetch the policy, add the statement, and show it before the write. */
export function cli(snippet: Snippet): string {
  const { statement, form, key } = snippet;
  const id = quote(key ?? "KEY");
  const put = `aws kms put-key-policy --key-id ${id} --policy-name default --policy file://policy.json`;
  if (form === "policy") {
    const policy = JSON.stringify(wholePolicy(snippet), null, 2);
    return [
      "# This replaces the whole policy of the key. Keep the one that is there first:",
      `aws kms get-key-policy --key-id ${id} --policy-name default --query Policy --output text > policy.before.json`,
      `cat > policy.json <<'JSON'\n${policy}\nJSON`,
      put,
    ].join("\n");
  }
  return [
    "# Adds one statement and leaves the others as they are. policy.before.json is the way back.",
    `aws kms get-key-policy --key-id ${id} --policy-name default --query Policy --output text > policy.before.json`,
    `cat > statement.json <<'JSON'\n${JSON.stringify(statement, null, 2)}\nJSON`,
    `jq --slurpfile s statement.json '.Statement |= (if type == "array" then . else [.] end | if any(.[]; .Sid == $s[0].Sid) then error("\\($s[0].Sid) is there already: mend it by hand") else . + $s end)' policy.before.json > policy.json`,
    "diff policy.before.json policy.json",
    // Where jq refused there is nothing to put.
    `test -s policy.json && ${put}`,
  ].join("\n");
}
