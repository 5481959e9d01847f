/**
 * The one table of what CloudWatch Logs brings along when it calls KMS as a service principal: which condition key of the
 * request has which value, which is absent, and which nobody can know. It judges nothing (condition.ts does).
 */
import { pages } from "../problem/pages.js";
import { type Text, textOf } from "./match.js";
import { type Operation, sendsContext } from "./operations.js";
import { accountText, keyAccountOf, type LogGroup, type LogsRequest } from "./request.js";

/** One way in which a key can stand in the request. */
export type Alternative =
  | { readonly is: "absent" }
  /** Present with these values; `more`: others may stand beside them. */
  | { readonly is: "texts"; readonly texts: readonly Text[]; readonly more: boolean }
  /** A time, in milliseconds: exactly this, or this and later. */
  | { readonly is: "time"; readonly from: number; readonly exact: boolean }
  /** Present with a value of AWS's own, which no customer's policy names. */
  | { readonly is: "foreign" }
  /** Present or absent, with any value. */
  | { readonly is: "anything" };

/** What a row needs to know to say how its keys stand. */
export interface Asked {
  readonly request: LogsRequest;
  readonly operation: Operation;
  readonly group: LogGroup;
}

/**
 * One row: condition keys (a name that ends in `:` or `/` stands for all that begin so) and how they stand.
 * More than one alternative: AWS does not say which. Where `documented`, the first is what AWS's text points to: it may take
 * an Allow away or make a Deny apply, but it alone never gives access.
 */
export interface Row {
  readonly keys: readonly string[];
  readonly alternatives: (asked: Asked) => readonly Alternative[];
  readonly documented?: boolean;
  readonly why: string;
  readonly source: string;
}

const absent: Alternative = { is: "absent" };
const anything: Alternative = { is: "anything" };
const foreign: Alternative = { is: "foreign" };

/** The day before which nobody runs this: time only goes on, so what was over then is over. */
const earliest = Date.UTC(2026, 0, 1);

function present(...texts: readonly Text[]): Alternative {
  return { is: "texts", texts, more: false };
}

function words(...texts: readonly string[]): readonly Alternative[] {
  return [present(...texts.map(textOf))];
}

function time(asked: Asked): readonly Alternative[] {
  const at = asked.request.at === undefined ? Number.NaN : Date.parse(asked.request.at);
  return [{ is: "time", from: Number.isNaN(at) ? earliest : at, exact: !Number.isNaN(at) }];
}

/** The names that the Region's CloudWatch Logs may have in a request: in China AWS's sources disagree on the suffix. */
export function callerNames(request: LogsRequest): readonly string[] {
  const start = `logs.${request.region}.`;
  return request.partition.id === "aws-cn"
    ? [`${start}amazonaws.com.cn`, `${start}amazonaws.com`]
    : [`${start}${request.partition.dnsSuffix}`];
}

