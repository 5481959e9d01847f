/**
 * An account as a principal: its bare id, or the ARN of its root, which IAM reads alike inside one partition.
 * It reads texts and looks nothing up: whether the account exists is not its question.
 */
import type { PolicyDocument } from "../document/document.js";

/** An account that a policy names as a principal. `partition` is absent where the policy wrote the bare id. */
export interface AccountPrincipal {
  readonly account: string;
  readonly partition?: string;
}

/**
 * Reads an AWS principal that stands for a whole account.
 *
 * @param value `111122223333` or `arn:<partition>:iam::111122223333:root`
 * @returns the account, or undefined for any other principal
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html)
 */
export function readAccountPrincipal(value: string): AccountPrincipal | undefined {
  if (/^\d{12}$/.test(value)) return { account: value };
  const [, partition, account] = /^arn:([a-z-]+):iam::(\d{12}):root$/.exec(value) ?? [];
  return partition === undefined || account === undefined ? undefined : { account, partition };
}

/**
 * The partition in which a document's bare account ids are to be read: the one its own ARNs name, those of its
 * principals first. A document without ARNs takes it from the other's, root ARNs apart: they are what is compared.
 *
 * @returns a partition's id, `aws` where nothing tells another
 */
export function partitionOf(document: PolicyDocument, other: PolicyDocument): string {
  const own = arnsOf(document);
  return (
    only(own.filter((arn) => /^(iam|sts):/.test(arn.rest))) ??
    only(own) ??
    only(arnsOf(other).filter((arn) => readAccountPrincipal(`arn:aws:${arn.rest}`) === undefined)) ??
    "aws"
  );
}

interface AccountArn {
  readonly partition: string;
  readonly rest: string;
}

function arnsOf(document: PolicyDocument): readonly AccountArn[] {
  return Array.from(document.text.matchAll(/"arn:(aws[a-z-]*):([^"]*)"/g), (found) => ({
    partition: found[1] ?? "",
    rest: found[2] ?? "",
  }));
}

function only(arns: readonly AccountArn[]): string | undefined {
  const [first, ...more] = new Set(arns.map((arn) => arn.partition));
  return more.length === 0 ? first : undefined;
}
