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

/** A shell takes a placeholder for a file that is not there, and runs nothing. */
function named(value: string | undefined, placeholder: string): string {
  return value === undefined ? placeholder : quote(value);
}

/**
 * PutKeyPolicy replaces everything, so the commands fetch the policy, add the statement, and show it before the write. They
 * run in a shell of their own that stops at the first failure and writes over no file; each backup has the time in its name.
 */
function cli({ statement, whole, key, region, ...rest }: Snippet): string {
  const at = `--key-id ${named(key, "<key>")} --policy-name default --region ${named(region, "<region>")}`;
  const before = '"policy.before.$now.json"';
  const fetch = `aws kms get-key-policy ${at} --query Policy --output text > ${before}`;
  const put = `aws kms put-key-policy ${at} --policy "file://policy.new.$now.json"`;
  const start = ["(", "set -euC", "now=$(date -u +%Y%m%dT%H%M%SZ)", fetch];
  const file = (name: string, value: unknown) =>
    `cat > "${name}.$now.json" <<'JSON'\n${JSON.stringify(value, null, 2)}\nJSON`;
  if (whole) {
    return [
      "# This replaces the whole policy of the key. policy.before.*.json holds the one that is there.",
      ...start,
      file("policy.new", wholePolicy({ statement, whole, ...rest })),
      put,
      ")",
    ].join("\n");
  }
  return [
    "# Adds one statement and leaves the others as they are. policy.before.*.json is the backup.",
    ...start,
    file("statement", statement),
    `jq --slurpfile s "statement.$now.json" '.Statement |= (if type == "array" then . else [.] end | if any(.[]; .Sid == $s[0].Sid) then error("\\($s[0].Sid) exists already: change it by hand") else . + $s end)' ${before} > "policy.new.$now.json"`,
    // diff ends with 1 where it shows something.
    `diff ${before} "policy.new.$now.json" || test $? -eq 1`,
    put,
    ")",
  ].join("\n");
}
