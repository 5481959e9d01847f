/** The rows of the context table for AWS's global condition keys (`aws:...`) and those of other services. */
import { pages } from "../../../problems/links.js";
import { textOf } from "../match.js";
import { accountText, callerNames, type LogGroup, type LogsAsked } from "../request.js";
import { type Alternative, absent, anything, foreign, present, type Row, words } from "./row.js";

/** Source of most: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export const globalRows: readonly Row<LogsAsked>[] = [
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
    alternatives: () => [...words("false"), ...words("true")],
    documented: true,
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
      ...["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalTag/"],
      ...["aws:MultiFactorAuthAge", "aws:FederatedProvider"],
      ...["aws:ViaAWSMCPService", "aws:CalledViaAWSMCP"],
      ...["aws:SourceIdentity", "aws:AssumedRoot", "aws:ChatbotSourceArn"],
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
    keys: ["aws:TokenIssueTime"],
    alternatives: () => [absent, anything],
    why: "Present for temporary credentials; whether a service principal has it is not documented.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:MultiFactorAuthPresent"],
    alternatives: () => [absent, ...words("false")],
    why: "A service principal has no MFA device; whether its request says so, or has no such key, is not documented.",
    source: pages.iamContextKeys,
  },
  {
    keys: [
      "aws:PrincipalArn",
      "aws:PrincipalAccount",
      "aws:userid",
      "aws:username",
      "aws:PrincipalType",
      "kms:CallerAccount",
    ],
    alternatives: () => [absent, foreign],
    why: "Describes users and roles of an account; a service principal is none of the customer's.",
    source: pages.iamContextKeys,
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
    alternatives: () => [absent, foreign],
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
    varies: true,
    alternatives: (asked) => [absent, present(asked.group.arn), ...sourceArns(asked.group)],
    why: "AWS documents it for query results and lookup tables, not for the encryption of log groups.",
    source: pages.logsEncryption,
  },
  {
    keys: ["aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceOwner"],
    alternatives: () => [anything],
    why: "Neither the policy nor the request says which organization the account is in.",
    source: pages.iamContextKeys,
  },
  {
    keys: ["aws:RequestTag/", "aws:TagKeys"],
    alternatives: () => [absent],
    why: "Present only in requests that set tags.",
    source: pages.iamContextKeys,
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
