#!/usr/bin/env bash
# The step of action.yml: inputs come as MWAA_KMS_…, outputs go to $GITHUB_OUTPUT, and the exit code is the program's.
# It runs with the bash 3.2 of macOS, where an empty array needs the long way of being written.
set -euo pipefail

stop() {
  printf '%s\n' "$3" >&2
  printf 'verdict=%s\nexit-code=%s\nwaived=[]\n' "$1" "$2" >>"$GITHUB_OUTPUT"
  exit "$2"
}
wrong() { stop asked-wrongly 2 "$1"; }

words=()
option() { if [ -n "$2" ]; then words+=("$1=$2"); fi; }
flag() {
  case "$2" in
  true) words+=("$1") ;;
  false | "") ;;
  *) wrong "The input for $1 is true or false." ;;
  esac
}

option --environment "${MWAA_KMS_ENVIRONMENT:-}"
option --region "${MWAA_KMS_REGION:-}"
option --account "${MWAA_KMS_ACCOUNT:-}"
option --manifest "${MWAA_KMS_MANIFEST:-}"
option --bucket "${MWAA_KMS_BUCKET:-}"
option --execution-role "${MWAA_KMS_EXECUTION_ROLE:-}"
option --waivers "${MWAA_KMS_WAIVERS:-}"
flag --log-groups "${MWAA_KMS_LOG_GROUPS:-}"
flag --strict "${MWAA_KMS_STRICT:-}"
flag --allow-unknown "${MWAA_KMS_ALLOW_UNKNOWN:-}"

folder=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/mwaa-kms.XXXXXX")
report=$folder/report.json
words+=(--report "json=$report")
if [ -n "${MWAA_KMS_REPORT_HTML:-}" ]; then words+=(--report "html=$MWAA_KMS_REPORT_HTML"); fi

# `read` cuts at white space and does nothing else: no variables, no patterns, no commands.
more=()
IFS=$' \t\n' read -r -d '' -a more <<<"${MWAA_KMS_ARGS:-}" || true
words+=(${more[@]+"${more[@]}"})
# Behind -- a key is a key, whatever it begins with.
if [ -n "${MWAA_KMS_KEY:-}" ]; then words+=(-- "$MWAA_KMS_KEY"); fi

if [ -n "${MWAA_KMS_COMMAND:-}" ]; then
  IFS=' ' read -r -a program <<<"$MWAA_KMS_COMMAND"
else
  version=${MWAA_KMS_VERSION:-}
  if [ -z "$version" ]; then
    version=$(node -p 'require(process.argv[1]).version' "$GITHUB_ACTION_PATH/package.json")
  fi
  [[ $version =~ ^[0-9A-Za-z][0-9A-Za-z.+-]*$ ]] || wrong "The input version is a version, as in 1.2.3."
  # In a folder of its own: an .npmrc or a node_modules of the checkout does not decide what is run.
  mkdir "$folder/npm"
  (cd "$folder/npm" && npm install --no-save --no-audit --no-fund --ignore-scripts "mwaa-kms@$version") >&2 ||
    stop could-not-tell 3 "mwaa-kms@$version could not be had from npm, so nothing was judged."
  program=(node "$folder/npm/node_modules/mwaa-kms/bin/mwaa-kms.js")
fi

code=0
"${program[@]}" check "${words[@]}" || code=$?

verdict=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).verdict' "$report" 2>/dev/null) || verdict=
[[ $verdict =~ ^[a-z-]+$ ]] || verdict=bug
waived=$(node -p 'JSON.stringify(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).waived ?? [])' "$report" 2>/dev/null) || waived='[]'
if [ "$verdict" = bug ] && [ "$code" = 0 ]; then code=70; fi
{
  printf 'verdict=%s\n' "$verdict"
  printf 'exit-code=%s\n' "$code"
  printf 'waived=%s\n' "$waived"
  printf 'report=%s\n' "$report"
} >>"$GITHUB_OUTPUT"
exit "$code"
