/**
 * How each condition key appears in the requests of MWAA's callers and of a person: known, absent or unknown. It is the table of
 * the callers' side; the key's side is context-key.ts, CloudWatch Logs has a table of its own (context.ts). AWS publishes no
 * record of MWAA's own calls: where a cell rests on reasoning, `why` says so, and a key that could have either value has both.
 */
import { pages } from "../../../problems/links.js";
import { type Text, textOf } from "../match.js";
import type { PrincipalCaller } from "../principal.js";
import { principalText, userIdText } from "../principal-text.js";
import type { KeyPlace } from "../request.js";
import { keyRows } from "./key.js";
import { unlisted } from "./logs.js";
import { type ContextLookup, contextOf, rowFinder } from "./lookup.js";
import { type Alternative, absent, anything, anyValue, foreign, present, type Row, words } from "./row.js";

/** Whose request it is, and how it reaches KMS. */
export type CallPath =
  /** The principal that creates the environment: MWAA forwards its session. */
  | {
      readonly by: "creator";
      readonly who: PrincipalCaller;
      readonly grant: GrantRequest;
      readonly suffix?: string;
    }
  /** The execution role: the service, `sqs` or `s3`, forwards its session. */
  | { readonly by: "execution-role"; readonly who: PrincipalCaller; readonly service: string }
  /** Somebody who calls KMS directly. */
  | { readonly by: "direct"; readonly who: PrincipalCaller }
  /** Somebody of an account that has nothing to do with the key, by whatever way. */
  | { readonly by: "stranger" }
  /** MWAA under its grants, as a service principal or as a role of an account of AWS. */
  | { readonly by: "service" | "aws-role" };

/** One CreateGrant of MWAA. */
export interface GrantRequest {
  readonly grantee: string;
  /** The operations of the grant, as the API spells them. */
  readonly operations: readonly string[];
}

interface CallerAsked {
  readonly request: KeyPlace & { readonly at?: string };
  readonly path: CallPath;
  readonly operation: string;
}

type By = CallPath["by"];
type Cell = readonly Alternative[] | ((asked: CallerAsked) => readonly Alternative[]);

const none: Cell = [absent];
const unknown: Cell = [anything];
/** Present or absent; if present, a value of AWS's own. */
const awsOwned: Cell = [absent, foreign];
const either: Cell = [absent, anything];

/** A row with a cell for each caller; one that is not named is absent. */
function row(
  keys: readonly string[],
  why: string,
  cells: { readonly [by in By]?: Cell },
  source: string = pages.iamContextKeys,
  varies = false,
): Row<CallerAsked> {
  return {
    keys,
    why,
    source,
    varies,
    alternatives: (asked) => {
      const cell = cells[asked.path.by] ?? none;
      return typeof cell === "function" ? cell(asked) : cell;
    },
  };
}

/** The operations on grants, for which KMS has the condition keys about grants. */
const grantOperations = ["CreateGrant", "ListGrants", "RevokeGrant"];

/** The operations that use the key's material. */
const isCryptographic = (operation: string) => /^(Encrypt|Decrypt|ReEncrypt|GenerateDataKey)/.test(operation);

const onGrants = (cell: Cell, operations: readonly string[] = ["CreateGrant"]): Cell => {
  return (asked) => {
    if (!operations.includes(asked.operation)) return [absent];
    return typeof cell === "function" ? cell(asked) : cell;
  };
};

const ofPrincipal = (read: (who: PrincipalCaller) => readonly Alternative[]): Cell => {
  return ({ path }) => ("who" in path ? read(path.who) : [anything]);
};

const account = ofPrincipal((who) => (who.account === undefined ? [foreign] : words(who.account)));
const type = ofPrincipal(({ kind }) => {
  const name = {
    session: "AssumedRole",
    user: "User",
    root: "Account",
    federated: "FederatedUser",
    other: "",
  }[kind];
  return name === "" ? [anything] : words(name);
});
const arn = ofPrincipal((who) => texts(principalText(who)));
const userId = ofPrincipal((who) => texts(userIdText(who)));
const userName = ofPrincipal(({ kind, arn: named }) => {
  if (kind !== "user") return kind === "other" ? [anything] : [absent];
  return named === undefined ? [anything] : words(named.slice(named.lastIndexOf("/") + 1));
});
const bySession = { creator: unknown, direct: unknown, "execution-role": unknown } as const;

