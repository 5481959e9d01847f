/** The shape of a manifest: its members and their types, with the words that editors show. What AWS's names must look like, `key/` judges. */

import * as z from "zod";
import { checks } from "../checks/index.js";
import { acknowledgements, logGroupKinds, scopes } from "../choices.js";
import * as patterns from "./patterns.js";

/** KMS or MWAA refuses such a key, whoever decides otherwise: to call it ready would be untrue. */
const certain: ReadonlySet<string> = new Set([
  ...["identifier", "key-exists", "key-state", "key-deletion", "key-spec", "key-usage"],
]);

/** @returns whether KMS or MWAA refuses for certain where this check fails */
export function isUnwaivable(check: string): boolean {
  return certain.has(check);
}

/** The codes that a waiver may name, in the checks' order. */
export const waivable: readonly string[] = checks.map(({ id }) => id).filter((id) => !certain.has(id));

/** The most bytes of a manifest. */
export const longestManifest = 1_048_576;

/** A manifest needs four levels. */
export const deepest = 32;

/** The most words and signs of the YAML. The library needs some ten microseconds for each that is wrong. */
export const mostLexemes = 400_000;

/** So many values may come from aliases. */
export const mostRepeated = 50_000;

/** The most environments, and the most waivers. */
export const mostEntries = 5_000;

/** The most problems that are told of one manifest. */
export const mostProblems = 100;

/** The shortest and the longest reason of a waiver, in characters. */
export const reasonLength = { least: 3, most: 500 } as const;

/** The beginning of a text that somebody sent, for a sentence. */
export function short(text: string): string {
  const characters = [...text.slice(0, 200)];
  return characters.length > 80 ? `${characters.slice(0, 80).join("")}…` : text;
}

export const manifestSchema = "mwaa-kms/manifest/1";

const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** A text of which editors know more than zod judges here: the reader says what is wrong with it in better words. */
function text(description: string, more: Readonly<Record<string, unknown>>): z.ZodString {
  return z.string().meta({ description, ...more });
}

/** The members that `defaults` may have as well. */
const shared = {
  region: text("The environment's Region. Default: the key ARN's.", {
    pattern: patterns.regionPattern,
    examples: ["eu-west-1"],
  }).exactOptional(),
  account: text("The environment's account, in quotes. Default: that of the credentials.", {
    pattern: patterns.accountPattern,
    examples: ["111122223333"],
  }).exactOptional(),
  bucket: text("The environment's bucket, by name: its Region and its default encryption are checked.", {
    pattern: patterns.bucketPattern,
    examples: ["airflow-dags"],
  }).exactOptional(),
  executionRole: text("The environment's execution role, by ARN: its permissions on the key are checked.", {
    pattern: patterns.rolePattern,
    examples: ["arn:aws:iam::111122223333:role/airflow-execution"],
  }).exactOptional(),
  logGroups: z
    .boolean()
    .meta({
      description: "Whether to check the log groups that are there already (airflow-<name>-*).",
      default: false,
    })
    .exactOptional(),
  logTypes: z
    .array(z.enum(logGroupKinds))
    .min(1)
    .meta({ description: "The log types that are enabled. Default: all five." })
    .exactOptional(),
  accept: z
    .array(z.enum(acknowledgements))
    .meta({ description: "What has been read and accepted, as with --accept." })
    .exactOptional(),
  scope: z
    .enum(scopes)
    .meta({ description: "For whose log groups prepare lets CloudWatch Logs use the key. Default: account." })
    .exactOptional(),
  profile: text("The profile of the AWS settings whose credentials ask.", {
    pattern: patterns.profilePattern,
    examples: ["prod"],
  }).exactOptional(),
  assumeRole: text(
    "The role that asks, by ARN. It is assumed with the credentials at hand or the profile's.",
    {
      pattern: patterns.rolePattern,
      examples: ["arn:aws:iam::444455556666:role/ReadKeys"],
    },
  ).exactOptional(),
};

const environment = z
  .strictObject({
    name: text("The environment's name.", { pattern: patterns.environmentPattern, examples: ["prod"] }),
    key: text("The key, as a key ARN or a key ID. MWAA takes no alias.", {
      pattern: patterns.keyPattern,
      examples: [key],
    }),
    ...shared,
  })
  .meta({ title: "Environment", description: "An MWAA environment, there or planned, and its key." });

const waiver = z
  .strictObject({
    check: text("The code of the check that is not to count.", { enum: waivable }),
    key: text("The key that it is for, as a key ARN or a key ID.", {
      pattern: patterns.keyPattern,
      examples: [key],
    }),
    reason: text("Why, for whoever reads the report.", {
      minLength: reasonLength.least,
      maxLength: reasonLength.most,
      pattern: "\\S",
      examples: ["Imported material is renewed by the security team every year (SEC-123)."],
    }),
    expires: text("The last day on which it holds, UTC.", {
      format: "date",
      pattern: patterns.datePattern,
      examples: ["2027-03-31"],
    }),
  })
  .meta({ title: "Waiver", description: "A check that is not to count for one key, until a day." });

/** A whole manifest, as it is written. */
export const manifestShape = z
  .strictObject({
    schema: z.literal(manifestSchema).meta({ description: "The version of this file's form." }),
    defaults: z
      .strictObject(shared)
      .meta({ title: "Defaults", description: "Members for every environment that does not have its own." })
      .exactOptional(),
    environments: z.array(environment).min(1).max(mostEntries).exactOptional(),
    waivers: z.array(waiver).min(1).max(mostEntries).exactOptional(),
  })
  .meta({
    title: "mwaa-kms manifest",
    description:
      "The MWAA environments whose keys mwaa-kms checks and prepares, and the checks that are waived.",
    anyOf: ["environments", "waivers"].map((name) => ({ required: [name], properties: { [name]: {} } })),
  });

export type ManifestFile = z.output<typeof manifestShape>;
export type EnvironmentFile = z.output<typeof environment>;
export type WaiverFile = z.output<typeof waiver>;

/** The members that may stand where a path ends. */
export function membersOf(path: readonly PropertyKey[]): readonly string[] {
  const [first] = path;
  const shapes = { defaults: Object.keys(shared), environments: Object.keys(environment.shape) };
  if (first === "defaults" || first === "environments") return shapes[first];
  return Object.keys(first === "waivers" ? waiver.shape : manifestShape.shape);
}

/** What could stand where a member is missing. */
export const samples: Readonly<Record<string, string>> = {
  schema: manifestSchema,
  name: "NAME",
  key: "KEY_ARN",
  check: waivable[0] ?? "",
  reason: "Who decided it, why, and a ticket",
  expires: "2027-03-31",
};
