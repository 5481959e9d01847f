/** The statement, or the whole policy, in the languages that people keep keys in. It composes nothing (logs-statement.ts does). */

import { stringify } from "yaml";
import { quote } from "../problem/quote.js";
import { cdk } from "./cdk.js";
import type { Language } from "./languages.js";
import { type Snippet, wholePolicy } from "./snippet.js";
import { terraform } from "./terraform.js";

/** @returns the snippet's text, without a line end at its end */
export function renderSnippet(language: Language, snippet: Snippet): string {
  const document = snippet.whole ? wholePolicy(snippet) : snippet.statement;
  switch (language) {
    case "json":
      return JSON.stringify(document, null, 2);
    case "terraform":
      return terraform(snippet);
    case "cloudformation":
      // YAML 1.1, which many readers of templates still are, takes a bare 2012-10-17 for a date.
      return stringify(snippet.whole ? { KeyPolicy: document } : [document], {
        lineWidth: 0,
        version: "1.1",
      }).trimEnd();
    case "cdk":
      return cdk(snippet);
    case "cli":
      return cli(snippet);
  }
}

/** PutKeyPolicy replaces everything, so the commands fetch the policy, add the statement, and show it before the write. */
function cli({ statement, whole, key, ...rest }: Snippet): string {
  const id = quote(key ?? "KEY");
  const put = `aws kms put-key-policy --key-id ${id} --policy-name default --policy file://policy.json`;
  if (whole) {
    const policy = JSON.stringify(wholePolicy({ statement, whole, ...rest }), null, 2);
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