/** The table. The first row that names a key counts. */
export const rows: readonly Row[] = [
  {
    keys: ["kms:EncryptionContext:aws:logs:arn"],
    alternatives: (asked) => [sendsContext(asked.operation) ? present(asked.group.arn) : absent],
    why: "CloudWatch Logs sends the log group's ARN as its encryption context; DescribeKey takes no context.",
    source: pages.logsEncryption,
  },
  {
    keys: ["kms:EncryptionContextKeys"],
    alternatives: (asked) => (sendsContext(asked.operation) ? words("aws:logs:arn") : [absent]),
    why: "The encryption context of CloudWatch Logs has one key, aws:logs:arn.",
    source: pages.logsEncryption,
  },
  {
    keys: ["kms:EncryptionContext:", "kms:EncryptionContext"],
    alternatives: () => [absent],
    why: "The encryption context of CloudWatch Logs has no other key than aws:logs:arn.",
    source: pages.logsEncryption,
  },
  {
    keys: ["aws:PrincipalIsAWSService"],
    alternatives: () => words("true"),
    why: "True when a service principal calls.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:PrincipalServiceName"],
    alternatives: (asked) => callerNames(asked.request).map((name) => present(textOf(name))),
    why: "The name of the service principal that calls.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:PrincipalServiceNamesList"],
    alternatives: (asked) =>
      callerNames(asked.request).map((name) => ({ is: "texts", texts: [textOf(name)], more: true })),
    why: "All names of the service that calls; which others there are is not documented.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:ViaAWSService"],
    alternatives: () => words("false"),
    why: "True only for calls with a principal's forwarded credentials; a service principal calls for itself.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"],
    alternatives: () => [absent],
    why: "Present only when a service calls with a principal's credentials.",
    source: pages.iamContextKeys,
  },
  {
    keys: [
      ...["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalTag/", "aws:username"],
      ...["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "aws:FederatedProvider"],
      ...["aws:TokenIssueTime", "aws:SourceIdentity", "aws:AssumedRoot", "aws:ChatbotSourceArn"],
      ...["aws:Ec2InstanceSourceVpc", "aws:Ec2InstanceSourcePrivateIPv4", "ec2:RoleDelivery"],
      ...["ec2:SourceInstanceArn", "lambda:SourceFunctionArn", "glue:RoleAssumedBy"],
      ...["glue:CredentialIssuingService", "identitystore:UserId", "aws:RoleDelivery"],
      ...["ssm:SourceInstanceArn", "codebuild:buildArn", "codebuild:projectArn", "sts:", "saml:"],
    ],
    alternatives: () => [absent],
    why: "Describes users, roles and their sessions; a service principal is none of these and in no organization.",
    source: pages.iamContextKeys,
  },
  {
    keys: [
      "aws:PrincipalArn",
      "aws:PrincipalAccount",
      "aws:userid",
      "aws:PrincipalType",
      "kms:CallerAccount",
    ],
    alternatives: () => [absent, foreign],
    documented: true,
    why: "Describes users and roles of an account; a service principal is none of the customer's.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["kms:ViaService"],
    alternatives: (asked) => [absent, ...callerNames(asked.request).map((name) => present(textOf(name)))],
    documented: true,
    why: "Describes calls that a service makes with the credentials of a user or role, not calls of a service principal.",
    source: pages.kmsConditions,
  },
  {
    keys: ["aws:SourceVpce", "aws:SourceVpc", "aws:VpcSourceIp", "aws:SourceVpcArn", "aws:VpceAccount"],
    alternatives: () => [absent, foreign],
    documented: true,
    why: "Present only through a VPC endpoint; KMS warns that requests of AWS services fail on such conditions.",
    source: pages.kmsVpcEndpoint,
  },
  {
    keys: ["aws:VpceOrgID", "aws:VpceOrgPaths"],
    alternatives: () => [absent, foreign],
    documented: true,
    why: "Present only through a VPC endpoint.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:SourceIp"],
    alternatives: () => [absent, anything],
    documented: true,
    why: "The address, if any, is one of AWS's own; KMS warns that requests of AWS services fail on such conditions.",
    source: pages.kmsGlobalConditions,
  },
  {
    keys: ["aws:SourceAccount"],
    alternatives: (asked) => [absent, present(accountText(asked.request.account))],
    why: "AWS documents it for query results and lookup tables, not for the encryption of log groups.",
    source: pages.logsEncryption,
  },
  {
    keys: ["aws:SourceArn"],
    alternatives: (asked) => [absent, present(asked.group.arn), ...sourceArns(asked.group)],
    why: "AWS documents it for query results and lookup tables, not for the encryption of log groups.",
    source: pages.logsEncryption,
  },
  {
    keys: ["aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceOwner", "aws:ResourceOrgID"],
    alternatives: () => [anything],
    why: "Neither the policy nor the request says which organization the account is in.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:ResourceOrgPaths", "aws:ResourceTag/", "kms:ResourceAliases"],
    alternatives: () => [anything],
    why: "A property of the key that a policy does not show.",
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
    why: "The Region of the KMS endpoint: the key's, which is the log group's.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:SecureTransport"],
    alternatives: () => words("true"),
    why: "Always in the request; KMS takes requests over TLS only.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:CurrentTime", "aws:EpochTime"],
    alternatives: time,
    why: "The time of the request: of each log event to come.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:RequestTag/", "aws:TagKeys"],
    alternatives: () => [absent],
    why: "Present only in requests that set tags.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:UserAgent", "aws:Referer", "aws:SignInSessionArn"],
    alternatives: () => [anything],
    why: "What CloudWatch Logs sends here is not documented.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["kms:EncryptionAlgorithm"],
    alternatives: (asked) => (asked.operation === "DescribeKey" ? [absent] : words("SYMMETRIC_DEFAULT")),
    why: "A symmetric key has one algorithm, and the condition sees it also where the request does not name it.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:KeySpec", "kms:CustomerMasterKeySpec"],
    alternatives: () => words("SYMMETRIC_DEFAULT"),
    why: "CloudWatch Logs takes symmetric keys only; another key is not ready for another reason.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:KeyUsage", "kms:CustomerMasterKeyUsage"],
    alternatives: () => words("ENCRYPT_DECRYPT"),
    why: "CloudWatch Logs takes encryption keys only; another key is not ready for another reason.",
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
    why: "A multi-Region key's id begins with mrk-.",
    source: pages.kmsMultiRegion,
  },
  {
    keys: ["kms:MultiRegionKeyType"],
    alternatives: (asked) => (isSingleRegion(asked.request.keyArn) ? [absent] : [anything]),
    why: "Only multi-Region keys have a type.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:ReEncryptOnSameKey"],
    alternatives: (asked) =>
      asked.operation.startsWith("ReEncrypt") ? [...words("true"), ...words("false")] : [absent],
    why: "Present for ReEncrypt; whether CloudWatch Logs re-encrypts to the same key depends on the change of key.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:DataKeyPairSpec"],
    alternatives: (asked) => (asked.operation.startsWith("GenerateDataKeyPair") ? [anything] : [absent]),
    why: "Present for data key pairs only.",
    source: pages.kmsConditions,
  },
  {
    keys: ["kms:RequestAlias"],
    alternatives: () => [absent, anything],
    documented: true,
    why: "Present where the request names the key by an alias; a log group stores the key's ARN.",
    source: pages.kmsConditions,
  },
  {
    keys: [
      ...[
        "kms:GrantIsForAWSResource",
        "kms:GrantOperations",
        "kms:GranteePrincipal",
        "kms:RetiringPrincipal",
      ],
      ...["kms:GrantConstraintType", "kms:GrantConstraintSourceArn", "kms:GranteeServicePrincipal"],
      ...["kms:RetiringServicePrincipal", "kms:BypassPolicyLockoutSafetyCheck", "kms:ExpirationModel"],
      ...["kms:ValidTo", "kms:WrappingAlgorithm", "kms:WrappingKeySpec", "kms:PrimaryRegion"],
      ...["kms:ReplicaRegion", "kms:RotationPeriodInDays", "kms:ScheduleKeyDeletionPendingWindowInDays"],
      ...["kms:SigningAlgorithm", "kms:MessageType", "kms:MacAlgorithm", "kms:KeyAgreementAlgorithm"],
      ...["kms:RecipientAttestation:"],
    ],
    alternatives: () => [absent],
    why: "Present for other operations than those that CloudWatch Logs calls.",
    source: pages.kmsConditions,
  },
];

