/** Whether two texts are one policy: statements by meaning, and the fields beside them too. */
import { type PolicyDocument, parsePolicy } from "./document.js";
import { sameMeaning } from "./equivalence.js";

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
