/** MWAA's four grants on the html page: each operation expected of each, held against those on the key. */
import type { ComparedGrant, ComparedGrants } from "../../grants/compare.js";
import type { ExpectedGrant } from "../../grants/expected.js";
import { html, type Markup, type Part } from "./markup.js";
import { badge, type Section, scrolling } from "./section.js";

/**
 * @param isEarly whether it is no fault that none is there: MWAA creates them with the environment
 * @returns the section, or undefined where no grants are expected: no environment is named
 */
export function grantsSection(
  expected: readonly ExpectedGrant[],
  live: ComparedGrants | undefined,
  isEarly = false,
): Section | undefined {
  const first = expected[0];
  if (first === undefined) return undefined;
  const isNone = isEarly && live?.expected.every(({ state }) => state === "missing") === true;
  const held = isNone ? undefined : live?.expected;
  const lead = isNone
    ? "None of them is on the key yet: MWAA creates them with the environment."
    : live === undefined
      ? "What MWAA will create on the key, after AWS's page. Those on the key were not looked at."
      : "What MWAA creates on the key, after AWS's page, held against the grants that are there.";
  const grants: readonly Held[] = held ?? expected.map((each) => ({ expected: each }));
  const content = html`<p class="lead">${lead} Grantee and retiring principal: <code>${first.GranteePrincipal}</code></p>
<ol class="grants">${grants.map(grantPart)}</ol>
${scrolling("Grants, table", tableOf(grants, held !== undefined))}
${live === undefined ? "" : othersPart(live)}`;
  return { slug: "grants", title: "The four grants of MWAA", content };
}

/** A grant that is expected, and the one that is there, where that was looked at. */
type Held = Pick<ComparedGrant, "expected"> & Partial<ComparedGrant>;

function grantPart({ expected, state, differences = [], live }: Held): Markup {
  const since =
    live?.CreationDate === undefined ? "" : html` <span class="since">since ${live.CreationDate}</span>`;
  const tone = state === "present" ? "good" : state === "missing" ? "bad" : "warning";
  return html`<li><code>${expected.Name}</code>${state === undefined ? "" : html` ${badge(tone, state)}${since}`}
<span class="quiet">${expected.purpose}</span>
${differences.length === 0 ? "" : html`<ul>${differences.map((each) => html`<li>${each}</li>`)}</ul>`}</li>
`;
}

function othersPart({ others }: ComparedGrants): Part {
  return html`<p class="quiet">${others.length} other grants, which are not MWAA's own four.</p>`;
}

function tableOf(grants: readonly Held[], isLive: boolean): Markup {
  const operations = new Set([
    ...grants.flatMap(({ expected }) => expected.Operations),
    ...grants.flatMap(({ live }) => live?.Operations ?? []),
  ]);
  const head = grants.map((_, at) => html`<th scope="col"><span class="unseen">Grant </span>${at + 1}</th>`);
  const rows = [...operations].map(
    (
      operation,
    ) => html`<tr><th scope="row"><code>${operation}</code></th>${grants.map((grant) => cellOf(grant, operation))}</tr>
`,
  );
  const caption = isLive ? "Operations of each grant: expected, and on the key" : "Operations of each grant";
  return html`<table class="matrix few"><caption>${caption}</caption>
<thead><tr><th scope="col">Operation</th>${head}</tr></thead>
<tbody>
${rows}</tbody></table>`;
}

function cellOf({ expected, state, live }: Held, operation: string): Markup {
  const isExpected = expected.Operations.includes(operation);
  const isThere = live?.Operations.includes(operation) ?? false;
  if (state === undefined) return isExpected ? answer("allowed", "✓", "expected") : answer("none", "·", "no");
  if (isExpected) {
    return isThere ? answer("allowed", "✓", "there") : answer("denied", "✗", "expected, not there");
  }
  return isThere ? answer("conditional", "+", "there, not expected") : answer("none", "·", "no");
}

function answer(kind: string, mark: string, words: string): Markup {
  return html`<td class="${kind}"><span class="answer ${kind}" aria-hidden="true">${mark}</span><span class="unseen"> ${words}</span></td>`;
}
