/** The same policy in another order and layout: what may come back when a document is stored by its meaning. Knows no key. */

/** @param turn the layout and the order change with it */
export function shuffled(text: string, turn: number): string {
  return JSON.stringify(turned(JSON.parse(text), turn), undefined, turn % 3 === 0 ? 0 : (turn % 3) * 2);
}

/** Members and statements are turned round by `turn` places; lists of names mean the same in any order, and so are turned too. */
function turned(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return round(value, turn).map((item) => turned(item, turn));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    round(Object.entries(value), turn).map(([name, item]) => [name, turned(item, turn)]),
  );
}

function round<T>(items: readonly T[], turn: number): T[] {
  const by = items.length === 0 ? 0 : turn % items.length;
  return [...items.slice(by), ...items.slice(0, by)];
}
