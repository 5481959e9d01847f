/**
 * What changed between two key policies, statement by statement and then member by member, by meaning.
 * It says what changed; whether the change lets anybody do more is widens.ts's answer.
 */
import type { Json, PolicyDocument, StatementSource } from "../document/document.js";
import { comparable } from "./equivalence.js";
import type { NormalForm, NormalMember } from "./normal-form.js";
import { type Pairing, pair } from "./pairing.js";
import { type Widening, widening } from "./widens.js";

export { sameMeaning } from "./equivalence.js";

/** What became of all statements, in the order of the new policy. `empty` where every one of them is kept. */
export interface Difference extends Widening {
  readonly changes: readonly Change[];
  readonly empty: boolean;
}

export type Change =
  | { readonly action: "keep" | "add" | "remove"; readonly statement: StatementView }
  | {
      readonly action: "replace";
      readonly before: StatementView;
      readonly after: StatementView;
      readonly members: readonly MemberChange[];
    };

/** A statement as it is written, and where: the pointer is into its own document. */
export interface StatementView {
  readonly pointer: string;
  readonly sid?: string;
  readonly value: Json;
}

/** Values of one member (`Action`, `Condition/ArnLike/aws:SourceArn`) that came and went, as written. */
export interface MemberChange {
  readonly member: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Compares two policies by meaning.
 *
 * A statement that only got another Sid is a `replace` with the member `Sid`, and widens nothing. A removed statement
 * stands after the one that it followed.
 *
 * @param key the ARN of the key that both are for, where it is known; see widens.ts
 * @returns every statement of both policies once
 */
export function differ(before: PolicyDocument, after: PolicyDocument, key?: string): Difference {
  const forms = comparable(before, after);
  const pairs = pair(forms.before, forms.after);
  const gone = removedAfter(forms.before, pairs);
  const changes = (gone.get(-1) ?? []).concat(
    forms.after.flatMap((to, index) => {
      const origin = pairs[index];
      const from = origin === undefined ? undefined : forms.before[origin];
      return [changeOf(from, to), ...(origin === undefined ? [] : (gone.get(origin) ?? []))];
    }),
  );
  const empty = changes.every((change) => change.action === "keep");
  const answer = empty ? none : widening(forms.before, forms.after, key);
  return { changes, ...answer, empty };
}

const none: Widening = { widens: "no", gains: [] };

function changeOf(from: NormalForm | undefined, to: NormalForm): Change {
  if (from === undefined) return { action: "add", statement: view(to.source) };
  if (from.key === to.key) return { action: "keep", statement: view(to.source) };
  return {
    action: "replace",
    before: view(from.source),
    after: view(to.source),
    members: memberChanges(from, to),
  };
}

/** The removed statements, by the index of the last statement before them that was not removed (-1: none). */
function removedAfter(before: readonly NormalForm[], pairs: Pairing): ReadonlyMap<number, Change[]> {
  const stays = new Set(pairs);
  const gone = new Map<number, Change[]>([[-1, []]]);
  let last = -1;
  before.forEach((form, index) => {
    if (stays.has(index)) {
      last = index;
      gone.set(last, []);
    } else {
      gone.get(last)?.push({ action: "remove", statement: view(form.source) });
    }
  });
  return gone;
}

function memberChanges(from: NormalForm, to: NormalForm): readonly MemberChange[] {
  const ids = new Set([...from.members.keys(), ...to.members.keys()]);
  return [...ids].flatMap((id) => {
    const old = from.members.get(id);
    const now = to.members.get(id);
    const added = missingFrom(old, now);
    const removed = missingFrom(now, old);
    const same = old !== undefined && now !== undefined && added.length + removed.length === 0;
    return same ? [] : [{ member: now?.name ?? old?.name ?? "", added, removed }];
  });
}

/** The values of `member` that `other` has not, as written. */
function missingFrom(other: NormalMember | undefined, member: NormalMember | undefined): readonly string[] {
  return [...(member?.values ?? [])].flatMap(([value, shown]) => (other?.values.has(value) ? [] : [shown]));
}

function view(source: StatementSource): StatementView {
  return {
    pointer: source.pointer,
    ...(source.sid === undefined ? {} : { sid: source.sid }),
    value: source.value,
  };
}
