/** Whether two key policies mean the same. It compares normal forms; what differs, and how, is difference.ts. */
import { type PolicyDocument, parsePolicy } from "../document/document.js";
import { partitionOf } from "../evaluate/account-principal.js";
import { type NormalForm, normalForms } from "./normal-form.js";

/**
 * Whether two policies have the same statements, as often, in whatever order and form KMS gives them back. Sids are
 * compared: a statement that lost its name is not the one that was written. `Id` says nothing about access and is not
 * compared; `Version` is, for the statements with policy variables, which are plain text before 2012-10-17.
 *
 * @returns true only where every statement has its equal (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html)
 */
export function sameMeaning(before: PolicyDocument, after: PolicyDocument): boolean {
  if (before.text === after.text) return true;
  if (before.statements.length !== after.statements.length) return false;
  const forms = comparable(before, after);
  const keys = forms.after.map((form) => form.key).sort();
  return forms.before
    .map((form) => form.key)
    .sort()
    .every((key, index) => key === keys[index]);
}

/** The normal forms of two documents that are to be compared, bare account ids read in their partitions. */
export function comparable(
  before: PolicyDocument,
  after: PolicyDocument,
): { readonly before: readonly NormalForm[]; readonly after: readonly NormalForm[] } {
  return {
    before: normalForms(before, partitionOf(before, after)),
    after: normalForms(after, partitionOf(after, before)),
  };
}

/** Whether two texts are one policy by meaning; texts that are no policies are the same only to the letter. */
export function isSamePolicy(one: string, other: string): boolean {
  if (one === other) return true;
  const [before, after] = [parsePolicy(one), parsePolicy(other)];
  return (
    before.ok && after.ok && sameFrame(before.value, after.value) && sameMeaning(before.value, after.value)
  );
}

/** Whether `Id`, `Version` and whatever else stands beside `Statement` are the same. */
export function sameFrame(one: PolicyDocument, other: PolicyDocument): boolean {
  return frameOf(one) === frameOf(other);
}

/** An absent Version is 2008-10-17 to IAM. */
function frameOf({ text }: PolicyDocument): string {
  const { Statement: _, ...members } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return JSON.stringify(inOrder({ Version: "2008-10-17", ...members }));
}

/** The order of an object's fields says nothing. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .map(([name, field]) => [name, inOrder(field)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
