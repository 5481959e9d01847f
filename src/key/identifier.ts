/** Which key a text names, judged by its form alone: no call is made, so nothing is known of the key itself. */

import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { type Arn, type PartitionId, parseArn, partitionById } from "./arn.js";

/** A key, named as MWAA takes it. Partition, Region and account are there only where an ARN named them. */
export type KeyIdentifier =
  | { readonly form: "id" | "key/id"; readonly given: string; readonly keyId: string }
  | {
      readonly form: "arn";
      readonly given: string;
      readonly keyId: string;
      readonly partition: PartitionId;
      readonly region: string;
      readonly account: string;
    };

/** The most characters that MWAA's API takes for KmsKey. */
const longest = 1224;

const keyId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** KmsKey of MWAA's CreateEnvironment, as its API model prints it, without the half that lets an alias through. */
const mwaaPattern =
  /^(((arn:aws(-[a-z]+)?:kms:[a-z]{2}-[a-z]+-\d:\d+:)?key\/)?[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12})$/;

/**
 * Reads a key identifier: a key ID, `key/<key ID>` or a key ARN.
 *
 * @param text untrusted, any length
 * @returns the identifier, or why MWAA would not take it (codes `key/…`)
 * Source: https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html
 */
export function parseKeyIdentifier(text: string): Result<KeyIdentifier> {
  if (text === "") return fail(problem("key/empty", {}));
  if (text.length > longest) return fail(problem("key/too-long", { length: text.length, limit: longest }));
  const strange = strangeCharacters(text);
  if (strange !== undefined) {
    return fail(problem("key/characters", { found: strange, meant: cleaned(text) }));
  }
  if (/^arn:/i.test(text)) return parseKeyArn(text);
  if (text.startsWith("alias/")) return fail(aliasProblem(text, text));
  return parseKeyId(text, text.startsWith("key/") ? "key/id" : "id");
}

/**
 * Whether MWAA's own pattern takes an identifier that KMS would take.
 *
 * @returns `key/pattern` where it does not: GovCloud, the European Sovereign Cloud and most isolated Regions
 */
export function judgePattern(identifier: KeyIdentifier): readonly Problem[] {
  if (identifier.form !== "arn" || mwaaPattern.test(identifier.given)) return [];
  return [problem("key/pattern", { given: identifier.given, partition: identifier.partition })];
}

function parseKeyId(given: string, form: "id" | "key/id"): Result<KeyIdentifier> {
  const id = form === "id" ? given : given.slice("key/".length);
  const wrong = idProblem(given, id);
  return wrong === undefined ? ok({ form, given, keyId: id }) : fail(wrong);
}

function parseKeyArn(given: string): Result<KeyIdentifier> {
  if (!given.startsWith("arn:"))
    return fail(problem("key/upper-case", { given, lower: given.toLowerCase() }));
  const arn = parseArn(given);
  if (arn === undefined) return fail(problem("key/arn-form", { given, parts: given.split(":").length }));
  if (arn.service !== "kms") return fail(problem("key/other-service", { given, service: arn.service }));
  const id = arn.resource.slice("key/".length);
  const problems = [...placeProblems(arn), ...resourceProblems(arn, given, id)];
  const partition = partitionById(arn.partition);
  if (problems.length > 0 || partition === undefined) return fail(...problems);
  return ok({
    form: "arn",
    given,
    keyId: id,
    partition: partition.id,
    region: arn.region,
    account: arn.account,
  });
}

function placeProblems(arn: Arn): Problem[] {
  const problems: Problem[] = [];
  const partition = partitionById(arn.partition);
  if (partition === undefined) problems.push(problem("key/partition", { partition: arn.partition }));
  else if (!partition.regions.test(arn.region)) {
    problems.push(problem("key/region", { region: arn.region, partition: partition.id }));
  }
  if (!/^\d{12}$/.test(arn.account)) problems.push(problem("key/account", { account: arn.account }));
  return problems;
}

function resourceProblems(arn: Arn, given: string, id: string): Problem[] {
  if (arn.resource.startsWith("alias/")) return [aliasProblem(given, arn.resource)];
  if (!arn.resource.startsWith("key/")) return [problem("key/resource", { resource: arn.resource })];
  const wrong = idProblem(given, id);
  return wrong === undefined ? [] : [wrong];
}

function aliasProblem(given: string, alias: string): Problem {
  return problem(alias.startsWith("alias/aws/") ? "key/aws-alias" : "key/alias", { given });
}

function idProblem(given: string, id: string): Problem | undefined {
  if (keyId.test(id)) return undefined;
  if (/^mrk-/i.test(id)) return problem("key/multi-region", { given });
  const lower = id.toLowerCase();
  if (keyId.test(lower)) return problem("key/upper-case", { given, lower: given.replace(id, lower) });
  const bare = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(lower);
  return problem("key/id-form", { given, meant: bare === null ? "" : bare.slice(1).join("-") });
}

/** No key identifier has anything but these; every other character is named by its code point, so that it is seen. */
function strangeCharacters(text: string): string | undefined {
  const found = [...text].flatMap((character, index) =>
    /[A-Za-z0-9:/_.+=@,$-]/.test(character)
      ? []
      : [`${character === " " ? "a space" : codePoint(character)} at character ${index + 1}`],
  );
  if (found.length === 0) return undefined;
  return found.length > 3 ? `${found.slice(0, 3).join(", ")} and ${found.length - 3} more` : found.join(", ");
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What is left without the strange characters, where that is a key: white space and quotes around it, mostly. */
function cleaned(text: string): string {
  const rest = text.replace(/[^A-Za-z0-9:/_-]/g, "");
  if (rest === "" || rest === text) return "";
  return parseKeyIdentifier(rest).ok ? rest : "";
}
