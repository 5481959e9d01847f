/** The lines of --debug: one for each request, and one for the credentials. No header, body, access key or secret is in them. */
import type { Sent } from "./transport.js";

/** Where debug lines go. */
export type Debug = (line: string) => void;

/** @returns what is to be told of each request that ended */
export function requestLines(debug: Debug): (sent: Sent) => void {
  return ({ request, asked, response, error, milliseconds }) => {
    const via = asked.proxy === undefined ? "directly" : `through ${asked.proxy} (${asked.proxyVariable})`;
    const [attempt, most] = attemptOf(request.headers["amz-sdk-request"]);
    const tries =
      attempt === undefined ? "" : `, attempt ${attempt}${most === undefined ? "" : ` of ${most}`}`;
    const id = requestIdOf(response?.headers ?? {});
    const end =
      response === undefined
        ? reasonOf(error)
        : `status ${response.statusCode}${id === undefined ? "" : `, request ID ${id}`}`;
    debug(`${operationOf(request)}: ${asked.url} ${via}${tries}: ${end}, ${Math.round(milliseconds)} ms`);
  };
}

/** AWS's JSON protocol has the operation in a header, its query protocol in the body. */
function operationOf({ headers, body, method }: Sent["request"]): string {
  const target = headers["x-amz-target"]?.split(".").at(-1);
  const action = typeof body === "string" ? /^(?:.*&)?Action=(\w+)/.exec(body)?.[1] : undefined;
  return target ?? action ?? method;
}

function attemptOf(header: string | undefined): readonly (string | undefined)[] {
  const [, attempt, most] = /attempt=(\d+)(?:; max=(\d+))?/.exec(header ?? "") ?? [];
  return [attempt, most];
}

function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  const id = headers["x-amzn-requestid"] ?? headers["x-amz-request-id"] ?? headers["x-amzn-request-id"];
  return id === undefined || !/^[\w-]{1,100}$/.test(id) ? undefined : id;
}

/** The code or the name; a message could repeat what a server sent. */
function reasonOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "failed";
  if ("code" in error && typeof error.code === "string") return error.code;
  const proxied =
    error instanceof Error ? /^(?:Bad response: \d+|Proxy timeout)$/.exec(error.message)?.[0] : undefined;
  return proxied ?? (error instanceof Error ? error.name : "failed");
}
