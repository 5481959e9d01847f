/** Facts on several keys and values, set operators, key names and variables that an evaluator easily gets wrong, each with its page. */
import type { Context } from "./request.js";
import { conditionRows, pages, type Row } from "./rows.js";

const { several, sets, condition, variables, grammar } = pages;
const org = (...paths: string[]): Context => ({ "aws:principalorgpaths": paths });
const via = "airflow.us-east-1.amazonaws.com";

export const conditionEdges: readonly Row[] = [
  ...conditionRows(several, [
    [
      "values are joined by OR",
      { StringEquals: { "aws:username": ["a", "b"] } },
      { "aws:username": ["b"] },
      true,
    ],
    [
      "values of a negated operator are joined by NOR",
      { StringNotEquals: { "aws:username": ["a", "b"] } },
      { "aws:username": ["b"] },
      false,
    ],
    [
      "keys of one operator are joined by AND",
      { StringEquals: { "aws:username": "a", "aws:userid": "u" } },
      { "aws:username": ["a"] },
      false,
    ],
    [
      "negated keys are joined by AND as well",
      { StringNotEquals: { "aws:username": "a", "aws:userid": "u" } },
      { "aws:username": ["a"], "aws:userid": ["v"] },
      false,
    ],
    [
      "an exemption by two negated keys needs one of both",
      { StringNotEqualsIfExists: { "aws:SourceVpc": "vpc-1", "aws:PrincipalServiceName": "s" } },
      { "aws:sourcevpc": ["vpc-1"] },
      false,
    ],
    ["an empty Condition limits nothing", {}, {}, true],
  ]),
  ...conditionRows(sets, [
    [
      "ForAllValues is true of an absent key",
      { "ForAllValues:StringEquals": { "aws:CalledVia": via } },
      {},
      true,
    ],
    [
      "ForAnyValue is false of an absent key",
      { "ForAnyValue:StringEquals": { "aws:CalledVia": via } },
      {},
      false,
    ],
    [
      "ForAnyValue is false of an absent key, negated as well",
      { "ForAnyValue:StringNotEquals": { "aws:CalledVia": via } },
      {},
      false,
    ],
    [
      "ForAnyValue … IfExists is true of an absent key",
      { "ForAnyValue:StringLikeIfExists": { "aws:CalledVia": via } },
      {},
      true,
    ],
    [
      "ForAllValues, one value too many",
      { "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-1/*" } },
      org("o-1/r/", "o-2/r/"),
      false,
    ],
    [
      "ForAnyValue, one value is enough",
      { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-1/*" } },
      org("o-1/r/", "o-2/r/"),
      true,
    ],
    [
      "ForAnyValue negated: one value that is not listed",
      { "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-1/*" } },
      org("o-1/r/", "o-2/r/"),
      true,
    ],
    [
      "ForAllValues negated: none of the values may be listed",
      { "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": "o-1/*" } },
      org("o-1/r/", "o-2/r/"),
      false,
    ],
    [
      "ForAllValues negated on an absent key: two pages differ",
      { "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": "o-1/*" } },
      {},
      "undecided",
    ],
    [
      "ForAllValues with a single-valued key lets absent keys pass",
      { "ForAllValues:StringEquals": { "kms:ViaService": via } },
      {},
      true,
    ],
    [
      "ForAnyValue with a single-valued key",
      { "ForAnyValue:StringEquals": { "kms:ViaService": via } },
      { "kms:viaservice": [via] },
      true,
    ],
    [
      "a multivalued key without a set operator",
      { StringEquals: { "aws:CalledVia": via } },
      { "aws:calledvia": [via] },
      "undecided",
    ],
    [
      "the number of values in the policy makes no key multivalued",
      { StringEquals: { "kms:ViaService": [via, "x"] } },
      { "kms:viaservice": [via] },
      true,
    ],
  ]),
  ...conditionRows(condition, [
    [
      "key names are not case-sensitive",
      { StringEquals: { "AWS:UserName": "a" } },
      { "aws:username": ["a"] },
      true,
    ],
    [
      "one key in two cases is asked twice",
      { StringEquals: { "aws:username": "a", "AWS:USERNAME": "b" } },
      { "aws:username": ["a"] },
      false,
    ],
    [
      "values are case-sensitive as the operator is",
      { StringEquals: { "aws:username": "A" } },
      { "aws:username": ["a"] },
      false,
    ],
    [
      "a look-alike of a letter is no letter of the key",
      { StringEquals: { "\u212Ams:ViaService": via } },
      { "kms:viaservice": [via] },
      "undecided",
    ],
  ]),
  ...conditionRows(grammar, [
    [
      "a boolean without quotation marks",
      { Bool: { "aws:SecureTransport": true } },
      { "aws:securetransport": ["true"] },
      true,
    ],
    [
      "a number without quotation marks",
      { StringEquals: { "aws:PrincipalAccount": 111122223333 } },
      { "aws:principalaccount": ["111122223333"] },
      true,
    ],
    [
      "an empty list of values",
      { StringEquals: { "aws:username": [] } },
      { "aws:username": ["a"] },
      "undecided",
    ],
    [
      "an operator that IAM has not",
      { StringMatches: { "aws:username": "a" } },
      { "aws:username": ["a"] },
      "undecided",
    ],
  ]),
  ...conditionRows(variables, [
    [
      "a variable has the value of the request",
      { StringEquals: { "kms:EncryptionContext:user": "${aws:username}" } },
      { "kms:encryptioncontext:user": ["bob"], "aws:username": ["bob"] },
      true,
    ],
    [
      "names of variables are not case-sensitive",
      { StringEquals: { "kms:EncryptionContext:user": "${AWS:UserName}" } },
      { "kms:encryptioncontext:user": ["bob"], "aws:username": ["bob"] },
      true,
    ],
    [
      "a variable without a value equals nothing",
      { StringEquals: { "kms:EncryptionContext:user": "${aws:username}" } },
      { "kms:encryptioncontext:user": ["${aws:username}"] },
      false,
    ],
    [
      "a negated operator is true of a variable without a value",
      { StringNotEquals: { "kms:EncryptionContext:user": "${aws:username}" } },
      { "kms:encryptioncontext:user": ["bob"] },
      true,
    ],
    [
      "another value of the list can still be equal",
      { StringEquals: { "kms:EncryptionContext:user": ["${aws:username}", "bob"] } },
      { "kms:encryptioncontext:user": ["bob"] },
      true,
    ],
    [
      "a default stands for a value that is not there",
      { StringEquals: { "kms:EncryptionContext:team": "${aws:PrincipalTag/team, 'all'}" } },
      { "kms:encryptioncontext:team": ["all"] },
      true,
    ],
    [
      "a default is not used where a value is",
      { StringEquals: { "kms:EncryptionContext:team": "${aws:PrincipalTag/team, 'all'}" } },
      { "kms:encryptioncontext:team": ["all"], "aws:principaltag/team": ["red"] },
      false,
    ],
    [
      "${*} is an asterisk, not a wildcard",
      { StringLike: { "aws:username": "a${*}" } },
      { "aws:username": ["ab"] },
      false,
    ],
    [
      "${?} is a question mark",
      { StringLike: { "aws:username": "a${?}" } },
      { "aws:username": ["a?"] },
      true,
    ],
    [
      "${$} is a dollar sign",
      { StringEquals: { "aws:username": "${$}{x}" } },
      { "aws:username": ["${x}"] },
      true,
    ],
    [
      "no variables in numbers",
      { NumericEquals: { "aws:MultiFactorAuthAge": "${aws:EpochTime}" } },
      { "aws:multifactorauthage": ["1"], "aws:epochtime": ["1"] },
      "undecided",
    ],
    [
      "a multivalued key is no variable",
      { StringLike: { "aws:username": "${aws:CalledVia}" } },
      { "aws:username": ["x"], "aws:calledvia": ["x"] },
      "undecided",
    ],
  ]),
  ...conditionRows(sets, [
    [
      "Null beside ForAllValues shuts out absent keys",
      {
        "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] },
        Null: { "kms:GrantOperations": "false" },
      },
      {},
      false,
    ],
  ]),
];