function texts(text: Text | undefined): readonly Alternative[] {
  return text === undefined ? [anyValue] : [present(text)];
}

/** KMS writes that the names in kms:ViaService end in amazonaws.com in every partition. */
const viaMwaa: Cell = ({ request, path }) =>
  words(`airflow.${request.region}.${path.by === "creator" ? (path.suffix ?? "amazonaws.com") : ""}`);
const viaService: Cell = ({ request, path }) => {
  const service = path.by === "execution-role" ? path.service : "";
  const name = (suffix: string) => present(textOf(`${service}.${request.region}.${suffix}`));
  return [...new Set(["amazonaws.com", request.partition.dnsSuffix])].map(name);
};
/** In China AWS's pages print either suffix for a service principal. */
const serviceNames = (service: string, { region, partition }: KeyPlace) =>
  [...new Set([partition.dnsSuffix, "amazonaws.com"])].map((suffix) => `${service}.${region}.${suffix}`);
/** The services that MWAA's control plane calls, where it calls them as a role: their requests to KMS are forwarded. */
const viaControlPlane: Cell = ({ request }) => [
  absent,
  ...["sqs", "secretsmanager", "rds", "s3", "dynamodb"].map((service) =>
    present(textOf(`${service}.${request.region}.amazonaws.com`)),
  ),
];
const grantee: Cell = ({ path }) => [
  present(textOf(path.by === "creator" ? path.grant.grantee : "")),
  foreign,
];
const ofGrant: Cell = ({ path }) => words(...(path.by === "creator" ? path.grant.operations : []));

