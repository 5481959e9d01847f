/** The words for keys in a Region or an account where they cannot, or may not, serve. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

export const keyPlaceWords = {
  "key/pattern": entry({
    severity: "warning",
    title: "MWAA's own pattern cannot take this ARN",
    what: (f) =>
      `The pattern of KmsKey in MWAA's API does not match "${f.given}" (partition ${f.partition}).`,
    why: "The pattern allows Regions of three parts (us-east-1) only. It would refuse keys of GovCloud, of the European Sovereign Cloud and of most isolated Regions, where AWS lists no MWAA endpoint either.",
    fix: () => [ask("AWS Support", "Is Amazon MWAA available with a customer managed key in this Region?")],
    docs: [pages.mwaaApiCreate, pages.mwaaRegions],
    example: {
      given: "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      partition: "aws-us-gov",
    },
  }),
  "key/mwaa-region": entry({
    severity: "warning",
    title: "MWAA may not be offered in this Region",
    what: (f) => `"${f.region}" is not among the Regions with an MWAA endpoint that this version knows.`,
    why: "AWS adds Regions; the list here is of 2026-08-07. If MWAA is not offered there, no key will help.",
    fix: (f) => [run(`aws mwaa list-environments --region ${quote(f.region)}`)],
    docs: [pages.mwaaRegions],
    example: { region: "mx-central-1" },
  }),
  "key/other-region": entry({
    severity: "error",
    title: "The key lives in another Region than the environment",
    what: (f) => `The key is in ${f.keyRegion}, the environment in ${f.region}.`,
    why: "The key must be in the same Region as the environment and its bucket.",
    fix: (f) => [
      run(`aws kms list-keys --region ${quote(f.region)} --query 'Keys[].KeyArn' --output text`),
      run(`mwaa-kms check ${quote(f.given)} --region ${quote(f.keyRegion)}`),
    ],
    docs: [pages.mwaaKeys],
    example: {
      given: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      keyRegion: "us-east-1",
      region: "eu-west-1",
    },
  }),
  "key/other-account": entry({
    severity: "error",
    title: "The key belongs to another account than the environment",
    what: (f) => `Account ${f.keyAccount} owns the key; the environment is in account ${f.account}.`,
    why: "AWS's documentation contradicts itself: one page allows another account's key when it is named by ARN, another says that the key must be in the same account. No public report shows it working.",
    fix: (f) => [
      run(
        `aws kms create-key --region ${quote(f.region)} --description 'Amazon MWAA' --query KeyMetadata.Arn --output text`,
      ),
      run(`mwaa-kms check ${quote(f.given)} --account ${quote(f.account)} --accept cross-account`),
    ],
    docs: [pages.mwaaKeys, pages.mwaaEncryption, pages.kmsCrossAccount],
    example: {
      given: "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      keyAccount: "444455556666",
      account: "111122223333",
      region: "us-east-1",
    },
  }),
  "key/cross-account": entry({
    severity: "warning",
    title: "The key belongs to another account (accepted)",
    what: (f) =>
      `Account ${f.keyAccount} owns the key; the environment is in account ${f.account}. You accepted it.`,
    why: "AWS's documentation contradicts itself on keys of other accounts. Both accounts must allow the use: the key policy there, IAM here; and MWAA must be given the ARN.",
    fix: (f) => [
      ask(
        `the administrators of account ${f.keyAccount}`,
        `Let account ${f.account} use the key and create grants for AWS resources on it.`,
      ),
    ],
    docs: [pages.mwaaKeys, pages.mwaaEncryption, pages.kmsCrossAccount],
    example: { keyAccount: "444455556666", account: "111122223333" },
  }),
};
