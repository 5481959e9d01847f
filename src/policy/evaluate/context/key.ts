/** The rows of every context table that describe the key and the endpoint: they are the same for each caller. */
import { pages } from "../../../problems/links.js";
import { textOf } from "../match.js";
import { accountText, type KeyPlace, keyAccountOf } from "../request.js";
import { type Alternative, absent, anything, present, type Row, timeOf, words } from "./row.js";

/** The key that is asked about, and when. */
export interface KeyAsked {
  readonly request: KeyPlace & { readonly at?: string };
}

export const keyRows: readonly Row<KeyAsked>[] = [
  {
    keys: ["kms:KeySpec", "kms:CustomerMasterKeySpec"],
    alternatives: () => words("SYMMETRIC_DEFAULT"),
    why: "MWAA and CloudWatch Logs use symmetric keys only; another key is not ready for another reason.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:KeyUsage", "kms:CustomerMasterKeyUsage"],
    alternatives: () => words("ENCRYPT_DECRYPT"),
    why: "MWAA and CloudWatch Logs use encryption keys only; another key is not ready for another reason.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:KeyOrigin"],
    alternatives: () =>
      ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"].map((origin) => present(textOf(origin))),
    why: "A property of the key that a policy does not show.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:MultiRegion"],
    alternatives: (asked) => multiRegion(asked.request.keyArn),
    why: "A multi-Region key's ID begins with mrk-.",
    source: pages.kmsMultiRegion,
  },
  {
    keys: ["kms:MultiRegionKeyType"],
    alternatives: (asked) => (isSingleRegion(asked.request.keyArn) ? [absent] : [anything]),
    why: "Only multi-Region keys have a type.",
    source: pages.kmsConditions,
  },
  {
    keys: ["aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:ResourceTag/", "kms:ResourceAliases"],
    alternatives: () => [anything],
    why: "A property of the key or its account that a policy does not show.",
    source: pages.kmsConditions,
  },
  {
    keys: ["aws:ResourceAccount"],
    alternatives: (asked) => [present(accountText(keyAccountOf(asked.request)))],
    why: "The account that owns the key.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:RequestedRegion"],
    alternatives: (asked) => words(asked.request.region),
    why: "The Region of the KMS endpoint: the key's, which is the environment's.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:SecureTransport"],
    alternatives: () => words("true"),
    why: "Always in the request; KMS accepts requests over TLS only.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:CurrentTime", "aws:EpochTime"],
    alternatives: (asked) => [timeOf(asked.request.at)],
    why: "The time of the request.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:UserAgent", "aws:Referer", "aws:SignInSessionArn"],
    alternatives: () => [anything],
    why: "What a service sends here is not documented.",
    source: pages.iamContextKeys,
  },
];

function isSingleRegion(keyArn: string | undefined): boolean {
  return keyArn?.includes(":key/") === true && !keyArn.includes(":key/mrk-");
}

function multiRegion(keyArn: string | undefined): readonly Alternative[] {
  if (keyArn === undefined) return [...words("true"), ...words("false")];
  return words(isSingleRegion(keyArn) ? "false" : "true");
}