/** Said of a key that means the encryption context, in a spelling that AWS does not read. */
export const misspelt: Row = {
  keys: [],
  alternatives: () => [absent],
  why: "AWS has no condition key of this name, so no request has it.",
  source: pages.kmsConditions,
};

/** Said of a key that stands in no row: it may be AWS's newest. */
export const unlisted: Row = {
  keys: [],
  alternatives: () => [anything],
  why: "Whether a request of CloudWatch Logs has this key is not known.",
  source: pages.iamContextKeys,
};

/** The group's ARN as APIs print it, and any other resource of the account: what a SourceArn could be besides. */
function sourceArns(group: LogGroup): readonly Alternative[] {
  return [":*", "/any-other-resource"].map((end) =>
    present({
      examples: group.arn.examples.map((example) => example + end),
      ...(group.arn.shape === undefined
        ? {}
        : { shape: [...group.arn.shape, ...[...end].map((character) => character.charCodeAt(0))] }),
    }),
  );
}

function isSingleRegion(keyArn: string | undefined): boolean {
  return keyArn?.includes(":key/") === true && !keyArn.includes(":key/mrk-");
}

function multiRegion(keyArn: string | undefined): readonly Alternative[] {
  if (keyArn === undefined) return [...words("true"), ...words("false")];
  return words(isSingleRegion(keyArn) ? "false" : "true");
}
