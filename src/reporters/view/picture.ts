/** Who reaches the key and by what: a picture of four edges, and the table of principals. */
import type { Finding } from "../../checks/check.js";
import type { AccessMatrix, MatrixAnswer } from "../../policy/access-matrix.js";
import type { Report } from "../../report/report.js";
import { stateOf } from "./checks.js";
import type { Block, CheckRow, Edge, Picture, Table, Tone } from "./view.js";

/** An edge of the picture, and the checks that decide it. */
const edges = [
  { from: "MWAA", by: "4 grants", checks: ["grants-create", "grants-use"] },
  { from: "CloudWatch Logs", by: "key policy statement", checks: ["logs-access", "logs-deny"] },
  { from: "Execution role", by: "IAM policy", checks: ["execution-role"] },
  { from: "Bucket", by: "default encryption", checks: ["bucket-region", "bucket-encryption"] },
] as const;

const order: readonly CheckRow["state"][] = [
  "error",
  "unknown",
  "warning",
  "waived",
  "skipped",
  "note",
  "pass",
];
const tones: Readonly<Record<CheckRow["state"], Tone>> = {
  pass: "good",
  error: "bad",
  unknown: "unknown",
  warning: "warning",
  note: "good",
  waived: "warning",
  skipped: "unknown",
};

/** @returns the picture; none for a report without checks of the key policy */
export function pictureOf({ findings, key, target }: Report): readonly Picture[] {
  const drawn = edges.flatMap(({ from, by, checks }): Edge[] => {
    const found = findings.filter(({ check }) => (checks as readonly string[]).includes(check));
    const worst = found.toSorted((one, other) => rank(one) - rank(other))[0];
    return worst === undefined ? [] : [{ from, by, tone: tones[stateOf(worst)], check: worst.check }];
  });
  if (drawn.length === 0) return [];
  const name = key?.arn ?? target?.key.given ?? "key";
  return [{ kind: "picture", title: "Who reaches the key, and by what", key: name, edges: drawn }];
}

function rank(finding: Finding): number {
  return order.indexOf(stateOf(finding));
}

/** Principals by operations. Short names; the long ones are the cells' titles. */
export function accessTable(access: AccessMatrix | undefined): readonly Block[] {
  if (access === undefined || access.rows.length === 0) return [];
  const table: Table = {
    kind: "table",
    head: ["Principal", ...access.operations.map((operation) => operation.replace(/^kms:/, ""))],
    rows: access.rows.map(({ principal, cells }) => [
      { text: shortPrincipal(principal), title: principal },
      ...cells.map((cell) => cellOf(cell.answer)),
    ]),
    more: access.more,
  };
  return [table];
}

/** `role/DataPlatform` of an ARN, `account 111122223333` of a root. */
function shortPrincipal(principal: string): string {
  const [, , service, , account, ...rest] = principal.split(":");
  if (service !== "iam" && service !== "sts") return principal;
  const resource = rest.join(":");
  return resource === "root" ? `account ${account ?? ""}` : resource;
}

function cellOf(answer: MatrixAnswer): { readonly text: string; readonly tone: Tone } {
  if (answer === "allowed") return { text: "✓", tone: "good" };
  if (answer === "conditional") return { text: "?", tone: "unknown" };
  if (answer === "denied") return { text: "✗", tone: "bad" };
  return { text: "–", tone: "plain" };
}
