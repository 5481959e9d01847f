#!/usr/bin/env bash
# Asks AWS what the sandbox assumes, with one key and one log group that it makes and removes. See docs/live-proof.md.
# The answers go to answers.json, without account, key and principal.
set -euo pipefail

region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
[ -n "$region" ] || { echo "Set AWS_REGION to the Region to use." >&2 && exit 2; }
[ "${1:-}" = --yes ] || { echo "This makes a KMS key and a log group in $region and removes them. Run: $0 --yes" >&2 && exit 2; }
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
account=$(aws sts get-caller-identity --query Account --output text)
key=$(aws kms create-key --region "$region" --description "mwaa-kms live proof" --query KeyMetadata.KeyId --output text)
arn=$(aws kms describe-key --region "$region" --key-id "$key" --query KeyMetadata.Arn --output text)
partition=$(cut -d: -f2 <<<"$arn")
group=mwaa-kms-live-proof-$key

clean() {
  aws logs delete-log-group --region "$region" --log-group-name "$group" >/dev/null 2>&1 || true
  aws kms schedule-key-deletion --region "$region" --key-id "$key" --pending-window-in-days 7 >/dev/null &&
    echo "The key $key is scheduled for deletion in 7 days." >&2
  rm -rf "$work"
}
trap clean EXIT

# Runs a command, and keeps its exit code and what it said, with nothing in it that names the account.
answer() {
  local name=$1 code=0
  shift
  "$@" >"$work/said" 2>&1 || code=$?
  sed -E "s/$account/111122223333/g; s/$key/KEY/g; s#(arn:[a-z-]+:(sts|iam)::[0-9]{12}:)[^\" ]*#\1PRINCIPAL#g; s/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/ID/g; s/(AKIA|ASIA)[A-Z0-9]{16}/CREDENTIAL/g" "$work/said" >"$work/plain"
  node -e 'const [name, code, file] = process.argv.slice(1); console.log(JSON.stringify({ question: name, exitCode: Number(code), said: require("fs").readFileSync(file, "utf8").trim() }))' \
    "$name" "$code" "$work/plain" >>"$work/answers"
  echo "$name: exit code $code" >&2
}

put() { aws kms put-key-policy --region "$region" --key-id "$key" --policy-name default --policy "$1"; }
get() { aws kms get-key-policy --region "$region" --key-id "$key" --policy-name default --query Policy --output text; }
root='{"Sid":"Root","Effect":"Allow","Principal":{"AWS":"arn:'$partition':iam::'$account':root"},"Action":"kms:*","Resource":"*"}'
policy() { printf '{"Version":"2012-10-17","Statement":[%s]}' "$1"; }

answer "The default key policy" get
answer "CloudWatch Logs without its statement" aws logs create-log-group --region "$region" --log-group-name "$group" --kms-key-id "$arn"
answer "mwaa-kms check before" node "$here/bin/mwaa-kms.js" check "$arn" -e live-proof --format json
answer "A service principal of no Region" put "$(policy "$root,"'{"Sid":"X","Effect":"Allow","Principal":{"Service":"logs.xx-nowhere-1.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*"}')"
answer "An action that does not exist" put "$(policy "$root,"'{"Sid":"X","Effect":"Allow","Principal":{"AWS":"arn:'$partition':iam::'$account':root"},"Action":"kms:NoSuchAction","Resource":"*"}')"
answer "A condition key that does not exist" put "$(policy "$root,"'{"Sid":"X","Effect":"Allow","Principal":{"AWS":"arn:'$partition':iam::'$account':root"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:NoSuchKey":"x"}}}')"
answer "A policy that locks its caller out" put "$(policy '{"Sid":"X","Effect":"Allow","Principal":{"Service":"logs.'"$region"'.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*"}')"
answer "A dry run of CreateGrant" aws kms create-grant --region "$region" --key-id "$key" --grantee-principal "arn:$partition:iam::$account:root" --operations Decrypt --dry-run
answer "Order and layout of a stored policy: written" put "$(policy "$root,"'{"Resource":"*","Action":["kms:DescribeKey","kms:Decrypt"],"Principal":{"AWS":["arn:'$partition':iam::'$account':root"]},"Effect":"Allow","Sid":"B"}')"
answer "Order and layout of a stored policy: read" get
answer "mwaa-kms prepare" node "$here/bin/mwaa-kms.js" prepare "$arn" -e live-proof --yes --backup-dir "$work/backups" --format json
answer "mwaa-kms check after" node "$here/bin/mwaa-kms.js" check "$arn" -e live-proof --format json
answer "CloudWatch Logs with its statement" aws logs create-log-group --region "$region" --log-group-name "$group" --kms-key-id "$arn"

node -e 'const lines = require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n"); require("fs").writeFileSync("answers.json", JSON.stringify({ schema: "mwaa-kms/live-proof/1", region: process.argv[2], answers: lines.map((line) => JSON.parse(line)) }, null, 2) + "\n")' "$work/answers" "$region"
echo "Wrote answers.json. Read it before you share it." >&2
