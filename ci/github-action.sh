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

# `read` splits at white space and does nothing else: no variables, no patterns, no commands.
more=()
IFS=$' \t\n' read -r -d '' -a more <<<"${MWAA_KMS_ARGS:-}" || true
words+=(${more[@]+"${more[@]}"})
# After -- a key is a key, whatever it begins with.
if [ -n "${MWAA_KMS_KEY:-}" ]; then words+=(-- "$MWAA_KMS_KEY"); fi

# The program is that of the commit that the workflow pins; nothing is fetched.
[ -d "$GITHUB_ACTION_PATH/dist" ] ||
  stop could-not-tell 3 "This commit of mwaa-kms carries no built program: pin the commit of a release tag. Nothing was checked."

code=0
node "$GITHUB_ACTION_PATH/bin/mwaa-kms.js" check "${words[@]}" || code=$?

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
