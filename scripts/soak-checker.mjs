/** The checker of words: what a run says of its writes, compared with what the store saw of it. */
import { readFile } from "node:fs/promises";
import { plain } from "./soak-history.mjs";
import { foreignSid, statementsOf, theirs } from "./soak-keys.mjs";

const exits = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const untouched =
  /nothing was (?:written|changed)|policy (?:was|is) (?:not changed|as it was|left as it is|unchanged)/i;
/** Milliseconds that a run may take to end after its second signal on a busy machine: its last words have 2,000. */
const lastWords = 10_000;

/** @returns a sentence for each promise that the run broke */
export function breaks(seen) {
  return [
    ...endBreaks(seen),
    ...writeBreaks(seen),
    ...reportsIn(seen).flatMap((report) => wordBreaks(report, seen)),
    ...textBreaks(seen),
  ];
}

/** The report, or of many environments each one's. */
function reportsIn({ report }) {
  return report === undefined ? [] : report.body?.kind === "many" ? report.body.reports : [report];
}

function endBreaks({ code, signal, sent, stdout, stderr, report, ended }) {
  const killed = sent.some((each) => each.signal === "SIGKILL");
  const gentle = sent.filter((each) => each.signal !== "SIGKILL");
  const second = gentle[1];
  // A signal that comes before the program listens, or after it has stopped, ends it at once.
  const isByItself = signal === null;
  const wanted = gentle.map((each) => exits[each.signal]);
  return [
    ...(isByItself || killed || gentle.some((each) => each.signal === signal) ? [] : [`ended by ${signal}`]),
    ...(isByItself && ![0, 1, 3, ...wanted].includes(code) ? [`exit code ${code}`] : []),
    ...(isByItself && stdout === "" ? ["nothing said"] : []),
    ...(isByItself && report === undefined ? ["no JSON report"] : []),
    ...(report !== undefined && isByItself && report.exitCode !== code ? ["another exit code in JSON"] : []),
    ...(isByItself && code !== 0 && !/\[[a-z]+\/[a-z-]+\]/.test(stdout) && wanted.length === 0
      ? ["no problem is named"]
      : []),
    ...(/^\s+at .*[:(]\d+/m.test(stdout + stderr) ? ["a stack trace"] : []),
    ...(second !== undefined && ended - second.at > lastWords ? [`ran ${ended - second.at} ms on`] : []),
  ];
}

/** Each write: read right before, saved before, and nothing of theirs changed. */
function writeBreaks({ entries, words }) {
  const broken = [];
  for (const key of new Set(entries.map((entry) => entry.key))) {
    const own = entries.filter((entry) => entry.key === key);
    for (const [index, put] of own.entries()) {
      if (put.operation !== "PutKeyPolicy") continue;
      const read = own[index - 1];
      if (read?.operation !== "GetKeyPolicy" || read.shown === undefined) {
        broken.push("a write that no read came right before");
        continue;
      }
      put.readBefore = read.shown;
      const isAdding = words[0] === "prepare";
      if (isAdding && theirs(read.shown).join() !== theirs(put.text).join())
        broken.push("a write that changes more than our statements");
      if (!isAdding || !put.isStored) continue;
      put.lostInWindow = theirs(put.before).join() !== theirs(put.text).join();
      if (put.lostInWindow && plain(put.before) === plain(read.shown))
        broken.push("a statement lost outside the window");
    }
  }
  return broken;
}

/** What the report of one key says. */
function wordBreaks(report, { entries, everything, words, began, ended }) {
  const key = report.key?.arn ?? report.body?.plan?.key;
  const own = entries.filter((entry) => entry.key === key);
  const puts = own.filter(({ operation }) => operation === "PutKeyPolicy");
  const stored = puts.filter(({ isStored }) => isStored);
  // A saved plan is older than its run.
  const since = words.includes("--plan") ? 0 : began - 1_000;
  const wasStale = own.some(({ fault }) => fault === "stale-policy");
  const theyWrote = everything.some(
    (entry) =>
      entry.key === key &&
      entry.operation === "PutKeyPolicy" &&
      !own.includes(entry) &&
      entry.at >= since &&
      entry.at <= ended,
  );
  const { plan, applied } = report.body ?? {};
  const outcome = applied?.outcome;
  const codes = report.problems.map((each) => each.code);
  const has = (name) => codes.includes(name);
  const says = untouched.test(JSON.stringify(report.problems));
  const isReady = report.verdict === "ready" || report.verdict === "done";
  const isSaved = puts.length === 0 || applied?.backup !== undefined;
  const wrong = {
    "it sent a write, and says that nothing was written": says && puts.length > 0,
    "written, and the store had it never": outcome === "written" && stored.length === 0,
    "written, and another policy than the plan's": stored.some(
      ({ text }) => plain(text) !== plain(plan?.next ?? "{}"),
    ),
    "not written, and it was stored": outcome === "not-written" && stored.length > 0,
    "not written and not refused, and a write was sent":
      outcome === "not-written" && applied.refused !== true && puts.length > 0,
    "unchanged, and a write was sent": outcome === "unchanged" && puts.length > 0,
    "no outcome, and a write was sent": outcome === undefined && puts.length > 0,
    "overwritten, and only this run wrote": has("plan/overwritten") && !theyWrote && !wasStale,
    "stale, and only this run wrote": has("plan/stale") && !theyWrote && !wasStale,
    "lost, and it was stored and stayed":
      has("plan/lost-write") && stored.length > 0 && !theyWrote && !wasStale,
    "ready, and the policy was never stored":
      isReady &&
      plan !== undefined &&
      outcome !== undefined &&
      !everything.some(
        (entry) =>
          entry.key === key &&
          entry.at <= ended &&
          [entry.before, entry.after].some((text) => text !== undefined && plain(text) === plain(plan.next)),
      ),
    "no backup is named": outcome !== undefined && !isSaved,
    "a restore does not say what is lost": words[0] === "restore" && isSilent(plan),
  };
  return Object.entries(wrong).flatMap(([sentence, is]) => (is ? [sentence] : []));
}

/**
 * An Allow with a name that goes, and whose name no loss carries. One for the whole account takes nothing with it: what it
 * allows, the first statement of the policy allows too.
 */
function isSilent(plan) {
  if (plan === undefined || plan.empty) return false;
  const after = new Set(statementsOf(plan.next));
  const gone = statementsOf(plan.base).filter((text) => !after.has(text));
  const said = (plan.losses ?? []).map(({ statement }) => statement).join();
  return gone
    .map((text) => JSON.parse(text))
    .filter(({ Effect, Principal }) => Effect === "Allow" && !/^\d+$/.test(Principal?.AWS))
    .some(({ Sid }) => Sid?.startsWith(foreignSid) && !said.includes(Sid));
}

/** What people read: the same promises, by the words. A report of many keys is read key by key above. */
function textBreaks({ stdout, stderr, entries, words, sent, ended, signal, report }) {
  if (words.includes("--manifest")) return [];
  const isRefused = report?.body?.applied?.refused === true;
  const puts = entries.filter(({ operation }) => operation === "PutKeyPolicy");
  const first = sent[0];
  const isWriting = puts.some(({ at }) => first !== undefined && at < first.at - 300);
  const wasLong = first !== undefined && sent.length === 1 && ended - first.at > 1_500;
  return [
    ...(puts.length > 0 && !isRefused && untouched.test(stdout + stderr)
      ? ["the text says that nothing was written, and a write was sent"]
      : []),
    ...(signal === null && isWriting && wasLong && !/was sent/.test(stderr)
      ? ["a signal after the write, and no word of what is being finished"]
      : []),
  ];
}

/** @returns what is not whole among the backups, and the writes before which nothing was saved */
export async function backupBreaks(files, entries) {
  const saved = new Map();
  for (const file of files) {
    const { key, policy } = JSON.parse(await readFile(file, "utf8"));
    saved.set(key, (saved.get(key) ?? new Set()).add(plain(policy)));
  }
  const writes = entries.filter(({ readBefore }) => readBefore !== undefined);
  return writes.flatMap(({ key, readBefore }) =>
    saved.get(key)?.has(plain(readBefore)) ? [] : [`a write to ${key} without a backup`],
  );
}