const table: readonly Row<CallerAsked>[] = [
  row(
    ["kms:ViaService"],
    "Present when a service calls with a principal's forwarded session.",
    { stranger: unknown, creator: viaMwaa, "execution-role": viaService, "aws-role": viaControlPlane },
    pages.kmsConditions,
  ),
  row(["aws:ViaAWSService"], "True for forwarded sessions, false for direct calls.", {
    stranger: unknown,
    creator: words("true"),
    "execution-role": words("true"),
    direct: words("false"),
    service: [...words("false"), ...words("true")],
    "aws-role": [...words("false"), ...words("true")],
  }),
  row(
    ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"],
    "Present for forwarded sessions; no page says by which names the services appear in it.",
    { creator: [anyValue], "execution-role": [anyValue], stranger: unknown, "aws-role": either },
  ),
  row(["aws:PrincipalIsAWSService"], "True only when a service principal calls in its own name.", {
    stranger: words("false"),
    creator: words("false"),
    "execution-role": words("false"),
    direct: words("false"),
    service: words("true"),
    "aws-role": words("false"),
  }),
  row(
    ["aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"],
    "Present when a service principal calls.",
    {
      service: ({ request }) => [
        ...serviceNames("airflow", request).map((name) => present(textOf(name))),
        foreign,
      ],
    },
  ),
  row(["aws:PrincipalArn"], "The caller's ARN; of a session, the role's.", {
    stranger: [foreign],
    creator: arn,
    "execution-role": arn,
    direct: arn,
    service: awsOwned,
    "aws-role": [foreign],
  }),
  row(["aws:PrincipalAccount", "kms:CallerAccount"], "The caller's account.", {
    stranger: [foreign],
    creator: account,
    "execution-role": account,
    direct: account,
    service: awsOwned,
    "aws-role": [foreign],
  }),
  row(["aws:PrincipalType"], "What kind of principal the caller's ARN names.", {
    stranger: unknown,
    creator: type,
    "execution-role": type,
    direct: type,
    service: either,
    "aws-role": unknown,
  }),
  row(["aws:userid"], "The unique ID of the caller.", {
    stranger: [foreign],
    creator: userId,
    "execution-role": userId,
    direct: userId,
    service: awsOwned,
    "aws-role": awsOwned,
  }),
  row(["aws:username"], "The name of an IAM user; a role's session has none.", {
    stranger: awsOwned,
    creator: userName,
    direct: userName,
    service: awsOwned,
  }),
  row(
    ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"],
    "The organization of the caller's account, if it is in one.",
    { stranger: awsOwned, ...bySession, "aws-role": awsOwned },
  ),
  row(["aws:PrincipalTag/"], "The tags of the caller and its session.", {
    stranger: unknown,
    ...bySession,
    service: awsOwned,
    "aws-role": awsOwned,
  }),
  row(["aws:MultiFactorAuthPresent"], "True only for sessions that began with MFA.", {
    stranger: unknown,
    creator: unknown,
    direct: unknown,
    "execution-role": [absent, ...words("false")],
    service: [absent, ...words("false")],
    "aws-role": [absent, ...words("false")],
  }),
  row(["aws:MultiFactorAuthAge"], "Present for sessions that began with MFA.", {
    stranger: unknown,
    creator: unknown,
    direct: unknown,
  }),
  row(["aws:TokenIssueTime"], "When temporary credentials were issued.", {
    stranger: unknown,
    ...bySession,
    service: either,
    "aws-role": unknown,
  }),
  row(
    [
      "aws:FederatedProvider",
      "aws:SourceIdentity",
      "aws:AssumedRoot",
      "aws:ChatbotSourceArn",
      "aws:RoleDelivery",
    ],
    "Describes how the caller's session began.",
    { stranger: unknown, ...bySession },
  ),
  row(
    [
      ...[
        "aws:Ec2InstanceSourceVpc",
        "aws:Ec2InstanceSourcePrivateIPv4",
        "ec2:RoleDelivery",
        "ec2:SourceInstanceArn",
      ],
      ...[
        "lambda:SourceFunctionArn",
        "glue:RoleAssumedBy",
        "glue:CredentialIssuingService",
        "identitystore:UserId",
      ],
      ...["ssm:SourceInstanceArn", "codebuild:buildArn", "codebuild:projectArn", "sts:", "saml:"],
    ],
    "Describes how the caller's session began.",
    { stranger: unknown, ...bySession },
  ),
  row(
    ["aws:SourceIp"],
    "The caller's own address where it used a public endpoint; between services it is redacted.",
    {
      stranger: awsOwned,
      creator: either,
      "execution-role": either,
      direct: either,
      service: awsOwned,
      "aws-role": awsOwned,
    },
  ),
  row(
    [
      ...["aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp", "aws:SourceVpcArn", "aws:VpceAccount"],
      ...["aws:VpceOrgID", "aws:VpceOrgPaths"],
    ],
    "Present only through a VPC endpoint; a forwarded session has none of them.",
    { stranger: awsOwned, direct: either },
    pages.iamForwarded,
  ),
  row(
    ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceOwner"],
    "Present only when a service principal calls; services that use grants often do not send them.",
    { stranger: awsOwned, service: either, "aws-role": either },
  ),
  row(
    ["aws:ViaAWSMCPService", "aws:CalledViaAWSMCP"],
    "Present when an AWS MCP server calls for the principal.",
    {
      creator: either,
      direct: either,
      stranger: unknown,
    },
  ),
  row(["aws:RequestTag/", "aws:TagKeys"], "Present only in requests that set tags.", { stranger: unknown }),
  row(
    ["kms:GrantIsForAWSResource"],
    "True when an integrated service manages grants for a principal, false when the principal calls directly.",
    {
      stranger: unknown,
      creator: onGrants(words("true"), grantOperations),
      direct: onGrants(words("false"), grantOperations),
      service: onGrants(words("true"), grantOperations),
      "aws-role": onGrants(words("true"), grantOperations),
    },
    pages.kmsConditions,
    true,
  ),
  row(
    ["kms:GranteePrincipal", "kms:RetiringPrincipal"],
    "MWAA's page names its service; KMS shows a service's name also where the grantee is a role of AWS.",
    {
      stranger: unknown,
      creator: onGrants(grantee),
      direct: onGrants(unknown),
      service: onGrants(unknown),
      "aws-role": onGrants(unknown),
    },
    pages.kmsListGrants,
    true,
  ),
  row(
    ["kms:GrantOperations"],
    "The operations of the grant that is created.",
    {
      stranger: unknown,
      creator: onGrants(ofGrant),
      direct: onGrants(unknown),
      service: onGrants(unknown),
      "aws-role": onGrants(unknown),
    },
    pages.kmsConditions,
    true,
  ),
  row(
    [
      ...["kms:GranteeServicePrincipal", "kms:RetiringServicePrincipal", "kms:GrantConstraintSourceArn"],
      "kms:GrantConstraintType",
    ],
    "Present in grants of the form of 2026 and in grants with constraints; MWAA's page shows neither.",
    {
      stranger: unknown,
      creator: onGrants(either),
      direct: onGrants(unknown),
      service: onGrants(unknown),
      "aws-role": onGrants(unknown),
    },
    pages.kmsConditions,
    true,
  ),
  row(
    ["kms:EncryptionContext:aws:logs:arn"],
    "Only CloudWatch Logs sends a log group as its encryption context; that MWAA's grants have none is not proved.",
    {
      creator: onGrants(awsOwned),
      direct: ({ operation }) => (isCryptographic(operation) ? [anything] : inGrant(operation)),
      stranger: unknown,
    },
    pages.logsEncryption,
    true,
  ),
  row(
    ["kms:EncryptionContext:", "kms:EncryptionContextKeys"],
    "Which encryption context MWAA's services send is not documented.",
    Object.fromEntries(
      (["creator", "execution-role", "direct", "stranger", "service", "aws-role"] as const).map((by) => [
        by,
        contextKeys,
      ]),
    ),
    pages.kmsConditions,
    true,
  ),
  row(
    ["kms:EncryptionAlgorithm"],
    "A symmetric key has one algorithm.",
    Object.fromEntries(
      (["creator", "execution-role", "direct", "stranger", "service", "aws-role"] as const).map((by) => [
        by,
        algorithm,
      ]),
    ),
    pages.kmsConditions,
    true,
  ),
  row(
    ["kms:ReEncryptOnSameKey"],
    "Present for ReEncrypt.",
    { direct: reEncrypt, service: reEncrypt, "aws-role": reEncrypt },
    pages.kmsConditions,
    true,
  ),
  row(
    ["kms:RequestAlias"],
    "Present where the request names the key by an alias.",
    { stranger: either, direct: either, service: either, "aws-role": either },
    pages.kmsConditions,
  ),
  row(
    ["kms:BypassPolicyLockoutSafetyCheck"],
    "Present for PutKeyPolicy; this program never sends true.",
    { direct: ({ operation }) => (operation === "PutKeyPolicy" ? words("false") : [absent]) },
    pages.kmsConditions,
    true,
  ),
  row(
    [
      ...[
        "kms:ExpirationModel",
        "kms:ValidTo",
        "kms:WrappingAlgorithm",
        "kms:WrappingKeySpec",
        "kms:PrimaryRegion",
      ],
      ...["kms:ReplicaRegion", "kms:RotationPeriodInDays", "kms:ScheduleKeyDeletionPendingWindowInDays"],
      ...["kms:SigningAlgorithm", "kms:MessageType", "kms:MacAlgorithm", "kms:KeyAgreementAlgorithm"],
      ...["kms:RecipientAttestation:", "kms:DataKeyPairSpec"],
    ],
    "Present for other operations than those that MWAA uses.",
    { direct: unknown },
    pages.kmsConditions,
  ),
];

function contextKeys({ operation }: CallerAsked): readonly Alternative[] {
  return isCryptographic(operation) ? [anything] : inGrant(operation);
}

/** A grant can have an encryption context as its constraint. */
function inGrant(operation: string): readonly Alternative[] {
  return operation === "CreateGrant" ? [absent, anything] : [absent];
}

function algorithm({ operation }: CallerAsked): readonly Alternative[] {
  return isCryptographic(operation) ? words("SYMMETRIC_DEFAULT") : [absent];
}

function reEncrypt({ operation }: CallerAsked): readonly Alternative[] {
  return operation.startsWith("ReEncrypt") ? [...words("true"), ...words("false")] : [absent];
}

const rowOf = rowFinder<CallerAsked>([...table, ...keyRows]);

/**
 * The request context of a caller; see {@link CallPath}.
 *
 * @param request the key that is asked about; `at`, ISO 8601, is when
 * @returns for a condition key: its row; `anything` where the table does not list it
 */
export function callerContext(request: KeyPlace & { readonly at?: string }, path: CallPath): ContextLookup {
  return contextOf<CallerAsked>(
    (name) => rowOf(name) ?? unlisted,
    (operation) => ({ request, path, operation }),
  );
}
