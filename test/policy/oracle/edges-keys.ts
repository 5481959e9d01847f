/** Facts on condition keys of IAM and KMS, and on who has them, that an evaluator easily gets wrong, each with its page. */
import type { Caller, Context } from "./request.js";
import { people } from "./requests.js";
import { allow, ask, deny, logsService, pages, policy, policyRows, type Row, root } from "./rows.js";

const unless = (Condition: unknown) => policy([allow(), deny({ Condition })]);
const from = (caller: Caller, context: Context = {}) => ask(context, caller);
const { creator, user, root: rootUser } = people;
const session = "arn:aws:sts::111122223333:assumed-role/MwaaCreator/alice";

export const keyEdges: readonly Row[] = [
  ...policyRows(pages.keys, [
    [
      "aws:PrincipalArn of a session is the role's ARN",
      policy([allow({ Condition: { ArnEquals: { "aws:PrincipalArn": session } } })]),
      from(creator, { "aws:principalarn": [creator.arn] }),
      "implicit",
    ],
    [
      "aws:PrincipalArn root is the root user alone",
      policy([allow({ Condition: { ArnEquals: { "aws:PrincipalArn": root } } })]),
      from(creator, { "aws:principalarn": [creator.arn] }),
      "implicit",
    ],
    [
      "of the root user it is the account's root ARN",
      policy([allow({ Condition: { ArnEquals: { "aws:PrincipalArn": root } } })]),
      from(rootUser, { "aws:principalarn": [root] }),
      "allow",
    ],
    [
      "no MFA key with access keys: Deny Bool false does not reach them",
      unless({ Bool: { "aws:MultiFactorAuthPresent": "false" } }),
      from(user),
      "allow",
    ],
    [
      "Deny BoolIfExists false does",
      unless({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }),
      from(user),
      "deny",
    ],
    [
      "a service's exemption: PrincipalIsAWSService",
      unless({
        StringNotEqualsIfExists: { "aws:SourceVpc": "vpc-1" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      }),
      from(logsService, { "aws:principalisawsservice": ["true"] }),
      "allow",
    ],
    [
      "the exemption does not reach a forwarded session",
      unless({
        StringNotEqualsIfExists: { "aws:SourceVpc": "vpc-1" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      }),
      from(creator, { "aws:principalisawsservice": ["false"] }),
      "deny",
    ],
    [
      "tag keys are not case-sensitive",
      policy([allow({ Condition: { StringEquals: { "aws:PrincipalTag/Team": "red" } } })]),
      ask({ "aws:principaltag/team": ["red"] }),
      "allow",
    ],
    [
      "a Deny on the confused deputy spares requests without a source",
      unless({
        StringNotEqualsIfExists: { "aws:SourceAccount": "111122223333" },
        Null: { "aws:SourceAccount": "false" },
        Bool: { "aws:PrincipalIsAWSService": "true" },
      }),
      from(logsService, { "aws:principalisawsservice": ["true"] }),
      "allow",
    ],
  ]),
  ...policyRows(pages.forwarded, [
    [
      "a forwarded session has no VPC endpoint",
      unless({ StringNotEquals: { "aws:SourceVpce": "vpce-1" } }),
      ask({ "aws:viaawsservice": ["true"] }),
      "deny",
    ],
    [
      "aws:ViaAWSService exempts it",
      unless({
        StringNotEquals: { "aws:SourceVpce": "vpce-1" },
        BoolIfExists: { "aws:ViaAWSService": "false" },
      }),
      ask({ "aws:viaawsservice": ["true"] }),
      "allow",
    ],
  ]),
  ...policyRows(pages.kmsKeys, [
    [
      "DescribeKey has no encryption context: an Allow on it is void",
      policy([allow({ Condition: { StringEquals: { "kms:EncryptionContext:a": "b" } } })]),
      ask({}, creator, "kms:DescribeKey"),
      "implicit",
    ],
    [
      "and a negated Deny on it reaches DescribeKey",
      unless({ StringNotEquals: { "kms:EncryptionContext:a": "b" } }),
      ask({}, creator, "kms:DescribeKey"),
      "deny",
    ],
    [
      "the key of an encryption context in any case",
      policy([allow({ Condition: { StringEquals: { "kms:EncryptionContext:AppName": "x" } } })]),
      ask({ "kms:encryptioncontext:appname": ["x"] }),
      "allow",
    ],
    [
      "kms:EncryptionContextKeys is case-sensitive",
      policy([
        allow({ Condition: { "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "AppName" } } }),
      ]),
      ask({ "kms:encryptioncontextkeys": ["appname"] }),
      "implicit",
    ],
    [
      "grant operations beyond the list",
      policy([
        allow({
          Condition: { "ForAllValues:StringEquals": { "kms:GrantOperations": ["Encrypt", "ReEncryptTo"] } },
        }),
      ]),
      ask({ "kms:grantoperations": ["Encrypt", "Decrypt"] }, creator, "kms:CreateGrant"),
      "implicit",
    ],
    [
      "grant operations have no prefix",
      policy([
        allow({ Condition: { "ForAnyValue:StringEquals": { "kms:GrantOperations": "kms:Encrypt" } } }),
      ]),
      ask({ "kms:grantoperations": ["Encrypt"] }, creator, "kms:CreateGrant"),
      "implicit",
    ],
    [
      "GrantIsForAWSResource is absent from Decrypt",
      policy([allow({ Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } })]),
      ask(),
      "implicit",
    ],
    [
      "and BoolIfExists lets a Deny reach it",
      unless({ BoolIfExists: { "kms:GrantIsForAWSResource": "false" } }),
      ask(),
      "deny",
    ],
    [
      "all identities of an account, with kms:CallerAccount",
      policy([
        allow({
          Principal: { AWS: "*" },
          Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
        }),
      ]),
      ask({ "kms:calleraccount": ["111122223333"] }),
      "allow",
      "principal",
    ],
  ]),
];
