/** `--resolve`: the key that an alias names, as KMS says. MWAA takes no alias, so it is told which key that is. */
import type { Connection } from "../aws/connection.js";
import { parseArn } from "../key/arn.js";
import { parseKeyIdentifier } from "../key/identifier.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";

/** An alias that may be asked about, and its Region where it is an ARN. */
export interface Alias {
  readonly given: string;
  readonly region?: string;
  readonly account?: string;
}

/** @returns undefined for what is no alias, and for one of AWS: asking for such a one can make AWS create its key */
export function aliasOf(key: string): Alias | undefined {
  const read = parseKeyIdentifier(key);
  if (read.ok || read.problems.some(({ code }) => code !== "key/alias")) return undefined;
  const arn = parseArn(key);
  return { given: key, ...(arn === undefined ? {} : { region: arn.region, account: arn.account }) };
}

/** The key's ARN, and the note that says so. */
export interface ResolvedAlias {
  readonly key: string;
  readonly note: Problem;
}

/** @param region the one that the connection asks in */
export async function resolveAlias(
  { given, account }: Alias,
  region: string,
  connection: Connection,
): Promise<Result<ResolvedAlias>> {
  const found = await connection.describeKey(given);
  if (!found.known) return fail(found.problem);
  const { Arn } = found.value;
  const arn = Arn === undefined ? undefined : parseArn(Arn);
  const isThere = arn?.region === region && (account === undefined || arn.account === account);
  if (Arn === undefined || !isThere) {
    const told = Arn === undefined ? "no key ARN is in it" : "the key is of another Region or account";
    return fail(problem("aws/answer", { action: "kms:DescribeKey", found: told }));
  }
  return ok({ key: Arn, note: problem("key/resolved", { given, arn: Arn }) });
}
