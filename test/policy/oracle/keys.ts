/** What AWS's pages say of each condition key: kind of value, and whether a request can carry several. */

export type KeyKind =
  | "text"
  | "boolean"
  | "arn"
  | "account"
  | "address"
  | "date"
  | "epoch"
  | "service"
  | "number";

const kinds: Readonly<Record<string, KeyKind>> = {
  "aws:viaawsservice": "boolean",
  "aws:principalisawsservice": "boolean",
  "aws:multifactorauthpresent": "boolean",
  "aws:securetransport": "boolean",
  "aws:viaawsmcpservice": "boolean",
  "kms:grantisforawsresource": "boolean",
  "aws:principalarn": "arn",
  "aws:sourcearn": "arn",
  "aws:sourcevpcarn": "arn",
  "kms:grantconstraintsourcearn": "arn",
  "aws:principalaccount": "account",
  "kms:calleraccount": "account",
  "aws:sourceaccount": "account",
  "aws:vpceaccount": "account",
  "aws:sourceip": "address",
  "aws:vpcsourceip": "address",
  "aws:currenttime": "date",
  "aws:tokenissuetime": "date",
  "aws:epochtime": "epoch",
  "aws:multifactorauthage": "number",
  "kms:viaservice": "service",
  "aws:calledvia": "service",
  "aws:calledviafirst": "service",
  "aws:calledvialast": "service",
  "aws:principalservicename": "service",
  "aws:principalservicenameslist": "service",
};

/** "Value type: Multivalued" in reference_policies_condition-keys.html, "Multi-valued" in conditions-kms.html. */
const multivalued: ReadonlySet<string> = new Set([
  "aws:calledvia",
  "aws:principalorgpaths",
  "aws:principalservicenameslist",
  "aws:sourceorgpaths",
  "aws:vpceorgpaths",
  "aws:tagkeys",
  "aws:resourceorgpaths",
  "kms:encryptioncontextkeys",
  "kms:grantoperations",
  "kms:resourcealiases",
]);

export const kindOf = (key: string): KeyKind => kinds[key] ?? "text";

export const isMultivalued = (key: string): boolean => multivalued.has(key);

/** Whether a request could carry this value under the key. */
export function couldBe(key: string, value: string): boolean {
  switch (kindOf(key)) {
    case "boolean":
      return value === "true" || value === "false";
    case "arn":
      return /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:\d*:[^*?]+$/.test(value);
    case "account":
      return /^\d{12}$/.test(value);
    case "address":
      return /^[\d.]+$/.test(value) || /^[0-9a-f:]+:[0-9a-f:]*$/i.test(value);
    case "date":
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
    case "epoch":
    case "number":
      return /^\d+$/.test(value);
    case "service":
      return /^[a-z0-9.-]+$/.test(value);
    case "text":
      return value !== "";
  }
}
