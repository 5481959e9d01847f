/** The words for keys in a Region or an account where they cannot, or may not, serve. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

export const keyPlaceWords = {
  "key/pattern": entry({
    severity: "warning",
    title: "MWAA's API does not accept this ARN",
    what: (f) => `The pattern of KmsKey in MWAA's API does not match ${f.given} (partition ${f.partition}).`,
    why: "The pattern allows only Regions of 3 parts (us-east-1), and AWS lists no MWAA endpoint in the others.",
    fix: () => [
      ask("AWS Support", "Confirm that Amazon MWAA supports a customer managed key in this Region."),
    ],
    docs: [pages.mwaaApiCreate, pages.mwaaRegions],
    example: {
      given: "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      partition: "aws-us-gov",
    },
  }),
  "key/mwaa-region": entry({
    severity: "warning",
    title: "MWAA might not be available in this Region",
    subject: (f) => f.region,
    what: (f) => `${f.region} is not in the list of Regions with an MWAA endpoint (2026-08-07).`,
    why: "AWS adds Regions. Without MWAA in the Region, no key can be used.",
    fix: (f) => [run(`aws mwaa list-environments --region ${quote(f.region)}`)],
    docs: [pages.mwaaRegions],
    example: { region: "mx-central-1" },
  }),
  "key/other-region": entry({
    severity: "error",
    title: "The key is in another Region",
    what: (f) => `The key is in ${f.keyRegion}; expected ${f.region}.`,
    why: "MWAA requires key, environment and bucket in one Region.",
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
    title: "The key belongs to another account",
    what: (f) => `Account ${f.keyAccount} owns the key.`,
    why: "AWS's pages disagree on whether MWAA accepts that.",
    fix: (f) => [
      ask("you", `Use a key of account ${f.account}.`),
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
      `Account ${f.keyAccount} owns the key; the environment is in account ${f.account}. The risk is accepted.`,
    why: "AWS's pages disagree on whether MWAA accepts that. Key policy and IAM policies must both allow it.",
    fix: (f) => [
      ask(
        `an administrator of account ${f.keyAccount}`,
        `Allow account ${f.account} to use the key and to create grants for AWS resources.`,
      ),
    ],
    docs: [pages.mwaaKeys, pages.mwaaEncryption, pages.kmsCrossAccount],
    example: { keyAccount: "444455556666", account: "111122223333" },
  }),
};
