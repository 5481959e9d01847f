/** Who may do what, on the html page: principals down, operations across, and which statements decide. */
import type { AccessMatrix, MatrixAnswer, MatrixCell, MatrixRow } from "../../policy/access-matrix.js";
import { html, type Markup, type Part } from "./markup.js";
import { folded, type Section, scrolling } from "./section.js";

const title = "Who may do what";

const answers: Readonly<Record<MatrixAnswer, readonly [mark: string, word: string]>> = {
  allowed: ["✓", "allowed"],
  denied: ["✗", "denied"],
  conditional: ["?", "depends on a condition"],
  none: ["·", "not allowed by any statement"],
};

export function matrixSection(matrix: AccessMatrix): Section {
  const legend = (Object.keys(answers) as MatrixAnswer[]).map(
    (answer) => html`<li>${markOf(answer)} ${answers[answer][1]}</li>`,
  );
  const content = html`<p class="lead">By the key policy alone: an account hands the decision on to the IAM policies of its users and roles, and grants allow more.</p>
<ul class="legend">${legend}</ul>
${scrolling(`${title}, table`, tableOf(matrix))}
${matrix.more > 0 ? html`<p class="lead">${matrix.more} more principals are not shown.</p>` : ""}
${folded("Which statements decide", decidingPart(matrix), false, "plain")}`;
  return { slug: "access", title, content };
}

function tableOf({ operations, rows }: AccessMatrix): Markup {
  const head = operations.map((operation) => html`<th scope="col"><span>${operation}</span></th>`);
  const body = rows.map(
    (row) => html`<tr><th scope="row">${nameOf(row)}</th>${row.cells.map(cellOf)}</tr>
`,
  );
  return html`<table class="matrix"><caption>Principals and KMS operations</caption>
<thead><tr><th scope="col">Principal</th>${head}</tr></thead>
<tbody>
${body}</tbody></table>`;
}

function nameOf({ principal, kind }: MatrixRow): Markup {
  const words = kind === "other" || kind === "everyone" ? "" : html` <span class="kind">${kind}</span>`;
  const shown = principal === "*" ? "everyone (*)" : principal;
  return html`<code>${shown}</code>${words}`;
}

function cellOf({ answer }: MatrixCell): Markup {
  return html`<td class="${answer}">${markOf(answer)}<span class="unseen"> ${answers[answer][1]}</span></td>`;
}

function markOf(answer: MatrixAnswer): Markup {
  return html`<span class="answer ${answer}" aria-hidden="true">${answers[answer][0]}</span>`;
}

/** Cells of one row that are decided alike are told together. */
function decidingPart({ operations, rows }: AccessMatrix): Part {
  const items = rows.flatMap((row) => {
    const groups = new Map<string, { readonly cell: MatrixCell; readonly of: string[] }>();
    row.cells.forEach((cell, at) => {
      if (cell.by.length === 0) return;
      const id = JSON.stringify(cell);
      const group = groups.get(id) ?? { cell, of: [] };
      group.of.push(operations[at] ?? "");
      groups.set(id, group);
    });
    if (groups.size === 0) return [];
    const told = [...groups.values()].map(
      ({ cell, of }) => html`<li>${of.join(", ")}: ${answers[cell.answer][1]}. ${cell.by.join("; ")}.</li>`,
    );
    return [
      html`<dt>${nameOf(row)}</dt><dd><ul>${told}</ul></dd>
`,
    ];
  });
  return html`<dl class="deciding">${items}</dl>`;
}
