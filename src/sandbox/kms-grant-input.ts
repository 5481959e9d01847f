/** The grant that a CreateGrant request describes, and whether KMS takes it. Knows no caller. */
import { optionalText, refuse, structure, textList, textMap } from "./members.js";
import type { Call, GrantConstraints, StoredGrant, StoredKey } from "./model.js";
import { readArn } from "./names.js";

const symmetric = [
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
];
/** By key usage. https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations */
const byUsage: Readonly<Record<string, readonly string[]>> = {
  ENCRYPT_DECRYPT: ["Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo", "GetPublicKey"],
  SIGN_VERIFY: ["Sign", "Verify", "GetPublicKey"],
  KEY_AGREEMENT: ["DeriveSharedSecret", "GetPublicKey"],
  GENERATE_VERIFY_MAC: ["GenerateMac", "VerifyMac"],
};
const always = ["CreateGrant", "RetireGrant", "DescribeKey"];

type Wanted = Omit<StoredGrant, "GrantId" | "CreationDate" | "IssuingAccount">;

export function readGrant({ body }: Call): Wanted {
  const Operations = textList(body, "Operations");
  // Assumption: a grant of nothing is refused like any member that is too short.
  if (Operations.length === 0) refuse("ValidationException", "A grant needs at least one operation.");
  const GranteePrincipal = optionalText(body, "GranteePrincipal");
  const RetiringPrincipal = optionalText(body, "RetiringPrincipal");
  const GranteeServicePrincipal = optionalText(body, "GranteeServicePrincipal");
  const RetiringServicePrincipal = optionalText(body, "RetiringServicePrincipal");
  const Name = optionalText(body, "Name");
  for (const arn of [GranteePrincipal, RetiringPrincipal]) {
    if (arn !== undefined && !isGranteeArn(arn)) {
      refuse("InvalidArnException", `ARN does not refer to a valid principal: ${arn}`);
    }
  }
  if ((GranteePrincipal === undefined) === (GranteeServicePrincipal === undefined)) {
    // Assumption: the sentence; the documentation only says that one of the two is needed.
    refuse("ValidationException", "Specify either GranteePrincipal or GranteeServicePrincipal.");
  }
  if (RetiringPrincipal !== undefined && RetiringServicePrincipal !== undefined) {
    // Assumption: one of the two, as with grantees.
    refuse("ValidationException", "Specify either RetiringPrincipal or RetiringServicePrincipal.");
  }
  const constraints = constraintsIn(body["Constraints"]);
  const retiring = RetiringPrincipal ?? RetiringServicePrincipal;
  if (
    GranteeServicePrincipal !== undefined &&
    (constraints.SourceArn === undefined || retiring === undefined)
  ) {
    refuse(
      "ValidationException",
      "GranteeServicePrincipal requires Constraints.SourceArn and a retiring principal.",
    );
  }
  if (GranteeServicePrincipal === undefined && constraints.SourceArn !== undefined) {
    // Assumption: that SourceArn is for grantees that are services is documented; the sentence is ours.
    refuse("ValidationException", "Constraints.SourceArn requires GranteeServicePrincipal.");
  }
  return {
    Operations,
    ...(Name === undefined ? {} : { Name }),
    ...(GranteePrincipal === undefined ? {} : { GranteePrincipal }),
    ...(RetiringPrincipal === undefined ? {} : { RetiringPrincipal }),
    ...(GranteeServicePrincipal === undefined ? {} : { GranteeServicePrincipal }),
    ...(RetiringServicePrincipal === undefined ? {} : { RetiringServicePrincipal }),
    ...(Object.keys(constraints).length === 0 ? {} : { Constraints: constraints }),
  };
}

function constraintsIn(value: unknown): GrantConstraints {
  const { EncryptionContextEquals, EncryptionContextSubset, SourceArn } = structure(value);
  return {
    ...(EncryptionContextEquals === undefined
      ? {}
      : { EncryptionContextEquals: textMap(EncryptionContextEquals) }),
    ...(EncryptionContextSubset === undefined
      ? {}
      : { EncryptionContextSubset: textMap(EncryptionContextSubset) }),
    ...(typeof SourceArn === "string" ? { SourceArn } : {}),
  };
}

/** "An ARN of an account root, user, role, federated or assumed-role user" (CreateGrant API page). */
function isGranteeArn(text: string): boolean {
  const arn = readArn(text);
  if (arn === undefined || !/^\d{12}$/.test(arn.account)) return false;
  if (arn.service === "iam") return /^(root|user\/.+|role\/.+)$/.test(arn.resource);
  return arn.service === "sts" && /^(assumed-role|federated-user)\/.+/.test(arn.resource);
}

export function requireSupported(key: StoredKey, operations: readonly string[]): void {
  const kind = key.KeySpec === "SYMMETRIC_DEFAULT" ? symmetric : (byUsage[key.KeyUsage] ?? []);
  const wrong = operations.find((operation) => !kind.includes(operation) && !always.includes(operation));
  // Assumption: the API page calls it "ValidationError"; the sentence was not recorded.
  if (wrong !== undefined) {
    refuse("ValidationException", `${key.Arn} key usage is ${key.KeyUsage} which is not valid for ${wrong}.`);
  }
}
