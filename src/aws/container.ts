/** Credentials of a container's endpoint: Amazon ECS, EKS Pod Identity, CloudShell. It decides nothing about their use. */
import * as z from "zod";
import type { Host } from "../platform/host.js";
import type { Credentials } from "./credential-source.js";
import type { Transport } from "./transport.js";

const mostAttempts = 3;
/** Milliseconds for one attempt, and between two. The endpoint is on the same machine. */
const patience = 2_000;
const pause = 250;
const longestToken = 65_536;

const text = z.string().min(1).max(10_000);
const answer = z.object({
  AccessKeyId: text,
  SecretAccessKey: text,
  Token: text.exactOptional(),
  Expiration: z.iso.datetime({ offset: true }).exactOptional(),
});

/**
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 *
 * A status below 500 is final; anything else is tried again, and an endpoint that does not answer once only.
 *
 * @throws an Error that says what the endpoint did, without what it sent
 */
export async function containerCredentials(
  url: string,
  { env, files }: Pick<Host, "env" | "files">,
  transport: Transport,
): Promise<Credentials> {
  const wrong = wrongAddress(url);
  if (wrong !== undefined) throw new Error(wrong);
  const authorization = await tokenOf({ env, files });
  for (let attempt = 1; ; attempt++) {
    const { status, body, failed } = await ask(new URL(url), authorization, transport);
    if (status === 200) return read(body);
    const isLast = attempt === (failed === "no response" ? 2 : mostAttempts);
    if (isLast || (status !== undefined && status < 500))
      throw new Error(status === undefined ? `${failed}` : `it answers with status ${status}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

interface ContainerRequest {
  readonly status?: number;
  readonly body: string;
  readonly failed?: string;
}

async function ask(
  url: URL,
  authorization: string | undefined,
  { handler }: Transport,
): Promise<ContainerRequest> {
  try {
    const request = {
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === "" ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      method: "GET",
      headers: {
        accept: "application/json",
        ...(authorization === undefined ? {} : { authorization }),
      },
    };
    const abortSignal = AbortSignal.timeout(patience);
    const { response } = await handler.handle(request as never, { abortSignal } as never);
    const chunks: Buffer[] = [];
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      abortSignal.throwIfAborted();
    }
    return { status: response.statusCode, body: Buffer.concat(chunks).toString("utf8") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const isLate = error instanceof Error && /^(AbortError|TimeoutError)$/.test(error.name);
    return { body: "", failed: isLate || code === "" ? "no response" : code };
  }
}

/** The message of a schema would name members, and never a value. */
function read(body: string): Credentials {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new Error("its response is not JSON");
  }
  const found = answer.safeParse(json);
  if (!found.success) {
    const fields = [...new Set(found.error.issues.map((issue) => issue.path.join(".")))].join(", ");
    throw new Error(`its response has no valid ${fields}`);
  }
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = found.data;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(Token === undefined ? {} : { sessionToken: Token }),
    ...(Expiration === undefined ? {} : { expiration: new Date(Expiration) }),
  };
}

/** The token is a secret, so only HTTPS, this machine and AWS's own local addresses get it. */
function wrongAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return "it is not a URL";
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:") return undefined;
  const isOwn = /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+|169\.254\.170\.(2|23)|\[fd00:ec2::23\])$/.test(
    hostname,
  );
  return protocol === "http:" && isOwn
    ? undefined
    : "only https:// URLs, loopback addresses and the addresses of ECS and EKS are allowed";
}

async function tokenOf({ env, files }: Pick<Host, "env" | "files">): Promise<string | undefined> {
  const variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  const path = env[variable];
  const given = path
    ? await files.read(path, longestToken).catch((error: unknown) => {
        const code = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
        throw new Error(`${variable} names ${path}, which cannot be read (${code})`);
      })
    : env["AWS_CONTAINER_AUTHORIZATION_TOKEN"];
  const token = given?.replace(/\r?\n$/, "");
  if (token !== undefined && /[\r\n]/.test(token))
    throw new Error("the authorization token has more than one line");
  return token || undefined;
}
