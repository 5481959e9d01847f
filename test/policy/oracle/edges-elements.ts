/** Facts on actions, resources, variables in them, grammar and order that an evaluator easily gets wrong, each with its page. */
import { keyArn } from "./callers.js";
import { people } from "./requests.js";
import { allow, ask, deny, pages, policy, policyRows, type Row } from "./rows.js";

const acting = (Action: unknown) => policy([allow({ Action })]);
const on = (Resource: unknown) => policy([allow({ Resource })]);
const { creator, user } = people;

export const elementEdges: readonly Row[] = [
  ...policyRows(pages.action, [
    ["actions are not case-sensitive", acting("KMS:dECRYPT"), ask(), "allow"],
    ["a question mark is one character", acting("kms:?ecrypt"), ask(), "allow"],
    ["Decrypt* is more than Decrypt", acting("kms:Decrypt*"), ask(), "allow"],
    [
      "kms:Encrypt* is not ReEncryptTo",
      acting("kms:Encrypt*"),
      ask({}, creator, "kms:ReEncryptTo"),
      "implicit",
    ],
    ["kms:*Encrypt* is", acting("kms:*Encrypt*"), ask({}, creator, "kms:ReEncryptTo"), "allow"],
    [
      "GenerateDataKey is not GenerateDataKeyWithoutPlaintext",
      acting("kms:GenerateDataKey"),
      ask({}, creator, "kms:GenerateDataKeyWithoutPlaintext"),
      "implicit",
    ],
    ["kms:Create* is CreateGrant", acting("kms:Create*"), ask({}, creator, "kms:CreateGrant"), "allow"],
    ["another service's actions", acting(["s3:*", "sts:*"]), ask(), "implicit"],
    ["the bare asterisk", acting("*"), ask(), "allow"],
  ]),
  ...policyRows(pages.notAction, [
    ["everything but what is listed", policy([allow({ NotAction: "kms:Encrypt" })]), ask(), "allow"],
    ["what is listed, in another case", policy([allow({ NotAction: "KMS:decrypt" })]), ask(), "implicit"],
    [
      "another service's list excludes nothing",
      policy([allow(), deny({ NotAction: "s3:*" })]),
      ask(),
      "deny",
    ],
    ["NotAction * is nothing", policy([allow(), deny({ NotAction: "*" })]), ask(), "allow"],
  ]),
  ...policyRows(pages.resource, [
    ["the key's own ARN", on(keyArn), ask(), "allow"],
    ["another key's ARN", on(keyArn.replace("1234abcd", "00000000")), ask(), "implicit"],
    ["another Region", on("arn:aws:kms:us-west-2:111122223333:key/*"), ask(), "implicit"],
    ["an alias is not the key", on("arn:aws:kms:us-east-1:111122223333:alias/*"), ask(), "implicit"],
    ["wildcards in several segments", on("arn:aws:kms:*:111122223333:key/????abcd-*"), ask(), "allow"],
    ["a list with one that matches", on(["arn:aws:s3:::bucket", "*"]), ask(), "allow"],
    ["no wildcard in the service", on("arn:aws:*:us-east-1:111122223333:key/*"), ask(), "undecided"],
  ]),
  ...policyRows(pages.notResource, [
    ["every resource but the key itself", policy([allow(), deny({ NotResource: keyArn })]), ask(), "allow"],
    [
      "every resource but another one",
      policy([allow(), deny({ NotResource: "arn:aws:s3:::bucket" })]),
      ask(),
      "deny",
    ],
  ]),
  ...policyRows(pages.variables, [
    [
      "a resource with a variable without a value matches nothing",
      on("arn:aws:kms:us-east-1:111122223333:key/${aws:username}"),
      ask(),
      "implicit",
    ],
    [
      "and excludes nothing",
      policy([allow(), deny({ NotResource: "arn:aws:kms:us-east-1:111122223333:key/${aws:username}" })]),
      ask(),
      "deny",
    ],
    [
      "variables are text without a Version",
      policy([allow({ Condition: { StringEquals: { "aws:userid": "${aws:username}" } } })], "none"),
      ask({ "aws:userid": ["${aws:username}"], "aws:username": ["x"] }),
      "allow",
    ],
    [
      "variables are text in 2008-10-17",
      policy([allow({ Condition: { StringEquals: { "aws:userid": "${aws:username}" } } })], "2008-10-17"),
      ask({ "aws:userid": ["x"], "aws:username": ["x"] }),
      "implicit",
    ],
    [
      "there ${*} is three characters and a wildcard",
      policy([allow({ Condition: { StringLike: { "aws:userid": "${*}" } } })], "2008-10-17"),
      ask({ "aws:userid": ["${anything}"] }),
      "allow",
    ],
  ]),
  ...policyRows(pages.grammar, [
    ["one statement without a list", policy(allow()), ask(), "allow"],
    ["Effect is case-sensitive", policy([{ ...allow(), Effect: "allow" }]), ask(), "undecided"],
    [
      "a statement with Action and NotAction",
      policy([{ ...allow(), NotAction: "s3:*" }]),
      ask(),
      "undecided",
    ],
    ["a member that no statement has", policy([{ ...allow(), Conditions: {} }]), ask(), "undecided"],
    ["a Version that IAM has not", policy([allow()], "2020-01-01"), ask(), "undecided"],
  ]),
  ...policyRows(pages.logic, [
    [
      "the order of statements does not matter",
      policy([deny({ Action: "kms:Decrypt" }), allow()]),
      ask(),
      "deny",
    ],
    [
      "a Deny that does not apply changes nothing",
      policy([allow(), deny({ Action: "kms:Encrypt" })]),
      ask(),
      "allow",
    ],
    [
      "a Deny alone allows nothing to others",
      policy([deny({ Principal: { AWS: creator.arn } })]),
      ask({}, user),
      "implicit",
    ],
  ]),
];
