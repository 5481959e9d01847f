/** The four grants of MWAA: what each is for and allows, and which of them a key has. */
import type { ComparedGrants } from "../../grants/compare.js";
import type { ExpectedGrant } from "../../grants/expected.js";
import type { Block, Item, Row } from "./view.js";

/** @returns what MWAA creates, before or after it has */
export function grantsBlocks(expected: readonly ExpectedGrant[]): readonly Block[] {
  const [first] = expected;
  if (first === undefined) return [];
  const environment = first.Name.replace(/^mwaa-grant-for-env-mgmt-role-/, "");
  const intro = `MWAA creates these ${expected.length} grants with environment ${environment}. Grantee: ${first.GranteePrincipal}`;
  const items = expected.map(
    ({ Name, purpose }, index): Item => ({ tone: "plain", name: `${index + 1}  ${Name}`, text: purpose }),
  );
  return [
    { kind: "text", paragraphs: [intro] },
    { kind: "items", items },
    { kind: "facts", rows: operationRows(expected) },
  ];
}

/** Operations by the grants that have them: one row for all four, one for each further set. */
function operationRows(expected: readonly ExpectedGrant[]): readonly Row[] {
  const sets = new Map<string, string[]>();
  for (const operation of new Set(expected.flatMap(({ Operations }) => Operations))) {
    const numbers = expected.flatMap(({ Operations }, index) =>
      Operations.includes(operation) ? [index + 1] : [],
    );
    const label = numbers.length === expected.length ? "all four" : numbers.join(", ");
    sets.set(label, [...(sets.get(label) ?? []), operation]);
  }
  return [...sets].map(([label, operations]) => ({ label, text: operations.join(", ") }));
}

const states = { present: "good", missing: "bad", different: "warning" } as const;

/** @returns a line for each of the four, as the key has it */
export function verifiedBlocks({ expected, others }: ComparedGrants): readonly Block[] {
  const items = expected.map(({ expected: { Name }, state, differences, live }): Item => {
    const since = live?.CreationDate === undefined ? "present" : `created ${live.CreationDate.slice(0, 10)}`;
    const text = state === "present" ? since : [state, ...differences].join("; ");
    return { tone: states[state], name: Name, text };
  });
  const more =
    others.length === 0
      ? []
      : [`${others.length} other grants on the key are not among these ${expected.length}.`];
  return [
    { kind: "items", items },
    ...(more.length === 0 ? [] : [{ kind: "text", paragraphs: more } as const]),
  ];
}
