/** A plan as a file: made by one who reviews, carried out by another who may write. It touches no disk. */
import * as z from "zod";
import type { LogsStatement } from "../policy/logs-statement.js";
import { type Parsed, parsed, refused } from "../problem/parsed.js";
import { problem } from "../problem/problem.js";
import type { Plan } from "./plan.js";

const schema = "mwaa-kms/plan-file/1";

const shape = z.object({
  schema: z.literal(schema),
  key: z.string().max(2048),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().max(64),
  environmentAccount: z
    .string()
    .regex(/^\d{12}$/)
    .exactOptional(),
  environment: z.string().max(80).exactOptional(),
  madeAt: z.string().max(64),
  madeBy: z.string().max(2048),
  tool: z.string().max(64),
  base: z.string().max(131_072),
  next: z.string().max(131_072),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What a plan file holds. `account` is that of whoever made it: only its principals carry it out. */
export interface PlanFile {
  readonly schema: typeof schema;
  readonly key: string;
  readonly account: string;
  readonly region: string;
  readonly environmentAccount?: string;
  readonly environment?: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly tool: string;
  readonly base: string;
  readonly next: string;
  /** Of key, base and next, so that a file that was cut or edited is not carried out. */
  readonly sha256: string;
}

/** The longest plan file that is read, in bytes: two policies with every character escaped. */
export const longestPlanFile = 2_097_152;

type Digest = (text: string) => string;

/** @returns the file's text */
export function composePlanFile(file: Omit<PlanFile, "schema" | "sha256">, digest: Digest): string {
  return `${JSON.stringify({ schema, ...file, sha256: digestOf(file, digest) }, null, 2)}\n`;
}

/** Reads a plan file's text, which is untrusted: its form, its bounds and its digest. `at` is the file's name. */
export function parsePlanFile(text: string, digest: Digest, at: string): Parsed<PlanFile> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(problem("plan/file-form", { file: at, reason: "it is not JSON" }, at));
  }
  const read = shape.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    const reason = `${issue?.path.join("/") || "the whole"}: ${issue?.message ?? "not as expected"}`;
    return refused(problem("plan/file-form", { file: at, reason }, at));
  }
  if (digestOf(read.data, digest) !== read.data.sha256) {
    return refused(problem("plan/file-digest", { file: at }, at));
  }
  return parsed(read.data);
}

function digestOf({ key, base, next }: Pick<PlanFile, "key" | "base" | "next">, digest: Digest): string {
  return digest(JSON.stringify([key, base, next]));
}

/**
 * What a key's owner needs who does not have this tool: the statement, the whole new policy, and two commands of the AWS CLI.
 *
 * @param plan absent where the policy could not be read: the commands then add the statement to what is there
 * @returns Markdown
 */
export function composeHandoff(
  statement: LogsStatement,
  commands: string,
  key: string,
  plan: Plan | undefined,
): string {
  const json = (value: unknown) => ["```json", JSON.stringify(value, null, 2), "```"];
  const whole =
    plan === undefined
      ? ["The policy could not be read here, so the commands below add the statement to what is there."]
      : ["The whole new policy, with every other statement as it was:", "", "```json", plan.next, "```"];
  return [
    "# Please let CloudWatch Logs use this key for Amazon MWAA",
    "",
    `Key: \`${key}\``,
    "",
    "An Amazon MWAA environment is to be encrypted with this key. For that, the key policy must carry this statement",
    "(https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html):",
    "",
    ...json(statement),
    "",
    ...whole,
    "",
    "The commands. The first saves the policy as it is, which is the way back:",
    "",
    "```sh",
    commands,
    "```",
    "",
  ].join("\n");
}
