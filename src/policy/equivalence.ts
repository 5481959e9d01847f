/** Whether two key policies mean the same. It compares normal forms; what differs, and how, is difference.ts. */
import { partitionOf } from "./account-principal.js";
import type { PolicyDocument } from "./document.js";
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
