/** Runs the credential_process of a profile. Its standard output is a secret; its standard error says what failed. */
import { spawn } from "node:child_process";
import * as z from "zod";
import type { Credentials } from "./credential-source.js";

const longestOutput = 1_048_576;
const longestSaid = 8_192;

const text = z.string().min(1).max(100_000);
const answer = z.object({
  Version: z.literal(1),
  AccessKeyId: text,
  SecretAccessKey: text,
  SessionToken: z.string().max(100_000).nullish(),
  Expiration: z.iso.datetime({ offset: true }).nullish(),
});

/**
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html. Standard input is this process's own, so
 * that the command can ask a person.
 *
 * @param limit milliseconds, after which the command is stopped
 * @throws an Error that says what the command did: status, signal, time, and what it wrote to stderr
 */
export async function processCredentials(command: string, limit: number): Promise<Credentials> {
  const { stdout, stderr, ended } = await runCommand(command, limit);
  if (ended !== undefined) throw new Error(stderr === "" ? ended : `${ended}: ${stderr}`);
  let json: unknown;
  try {
    json = JSON.parse(stdout.trim());
  } catch {
    throw new Error("its standard output is not JSON");
  }
  const found = answer.safeParse(json);
  if (!found.success) {
    const fields = [...new Set(found.error.issues.map((issue) => issue.path.join(".")))].join(", ");
    throw new Error(`its output has no valid ${fields}`);
  }
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = found.data;
  const expiration = Expiration ? new Date(Expiration) : undefined;
  if (expiration !== undefined && expiration.getTime() <= Date.now())
    throw new Error("the credentials that it returned have expired");
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken ? { sessionToken: SessionToken } : {}),
    ...(expiration === undefined ? {} : { expiration }),
  };
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined: it ended with status 0. */
  readonly ended: string | undefined;
}

function runCommand(command: string, limit: number): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ["inherit", "pipe", "pipe"], windowsHide: true });
    let stdout = "";
    let stderr = "";
    const end = (ended: string | undefined) => {
      clearTimeout(clock);
      // What the command started may hold the pipes open; nobody reads them any more.
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      resolve({ stdout, stderr: stderr.trim(), ended });
    };
    const clock = setTimeout(() => {
      child.kill("SIGTERM");
      end(`it did not end within ${limit / 1000} seconds`);
    }, limit);
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      if (stdout.length < longestOutput) stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr = (stderr + chunk).slice(-longestSaid);
    });
    child.on("error", (error) => end(`it cannot be started: ${error.message}`));
    child.on("close", (status, signal) =>
      end(
        status === 0
          ? undefined
          : signal === null
            ? `it ended with status ${status}`
            : `it was ended by ${signal}`,
      ),
    );
  });
}
