/** The words for what AWS answers instead of what was asked. */
import { ask, entry, run } from "../entry.js";
import { pages } from "../pages.js";
import { quote } from "../quote.js";
import { awsCredentialsWords } from "./aws-credentials.js";
import { awsNetworkWords, look, unsureOf } from "./aws-network.js";
import { policyRefusalWords } from "./aws-policy.js";

const said = { action: "kms:PutKeyPolicy", said: "Policy contains a statement with no principal." };
const again = run("mwaa-kms check KEY");

export const awsWords = {
  "aws/other-key": entry({
    severity: "error",
    title: "The response is about another key",
    what: (f) => `${f.action} was asked about ${f.asked} and returned ${f.member} ${f.found}.`,
    why: "A response about another key says nothing about this one. A proxy, a stub server or a wrong endpoint can cause it.",
    fix: (f) => [run(`aws kms describe-key --key-id ${quote(f.asked)}`)],
    docs: [pages.kmsDescribeKey],
    example: {
      action: "kms:DescribeKey",
      asked: "1234abcd-12ab-34cd-56ef-1234567890ab",
      member: "KeyId",
      found: "0987dcba-09fe-87dc-65ba-ab0987654321",
    },
  }),
  ...awsCredentialsWords,
  ...awsNetworkWords,
  "aws/access-denied": entry({
    severity: "error",
    title: "AWS refuses the call",
    what: (f) =>
      `${f.who} may not ${f.action} on ${f.resource}: ${f.because}.${f.said === "" ? "" : ` AWS: ${f.said}`}`,
    why: "A KMS key is used by whom its key policy allows, or lets the account's IAM policies allow; an explicit deny or a service control policy beats both.",
    fix: (f) => [
      ask(f.ask, `Please allow ${f.who} the action ${f.action} on ${f.resource}.`),
      run("aws sts get-caller-identity"),
    ],
    docs: [pages.iamAccessDenied, pages.kmsKeyPolicy],
    example: {
      who: "arn:aws:iam::111122223333:user/ana",
      action: "kms:GetKeyPolicy",
      resource: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      because: "no resource-based policy allows it",
      ask: "whoever may change the key's policy",
      said: "",
    },
  }),
  "aws/key-not-found": entry({
    severity: "error",
    title: "The key does not exist in this Region",
    what: (f) => `AWS knows no key "${f.key}" in ${f.region}.`,
    why: "A key lives in one Region and one account; a bare key ID is looked for in the caller's account and the chosen Region.",
    fix: (f) => [
      run(`aws kms describe-key --key-id ${quote(f.key)} --region ANOTHER_REGION`),
      run(`aws kms list-keys --region ${quote(f.region)}`),
    ],
    docs: [pages.kmsFindKey],
    example: { key: "1234abcd-12ab-34cd-56ef-1234567890ab", region: "eu-west-1" },
  }),
  "aws/wrong-region": entry({
    severity: "error",
    title: "The key is in another Region",
    what: (f) => `The key's ARN names ${f.keyRegion}, but the call went to ${f.region}.`,
    why: "KMS serves the keys of its own Region only.",
    fix: (f) => [run(`export AWS_REGION=${quote(f.keyRegion)}`)],
    docs: [pages.kmsFindKey, pages.sdkRegion],
    example: { keyRegion: "us-east-1", region: "eu-west-1" },
  }),
  "aws/other-account": entry({
    severity: "error",
    title: "The call cannot cross accounts",
    what: (f) => `${f.action} does not work on a key of another account: ${f.resource}.`,
    why: "KMS offers GetKeyPolicy and PutKeyPolicy to principals of the key's own account only, whatever the policy says.",
    fix: (f) => [ask("the key's account", `Please run: mwaa-kms check ${quote(f.resource)}`)],
    docs: [pages.kmsGetKeyPolicy, pages.kmsCrossAccount],
    example: {
      action: "kms:GetKeyPolicy",
      resource: "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
  "aws/key-state": entry({
    severity: "error",
    title: "The key's state does not allow the call",
    what: (f) => `KMS refused ${f.action} because of the key's state: ${f.said}`,
    why: "Each key state allows some operations only.",
    fix: () => [run("aws kms describe-key --key-id KEY --query KeyMetadata.KeyState")],
    docs: [pages.kmsKeyState],
    example: { ...said, said: "arn:aws:kms:eu-west-1:111122223333:key/… is pending deletion." },
  }),
  "aws/throttled": entry({
    severity: "error",
    title: "AWS asks for fewer calls",
    what: (f) => `AWS throttled ${f.action}, and went on doing so.`,
    why: "The rate quotas are shared by all callers of the account and Region; PutKeyPolicy has the smallest.",
    fix: () => [again, run("export AWS_MAX_ATTEMPTS=10")],
    docs: [pages.kmsThrottling],
    example: { action: "kms:ListGrants" },
  }),
  "aws/service-error": entry({
    severity: "error",
    title: "AWS had an error of its own",
    what: (f) => `The service failed on ${f.action}: ${f.said}${unsureOf(f.action)}`,
    why: "An internal error (5xx) says nothing about the key. It was tried several times.",
    fix: () => [again],
    docs: [pages.kmsErrors],
    example: { action: "kms:DescribeKey", said: "KMSInternalException (500)." },
  }),
  "aws/not-an-answer": entry({
    severity: "error",
    title: "Something other than AWS answered",
    what: (f) => `${f.asked} answered ${f.action} with ${f.found}, not as AWS answers.${unsureOf(f.action)}`,
    why: "A login page of a network, a proxy's error page or a server that is no KMS answers so.",
    fix: (f) => [...look(f.asked), run("env | grep -i proxy")],
    docs: [pages.cliProxy, pages.sdkEndpoints],
    example: {
      action: "kms:DescribeKey",
      asked: "http://localhost:4566",
      found: "an HTML page (status 500)",
    },
  }),
  "aws/answer": entry({
    severity: "error",
    title: "The answer is not one that can be relied on",
    what: (f) => `The answer to ${f.action} is not usable: ${f.found}.${unsureOf(f.action)}`,
    why: "An answer is held against AWS's own description of it; nothing is concluded from one that does not fit.",
    fix: () => [again],
    docs: [pages.kmsErrors],
    example: { action: "kms:GetKeyPolicy", found: "Policy is missing" },
  }),
  "aws/too-many-grants": entry({
    severity: "error",
    title: "The key has more grants than can be read",
    what: (f) => `The key has more than ${f.limit} grants, or more pages of them than that allows.`,
    why: "A key has 50,000 grants at most unless the quota was raised; a listing that does not end is not trusted.",
    fix: () => [run("aws kms list-grants --key-id KEY --query 'length(Grants)'")],
    docs: [pages.kmsLimits, pages.kmsListGrants],
    example: { limit: 50000 },
  }),
  "aws/policy-lockout": entry({
    severity: "error",
    title: "KMS refuses a policy that would lock you out",
    what: () =>
      "KMS refused the policy: it would not let you change the key policy again. Nothing was written.",
    why: "KMS makes sure that the caller of PutKeyPolicy may call it again. This tool never bypasses that check.",
    fix: () => [
      ask(
        "an administrator of the key",
        "Please run this with a principal whom the key policy allows kms:PutKeyPolicy.",
      ),
    ],
    docs: [pages.kmsPutKeyPolicy, pages.kmsDefaultPolicy],
    example: said,
  }),
  ...policyRefusalWords,
  "aws/limit-exceeded": entry({
    severity: "error",
    title: "A quota is used up",
    what: (f) => `KMS refused ${f.action} for a quota: ${f.said}`,
    why: "For PutKeyPolicy it means that the policy is too long.",
    fix: () => [run("aws service-quotas list-service-quotas --service-code kms")],
    docs: [pages.kmsLimits, pages.kmsPutKeyPolicy],
    example: { ...said, said: "LimitExceededException" },
  }),
  "aws/unsupported": entry({
    severity: "error",
    title: "The operation is not supported here",
    what: (f) => `${f.action} is not supported: ${f.said}`,
    why: "Some keys, and some servers that stand in for KMS, do not offer every operation.",
    fix: () => [run("aws kms describe-key --key-id KEY")],
    docs: [pages.kmsErrors],
    example: { ...said, said: "UnsupportedOperationException" },
  }),
  "aws/bad-request": entry({
    severity: "error",
    title: "AWS does not take the request",
    what: (f) => `AWS does not take the request ${f.action}: ${f.said}`,
    why: "A name, an ARN or a value in the request is not one that the service reads.",
    fix: () => [run("mwaa-kms validate KEY")],
    docs: [pages.kmsErrors],
    example: { ...said, said: "InvalidArnException: an ARN is not valid." },
  }),
  "aws/refused": entry({
    severity: "error",
    title: "AWS refuses the call for a reason that has no words here",
    what: (f) => `AWS refused ${f.action}: ${f.name}${f.said === "" ? "" : `: ${f.said}`}`,
    why: "AWS answered with a client error (4xx), so nothing was changed; its name is not one that this tool knows.",
    fix: () => [again],
    docs: [pages.kmsErrors],
    example: { ...said, name: "SomethingNewException (status 400)" },
  }),
  "aws/unexpected": entry({
    severity: "error",
    title: "An error that this tool has no words for",
    what: (f) => `${f.action} failed: ${f.name}${f.said === "" ? "" : `: ${f.said}`}${unsureOf(f.action)}`,
    why: "AWS, or the library that speaks with it, reported an error that is not known here.",
    fix: () => [again],
    docs: [pages.kmsErrors],
    example: { ...said, name: "SomethingNewException" },
  }),
};
