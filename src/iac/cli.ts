/** The statement as commands of the AWS CLI, for a key that no code manages. */
import { quote } from "../problems/define.js";
import { type Snippet, wholePolicy } from "./snippet.js";

/**
 * PutKeyPolicy replaces everything, so the commands fetch the policy, add the statement, and show it before the write. They
 * run in a shell of their own that stops at the first failure and overwrites no file; each backup has the time in its name.
 */
export function cli(snippet: Snippet): string {
  const { statement, more = [], form, key, region } = snippet;
  const at = `--key-id ${named(key, "<key>")} --policy-name default --region ${named(region, "<region>")}`;
  const before = '"policy.before.$now.json"';
  const fetch = `aws kms get-key-policy ${at} --query Policy --output text > ${before}`;
  const put = `aws kms put-key-policy ${at} --policy "file://policy.new.$now.json"`;
  const start = ["(", "set -euC", "now=$(date -u +%Y%m%dT%H%M%SZ)", fetch];
  const file = (name: string, ...values: readonly unknown[]) => {
    const text = values.map((value) => JSON.stringify(value, null, 2)).join("\n");
    return `cat > "${name}.$now.json" <<'JSON'\n${text}\nJSON`;
  };
  if (form === "policy") {
    return [
      "# This replaces the whole policy of the key. policy.before.*.json holds the current one.",
      ...[...start, file("policy.new", wholePolicy(snippet)), put, ")"],
    ].join("\n");
  }
  return [
    `# Adds ${more.length === 0 ? "one statement" : `${more.length + 1} statements`} and leaves the others as they are. policy.before.*.json is the backup.`,
    ...start,
    file("statement", statement, ...more),
    `jq --slurpfile s "statement.$now.json" '.Statement |= (if type == "array" then . else [.] end | if any(.[]; .Sid as $sid | any($s[]; .Sid == $sid)) then error("\\($s[0].Sid) exists already: change it by hand") else . + $s end)' ${before} > "policy.new.$now.json"`,
    // diff ends with 1 where it shows something.
    `diff ${before} "policy.new.$now.json" || test $? -eq 1`,
    put,
    ")",
  ].join("\n");
}

/** A shell takes a placeholder for a file that does not exist, and runs nothing. */
function named(value: string | undefined, placeholder: string): string {
  return value === undefined ? placeholder : quote(value);
}
