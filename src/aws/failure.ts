/** An error of the SDK as plain data: matched by name, its text clipped and without secrets. It decides nothing. */

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
