/** An error of the SDK as plain data: matched by name, its text clipped and without secrets. It decides nothing. */
import { type Problem, problem } from "../problems/problem.js";
import type { Source } from "./credential-source.js";
import type { EndpointModes } from "./settings.js";

/** What is known of an error. An empty `said` means that the error had nothing to say. */
export interface Failure {
  readonly name: string;
  readonly said: string;
  /** Node's code: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  readonly code: string;
  /** The HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** AWS answered with an error of its own protocol. */
  readonly answered: boolean;
  /** The answer was no JSON (KMS) or XML (STS). */
  readonly unreadable: boolean;
  readonly looksLikeHtml: boolean;
}

const longestSaid = 1_000;

/**
 * Reads a caught value. Never by class: bundling renames those, and half of KMS's errors have none in the SDK.
 *
 * @param secrets texts that must not be repeated: what the request was signed with
 */
export function readFailure(error: unknown, secrets: readonly string[]): Failure {
  const members: Readonly<Record<string, unknown>> =
    typeof error === "object" && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
  const message =
    error instanceof Error ? error.message : textOf(members["message"]) || textOf(members["Message"]);
  const metadata = members["$metadata"];
  const status =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
      ? metadata.httpStatusCode
      : // The metadata service's errors have it by itself.
        members["statusCode"];
  const body = textOf(members["$responseBodyText"]);
  return {
    name: clip(error instanceof Error ? error.name : textOf(members["name"]), secrets, 100) || "Error",
    said: sayable(message, secrets),
    code: textOf(members["code"]),
    status: typeof status === "number" ? status : undefined,
    answered: "$fault" in members,
    unreadable: message.includes("Deserialization error"),
    looksLikeHtml: /<(!doctype\s+)?html/i.test(body) || /<html|"<!?\w/i.test(message),
  };
}

/** The SDK's stand-ins for "no message" say nothing to anybody. */
function sayable(message: string, secrets: readonly string[]): string {
  const own = message.split("\n  Deserialization error:", 1)[0] ?? "";
  const said = clip(own, secrets, longestSaid);
  return /^(UnknownError|Unknown|Error|undefined)$/.test(said) ? "" : said;
}

