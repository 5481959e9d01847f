/** The table as docs/faults.md: the same text on every run, for it names no time, no path and no port. */
import type { Cell } from "./cell.js";
import { codesOf, judgeCell } from "./judge.js";
import type { Killed } from "./killed.js";
import { ways } from "./ways.js";

/** Renders the whole report. */
export function renderReport(cells: readonly Cell[], killed: readonly Killed[]): string {
  const titles = [...new Set(cells.map(titleOf))];
  const sections = titles.flatMap((title) => {
    const ofTitle = cells.filter((cell) => titleOf(cell) === title);
    const note = ofTitle[0]?.kind.note;
    return [
      `### ${title}`,
      "",
      ...(note === undefined ? [] : [note, ""]),
      ...cellHead,
      ...ofTitle.map(cellLine),
      "",
    ];
  });
  const text = [
    "# What becomes of a policy when things fail",
    "",
    "Made by `npm run test:faults -- -u`; not to be edited by hand. Each line is one run of the whole program against the",
    "sandbox, with one fault at one step of `prepare --yes`, `prepare --plan`, `restore` or `prepare --manifest`.",
    "",
    ...summary(cells, killed),
    ...legend,
    "## Faults",
    "",
    ...sections,
    "### kill -9",
    "",
    "A real process, killed at the step; then the same command again, which must end with 0 and our statement stored.",
    "",
    ...killHead,
    ...killed.map(killLine),
    "",
    ...windows,
  ];
  return `${text.join("\n").trimEnd()}\n`;
}

/** A fault, and the way of writing where it is not `prepare` alone. */
export function titleOf({ way, kind }: Cell): string {
  return way.name === "prepare" ? kind.name : `${way.name}: ${kind.name}`;
}

/** One line of the table. */
export function cellLine(cell: Cell): string {
  const { at, exit, stored, backups, kind, theyWrote } = cell;
  const isLost = theyWrote && stored !== "theirs" && stored !== "both";
  const gone = isLost && kind.window?.(at) !== undefined ? " (theirs is overwritten: the window)" : "";
  const told = codesOf(cell).map((code) => `\`${code}\``);
  return row(at, String(exit), `${stored}${gone}`, backups.length > 0 ? "saved" : "–", told.join(" ") || "–");
}

function killLine({ point, stored, backups, leftovers, next, storedNext }: Killed): string {
  const saved = backups > 0 ? "saved" : "–";
  const left = leftovers > 0 ? "a file without a name" : "–";
  return row(`${point.at}: ${point.name}`, stored, saved, left, `${next.code}, ${storedNext}`);
}

const row = (...columns: readonly string[]) => `| ${columns.join(" | ")} |`;
const cellHead = [row("Step", "Exit", "Stored", "Backup", "Told"), row("---", "---", "---", "---", "---")];
const killHead = [
  row("Killed at", "Stored", "Backup", "Left behind", "Next run"),
  row("---", "---", "---", "---", "---"),
];

function summary(cells: readonly Cell[], killed: readonly Killed[]): readonly string[] {
  const of = (exit: number) => cells.filter((cell) => cell.exit === exit).length;
  const silent = cells.filter(
    (cell) => cell.kind.name !== "stdout is closed" && cell.stdout.trim() === "",
  ).length;
  const lost = cells.filter((cell) =>
    [...cell.ever].some((each) => each === "LOST" || each === "NEITHER"),
  ).length;
  const lostToKill = killed.filter(({ stored }) => stored !== "old" && stored !== "new").length;
  const isLost = (cell: Cell) => cell.theyWrote && !["theirs", "both"].includes(cell.stored);
  const broken = cells.filter((cell) => judgeCell(cell).length > 0).length;
  return [
    `- Cells: ${cells.length + killed.length} (${ways.map(({ name }) => `${name}: ${cells.filter(({ way }) => way.name === name).length}`).join(", ")}), of which ${killed.length} with a process that was killed.`,
    `- Lost policies: ${lost + lostToKill}. Silent outcomes: ${silent}. Cells that break a promise: ${broken}.`,
    `- Exit codes: ${[0, 1, 2, 3, 129, 130, 143].map((exit) => `${exit}: ${of(exit)}`).join(", ")}.`,
    `- Somebody else's new statement overwritten, because KMS has no conditional write: ${cells.filter(isLost).length} (see the end).`,
    "",
  ];
}

const legend = [
  "## How to read it",
  "",
  "- **Step**: *identity*, *describe*, *first read* and *tags* go out side by side; then, one after the other, the *re-read*,",
  "  *saving* the backup, the *write*, three *read-backs*, and a *last look* at the key. A fault *for ever* holds from its step on;",
  "  at one of the first four, for it alone.",
  "  The other ways of writing are tried from the re-read on: what comes before is the same. `restore` has no *last look*; it",
  "  begins with *new* stored, and ends with *old*.",
  "- **Exit**: 0 ready (of `restore`: done), 1 not ready, 3 nobody can say, 129, 130 and 143 interrupted.",
  "- **Stored** at the end: *old*, the policy as it was; *new*, with our statement; *theirs*, with somebody else's new statement;",
  "  *both*. In each of them every statement that was there before is as it was.",
  "- **Backup**: whether the policy as it was lies in the folder of the backups, whole and with its digest. In every cell it lay",
  "  there before a write reached KMS.",
  "- **Told**: the codes of the problems that the report tells of calls, plans and backups; `mwaa-kms explain CODE` says what",
  "  each means. What the checks of the key say beside them is not in the table.",
  "",
];

const windows = [
  "## What cannot be closed",
  "",
  "KMS replaces the whole policy and takes no condition (no version, no `If-Match`). So:",
  "",
  "- What somebody else writes between our re-read and our write is overwritten, and nobody is told: not they, for their run",
  "  had ended well, and not we, for KMS keeps no older policy. The window is the time in which the backup is saved and",
  "  the request travels: some milliseconds as a rule, more on a slow disk. A write that AWS throttled is sent again only after",
  "  another look. CloudTrail tells who wrote.",
  "- What somebody else writes before our re-read is seen, and the run refuses (`plan/stale`), unless KMS, which is eventually",
  "  consistent, shows both our reads an older policy. That window is as long as KMS's delay: seconds as a rule.",
  "- What somebody else writes after our write is seen by the read-backs, and left as it is (`plan/overwritten`).",
];
