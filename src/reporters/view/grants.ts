/** The four grants of MWAA: what each is for and allows, and which of them a key has. */
import type { ComparedGrants } from "../../grants/compare.js";
import type { ExpectedGrant, GrantFacts } from "../../grants/expected.js";
import type { Block, Item, Row } from "./view.js";

/** @returns what MWAA creates, before or after it has */
export function grantsBlocks(expected: readonly ExpectedGrant[], facts?: GrantFacts): readonly Block[] {
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
    ...(facts === undefined ? [] : [{ kind: "text", paragraphs: [facts.why, ...facts.additional] } as const]),
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

const environmentWords = {
  exists: "exists",
  absent: "does not exist, left over",
  unknown: "unknown whether it exists (--environments names those that do)",
} as const;

/** @returns a line for each of the four, as the key has it, and what the key's other grants are for */
export function verifiedBlocks({
  expected,
  environments = [],
  services = [],
}: ComparedGrants): readonly Block[] {
  const items = expected.map(({ expected: { Name }, state, differences, live, more = [] }): Item => {
    const since = live?.CreationDate === undefined ? "present" : `created ${live.CreationDate.slice(0, 10)}`;
    const several = more.length === 0 ? [] : [`${more.length + 1} grants of this name`];
    const text = [state === "present" ? since : state, ...several, ...differences].join("; ");
    return { tone: states[state], name: Name, text };
  });
  const lines = environments.map(
    ({ name, grants, state }) =>
      `Environment ${name}: ${grants.length === 1 ? "1 grant" : `${grants.length} grants`}, ${environmentWords[state]}.`,
  );
  const counts = services.map(({ service, grants }) => `${service} ${grants}`).join(", ");
  const paragraphs = [...lines, ...(counts === "" ? [] : [`Grants of other services: ${counts}.`])];
  return [
    { kind: "items", items },
    ...(paragraphs.length === 0 ? [] : [{ kind: "text", paragraphs } as const]),
  ];
}