function clip(text: string, secrets: readonly string[], longest: number): string {
  const hidden = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((rest, secret) => rest.replaceAll(secret, "[hidden]"), text.slice(0, 20_000))
    .replace(/\b(AKIA|ASIA)[A-Z0-9]{8,}/g, "[hidden]")
    .replace(/\b(authorization|x-amz-security-token)\b\s*[:=]\s*[^\n]*/gi, "$1: [hidden]")
    .replace(
      /\b(Signature|Credential|SessionToken|SecretAccessKey)(["']?\s*[=:]\s*["']?)[^\s,;"'&]+/gi,
      "$1$2[hidden]",
    )
    .replace(/(\/\/)[^/\s@]+@/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
  return hidden.length > longest ? `${hidden.slice(0, longest)}…` : hidden;
}

/**
 * Hides words of a program's own text that look like keys and tokens: long, with letters of both cases and digits, or in
 * hexadecimal digits alone. A path is looked at by its parts.
 */
export function withoutLikelySecrets(text: string): string {
  const isLikely = (word: string) =>
    (word.length >= 20 && /[a-z]/.test(word) && /[A-Z]/.test(word) && /[0-9+/=]/.test(word)) ||
    (word.length >= 24 && /[a-z]/.test(word) && /[A-Z]/.test(word) && !/[._-]/.test(word)) ||
    /^[0-9a-f]{32,}$/i.test(word);
  return text
    .replace(/\b(password|passwd|secret|token)(["']?\s*[=:]\s*["']?)[^\s,;"'&]+/gi, "$1$2[hidden]")
    .replace(/[A-Za-z0-9+/=_.-]{20,}/g, (word) => {
      if (!/^[./~]/.test(word)) return isLikely(word) ? "[hidden]" : word;
      return word
        .split("/")
        .map((part) => (isLikely(part) ? "[hidden]" : part))
        .join("/");
    });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

const account = "an administrator of the account";
const keyOwner = "the key's administrator";
const organization = "an administrator of the organization";
const network = "the network administrator";

/** AWS's half-sentences. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const kinds: readonly (readonly [RegExp, string, string])[] = [
  [/explicit deny in an? service control policy/, "a service control policy denies the action", organization],
  [
    /explicit deny in an? resource control policy/,
    "a resource control policy denies the action",
    organization,
  ],
  [/explicit deny in an? VPC endpoint policy/i, "the VPC endpoint's policy denies the action", network],
  [/explicit deny in an? permissions boundary/, "a permissions boundary denies the action", account],
  [/explicit deny in an? session policy/, "the session's policy denies the action", account],
  [/explicit deny in an? identity-based policy/, "an identity-based policy denies the action", account],
  [/explicit deny in an? resource-based policy/, "the key policy denies the action", keyOwner],
  [/with an explicit deny/, "a policy denies the action explicitly", account],
  [/no service control policy allows/, "no service control policy allows the action", organization],
  [/no resource control policy allows/, "no resource control policy allows the action", organization],
  [/no VPC endpoint policy allows/i, "the VPC endpoint's policy does not allow the action", network],
  [/no permissions boundary allows/, "the permissions boundary does not allow the action", account],
  [/no session policy allows/, "the session's policy does not allow the action", account],
  [/no resource-based policy allows/, "the key policy does not allow the action", keyOwner],
  [/no identity-based policy allows/, "no identity-based policy allows the action", account],
];

/** Operations that KMS offers within the key's own account only ("Cross-account use: No"). */
const ownAccountOnly: ReadonlySet<string> = new Set(["kms:GetKeyPolicy", "kms:PutKeyPolicy"]);

/** What AWS's message says about a denied call, with the caller's own names where it has none. */
export interface DeniedCall {
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  readonly because: string;
  readonly ask: string;
  /** AWS's own message, which names the policy that decides; empty where it adds nothing. */
  readonly said: string;
}

/** @returns who cannot do what, and why, as far as AWS's message says */
export function readDenied({ said }: Failure, asking: CallInfo): DeniedCall {
  const who = /User: (\S+) is not authorized/.exec(said)?.[1] ?? "The caller";
  const action = /to perform: ([\w-]+:\w+)/.exec(said)?.[1] ?? asking.action;
  // S3 quotes the resource; IAM writes "role NAME", which says less than what was asked for.
  const resource = /on resource: "?((?:arn:|\*)[^\s"]*?)"?[.,]?(?:\s|$)/.exec(said)?.[1] ?? asking.resource;
  const [, because, ask] = kinds.find(([words]) => words.test(said)) ?? [
    undefined,
    "AWS does not name the policy",
    keyOwner,
  ];
  const ownAccount = /^arn:[^:]+:(?:sts|iam)::(\d{12}):/.exec(who)?.[1];
  const named =
    ask === account && ownAccount !== undefined ? `an administrator of account ${ownAccount}` : ask;
  const isPlain = !/service control|resource control|VPC endpoint|boundary|session policy/i.test(said);
  return { who, action, resource, because, ask: named, said: isPlain ? "" : said };
}

/** @returns the problem of a call to KMS or STS, with AWS's own names where its message has them */
export function accessDenied(failure: Failure, asking: CallInfo): Problem {
  const { who, action, resource, because, ask, said } = readDenied(failure, asking);
  const keyAccount = /^arn:[^:]+:kms:[^:]*:(\d{12}):/.exec(resource)?.[1];
  const ownAccount = /^arn:[^:]+:(?:sts|iam)::(\d{12}):/.exec(who)?.[1];
  const foreign = keyAccount !== undefined && ownAccount !== undefined && keyAccount !== ownAccount;
  if (foreign && ownAccountOnly.has(action)) return problem("aws/other-account", { action, resource });
  return problem("aws/access-denied", { who, action, resource, because, ask, said });
}

/** What was being asked when it failed. */
export interface CallInfo {
  /** As IAM names it: `kms:DescribeKey`. */
  readonly action: string;
  /** The key as it was named, or `*`. */
  readonly resource: string;
  readonly region: string;
  /** Where the credentials come from, or, of credentials that cannot be had, where they should have come from. */
  readonly source: Source;
  /** The credentials are those of a session. */
  readonly hasToken: boolean;
  readonly modes: EndpointModes;
  /** A variable that names a proxy which is passed over. */
  readonly unusedProxy?: string | undefined;
  /** The policy that was to be stored. */
  readonly policy?: string;
}
