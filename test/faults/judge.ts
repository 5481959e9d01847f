/** What must hold in every cell, whatever the fault: no policy lost, nothing said that is not so, nothing left unsaid. */
import { type Cell, namedIn } from "./cell.js";

const codes: ReadonlySet<number> = new Set([0, 1, 2, 3, 129, 130, 143]);

/** @returns a sentence for each promise that the cell breaks */
export function judgeCell(cell: Cell): readonly string[] {
  return [...policyBreaks(cell), ...backupBreaks(cell), ...exitBreaks(cell), ...messageBreaks(cell)];
}

/** Where the report is: on stderr, where stdout takes nothing. */
function reportOf({ kind, stdout, stderr }: Pick<Cell, "kind" | "stdout" | "stderr">): string {
  return kind.name === "stdout is closed" ? stderr : stdout;
}

function writeIsShown(report: string): boolean {
  return /^✓ ((\S+: c|C)hanged the key policy|Restored the key policy of .*) and verified it\.$/m.test(
    report,
  );
}

/** Our write took effect: at some time what the run is to write was stored. */
function tookEffect({ ever, way }: Cell): boolean {
  return way.effect.some((stored) => ever.has(stored));
}

function policyBreaks(cell: Cell): readonly string[] {
  const { stored, ever, kind, at, theyWrote } = cell;
  const broken = [...ever].filter((each) => each === "LOST" || each === "NEITHER");
  const isInWindow = kind.window?.(at) !== undefined;
  const areTheirsGone = theyWrote && stored !== "theirs" && stored !== "both";
  return [
    ...broken.map((each) => `the policy was ${each}`),
    ...(areTheirsGone && !isInWindow ? ["somebody else's statement is lost"] : []),
    ...(cell.wasFaulty ? [] : ["the fault never came"]),
  ];
}

function backupBreaks({
  savedBeforeWrite,
  leftovers,
  kind,
  stderr,
  stdout,
  backups,
}: Cell): readonly string[] {
  const said = stdout + stderr;
  const isForeign = kind.before !== undefined;
  return [
    ...(savedBeforeWrite.every((saved) => saved)
      ? []
      : ["a write was sent before what was stored was saved"]),
    ...(savedBeforeWrite.length > 0 && backups.length === 0
      ? ["a write was sent and no backup is there"]
      : []),
    ...(leftovers.length > 0 && !isForeign ? [`left behind: ${leftovers.join(", ")}`] : []),
    ...(savedBeforeWrite.length > 0 && !/\/backups\/[^/\s]+\.json/.test(said)
      ? ["the backup is not named"]
      : []),
  ];
}

function exitBreaks(cell: Cell): readonly string[] {
  const { exit, stored, kind, at } = cell;
  const wanted = kind.exit?.(at);
  const isOurs = cell.way.effect.includes(stored);
  // A key that cannot serve is not ready with our statement either, and the run says that it wrote.
  const isTold = writeIsShown(reportOf(cell));
  return [
    ...(codes.has(exit) ? [] : [`exit code ${exit} means nothing here`]),
    ...(wanted === undefined || exit === wanted ? [] : [`exit code ${exit} instead of ${wanted}`]),
    ...(exit === 0 && !isOurs ? ["0, and what it was to write is not stored"] : []),
    ...((exit === 1 || exit === 2) && tookEffect(cell) && !isTold
      ? [`${exit}, and what it was to write was stored`]
      : []),
  ];
}

function messageBreaks(cell: Cell): readonly string[] {
  const { exit, stdout, stderr, kind } = cell;
  const said = stdout + stderr;
  // A result that stdout did not take is never a yes.
  const isLost = kind.name === "stdout is closed";
  const report = reportOf(cell);
  // The last line of a restore that did its work is what it restored.
  const isReady =
    /^✓ Ready: /m.test(report) || (/^✓ Restored /m.test(report) && !/^[!?✗] [A-Z]\w+[.:]/m.test(report));
  // An interrupted run that has seen what is stored has no problem to tell.
  const isTold = writeIsShown(report);
  const lines = report.split("\n").filter((line) => /\[[a-z]+\/[a-z-]+\]/.test(line));
  return [
    ...(report === "" ? ["no report is shown"] : []),
    ...(isReady !== (exit === (isLost ? 2 : 0))
      ? [`${isReady ? "Ready" : "not Ready"} with exit code ${exit}`]
      : []),
    ...(exit !== 0 && !isTold && !/^ *(Fix|Or|Next|Undo): +\S/m.test(report)
      ? ["nothing to type is said"]
      : []),
    ...(exit !== 0 && !isTold && lines.length === 0 ? ["no problem is told"] : []),
    ...(new Set(lines).size < lines.length ? ["a problem is told twice"] : []),
    ...(tookEffect(cell) && /othing was (written|changed)|policy was not changed/.test(said)
      ? ["it says that nothing was written"]
      : []),
    ...(/^\s+at .*[:(]\d+/m.test(said) || /bug\/unexpected/.test(said) ? ["a stack trace is shown"] : []),
    ...namedIn(cell)
      .filter((path) => !cell.namedThere.includes(path))
      .map((path) => `it names ${path}, which is not there`),
  ];
}

/** The codes of the calls, the plan and the backup that were told, each once, in the order of the alphabet. Lost access has a line. */
export function codesOf({ stdout, stderr }: Pick<Cell, "stdout" | "stderr">): readonly string[] {
  const found = [...(stdout + stderr).matchAll(/\[((?:aws|plan|backup)\/[a-z-]+)\]/g)];
  const lost = /^Lost access: /m.test(stdout + stderr) ? ["plan/loses"] : [];
  return [...new Set([...found.map(([, code]) => code ?? ""), ...lost])].sort();
}
