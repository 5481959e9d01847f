/** MWAA's four grants as a table: which operation is in which grant, and what the key has of them. */
import type { ComparedGrants } from "../../grants/compare.js";
import type { ExpectedGrant } from "../../grants/expected.js";
import { escapeControls } from "../text.js";
import { type Page, wrap } from "./layout.js";

/** The grants that MWAA will create, before there are any. */
export function grantsLines(expected: readonly ExpectedGrant[], page: Page): readonly string[] {
  const first = expected[0];
  if (first === undefined) return [];
  return [
    page.paint("strong", "The four grants that MWAA will create on the key"),
    ...expected.flatMap((grant, index) => nameLines(grant, index, page)),
    "",
    ...table(expected, page),
    "",
    ...wrap(`Grantee and retiring principal: ${first.GranteePrincipal}`, page, "  "),
    "",
  ];
}

/** The four held against the key's own. */
export function comparedLines(compared: ComparedGrants, page: Page): readonly string[] {
  return [
    page.paint("strong", "On the key"),
    ...compared.expected.flatMap(({ expected, state, differences, live, more = [] }) => {
      const tone = state === "present" ? "good" : state === "missing" ? "bad" : "warning";
      const mark = page.marks[state === "present" ? "pass" : state === "missing" ? "fail" : "warn"];
      const since = live?.CreationDate === undefined ? "" : `, since ${live.CreationDate}`;
      const also = more.length === 0 ? "" : `; ${more.length + 1} grants of this name`;
      const told = `${expected.Name}: ${state}${since}${also}${differences.map((each) => `; ${each}`).join("")}`;
      return wrap(told, page, `  ${mark} `).map((line) => page.paint(tone, line));
    }),
    ...otherLines(compared, page),
    "",
  ];
}

const environmentWords = {
  exists: "exists",
  absent: "does not exist: left over",
  unknown: "not known whether it exists (--environments names those that do)",
};

/** Other environments' grants by name, and how many each service has; none of them is an error. */
function otherLines({ environments = [], services = [] }: ComparedGrants, page: Page): readonly string[] {
  const counts = services.map(({ service, grants }) => `${service} ${grants}`).join(", ");
  return [
    ...environments.flatMap(({ name, grants, state }) =>
      wrap(
        `Environment ${name}: ${grants.length === 1 ? "1 grant" : `${grants.length} grants`}; ${environmentWords[state]}`,
        page,
        "    ",
      ),
    ),
    ...(counts === "" ? [] : wrap(`Grants of other services: ${counts}`, page, "    ")),
  ];
}

function nameLines(grant: ExpectedGrant, index: number, page: Page): readonly string[] {
  return [
    `  ${index + 1}  ${escapeControls(grant.Name)}`,
    ...wrap(grant.purpose, page, "     ").map((line) => page.paint("quiet", line)),
  ];
}

/** Rows are operations and columns the grants' numbers: nine short rows fit where four long lists would not. */
function table(expected: readonly ExpectedGrant[], page: Page): readonly string[] {
  const operations = [...new Set(expected.flatMap((grant) => grant.Operations))];
  const documented = [...new Set(expected.flatMap((grant) => grant.documentedOperations))];
  const rows = operations.map((operation) => ({
    operation,
    source: documented.find((each) => isMadeOf(each, operation)) ?? "",
    cells: expected.map((grant) => page.marks[grant.Operations.includes(operation) ? "yes" : "no"]).join(" "),
  }));
  const width = Math.max(...operations.map((operation) => operation.length));
  const isWide = page.width >= width + 36;
  const line = (operation: string, source: string, cells: string) =>
    `  ${operation.padEnd(width)}${isWide ? `  ${source.padEnd(20)}` : ""}  ${cells}`;
  const numbers = expected.map((_, index) => String(index + 1)).join(" ");
  return [
    page.paint("quiet", line("Operation", "as AWS's page has it", numbers)),
    ...rows.map(({ operation, source, cells }) => line(operation, source, cells)),
  ];
}

function isMadeOf(action: string, operation: string): boolean {
  const name = action.replace("kms:", "");
  return name.endsWith("*") ? operation.startsWith(name.slice(0, -1)) : name === operation;
}
