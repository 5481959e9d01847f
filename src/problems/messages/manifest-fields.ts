/** The words for members of a manifest that say nothing, or what cannot be. */
import { ask, edit, entry, type Fix, run } from "../define.js";
import { pages } from "../links.js";

const writer = "the owner of the manifest";

/** "Did you mean …?", or the valid values. */
export function instead(near: string, all: string): string {
  return near === "" ? ` Valid: ${all}.` : ` Did you mean ${near}?`;
}

/** The near value as an edit, else the valid values to choose from. */
export function pick(pointer: string, near: string, all: string): Fix {
  return near === "" ? ask(writer, `Choose one of ${all}.`) : edit(pointer, near);
}

export const manifestMemberWords = {
  "manifest/twice": entry({
    severity: "error",
    title: "A field occurs twice",
    subject: (f) => f.member,
    what: (f) => `The field "${f.member}" occurs twice, first at ${f.first}.`,
    why: "YAML readers keep one of the two without a message.",
    fix: (f) => [ask(writer, `Keep one "${f.member}".`)],
    docs: [],
    example: { member: "region", first: "mwaa-kms.yaml:6:5" },
  }),
  "manifest/type": entry({
    severity: "error",
    title: "A value has the wrong type",
    subject: (f) => f.member,
    what: (f) => `${f.member} is ${f.found}; expected ${f.expected}.`,
    why: "mwaa-kms does not guess: a value that is read differently could name another key.",
    fix: (f) => [ask(writer, `Write ${f.member} as ${f.how}.`)],
    docs: [],
    example: {
      member: "environments",
      found: "a map",
      expected: "a list",
      how: 'a list, each entry on a line of its own after "- "',
    },
  }),
  "manifest/unquoted": entry({
    severity: "error",
    title: "A value needs quotes",
    subject: (f) => f.member,
    what: (f) => `${f.member} is ${f.source}, which YAML reads as ${f.found}.`,
    why: "YAML reads digits without quotes as a number, and readers drop the leading zeros of an account ID.",
    fix: (f) => [edit(f.pointer, f.source)],
    docs: [],
    example: {
      member: "account",
      source: "012345678901",
      found: "a number",
      pointer: "/environments/0/account",
    },
  }),
  "manifest/unknown-member": entry({
    severity: "error",
    title: "Unknown field",
    subject: (f) => f.member,
    what: (f) => `"${f.member}" is not a field of ${f.inside}.${instead(f.near, f.all)}`,
    why: "mwaa-kms does not ignore a misspelled field: the run would do something else than intended.",
    fix: (f) => [
      ask(writer, f.near === "" ? `Remove ${f.member}.` : `Write ${f.near} instead of ${f.member}.`),
    ],
    docs: [],
    example: {
      member: "regoin",
      inside: "an environment",
      near: "region",
      all: "name, key, region",
    },
  }),
  "manifest/missing": entry({
    severity: "error",
    title: "A required field is missing",
    subject: (f) => f.member,
    what: (f) => `${f.inside} has no ${f.member}.`,
    why: "mwaa-kms needs this field to select the key and the environment.",
    fix: (f) => [edit(f.pointer, f.sample)],
    docs: [],
    example: { inside: "An environment", member: "key", pointer: "/environments/0/key", sample: "KEY_ARN" },
  }),
  "manifest/value": entry({
    severity: "error",
    title: "The value is not valid",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not a value of ${f.member}.${instead(f.near, f.all)}`,
    why: "mwaa-kms does not ignore a misspelled value.",
    fix: (f) => [pick(f.pointer, f.near, f.all)],
    docs: [],
    example: {
      member: "logTypes",
      given: "Tasks",
      near: "Task",
      all: "DAGProcessing, Scheduler, Task, WebServer, Worker",
      pointer: "/environments/0/logTypes/0",
    },
  }),
  "manifest/length": entry({
    severity: "error",
    title: "A list is too short or too long",
    what: (f) => `${f.member} has ${f.length} entries; expected ${f.bound}.`,
    why: "An empty list has no meaning, and a run is limited.",
    fix: (f) => [ask(writer, `Give ${f.member} ${f.bound}, or remove it.`)],
    docs: [],
    example: { member: "environments", length: 0, bound: "at least 1" },
  }),
  "manifest/schema": entry({
    severity: "error",
    title: "The manifest version is not supported",
    subject: (f) => f.given,
    what: (f) => `The schema is "${f.given}"; expected mwaa-kms/manifest/1.`,
    why: "The version ensures that a manifest is not read differently than it was written.",
    fix: () => [edit("/schema", "mwaa-kms/manifest/1")],
    docs: [],
    example: { given: "mwaa-kms/manifest/2" },
  }),
  "manifest/no-region": entry({
    severity: "error",
    title: "The Region of the environment is missing",
    subject: (f) => f.name,
    what: (f) => `${f.name} has a key ID and no Region.`,
    why: "A manifest has the same meaning on every machine, so mwaa-kms does not read the Region from AWS settings.",
    fix: (f) => [edit(`${f.pointer}/region`, "us-east-1"), edit("/defaults/region", "us-east-1")],
    docs: [pages.sdkRegion],
    example: { name: "prod", pointer: "/environments/0" },
  }),
  "manifest/environment-twice": entry({
    severity: "error",
    title: "An environment occurs twice",
    subject: (f) => f.name,
    what: (f) => `${f.name} in ${f.region} occurs twice, first at ${f.first}.`,
    why: "An environment has one key, so one of the two entries is wrong.",
    fix: () => [ask(writer, "Change the name, Region or account of one of them, or remove it.")],
    docs: [pages.mwaaApiCreate],
    example: { name: "prod", region: "eu-west-1", first: "mwaa-kms.yaml:3:5" },
  }),
  "manifest/profile": entry({
    severity: "error",
    title: "Not a profile name",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not a profile name.`,
    why: "A profile is a section [profile NAME] of ~/.aws/config.",
    fix: () => [run("aws configure list-profiles")],
    docs: [],
    example: { given: "[prod]" },
  }),
  "manifest/assume-role": entry({
    severity: "error",
    title: "Not the ARN of a role",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not the ARN of an IAM role.`,
    why: "STS requires the ARN of a role, arn:aws:iam::<account>:role/<name>. The ARN of a session (sts) differs.",
    fix: () => [run("aws iam get-role --query Role.Arn --output text --role-name <role>")],
    docs: [pages.iamArns],
    example: { given: "ReadKeys" },
  }),
};
