/** A plan as a file: made by one who reviews, carried out by another who may write. It touches no disk. */
import * as z from "zod";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { type Digest, differingFields, sealOf, sealShape } from "./seal.js";

const unsealedSchema = "mwaa-kms/plan-file/1";
const schema = "mwaa-kms/plan-file/2";

const account = z.string().regex(/^\d{12}$/);

const common = {
  key: z.string().max(2048),
  account,
  region: z.string().max(64),
  environmentAccount: account.exactOptional(),
  environment: z.string().max(80).exactOptional(),
  madeAt: z.string().max(64),
  madeBy: z.string().max(2048),
  tool: z.string().max(64),
  base: z.string().max(131_072),
  next: z.string().max(131_072),
};

const shape = z.discriminatedUnion("schema", [
  z.object({
    schema: z.literal(unsealedSchema),
    ...common,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    seal: z.never().exactOptional(),
  }),
  z.object({
    schema: z.literal(schema),
    ...common,
    accept: z.array(z.string().max(64)).max(16).exactOptional(),
    logTypes: z.array(z.string().max(64)).max(16).exactOptional(),
    tighten: z.literal(true).exactOptional(),
    seal: sealShape,
  }),
]);

/** What a plan file says. `account` is that of the principal that made it: only principals of it carry it out. */
export interface PlanFacts {
  readonly key: string;
  readonly account: string;
  readonly region: string;
  readonly environmentAccount?: string;
  readonly environment?: string;
  /** Limitations that were acknowledged. */
  readonly accept?: readonly string[];
  /** The enabled log types, where not all five are meant. */
  readonly logTypes?: readonly string[];
  /** The plan was allowed to take access away. */
  readonly tighten?: true;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly tool: string;
  readonly base: string;
  readonly next: string;
}

/** A plan file as it was read. One of the first format has a digest of key and policies, and no seal over the rest. */
export interface PlanFile extends PlanFacts {
  readonly isSealed: boolean;
}

/** The longest plan file that is read, in bytes: two policies with every character escaped. */
export const longestPlanFile = 2_097_152;

/** @returns the file's text */
export function composePlanFile(facts: PlanFacts, digest: Digest): string {
  return `${JSON.stringify({ schema, ...facts, seal: sealOf({ ...facts }, digest) }, null, 2)}\n`;
}

/** Reads a plan file's text, which is untrusted: its form, its bounds and its seal. `at` is the file's name. */
export function parsePlanFile(text: string, digest: Digest, at: string): Result<PlanFile> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail(problem("plan/file-form", { file: at, reason: "it is not JSON" }, at));
  }
  const read = shape.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    const reason = `${issue?.path.join("/") || "the whole"}: ${issue?.message ?? "not as expected"}`;
    return fail(problem("plan/file-form", { file: at, reason }, at));
  }
  const differing = differingIn(read.data, digest);
  if (differing.length > 0) {
    return fail(problem("plan/file-digest", { file: at, fields: differing.join(", ") }, at));
  }
  const { schema: found, ...facts } = read.data;
  return ok({ ...facts, isSealed: found === schema });
}

function differingIn(file: z.infer<typeof shape>, digest: Digest): readonly string[] {
  if (file.schema === schema) {
    const { schema: _, seal, ...facts } = file;
    return differingFields(facts, seal, digest);
  }
  const { key, base, next, sha256 } = file;
  return digest(JSON.stringify([key, base, next])) === sha256 ? [] : ["key, base or next"];
}
