/** The words for members of a manifest that say nothing, or what cannot be. */
import { ask, edit, entry, type Fix, run } from "../define.js";
import { pages } from "../links.js";

const writer = "whoever writes the manifest";

/** "Did you mean …?", or what there is to choose from. */
export function instead(near: string, all: string): string {
  return near === "" ? ` There are: ${all}.` : ` Did you mean ${near}?`;
}

/** What is near, to be put there; else all that there is, to choose from. */
export function pick(pointer: string, near: string, all: string): Fix {
  return near === "" ? ask(writer, `Choose one of ${all}.`) : edit(pointer, near);
}

export const manifestMemberWords = {
  "manifest/twice": entry({
    severity: "error",
    title: "One member stands twice",
    what: (f) => `The member "${f.member}" stands twice, first at ${f.first}.`,
    why: "Readers keep one of the two and say nothing, so nobody could say which one counts.",
    fix: (f) => [ask(writer, `Keep one "${f.member}".`)],
    docs: [],
    example: { member: "region", first: "mwaa-kms.yaml:6:5" },
  }),
  "manifest/type": entry({
    severity: "error",
    title: "A value is of another kind than is meant",
    what: (f) => `${f.member} is ${f.found}, where ${f.expected} is meant.`,
    why: "Nothing is guessed: a value that is read otherwise than it was meant could name another key.",
    fix: (f) => [ask(writer, `${f.member} should be ${f.how}.`)],
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
    title: "YAML reads this text as something else",
    what: (f) => `${f.member} is written ${f.source}, which YAML reads as ${f.found}. Put it in quotes.`,
    why: "Digits without quotes are a number to YAML, and readers drop the zeros that an account ID begins with.",
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
    title: "There is no such member",
    what: (f) => `"${f.member}" is no member of ${f.inside}.${instead(f.near, f.all)}`,
    why: "A misspelt member would be passed over in silence, and the run would do something else than was meant.",
    fix: (f) => [ask(writer, f.near === "" ? `Take ${f.member} out.` : `Write ${f.near} for ${f.member}.`)],
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
    title: "A member is missing",
    what: (f) => `${f.inside} has no ${f.member}.`,
    why: "Without it nobody can say what is meant.",
    fix: (f) => [edit(f.pointer, f.sample)],
    docs: [],
    example: { inside: "An environment", member: "key", pointer: "/environments/0/key", sample: "KEY_ARN" },
  }),
  "manifest/value": entry({
    severity: "error",
    title: "The value is none of those that are known",
    what: (f) => `"${f.given}" is nothing that ${f.member} takes.${instead(f.near, f.all)}`,
    why: "Nothing is guessed: a misspelt value would be passed over in silence.",
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
    what: (f) => `${f.member} has ${f.length} entries, where ${f.bound} is meant.`,
    why: "A list of nothing says nothing, and a run is bounded.",
    fix: (f) => [ask(writer, `Give ${f.member} ${f.bound}, or leave it out.`)],
    docs: [],
    example: { member: "environments", length: 0, bound: "at least 1" },
  }),
  "manifest/schema": entry({
    severity: "error",
    title: "The manifest's form is another one",
    what: (f) => `This version reads manifests of the form mwaa-kms/manifest/1, not "${f.given}".`,
    why: "The form has a version so that an old manifest is never read in a new way.",
    fix: () => [edit("/schema", "mwaa-kms/manifest/1")],
    docs: [],
    example: { given: "mwaa-kms/manifest/2" },
  }),
  "manifest/no-region": entry({
    severity: "error",
    title: "The environment's Region is not said",
    what: (f) => `${f.name} has a key ID for its key, and no Region.`,
    why: "A key lives in one Region. A manifest says the same on every machine, so the AWS settings are not asked.",
    fix: (f) => [edit(`${f.pointer}/region`, "us-east-1"), edit("/defaults/region", "us-east-1")],
    docs: [pages.sdkRegion],
    example: { name: "prod", pointer: "/environments/0" },
  }),
  "manifest/environment-twice": entry({
    severity: "error",
    title: "One environment stands twice",
    what: (f) => `${f.name} in ${f.region} stands twice, first at ${f.first}.`,
    why: "An environment has one key. Two entries of one name, account and Region mean that one of them is wrong.",
    fix: () => [ask(writer, "Give one of them its own name, Region or account, or take it out.")],
    docs: [pages.mwaaApiCreate],
    example: { name: "prod", region: "eu-west-1", first: "mwaa-kms.yaml:3:5" },
  }),
  "manifest/profile": entry({
    severity: "error",
    title: "This is no profile's name",
    what: (f) => `"${f.given}" is no name of a profile.`,
    why: "A profile is a section [profile NAME] of ~/.aws/config.",
    fix: () => [run("aws configure list-profiles")],
    docs: [],
    example: { given: "[prod]" },
  }),
  "manifest/assume-role": entry({
    severity: "error",
    title: "This is no role that can be assumed",
    what: (f) => `"${f.given}" is no ARN of an IAM role.`,
    why: "STS takes a role's ARN, arn:aws:iam::<account>:role/<name>. A session's ARN (sts) is not the role's.",
    fix: () => [run("aws iam get-role --role-name NAME --query Role.Arn --output text")],
    docs: [pages.iamArns],
    example: { given: "ReadKeys" },
  }),
};
