/** The words for what AWS answers instead of what was asked. */

import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";
import { verbOf } from "../phrases.js";
import { awsCredentialsWords } from "./aws-credentials.js";
import { awsNetworkWords, look, unsureOf } from "./aws-network.js";
import { policyRefusalWords } from "./aws-policy.js";

const said = { action: "kms:PutKeyPolicy", said: "Policy contains a statement with no principal." };
const again = run("mwaa-kms check KEY");

export const awsWords = {
  "aws/other-key": entry({
    severity: "error",
    title: "The response is about another key",
    what: (f) => `${f.action} for ${f.asked} returned ${f.member} ${f.found}.`,
    why: "A response about another key does not describe this one. A proxy, a test server or a wrong endpoint can cause this.",
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
    title: "Access denied",
    subject: (f) => f.action,
    what: (f) =>
      `${f.who} cannot ${verbOf(f.action)}: ${f.because}.${f.said === "" ? "" : ` AWS: ${f.said}`}`,
    why: "AWS allows a call only if a policy allows it and no policy denies it.",
    fix: (f) => [
      ...(f.action === "kms:PutKeyPolicy" ? [run("mwaa-kms prepare KEY --handoff request.md")] : []),
      ask(
        f.ask,
        `Allow ${f.action} on ${/^arn:[^:]+:kms:/.test(f.resource) ? "this key" : f.resource} (mwaa-kms explain permissions prints the IAM policy).`,
      ),
    ],
    docs: [pages.iamAccessDenied, pages.kmsKeyPolicy],
    example: {
      who: "arn:aws:sts::111122223333:assumed-role/Reader/sandbox",
      action: "kms:GetKeyPolicy",
      resource: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      because: "no identity-based policy allows the action",
      ask: "an administrator of account 111122223333",
      said: "",
    },
  }),
  "aws/key-not-found": entry({
    severity: "error",
    title: "Key not found",
    subject: (f) => f.key,
    what: (f) => `${f.region} has no key ${f.key} that these credentials can see.`,
    why: "A KMS key is in one Region and one account. KMS looks up a key ID in the caller's account.",
    fix: (f) => [
      run(`aws kms list-keys --region ${quote(f.region)}`),
      run(`aws kms describe-key --key-id ${quote(f.key)} --region <region>`),
    ],
    docs: [pages.kmsFindKey],
    example: { key: "1234abcd-12ab-34cd-56ef-1234567890ab", region: "eu-west-1" },
  }),
  "aws/wrong-region": entry({
    severity: "error",
    title: "The key is in another Region",
    what: (f) => `The key ARN is in ${f.keyRegion}; the call went to ${f.region}.`,
    why: "KMS serves only the keys of its own Region.",
    fix: (f) => [run(`export AWS_REGION=${quote(f.keyRegion)}`)],
    docs: [pages.kmsFindKey, pages.sdkRegion],
    example: { keyRegion: "us-east-1", region: "eu-west-1" },
  }),
  "aws/other-account": entry({
    severity: "error",
    title: "KMS does not allow this call from another account",
    subject: (f) => f.action,
    what: (f) => `${f.action} is not possible from another account: ${f.resource}.`,
    why: "KMS accepts GetKeyPolicy and PutKeyPolicy from the key's own account only.",
    fix: (f) => [
      ask(
        `an administrator of account ${f.resource.split(":")[4] ?? ""}`,
        `Run mwaa-kms check ${quote(f.resource)}.`,
      ),
    ],
    docs: [pages.kmsGetKeyPolicy, pages.kmsCrossAccount],
    example: {
      action: "kms:GetKeyPolicy",
      resource: "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  }),
  "aws/key-state": entry({
    severity: "error",
    title: "The key state does not allow this operation",
    subject: (f) => f.action,
    what: (f) => `KMS rejected ${f.action}: ${f.said}`,
    why: "Each key state allows some operations only.",
    fix: () => [run("aws kms describe-key --key-id KEY --query KeyMetadata.KeyState")],
    docs: [pages.kmsKeyState],
    example: { ...said, said: "arn:aws:kms:eu-west-1:111122223333:key/… is pending deletion." },
  }),
  "aws/throttled": entry({
    severity: "error",
    title: "AWS throttles the calls",
    subject: (f) => f.action,
    what: (f) => `AWS throttled ${f.action}, also after several retries.`,
    why: "All callers of an account and Region share one rate quota. PutKeyPolicy has the smallest.",
    fix: () => [again, run("export AWS_MAX_ATTEMPTS=10")],
    docs: [pages.kmsThrottling],
    example: { action: "kms:ListGrants" },
  }),
  "aws/service-error": entry({
    severity: "error",
    title: "AWS had an internal error",
    subject: (f) => f.action,
    what: (f) => `The service failed on ${f.action}: ${f.said}${unsureOf(f.action)}`,
    why: "An internal error (5xx) does not concern the key. The call was retried several times.",
    fix: () => [again],
    docs: [pages.kmsErrors],
    example: { action: "kms:DescribeKey", said: "KMSInternalException (500)." },
  }),
  "aws/not-an-answer": entry({
    severity: "error",
    title: "The response is not from AWS",
    subject: (f) => f.asked,
    what: (f) => `${f.asked} returned ${f.found} for ${f.action}.${unsureOf(f.action)}`,
    why: "A network login page, a proxy's error page or another server can cause this.",
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
    title: "The response from AWS is not valid",
    what: (f) => `The response to ${f.action} is not valid: ${f.found}.${unsureOf(f.action)}`,
    why: "mwaa-kms compares each response with AWS's API description, and uses none that differs.",
    fix: () => [again],
    docs: [pages.kmsErrors],
    example: { action: "kms:GetKeyPolicy", found: "Policy is missing" },
  }),
  "aws/too-many-grants": entry({
    severity: "error",
    title: "The key has too many grants to read",
    what: (f) =>
      `The key has more than ${f.limit.toLocaleString("en-US")} grants, or more pages of them than that allows.`,
    why: "KMS allows 50,000 grants on a key, unless the quota is raised.",
    fix: () => [run("aws kms list-grants --key-id KEY --query 'length(Grants)'")],
    docs: [pages.kmsLimits, pages.kmsListGrants],
    example: { limit: 50000 },
  }),
  "aws/policy-lockout": entry({
    severity: "error",
    title: "KMS rejects a policy that locks the caller out",
    what: () =>
      "KMS rejected the policy: it would not let the caller change the key policy again. Nothing was changed.",
    why: "KMS requires that the caller of PutKeyPolicy can call it again. mwaa-kms never bypasses this check.",
    fix: () => [
      ask(
        "the key's administrator",
        "Run this command with a principal that the key policy allows kms:PutKeyPolicy.",
      ),
    ],
    docs: [pages.kmsPutKeyPolicy, pages.kmsDefaultPolicy],
    example: said,
  }),
  ...policyRefusalWords,
  "aws/limit-exceeded": entry({
    severity: "error",
    title: "A quota is reached",
    subject: (f) => f.action,
    what: (f) => `KMS rejected ${f.action}: ${f.said}`,
    why: "For PutKeyPolicy it means that the policy is too long.",
    fix: () => [run("aws service-quotas list-service-quotas --service-code kms")],
    docs: [pages.kmsLimits, pages.kmsPutKeyPolicy],
    example: { ...said, said: "LimitExceededException" },
  }),
  "aws/unsupported": entry({
    severity: "error",
    title: "KMS does not support this operation for this key",
    subject: (f) => f.action,
    what: (f) => `${f.action} is not supported: ${f.said}`,
    why: "Some keys, and some servers that simulate KMS, do not support all operations.",
    fix: () => [run("aws kms describe-key --key-id KEY")],
    docs: [pages.kmsErrors],
    example: { ...said, said: "UnsupportedOperationException" },
  }),
  "aws/bad-request": entry({
    severity: "error",
    title: "AWS rejects the request",
    subject: (f) => f.action,
    what: (f) => `AWS rejected ${f.action}: ${f.said}`,
    why: "A name, an ARN or a value in the request is not valid for the service.",
    fix: () => [run("mwaa-kms validate KEY")],
    docs: [pages.kmsErrors],
    example: { ...said, said: "InvalidArnException: an ARN is not valid." },
  }),
  "aws/refused": entry({
    severity: "error",
    title: "AWS rejects the call",
    subject: (f) => f.action,
    what: (f) => `AWS rejected ${f.action}: ${f.name}${f.said === "" ? "" : `: ${f.said}`}`,
    why: "AWS returned a client error (4xx) that mwaa-kms does not know. Nothing was changed.",
    fix: () => [again],
    docs: [pages.kmsErrors],
    example: { ...said, name: "SomethingNewException (status 400)" },
  }),
  "aws/unexpected": entry({
    severity: "error",
    title: "An unknown error",
    subject: (f) => f.action,
    what: (f) => `${f.action} failed: ${f.name}${f.said === "" ? "" : `: ${f.said}`}${unsureOf(f.action)}`,
    why: "AWS, or the AWS SDK, reported an error that mwaa-kms does not know.",
    fix: () => [again],
    docs: [pages.kmsErrors],
    example: { ...said, name: "SomethingNewException" },
  }),
};
