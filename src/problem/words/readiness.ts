/** The words for a key that cannot serve MWAA, whatever its policy says. */
import { ask, entry, run } from "../entry.js";
import { pages } from "../pages.js";
import { quote } from "../quote.js";

const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const newKey = run("aws kms create-key --description 'Amazon MWAA' --query KeyMetadata.Arn --output text");
/** The day of a time as AWS writes it; other words are left as they are. */
function dayOf(time: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(time) ? time.slice(0, 10) : time;
}

const states = [pages.kmsKeyState];

export const readinessWords = {
  "readiness/not-asked": entry({
    severity: "note",
    title: "Not read in this run",
    subject: (f) => f.fact,
    what: (f) => `This run did not read from AWS: ${f.fact}.`,
    why: "A check of a file makes no call to AWS.",
    fix: () => [run("mwaa-kms check KEY")],
    docs: [],
    example: { fact: "key" },
  }),
  "readiness/unsaid": entry({
    severity: "error",
    title: "DescribeKey returned no value",
    subject: (f) => f.member,
    what: (f) => `The response of DescribeKey has no ${f.member}.`,
    why: "KMS guarantees only KeyId in the key metadata.",
    fix: () => [run("aws kms describe-key --key-id KEY")],
    docs: [pages.kmsDescribeKey],
    example: { member: "KeyState" },
  }),
  "readiness/disabled": entry({
    severity: "error",
    title: "The key is disabled",
    what: () => "The key is disabled.",
    why: "KMS rejects grants and encryption with a disabled key.",
    fix: (f) => [run(`aws kms enable-key --key-id ${quote(f.key)}`)],
    docs: [...states, pages.kmsEnabling],
    example: { key },
  }),
  "readiness/pending-deletion": entry({
    severity: "error",
    title: "The key is scheduled for deletion",
    what: (f) => `KMS deletes the key on ${dayOf(f.date)}.`,
    why: "KMS rejects each use of a key that is scheduled for deletion. After deletion, its data is lost.",
    fix: (f) => [
      run(
        `aws kms cancel-key-deletion --key-id ${quote(f.key)} && aws kms enable-key --key-id ${quote(f.key)}`,
      ),
      ask("the key's administrator", "Confirm that the key can be kept."),
    ],
    docs: [...states, pages.kmsDeleting],
    example: { key, date: "2026-12-24T00:00:00.000Z" },
  }),
  "readiness/pending-replica-deletion": entry({
    severity: "error",
    title: "The multi-Region key is scheduled for deletion",
    what: () => "KMS deletes this multi-Region primary key after its replicas.",
    why: "KMS rejects each use of the key in this state, and MWAA does not support multi-Region keys.",
    fix: () => [newKey],
    docs: [...states, pages.kmsMultiRegion],
    example: { key },
  }),
  "readiness/pending-import": entry({
    severity: "error",
    title: "The key has no key material",
    what: () => "The key material was not imported yet.",
    why: "KMS cannot use a key of origin EXTERNAL before its material is imported.",
    fix: (f) => [
      run(
        `aws kms get-parameters-for-import --key-id ${quote(f.key)} --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_4096`,
      ),
      newKey,
    ],
    docs: [...states, pages.kmsImporting],
    example: { key },
  }),
  "readiness/unavailable": entry({
    severity: "error",
    title: "The custom key store is not available",
    what: () => "The custom key store of the key is disconnected.",
    why: "KMS cannot use a key whose custom key store (CloudHSM or external) is disconnected.",
    fix: () => [
      run("aws kms describe-custom-key-stores"),
      run("aws kms connect-custom-key-store --custom-key-store-id <store>"),
    ],
    docs: [...states, pages.kmsCustomStores],
    example: { key },
  }),
  "readiness/creating": entry({
    severity: "error",
    title: "The key is still being created",
    what: () => "The key is in the state Creating.",
    why: "KMS creates replicas of multi-Region keys in some minutes. MWAA does not support multi-Region keys.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`)],
    docs: states,
    example: { key },
  }),
  "readiness/updating": entry({
    severity: "warning",
    title: "The key is being updated",
    what: () => "The primary Region of this multi-Region key is changing.",
    why: "KMS allows the use meanwhile, but MWAA does not support multi-Region keys.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`)],
    docs: [...states, pages.kmsMultiRegion],
    example: { key },
  }),
  "readiness/state-unknown": entry({
    severity: "error",
    title: "The key state is unknown to mwaa-kms",
    subject: (f) => f.state,
    what: (f) => `The key state is "${f.state}", which this version does not know.`,
    why: "AWS might have added a state.",
    fix: (f) => [run(`aws kms describe-key --key-id ${quote(f.key)}`), run("npm view mwaa-kms version")],
    docs: states,
    example: { key, state: "Resting" },
  }),
  "readiness/spec": entry({
    severity: "error",
    title: "The key is not symmetric",
    what: (f) => `The key spec is ${f.spec}; expected SYMMETRIC_DEFAULT.`,
    why: "CloudWatch Logs supports symmetric keys only, and KMS cannot change the spec of a key.",
    fix: () => [newKey],
    docs: [pages.logsEncryption, pages.kmsSymmetric],
    example: { spec: "RSA_2048" },
  }),
  "readiness/usage": entry({
    severity: "error",
    title: "The key is not for encryption",
    what: (f) => `The key usage is ${f.usage}; expected ENCRYPT_DECRYPT.`,
    why: "KMS encrypts only with ENCRYPT_DECRYPT keys, and cannot change the usage of a key.",
    fix: () => [newKey],
    docs: [pages.kmsSymmetric],
    example: { usage: "GENERATE_VERIFY_MAC" },
  }),
  "readiness/aws-managed": entry({
    severity: "error",
    title: "This is an AWS managed key",
    what: (f) => `The key manager is ${f.manager}; expected CUSTOMER.`,
    why: "KMS does not allow changes to the policy of an AWS managed key.",
    fix: () => [newKey],
    docs: [pages.kmsTypes, pages.kmsModifyPolicy],
    example: { manager: "AWS" },
  }),
  "readiness/multi-region": entry({
    severity: "error",
    title: "Multi-Region keys are not supported",
    what: (f) => `The key is a multi-Region key (${f.kind}).`,
    why: "MWAA does not support multi-Region keys, and KMS cannot convert them.",
    fix: () => [newKey],
    docs: [pages.mwaaKeys, pages.kmsMultiRegion],
    example: { kind: "PRIMARY" },
  }),
  "readiness/imported": entry<Record<never, never>>({
    severity: "warning",
    title: "The key material is imported",
    what: () => "The key material was imported (origin EXTERNAL) and has no expiration date.",
    why: "If the material is deleted, the environment's data is unreadable until it is imported again. MWAA does not document imported material.",
    fix: () => [ask("the owner of the key material", "Confirm that a copy is kept and who can delete it.")],
    docs: [pages.kmsImporting],
    example: {},
  }),
  "readiness/expires": entry({
    severity: "warning",
    title: "The key material expires",
    what: (f) => `The imported key material expires on ${dayOf(f.date)}.`,
    why: "KMS then rejects each use of the key, and MWAA cannot change the key later.",
    fix: () => [ask("the owner of the key material", "Import it again without an expiration date.")],
    docs: [pages.kmsImporting],
    example: { date: "2027-01-31T00:00:00.000Z" },
  }),
  "readiness/custom-key-store": entry({
    severity: "warning",
    title: "The key is in a custom key store",
    what: (f) => `The origin of the key is ${f.origin}, a custom key store.`,
    why: "The key is unavailable when its store is. MWAA does not document custom key stores.",
    fix: () => [ask("the owner of the key store", "Confirm that the store is always available.")],
    docs: [pages.kmsCustomStores],
    example: { origin: "AWS_CLOUDHSM" },
  }),
  "readiness/contradiction": entry({
    severity: "error",
    title: "DescribeKey contradicts itself",
    what: (f) => `DescribeKey returned ${f.found}.`,
    why: "KMS documents that these values exclude each other, so the state of the key is unknown.",
    fix: () => [run("aws kms describe-key --key-id KEY")],
    docs: [pages.kmsDescribeKey, ...states],
    example: { found: "KeyState Enabled and Enabled false" },
  }),
  "readiness/expires-soon": entry({
    severity: "error",
    title: "The key material expires within a day",
    what: (f) => `The imported key material expires on ${dayOf(f.date)}.`,
    why: "KMS then rejects each use of the key. An environment takes about 30 minutes to create and needs its key permanently.",
    fix: () => [
      ask("the owner of the key material", "Import the key material again, without an expiration date."),
      newKey,
    ],
    docs: [pages.kmsImporting],
    example: { date: "2026-11-26T18:00:00.000Z" },
  }),
};
