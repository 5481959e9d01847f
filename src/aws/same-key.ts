/** Whether a response is about the key that was asked about: a response about another key says nothing about this one. */
import { type Arn, parseArn } from "../key/arn.js";

/** The members of a response that name its key. */
export interface NamedKey {
  readonly KeyId?: string;
  readonly Arn?: string;
  readonly AWSAccountId?: string;
}

/**
 * Compares a response with the question.
 *
 * @param asked a key ARN, a key ID or an alias, as it was sent; an alias says of its key only where it is
 * @param answer each of its members may be absent; KeyId may be an ARN
 * @returns the first member that names another key, or contradicts another member
 */
export function otherKey(
  asked: string,
  { KeyId, Arn, AWSAccountId }: NamedKey,
): { readonly member: string; readonly found: string } | undefined {
  const wanted = parseArn(asked);
  const isAlias = idOf(asked).startsWith("alias/");
  const id = isAlias ? idOf(Arn ?? KeyId ?? "") : idOf(asked);
  for (const [member, found] of [
    ["KeyId", KeyId],
    ["Arn", Arn],
  ] as const) {
    if (found === undefined) continue;
    const arn = parseArn(found);
    const isElsewhere = arn !== undefined && wanted !== undefined && !isOneOf(wanted, arn, isAlias);
    const isOther = idOf(found) !== id || isElsewhere;
    if (isOther) return { member, found };
  }
  const arn = Arn === undefined ? undefined : parseArn(Arn);
  const account = wanted?.account ?? arn?.account;
  if (AWSAccountId !== undefined && account !== undefined && AWSAccountId !== account)
    return { member: "AWSAccountId", found: AWSAccountId };
  return undefined;
}

/** An alias and its key are of one Region and account; anything else must be the key itself. */
function isOneOf(wanted: Arn, found: Arn, isAlias: boolean): boolean {
  const { partition, region, account, resource } = found;
  const isThere = partition === wanted.partition && region === wanted.region && account === wanted.account;
  return isThere && (isAlias || resource === wanted.resource);
}

/** A key ID stands for itself, an ARN for the ID at its end. */
function idOf(name: string): string {
  return (parseArn(name)?.resource ?? name).replace(/^key\//, "");
}
