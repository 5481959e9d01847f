/** A backup of a key policy as text: written before the policy is replaced, read to put it back. It touches no disk. */

import * as z from "zod";
import { keyAccount, keyArn, type Snapshot } from "../checks/snapshot.js";
import { parsePolicy } from "../policy/document/document.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { buildPlan } from "./build.js";
import type { Plan } from "./plan.js";
import { type Digest, differingFields, type Seal, sealOf, sealShape } from "./seal.js";

const unsealedSchema = "mwaa-kms/backup/1";
const schema = "mwaa-kms/backup/2";

const account = z.string().regex(/^\d{12}$/);

const common = {
  key: z.string().max(2048),
  takenAt: z.string().max(64),
  caller: z.string().max(2048),
  reason: z.string().max(200),
  tool: z.string().max(64),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  policy: z.string().max(131_072),
};

const shape = z.discriminatedUnion("schema", [
  z.object({ schema: z.literal(unsealedSchema), ...common, seal: z.never().exactOptional() }),
  z.object({
    schema: z.literal(schema),
    ...common,
    region: z.string().max(64),
    account: account.exactOptional(),
    environment: z.string().max(80).exactOptional(),
    environmentAccount: account.exactOptional(),
    seal: sealShape,
  }),
]);

/** What a backup says: a policy as it was, byte for byte, and where it belongs. */
export interface BackupFacts {
  /** The key's ARN. */
  readonly key: string;
  /** The key's Region. */
  readonly region: string;
  /** The key's account. */
  readonly account?: string;
  /** The environment that the write was for. */
  readonly environment?: string;
  readonly environmentAccount?: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** The ARN of the principal that ran the tool, or `unknown`. */
  readonly caller: string;
  readonly reason: string;
  /** `mwaa-kms <version>`. */
  readonly tool: string;
  readonly policy: string;
}

/** A backup as it was read. One of the first format has a digest of its policy and no seal over the rest. */
export interface Backup extends Omit<BackupFacts, "region"> {
  readonly isSealed: boolean;
}

/** The longest backup that is read, in bytes: the longest policy, every character escaped, and the members around it. */
export const longestBackup = 1_048_576;

/** @returns the file's text, and the name that it is to have: the key ID and the time, so that names sort by time */
export function composeBackup(
  facts: BackupFacts,
  digest: Digest,
): { readonly name: string; readonly text: string } {
  const keyId = facts.key.split("/").at(-1) ?? "key";
  const time = facts.takenAt.replaceAll(/[:.]/g, "-");
  const sealed = { ...facts, sha256: digest(facts.policy) };
  const file = { schema, ...sealed, seal: sealOf(sealed, digest) };
  return {
    name: `${keyId.replaceAll(/[^A-Za-z0-9-]/g, "_")}.${time}.json`,
    text: `${JSON.stringify(file, null, 2)}\n`,
  };
}

/**
 * Reads a backup file's text.
 *
 * @param text untrusted
 * @param at the file's name, for the problem
 * @returns the backup, or `backup/form`, or `backup/digest` with the fields that differ
 */
export function parseBackup(text: string, digest: Digest, at: string): Result<Backup> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail(problem("backup/form", { file: at, reason: "it is not JSON" }, at));
  }
  const read = shape.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    const reason = `${issue?.path.join("/") || "the whole"}: ${issue?.message ?? "not as expected"}`;
    return fail(problem("backup/form", { file: at, reason }, at));
  }
  const { schema: found, seal, ...facts } = read.data;
  const differing = sealProblems(facts, seal, digest);
  if (differing.length > 0) {
    return fail(problem("backup/digest", { file: at, fields: differing.join(", ") }, at));
  }
  return ok({ ...facts, isSealed: found === schema });
}

function sealProblems(
  facts: Pick<BackupFacts, "policy"> & { readonly sha256: string },
  seal: Seal | undefined,
  digest: Digest,
): readonly string[] {
  if (seal !== undefined) return differingFields(facts, seal, digest);
  return digest(facts.policy) === facts.sha256 ? [] : ["policy"];
}

/** What a person is told of a backup of the first format. */
export function unsealedWarning({ isSealed }: Backup, file: string): readonly Problem[] {
  return isSealed ? [] : [problem("backup/unsealed", { file }, file)];
}

/**
 * Plans a restore.
 *
 * @param snapshot with the caller and the policy
 * @param backup of the same key
 * @param file the backup's name, for the problem
 * @param isOnto the person named another key than the backup's own
 */
export function planRestore(snapshot: Snapshot, backup: Backup, file: string, isOnto = false): Result<Plan> {
  const key = keyArn(snapshot);
  if (!snapshot.policy.known) return fail(snapshot.policy.problem);
  if (key === undefined || (key !== backup.key && !isOnto)) {
    return fail(problem("backup/other-key", { file, found: backup.key, wanted: key ?? "a key unknown" }));
  }
  const described = snapshot.key.known ? snapshot.key.value.Arn : undefined;
  if (described !== undefined && described !== key) {
    return fail(problem("backup/other-key", { file, found: key, wanted: described }));
  }
  const base = parsePolicy(snapshot.policy.value);
  if (!base.ok) return base;
  const owner = keyAccount(snapshot);
  return buildPlan({
    reason:
      key === backup.key ? `restore of ${backup.takenAt}` : `restore of ${backup.takenAt}, of ${backup.key}`,
    key,
    keyAccount: owner.known ? owner.value : undefined,
    partition: snapshot.target.partition,
    caller: snapshot.caller,
    base: base.value,
    next: backup.policy,
    // What a deployment wrote is put back: that is no drift.
    owner: undefined,
    losses: "any",
    warnings: [],
  });
}
